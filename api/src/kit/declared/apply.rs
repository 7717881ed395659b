//! How a record is changed by what is said of it.

use sea_orm::{ColumnTrait as _, QueryFilter as _, Value};
use uuid::Uuid;

use super::{Declaration, Declared, Draft, Entry, Kind};
use crate::kit::record::reference;
use crate::kit::{Checks, Code, Detail, Fault, Patch, Path, Problem, Tx};

impl<M: Declared> Declaration<M> {
    /// Changes a record by what is said of it, and notes what is wrong with that. What must be there and is not is a problem, too.
    /// What follows from the other fields where nothing is said, and what the area decides, comes last.
    pub fn apply(&self, draft: &Draft<M>, checks: &mut Checks, model: &mut M, tx: &Tx) {
        for (entry, said) in draft.each(self) {
            entry.apply(said, checks, model, tx);
        }
        for (entry, said) in draft.each(self) {
            let is_open = match said {
                Patch::Set(_) => false,
                Patch::Clear => true,
                Patch::Keep => model.revision() == 0,
            };
            if let Some(usual) = entry.usual.as_ref().filter(|_| is_open) {
                entry.put(model, entry.column, (usual.value)(model));
            }
        }
        model.judge(draft, checks, tx.today());
        self.keep_sorted(model);
    }

    /// Brings the days by which lists are sorted to what the record says.
    pub fn keep_sorted(&self, model: &mut M) {
        for entry in &self.entries {
            if let Some((column, none)) = entry.sorted {
                let day = match model.get(entry.column) {
                    Value::ChronoDate(Some(day)) => day.to_string(),
                    _ => none.to_owned(),
                };
                entry.put(model, column, day.into());
            }
        }
    }

    /// Notes a problem for each record that is referred to and is not in the workspace. One statement for each field that refers to
    /// others, however many drafts there are.
    ///
    /// # Errors
    /// The database fails.
    pub async fn require_all(&self, tx: &Tx, drafts: &mut [(&Draft<M>, &mut Checks)]) -> Result<(), Fault> {
        for (place, entry) in self.entries.iter().enumerate() {
            let Some(found) = entry.found else { continue };
            let wanted = |draft: &Draft<M>| -> Option<Uuid> {
                match draft.0.get(place) {
                    Some(Patch::Set(Value::Uuid(id))) => *id,
                    _ => None,
                }
            };
            let mut ids: Vec<Uuid> = drafts.iter().filter_map(|(draft, _)| wanted(draft)).collect();
            if ids.is_empty() {
                continue;
            }
            ids.sort_unstable();
            ids.dedup();
            let there = found(&tx.read(), ids).await?;
            for (draft, checks) in drafts.iter_mut() {
                let Some(wanted) = wanted(draft) else { continue };
                match there.iter().find(|(id, _)| *id == wanted) {
                    None => checks.push(entry.missing()),
                    Some((_, Some(objection))) => {
                        checks.note(Code::Invalid, Path::input(entry.name), *objection);
                    }
                    Some((_, None)) => {}
                }
            }
        }
        Ok(())
    }

    /// Those of these records, by their places, that hold what must be their own alone and is another's: one that is stored, or one
    /// that stands before them. The write lock makes the look-up hold; the unique index stands behind it. One statement for each field
    /// of which that is so.
    ///
    /// # Errors
    /// The database fails.
    pub async fn clashes(&self, tx: &Tx, records: &[(usize, &M)]) -> Result<Vec<(usize, Problem)>, Fault> {
        let mut clashes = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.is_unique) {
            let (key, _) = entry.key();
            let keys: Vec<Value> = records.iter().map(|(_, model)| model.get(key)).collect();
            if keys.is_empty() {
                continue;
            }
            let reader = tx.read();
            let alike = reader.select::<M::Table>().filter(key.is_in(keys));
            let stored: Vec<M> = alike.all(tx.conn()).await?;
            for (number, (place, model)) in records.iter().enumerate() {
                let before = records.iter().take(number).map(|(_, model)| *model);
                let mut others = stored
                    .iter()
                    .chain(before)
                    .filter(|other| other.id() != model.id());
                if let Some(other) = others.find(|other| entry.is_alike(model, other)) {
                    clashes.push((*place, self.clash(entry, other)));
                }
            }
        }
        Ok(clashes)
    }

    fn clash(&self, entry: &Entry<M>, other: &M) -> Problem {
        let (one, name) = (self.one, entry.name);
        let message = match other.archived_at() {
            None => format!("there is a {one} of this {name}"),
            Some(_) => {
                format!("there is an archived {one} of this {name}; restore it, or choose another {name}")
            }
        };
        Problem::new(Code::Duplicate, Path::input(name), message).with(Detail::Existing(reference(other)))
    }

    /// Whether something changed that must be a record's own alone.
    pub fn moved(&self, before: &M, after: &M) -> bool {
        let mut unique = self.entries.iter().filter(|entry| entry.is_unique);
        unique.any(|entry| !entry.is_alike(before, after))
    }

    /// The words by which a record is found.
    pub fn text(&self, model: &M) -> String {
        let mut searched: Vec<_> = self.entries.iter().filter(|entry| entry.is_searched).collect();
        searched.sort_by_key(|entry| entry.behind);
        let searched = searched.into_iter();
        let texts = searched.filter_map(|entry| match model.get(entry.column) {
            Value::String(text) => text,
            _ => None,
        });
        texts.collect::<Vec<_>>().join(" ")
    }
}

