//! Everything that a workspace holds about one person, as one JSON document: what is answered when somebody asks what is known of them.
//!
//! Its extent is that of erasing: the records about them with all their parts, those who were merged into them, and the part that they had in what is
//! also others'. Of a talk or an event that they took part in, the talk is told and who else was there is not; of a record that names them and is
//! about somebody else, only that it does. So nothing that is another person's own is in it, but for what the user wrote in words of their own.
//! It is read by the list of tables: a table that is added is in it as well.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use entity::ids::PersonId;
use entity::{RecordType, TypedId as _, change, change_set_row, nudge_decision, person, workspace};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Value,
};
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::erasing::{Extent, Left};
use crate::kit::images::{BOOKS, Image, TABLES, Table, of_owner, table};
use crate::kit::{Code, Db, Failure, Fault, Outlet, Path, Problem, Reader, Scope, record};

/// What the document says that it is.
const FORMAT: &str = "rapport.person";

/// Ids of one statement.
const SOME: usize = 500;

/// Writes the document.
///
/// # Errors
/// There is nobody with this id, the database fails, or nobody takes it any more.
pub async fn export(db: &Db, scope: &Scope, id: PersonId, outlet: &mut Outlet) -> Result<(), Failure> {
    let snapshot = db.snapshot(scope).await?;
    let reader = snapshot.read();
    if record::ids_among::<person::Model>(&reader, vec![id.0])
        .await?
        .is_empty()
    {
        let message = "there is no person with this id";
        return Err(Problem::new(Code::NotFound, Path::argument("id"), message).into());
    }
    let extent = Extent::of(&reader, id.0).await?;
    let own: HashSet<Uuid> = extent.going.iter().map(|(_, id)| *id).collect();
    let mut disclosure = Disclosure {
        reader: &reader,
        outlet,
        own,
        named: BTreeSet::new(),
    };
    disclosure.begin(id).await?;
    disclosure.about(&extent).await?;
    disclosure.part(&extent).await?;
    disclosure.names().await?;
    disclosure.decided(&extent).await?;
    disclosure.feed().await?;
    disclosure.kept().await?;
    outlet.put(b"}\n").await?;
    outlet.flush().await?;
    snapshot.end().await;
    Ok(())
}

/// A document under way.
struct Disclosure<'a> {
    reader: &'a Reader<'a>,
    outlet: &'a mut Outlet,
    /// The records about the person.
    own: HashSet<Uuid>,
    /// What the rows that were written refer to.
    named: BTreeSet<Uuid>,
}

