//! What is computed for a brief; its lists are read below it.

use chrono::NaiveDate;
use entity::ids::PersonId;

use super::rules::{Noted, Question, questions};
use crate::kit::{Fault, Reader};
use crate::people;

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

/// The briefs of these people, seen from a day.
///
/// # Errors
/// The database fails.
pub async fn briefs(reader: &Reader<'_>, asked: &[PersonId], on: NaiveDate) -> Result<Vec<Brief>, Fault> {
    let gone = people::gone(reader, Some(asked)).await?;
    let mut facts = people::facts_of(reader, asked).await?;
    let brief = |person: &PersonId| {
        let own = facts.remove(person).unwrap_or_default().into_iter();
        let own: Vec<Noted> = own
            .map(|it| Noted {
                id: it.id,
                kind: it.kind,
                text: it.text,
                noted_on: it.noted_on,
            })
            .collect();
        Brief {
            person: *person,
            on,
            questions: match gone.contains(person) {
                true => Vec::new(),
                false => questions(&own, on),
            },
        }
    };
    Ok(asked.iter().map(brief).collect())
}