impl<M: Declared> Entry<M> {
    /// Whether two records hold the same here, by all forms in which it is kept.
    fn is_alike(&self, one: &M, other: &M) -> bool {
        let mut forms = self.twins.iter().map(|(column, _)| *column);
        if self.twins.is_empty() {
            return one.get(self.column) == other.get(self.column);
        }
        forms.all(|column| one.get(column) == other.get(column))
    }

    fn missing(&self) -> Problem {
        let kind = match self.kind {
            Kind::Reference(prefix, _) => prefix,
            _ => "record",
        };
        let message = format!("there is no {kind} with this id");
        Problem::new(Code::NotFound, Path::input(self.name), message)
    }

    fn apply(&self, said: &Patch<Value>, checks: &mut Checks, model: &mut M, tx: &Tx) {
        if self.is_beside || self.is_by_steps || matches!(self.kind, Kind::Custom) {
            return;
        }
        if let (Kind::Texts(most), Patch::Set(Value::String(Some(texts)))) = (self.kind, said) {
            return self.apply_texts(texts, most, checks, model);
        }
        if matches!(self.kind, Kind::Line | Kind::Lines) {
            return self.apply_text(said, checks, model);
        }
        let value = match said {
            Patch::Keep if self.can_be_left_out() || model.revision() > 0 => return,
            Patch::Clear if self.usual.is_some() || self.is_kept_by_null => return,
            Patch::Set(value) => value.clone(),
            Patch::Clear if self.is_nullable => model.get(self.column).as_null(),
            // What is new must say it, and what is there cannot lose it.
            Patch::Keep | Patch::Clear => return self.needed(checks),
        };
        match (self.kind, &value) {
            (Kind::Number(least, most, unit), Value::Int(Some(number)))
                if !(least..=most).contains(number) =>
            {
                let message = format!("write {unit} from {least} to {most}");
                let problem = Problem::new(Code::Invalid, Path::input(self.name), message);
                checks.push(problem.with(Detail::Max(most)));
            }
            (Kind::Time, Value::ChronoDateTimeUtc(Some(at))) => {
                if let Some(message) = self.objects.and_then(|objects| objects(*at, tx.now())) {
                    checks.note(Code::Invalid, Path::input(self.name), message);
                }
            }
            (Kind::Date, Value::ChronoDate(Some(day))) => {
                if let Some(message) = self.day_objects.and_then(|objects| objects(*day, tx.today())) {
                    checks.note(Code::Invalid, Path::input(self.name), message);
                }
            }
            _ => {}
        }
        self.put(model, self.column, value);
    }

    fn needed(&self, checks: &mut Checks) {
        checks.note(Code::Required, Path::input(self.name), "a value is required");
    }

    fn apply_text(&self, said: &Patch<Value>, checks: &mut Checks, model: &mut M) {
        let sent = match said {
            Patch::Keep if self.can_be_left_out() || model.revision() > 0 => return,
            Patch::Set(Value::String(text)) => text.as_deref(),
            _ => None,
        };
        let path = || Path::input(self.name);
        let kept = match (self.max, self.kind) {
            (Some(max), Kind::Lines) => checks.text(path(), sent, max),
            (Some(max), _) => checks.one_line(path(), sent, max),
            (None, _) => sent.map(str::to_owned),
        };
        if kept.is_none() && !self.is_nullable {
            // It stays as it is: what else is wrong is judged by that.
            return self.needed(checks);
        }
        let kept = kept.or_else(|| sent.filter(|_| self.reads_blank).map(str::to_owned));
        let kept = match (kept, self.reads) {
            (Some(text), Some(reads)) => reads(&text)
                .map_err(|wrong| checks.note(Code::Invalid, path(), wrong))
                .ok(),
            (kept, _) => kept,
        };
        for (column, form) in &self.twins {
            let twin = kept.as_deref().map(form).unwrap_or_default();
            self.put(model, *column, Value::String(Some(twin)));
        }
        let kept = if self.is_nullable {
            kept
        } else {
            Some(kept.unwrap_or_default())
        };
        self.put(model, self.column, Value::String(kept));
    }

    fn apply_texts(&self, texts: &str, most: usize, checks: &mut Checks, model: &mut M) {
        let sent: Vec<String> = serde_json::from_str(texts).unwrap_or_default();
        let path = Path::input(self.name);
        checks.count(path.clone(), sent.len(), most);
        let mut kept: Vec<String> = Vec::with_capacity(sent.len());
        for (place, text) in sent.iter().enumerate() {
            let max = self.max.unwrap_or(usize::MAX);
            match checks.one_line(path.at(place), Some(text), max) {
                Some(text)
                    if kept
                        .iter()
                        .any(|other| other.to_lowercase() == text.to_lowercase()) =>
                {
                    checks.note(Code::Duplicate, path.at(place), "this is there twice");
                }
                Some(text) => kept.push(text),
                None => checks.note(Code::Required, path.at(place), "write something, or leave it out"),
            }
        }
        let kept = serde_json::to_string(&kept).ok().filter(|_| !kept.is_empty());
        self.put(model, self.column, Value::String(kept));
    }

    /// A value of another type than the column's is a declaration that fits no table, which a test finds.
    fn put(&self, model: &mut M, column: super::ColumnOf<M>, value: Value) {
        let fits = model.try_set(column, value);
        debug_assert!(fits.is_ok(), "{}: {fits:?}", self.name);
    }
}
