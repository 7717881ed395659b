//! Random selections: fields, the same field again, fragments, conditions.

use super::scope::Scope;
use super::values::Site;
use super::{ALIASES, DEPTH, DIRECTIVES, FIELDS, Fragment, Maker, REPEATS, WIDTH};
use crate::plans::schema::{Field, Schema, is_list, named};

/// How deep and how wide the answer is where something is selected.
#[derive(Clone, Copy)]
pub struct Level {
    pub depth: usize,
    pub width: usize,
}

/// What the reference does not compute: what a stranger's link opens is of no workspace of the caller's, and sentences may be
/// worded otherwise. Nudges, briefs, reports, what is found by a text and change sets have tests of their own.
const LEFT_OUT: &[(&str, &str)] = &[
    ("Query", "introductionByLink"),
    ("Query", "agenda"),
    ("Query", "agendaDigest"),
    ("Query", "timeReport"),
    ("Query", "figures"),
    ("Query", "collaborationOpportunities"),
    ("Query", "introductionSuggestions"),
    ("Query", "perspectiveReport"),
    ("Query", "search"),
    ("Query", "whomToTell"),
    ("Query", "changeSet"),
    ("Query", "changeSets"),
    ("Query", "duplicateGroups"),
    ("Query", "importSession"),
    ("Query", "importSessions"),
    ("Query", "job"),
    ("Query", "jobs"),
    ("Query", "upload"),
    ("Person", "brief"),
    ("Person", "photo"),
    ("Person", "introductionSuggestions"),
    ("Person", "outcomes"),
    ("Collaboration", "gains"),
    ("CheckInStatus", "whyNow"),
    ("Match", "reasons"),
];

#[test]
fn what_is_left_out_is_in_the_schema() {
    let schema = Schema::read();
    for (on, field) in LEFT_OUT {
        assert_eq!(schema.field(on, field).name, *field);
    }
}

