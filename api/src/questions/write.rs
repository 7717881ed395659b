//! Asking questions: by itself, and in a talk that is logged.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::ids::{InteractionId, PersonId, QuestionId};
use entity::question::{self, Column, QuestionState};
use entity::{interaction, interaction_participant as participant};
use sea_orm::{ColumnTrait, QueryFilter};

use super::rules::Step;
use crate::kit::record::{archived, by_ids, not_found};
use crate::kit::{Checks, Code, Failure, Path, Problem, Tx};
use crate::records::{self, Stepped as _, Take};

/// A question that was asked.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Which one.
    pub id: QuestionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// In which interaction, if it was logged.
    pub interaction: Option<InteractionId>,
    /// On which day, where there is none.
    pub on: Option<NaiveDate>,
}

/// Says that a question was asked.
///
/// # Errors
/// It does not exist, was changed meanwhile, is archived or over; its person does not take part in the interaction; the day is to come.
pub async fn ask(tx: &mut Tx, ask: &Ask) -> Result<question::Model, Failure> {
    let mut on = ask.on;
    if let Some(id) = ask.interaction {
        let path = Path::input("interactionId");
        let found: interaction::Model = tx.find(path.clone(), id).await?;
        let before: question::Model = tx.find(Path::argument("id"), ask.id).await?;
        let mut checks = Checks::new();
        if ask.on.is_some() {
            let message = "the day is that of the interaction: leave it out";
            checks.note(Code::Invalid, Path::input("askedOn"), message);
        }
        if found.archived_at.is_some() {
            checks.note(Code::Invalid, path.clone(), "it is archived");
        }
        let there = tx
            .read()
            .select::<participant::Entity>()
            .filter(participant::Column::InteractionId.eq(id))
            .filter(participant::Column::PersonId.eq(before.person_id));
        if there.one(tx.conn()).await?.is_none() {
            let message = "the person of the question does not take part in it";
            checks.note(Code::Invalid, path, message);
        }
        checks.done()?;
        on = Some(tx.day_of(found.happened_at));
    }
    let take = Take {
        id: ask.id,
        expected_revision: ask.expected_revision,
        step: Step::Ask(on, ask.interaction),
    };
    records::take(tx, &take).await
}

/// Ticks off the questions that were asked in a talk which has just been logged; the path is where they are named. As many statements
/// for many as for one.
///
/// # Errors
/// One of them does not exist, is archived or over, or is for somebody who was not there.
pub async fn ask_in(
    tx: &mut Tx,
    (talk, people): (&interaction::Model, &BTreeSet<PersonId>),
    (path, ids): (&Path, &[QuestionId]),
) -> Result<(), Failure> {
    let found: Vec<question::Model> = by_ids(&tx.read(), ids).await?;
    let found: HashMap<QuestionId, question::Model> = found.into_iter().map(|it| (it.id, it)).collect();
    let (mut checks, mut asked) = (Checks::new(), Vec::new());
    let (day, mut seen) = (tx.day_of(talk.happened_at), BTreeSet::new());
    for (place, id) in ids.iter().enumerate().filter(|(_, id)| seen.insert(**id)) {
        let at = path.at(place);
        let Some(before) = found.get(id) else {
            checks.push(not_found::<question::Model>(at));
            continue;
        };
        let mut after = before.clone();
        if before.archived_at.is_some() {
            checks.push(Problem {
                path: at,
                ..archived()
            });
        } else if !people.contains(&before.person_id) {
            checks.note(Code::Invalid, at, "the person of the question was not there");
        } else if let Err(problem) = after.step(&Step::Ask(Some(day), Some(talk.id)), tx.today()) {
            checks.push(Problem { path: at, ..problem });
        } else {
            asked.push((before.clone(), after, false));
        }
    }
    checks.done()?;
    tx.save_all(asked).await?;
    Ok(())
}

/// Follows a talk that was changed, archived or restored: what was asked in it of people who were not there after all is open again, and
/// what was asked was asked on its day.
///
/// # Errors
/// The database fails.
pub async fn follow(
    tx: &mut Tx,
    talk: &interaction::Model,
    people: &BTreeSet<PersonId>,
) -> Result<(), Failure> {
    let asked = tx
        .read()
        .select::<question::Entity>()
        .filter(Column::InteractionId.eq(talk.id))
        .filter(Column::State.eq(QuestionState::Asked));
    let day = tx.day_of(talk.happened_at);
    let moved = asked.all(tx.conn()).await?.into_iter().filter_map(|before| {
        let is_lost = talk.archived_at.is_some() || !people.contains(&before.person_id);
        let after = if is_lost {
            question::Model {
                state: QuestionState::Open,
                asked_on: None,
                interaction_id: None,
                ..before.clone()
            }
        } else {
            question::Model {
                asked_on: Some(day),
                ..before.clone()
            }
        };
        (after != before).then_some((before, after, false))
    });
    let moved: Vec<_> = moved.collect();
    if !moved.is_empty() {
        tx.save_all(moved).await?;
    }
    Ok(())
}
