//! What is computed for a brief; its lists are read below it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::PartialDate;
use entity::fact::FactKind;
use entity::ids::PersonId;

use super::rules::{Noted, Question, Source, is_known, questions};
use crate::kit::{Fault, Reader};
use crate::{goals, needs, people, questions as kept};

/// What to know before meeting a person.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Whom.
    pub person: PersonId,
    /// From which day it is seen.
    pub on: NaiveDate,
    /// What to ask about.
    pub questions: Vec<Question>,
}

/// From which day briefs are seen, and of what beside facts.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The day.
    pub on: NaiveDate,
    /// Goals, too.
    pub goals: bool,
    /// What people look for, too.
    pub needs: bool,
}

/// The briefs of these people.
///
/// # Errors
/// The database fails.
pub async fn briefs(reader: &Reader<'_>, asked: &[PersonId], view: View) -> Result<Vec<Brief>, Fault> {
    let gone = people::gone(reader, Some(asked)).await?;
    let noted = noted(reader, asked, view).await?;
    let mut known: HashMap<(PersonId, String), Option<NaiveDate>> = HashMap::new();
    for (person, by, on) in kept::known(reader, asked).await? {
        let last = known.entry((person, by)).or_insert(on);
        // One that is open, or dropped, says more than any that was asked.
        *last = last.zip(on).map(|(one, other)| one.max(other));
    }
    let brief = |person: &PersonId| {
        let own = noted.get(person).map_or(&[][..], Vec::as_slice).iter();
        let own = own.filter(|it| {
            let asked_on = known.get(&(*person, it.source.to_string()));
            asked_on.is_none_or(|asked_on| !is_known(it, *asked_on, view.on))
        });
        let own: Vec<Noted> = own.cloned().collect();
        Brief {
            person: *person,
            on: view.on,
            questions: match gone.contains(person) {
                true => Vec::new(),
                false => questions(&own, view.on),
            },
        }
    };
    Ok(asked.iter().map(brief).collect())
}

/// What is known of these people of which news may be asked: as many statements for many as for one.
async fn noted(
    reader: &Reader<'_>,
    asked: &[PersonId],
    view: View,
) -> Result<HashMap<PersonId, Vec<Noted>>, Fault> {
    let mut all: HashMap<PersonId, Vec<Noted>> = HashMap::new();
    for (person, facts) in people::facts_of(reader, asked).await? {
        let facts = facts.into_iter().map(|it| Noted {
            source: Source::Fact(it.id),
            kind: it.kind,
            text: it.text,
            noted_on: it.noted_on,
        });
        all.entry(person).or_default().extend(facts);
    }
    let day = |at: DateTime<Utc>| Some(PartialDate::from(reader.day_of(at)));
    let wanted: HashSet<PersonId> = asked.iter().copied().collect();
    let mut add = |person: Option<PersonId>, noted: Noted| {
        if let Some(person) = person.filter(|person| wanted.contains(person)) {
            all.entry(person).or_default().push(noted);
        }
    };
    if view.goals {
        for it in goals::under_way_of(reader, asked).await? {
            let noted = Noted {
                source: Source::Goal(it.id),
                kind: FactKind::Goal,
                text: it.title,
                noted_on: day(it.updated_at),
            };
            add(it.person_id, noted);
        }
    }
    if view.needs {
        for it in needs::sought_by(reader, asked, view.on).await? {
            let noted = Noted {
                source: Source::Need(it.id),
                kind: FactKind::Other,
                text: it.title,
                noted_on: day(it.updated_at),
            };
            add(it.person_id, noted);
        }
    }
    Ok(all)
}