impl Disclosure<'_> {
    async fn begin(&mut self, id: PersonId) -> Result<(), Fault> {
        let here = workspace::Entity::find_by_id(self.reader.workspace());
        let here = here.one(self.reader.conn()).await?;
        let here = here.ok_or_else(|| Fault::Internal("the workspace is gone".to_owned()))?;
        let head = json!({
            "format": FORMAT,
            "version": 1,
            "person": id.to_string(),
            "workspace": { "id": here.id.to_string(), "name": here.name },
        });
        let head = head.to_string();
        self.outlet
            .put(head.strip_suffix('}').unwrap_or(&head).as_bytes())
            .await
    }

    /// Opens a member of the document whose value is an array.
    async fn open(&mut self, name: &str) -> Result<(), Fault> {
        self.outlet.put(format!(",\n\"{name}\":[").as_bytes()).await
    }

    async fn write(&mut self, is_first: &mut bool, what: Json) -> Result<(), Fault> {
        let comma = if std::mem::take(is_first) { "\n" } else { ",\n" };
        self.outlet.put(format!("{comma}{what}").as_bytes()).await
    }

    async fn row(&mut self, is_first: &mut bool, table: &Table, row: &Image) -> Result<(), Fault> {
        self.named
            .extend(row.columns().filter_map(|(_, value)| match value {
                Value::Uuid(id) => *id,
                _ => None,
            }));
        let told = json!({ "table": table.name, "row": row.json()? });
        self.write(is_first, told).await
    }

    /// Whether a part of a record about the person is about somebody else alone.
    fn is_of_another(&self, table: &Table, row: &Image) -> bool {
        let people = || {
            table
                .naming(RecordType::Person)
                .filter_map(|column| row.id(column))
        };
        !table.is_of_records() && people().next().is_some() && !people().any(|id| self.own.contains(&id))
    }

    /// The records about the person, with all that is a part of them.
    async fn about(&mut self, extent: &Extent) -> Result<(), Fault> {
        let mut going: BTreeMap<RecordType, Vec<Uuid>> = BTreeMap::new();
        for (kind, id) in &extent.going {
            going.entry(*kind).or_default().push(*id);
        }
        self.open("about").await?;
        let mut is_first = true;
        for table in TABLES.iter() {
            let Some(ids) = going.get(&table.owner) else {
                continue;
            };
            for ids in ids.chunks(table.at_once()) {
                for row in sorted(table, table.rows(self.reader, table.by, ids).await?)? {
                    if !self.is_of_another(table, &row) {
                        self.row(&mut is_first, table, &row).await?;
                    }
                }
            }
        }
        self.outlet.put(b"]").await
    }

    /// What they had a part in: their part, and the record that it is a part of unless that is about somebody else; and which others name them.
    async fn part(&mut self, extent: &Extent) -> Result<(), Fault> {
        let mut rows: Vec<(&(&str, String), &Left)> = extent.rows.iter().collect();
        rows.sort_by_key(|(key, _)| *key);
        let is_own = |left: &Left| {
            let owner = left.row.id(left.table.by);
            owner.is_some_and(|id| extent.going.contains(&(left.table.owner, id)))
        };
        rows.retain(|(_, left)| !is_own(left));
        let mut owners: BTreeMap<RecordType, Vec<Uuid>> = BTreeMap::new();
        self.open("part").await?;
        let mut is_first = true;
        for (_, left) in rows.iter().filter(|(_, left)| left.is_removed) {
            self.row(&mut is_first, left.table, &left.row).await?;
            if let Some(owner) = left.row.id(left.table.by) {
                owners.entry(left.table.owner).or_default().push(owner);
            }
        }
        for (kind, mut ids) in owners {
            let Some(table) = of_owner(kind).next() else {
                continue;
            };
            ids.sort_unstable();
            ids.dedup();
            for row in sorted(table, table.rows(self.reader, table.by, &ids).await?)? {
                let mut people = table
                    .naming(RecordType::Person)
                    .filter_map(|column| row.id(column));
                if people.all(|id| self.own.contains(&id)) {
                    self.row(&mut is_first, table, &row).await?;
                }
            }
        }
        self.outlet.put(b"]").await?;
        self.open("namedBy").await?;
        let mut is_first = true;
        for (_, left) in rows.iter().filter(|(_, left)| !left.is_removed) {
            let kept = left
                .row
                .only(|column| left.table.key.contains(&column) || left.columns.contains(&column));
            let told = json!({ "table": left.table.name, "row": kept.json()? });
            self.write(&mut is_first, told).await?;
        }
        self.outlet.put(b"]").await
    }

    /// What the labels, organisations and the like are called to which the rows refer.
    async fn names(&mut self) -> Result<(), Fault> {
        let ids: Vec<Uuid> = std::mem::take(&mut self.named).into_iter().collect();
        self.open("names").await?;
        let mut is_first = true;
        for table in TABLES.iter().filter(|table| table.column("name").is_some()) {
            for ids in ids.chunks(SOME) {
                for row in sorted(table, table.rows(self.reader, "id", ids).await?)? {
                    let called = row.only(|column| ["id", "name"].contains(&column));
                    let told = json!({ "table": table.name, "row": called.json()? });
                    self.write(&mut is_first, told).await?;
                }
            }
        }
        self.outlet.put(b"]").await
    }

    /// What the user decided about nudges that name them.
    async fn decided(&mut self, extent: &Extent) -> Result<(), Fault> {
        use nudge_decision::Column;
        self.open("nudgeDecisions").await?;
        let mut is_first = true;
        let decisions = table("nudge_decision")?;
        let people = extent
            .going
            .iter()
            .filter(|(kind, _)| *kind == RecordType::Person);
        for (_, id) in people {
            let named = self
                .reader
                .select::<nudge_decision::Entity>()
                .filter(Column::Key.contains(PersonId::from_uuid(*id).to_string()));
            let ids = named.select_only().column(Column::Id).into_tuple();
            let ids: Vec<Uuid> = ids.all(self.reader.conn()).await?;
            for row in sorted(decisions, decisions.rows(self.reader, "id", &ids).await?)? {
                self.row(&mut is_first, decisions, &row).await?;
            }
        }
        self.outlet.put(b"]").await
    }

    fn all(&self) -> Vec<Uuid> {
        let mut all: Vec<Uuid> = self.own.iter().copied().collect();
        all.sort_unstable();
        all
    }

    /// When the records about them were made and changed, and by whom.
    async fn feed(&mut self) -> Result<(), Fault> {
        use change::Column;
        self.open("changes").await?;
        let mut is_first = true;
        let feed = book("change")?;
        for ids in self.all().chunks(SOME) {
            let told = self.reader.select::<change::Entity>();
            let told = told.filter(self.reader.among(Column::RecordId, ids.iter().copied()));
            for it in told.order_by_asc(Column::Seq).all(self.reader.conn()).await? {
                let change::Model {
                    seq,
                    record_id,
                    op,
                    at,
                    actor,
                    columns,
                    ..
                } = it;
                let told = json!({
                    "seq": seq, "record_id": record_id, "op": op.as_str(), "at": at, "actor": actor.to_string(), "columns": columns,
                });
                self.write(&mut is_first, json!({ "table": feed.name, "row": told }))
                    .await?;
            }
        }
        self.outlet.put(b"]").await
    }

    /// What stood in the records about them before it was changed, as far as that is kept for undoing.
    async fn kept(&mut self) -> Result<(), Fault> {
        use change_set_row::Column;
        self.open("before").await?;
        let mut is_first = true;
        for ids in self.all().chunks(SOME) {
            let kept = self.reader.select::<change_set_row::Entity>();
            let kept = kept.filter(self.reader.among(Column::RecordId, ids.iter().copied()));
            let kept = kept
                .order_by_asc(Column::Seq)
                .order_by_asc(Column::Position)
                .all(self.reader.conn())
                .await?;
            for it in kept {
                let Ok(table) = table(&it.table_name) else {
                    continue;
                };
                let mut told = Map::new();
                for (name, text) in [("before", &it.before), ("after", &it.after)] {
                    let Some(text) = text else { continue };
                    let row = table.read(text)?;
                    if !self.is_of_another(table, &row) {
                        told.insert(name.to_owned(), Json::Object(row.json()?));
                    }
                }
                if !told.is_empty() {
                    told.insert("table".to_owned(), table.name.into());
                    told.insert("record_id".to_owned(), it.record_id.to_string().into());
                    self.write(&mut is_first, Json::Object(told)).await?;
                }
            }
        }
        self.outlet.put(b"]").await
    }
}

/// A table of those in which it is written down what was done.
fn book(name: &str) -> Result<&'static Table, Fault> {
    let found = BOOKS.iter().find(|table| table.name == name);
    found.ok_or_else(|| Fault::Internal(format!("there is no table {name}")))
}

/// Rows in the order of their keys, so that the document is the same on either database.
fn sorted(table: &Table, rows: Vec<Image>) -> Result<Vec<Image>, Fault> {
    let keyed = rows.into_iter().map(|row| Ok((table.key_of(&row)?, row)));
    let mut keyed = keyed.collect::<Result<Vec<_>, Fault>>()?;
    keyed.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(keyed.into_iter().map(|(_, row)| row).collect())
}