impl Maker<'_> {
    /// A selection set, in braces.
    pub fn selections(&mut self, on: &str, scope: &mut Scope, level: Level) -> String {
        self.reached = (self.reached.0.max(level.depth), self.reached.1.max(level.width));
        let mut items: Vec<String> = Vec::new();
        for _ in 0..1 + self.dice.below(if level.depth == 0 { 3 } else { 5 }) {
            let item = match self.dice.below(20) {
                0..=2 => self.inline(on, scope, level),
                3..=4 => self.spread(on, scope, level),
                5 if level.depth > 0 || self.dice.chance(30) => Some(self.typename(scope)),
                _ => self.field(on, scope, level),
            };
            items.extend(item);
        }
        if items.is_empty() {
            items.push(self.typename(scope));
        }
        format!("{{ {} }}", items.join(" "))
    }

    fn typename(&mut self, scope: &mut Scope) -> String {
        self.fields += 1;
        self.repeats += usize::from(scope.signature("__typename").is_some());
        scope.enter("__typename", "__typename");
        if self.today.conditions_on_typename {
            return format!("__typename{}", self.condition());
        }
        "__typename".to_owned()
    }

    /// `@skip` and `@include`, by literals and by variables, seldom both.
    fn condition(&mut self) -> String {
        let mut text = String::new();
        for name in ["skip", "include"] {
            if self.directives < DIRECTIVES && self.dice.chance(6) {
                self.directives += 1;
                let holds = self.dice.chance(if name == "skip" { 30 } else { 70 });
                let value = if self.dice.chance(50) {
                    holds.to_string()
                } else {
                    self.declare_condition(holds)
                };
                text.push_str(&format!(" @{name}(if: {value})"));
            }
        }
        text
    }

    fn inline(&mut self, on: &str, scope: &mut Scope, level: Level) -> Option<String> {
        if self.repeats >= REPEATS {
            return None;
        }
        self.repeats += 1;
        let to = self.narrower(on);
        let written = if to == on && self.dice.chance(50) {
            String::new()
        } else {
            format!(" on {to}")
        };
        let condition = self.condition();
        let set = self.selections(&to, scope, level);
        Some(format!("...{written}{condition} {set}"))
    }

    /// A type for a fragment on what stands on another: itself, an interface of it, or one of what it stands for.
    fn narrower(&mut self, on: &str) -> String {
        let possible = self.schema.possible(on);
        let mut others = vec![on.to_owned()];
        for other in ["Node", "StoredRecord"] {
            if self
                .schema
                .possible(other)
                .iter()
                .any(|name| possible.contains(name))
            {
                others.push(other.to_owned());
            }
        }
        others.extend(possible.iter().cloned());
        self.dice.one(&others).clone()
    }

    fn spread(&mut self, on: &str, scope: &mut Scope, level: Level) -> Option<String> {
        if self.repeats >= REPEATS || level.depth == 0 && self.dice.chance(60) {
            return None;
        }
        self.repeats += 1;
        let meets = |fragment: &&Fragment| {
            let both = self.schema.possible(&fragment.on);
            both.iter().any(|name| self.schema.possible(on).contains(name))
                && scope.fits(&fragment.scope)
                && level.depth + fragment.depth <= DEPTH
                && level.width * fragment.width <= WIDTH
                && self.fields + fragment.fields <= FIELDS
        };
        let known: Vec<&Fragment> = self.fragments.iter().filter(meets).collect();
        let place = if known.is_empty() || self.dice.chance(40) {
            None
        } else {
            let name = self.dice.one(&known).name.clone();
            self.fragments.iter().position(|fragment| fragment.name == name)
        };
        let place = match place {
            Some(place) => place,
            None => self.fragment(on, level)?,
        };
        let fragment = &self.fragments[place];
        if !scope.fits(&fragment.scope) {
            return None;
        }
        scope.absorb(&fragment.scope);
        self.fields += fragment.fields;
        let text = format!("...{}", fragment.name);
        Some(format!("{text}{}", self.condition()))
    }

    /// A new fragment that can stand here, as far as its size goes.
    fn fragment(&mut self, on: &str, level: Level) -> Option<usize> {
        if self.fragments.len() >= 4 || self.fields >= FIELDS {
            return None;
        }
        let on = self.narrower(on);
        let (before, fields) = (std::mem::take(&mut self.reached), self.fields);
        let mut scope = Scope::default();
        let text = self.selections(&on, &mut scope, level);
        let (depth, width) = std::mem::replace(&mut self.reached, before);
        self.reached = (self.reached.0.max(depth), self.reached.1.max(width));
        let fragment = Fragment {
            name: self.name('F'),
            on,
            text,
            scope,
            depth: depth - level.depth,
            width: width.div_ceil(level.width),
            fields: self.fields - fields,
        };
        self.fragments.push(fragment);
        Some(self.fragments.len() - 1)
    }

    /// The fields that can be selected here.
    fn choices(&self, on: &str, level: Level) -> Vec<Field> {
        let fits = |field: &&Field| {
            let composite = self.schema.is_composite(named(&field.ty));
            let many = is_list(&field.ty) || field.arguments.iter().any(|argument| argument.name == "first");
            let left_out = LEFT_OUT.contains(&(on, field.name.as_str()));
            let wrong = on == "TieConnection" && field.name == "totalCount" && !self.today.ties_total;
            !left_out
                && !wrong
                && (!composite || level.depth < DEPTH)
                && (!many || !composite || level.width * 2 <= WIDTH)
        };
        self.schema.fields(on).iter().filter(fits).cloned().collect()
    }

    fn field(&mut self, on: &str, scope: &mut Scope, level: Level) -> Option<String> {
        if self.fields >= FIELDS {
            return None;
        }
        let choices = self.choices(on, level);
        let mut field = self.dice.one(&choices).clone();
        // A look at what nests is worth more than one more scalar.
        if !self.schema.is_composite(named(&field.ty)) && self.dice.chance(35) {
            field = self.dice.one(&choices).clone();
        }
        self.fields += 1;
        let mut room = WIDTH / level.width;
        if level.depth > 0 && self.dice.chance(70) {
            room = room.min(5);
        }
        let given = self.arguments(
            &field.arguments,
            Site {
                object: on,
                field: &field.name,
                room,
            },
        );
        let signature = format!("{}{}: {}", field.name, given.text, field.ty);
        let key = self.key(&field.name, &signature, scope)?;
        let condition = self.condition();
        let alias = if key == field.name {
            String::new()
        } else {
            format!("{key}: ")
        };
        let head = format!("{alias}{}{}{condition}", field.name, given.text);
        let below = scope.enter(&key, &signature);
        if !self.schema.is_composite(named(&field.ty)) {
            return Some(head);
        }
        let width = match (is_list(&field.ty), field.name.as_str()) {
            (true, "nodes" | "edges") => level.width,
            (true, _) if field.arguments.is_empty() => level.width * 3,
            _ => level.width * given.entries.max(1),
        };
        let inside = Level {
            depth: level.depth + 1,
            width,
        };
        // The same field twice, with selections that merge.
        if self.repeats < REPEATS && self.dice.chance(8) {
            self.repeats += 1;
            let once = self.selections(named(&field.ty), below, inside);
            let again = self.selections(named(&field.ty), below, inside);
            let other = self.selections_beside();
            return Some(format!(
                "{head} {once} {other}{alias}{}{} {again}",
                field.name, given.text
            ));
        }
        let set = self.selections(named(&field.ty), below, inside);
        Some(format!("{head} {set}"))
    }

    /// Something that may stand between two selections of one field.
    fn selections_beside(&mut self) -> &'static str {
        if self.dice.chance(50) && self.fields < FIELDS {
            self.fields += 1;
            return "__typename ";
        }
        ""
    }

    /// A response key for a field: its name, an alias, or the key of one that is the same.
    fn key(&mut self, name: &str, signature: &str, scope: &Scope) -> Option<String> {
        let same = scope.keys_of(signature);
        if !same.is_empty() && self.repeats < REPEATS && self.dice.chance(50) {
            self.repeats += 1;
            return Some(self.dice.one(&same).clone());
        }
        let taken = scope.signature(name).is_some_and(|known| known != signature);
        if taken || self.dice.chance(15) {
            if self.aliases >= ALIASES {
                return None;
            }
            self.aliases += 1;
            return Some(self.name('a'));
        }
        self.repeats += usize::from(scope.signature(name).is_some());
        Some(name.to_owned())
    }
}
