//! The agenda in GraphQL.

mod mutation;
mod object;
mod query;
mod telling;

pub use mutation::mutations;
pub use query::queries;

use chrono::{DateTime, Utc};

use crate::agenda::{self, Question};
use crate::graphql::catalogue::Area;
use crate::graphql::kinds::NudgeDecision;
use crate::graphql::moved::{Telling, Told};
use crate::kit::{Reader, Rights};

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<NudgeDecision>(object::decision)
        .queries(queries())
        .mutations(mutations())
        .serves(Telling(|reader, rights, now| Box::pin(told(reader, rights, now))))
}

async fn told(reader: &Reader<'_>, rights: Rights, now: DateTime<Utc>) -> Option<Told> {
    let question = Question {
        on: None,
        kinds: None,
        held_back: false,
        rights,
    };
    let mut agenda = agenda::agenda(reader, &question, now).await.ok()?;
    agenda::tell(reader, &mut agenda.cards).await.ok()?;
    let told = agenda::told(&agenda).into_iter();
    Some(told.map(|(key, told)| (key, format!("{told:?}"))).collect())
}
