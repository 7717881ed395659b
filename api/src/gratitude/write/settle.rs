//! Thanks owed arise from their causes, and go with them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use entity::Direction;
use entity::gratitude::{self, Column, GratitudeState};
use entity::ids::{CollaborationId, ExchangeId, GratitudeId, IntroductionId, PersonId};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::{blank, derived};
use crate::kit::{Failure, Tx};

/// What thanks are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Cause {
    /// Something that was given.
    Exchange(ExchangeId),
    /// Bringing people together.
    Introduction(IntroductionId),
    /// Something done together.
    Collaboration(CollaborationId),
}

impl Cause {
    /// The id of the record, which no other record of the workspace has.
    pub(super) const fn id(self) -> Uuid {
        match self {
            Self::Exchange(id) => id.0,
            Self::Introduction(id) => id.0,
            Self::Collaboration(id) => id.0,
        }
    }

    /// Thanks for it.
    pub(super) const fn named_by(self, mut model: gratitude::Model) -> gratitude::Model {
        match self {
            Self::Exchange(id) => model.exchange_id = Some(id),
            Self::Introduction(id) => model.introduction_id = Some(id),
            Self::Collaboration(id) => model.collaboration_id = Some(id),
        }
        model
    }
}

/// Who is owed thanks for a cause, and since when.
pub type Debts = BTreeMap<PersonId, NaiveDate>;

/// Makes the thanks owed for a cause follow a change of it. Who is owed thanks now and was not is owed them from now on, once and
/// for all: a cause that comes about again brings back what was archived, and touches nothing that was begun, given or waived.
/// Who is owed none any more has only what is still `OWED` archived.
///
/// # Errors
/// The database fails.
pub async fn settle(tx: &mut Tx, cause: Cause, before: &Debts, after: &Debts) -> Result<(), Failure> {
    if before == after {
        return Ok(());
    }
    let select = tx.read().select::<gratitude::Entity>();
    let known = select
        .filter(Column::OwedFor.eq(cause.id()))
        .all(tx.conn())
        .await?;
    let known: BTreeMap<PersonId, gratitude::Model> = known
        .into_iter()
        .map(|thanks| (thanks.person_id, thanks))
        .collect();
    let (now, mut new) = (tx.now(), Vec::new());
    // What another person did changes nothing for this one: thanks that the user put away stay away.
    for (person, since) in after {
        match known.get(person) {
            _ if before.get(person) == Some(since) => {}
            None => new.push(owed(tx, cause, *person, *since)),
            Some(thanks) if thanks.state == GratitudeState::Owed => {
                follow(tx, thanks, (Some(*since), None)).await?;
            }
            Some(_) => {}
        }
    }
    for person in before.keys().filter(|person| !after.contains_key(person)) {
        let owed = known.get(person).filter(|thanks| thanks.is_owed);
        if let Some(thanks) = owed.filter(|thanks| thanks.state == GratitudeState::Owed) {
            follow(tx, thanks, (thanks.owed_since, Some(now))).await?;
        }
    }
    tx.insert_all(new).await
}

fn owed(tx: &Tx, cause: Cause, person: PersonId, since: NaiveDate) -> gratitude::Model {
    let blank = blank(tx, person, Direction::Given, GratitudeState::Owed);
    let model = gratitude::Model {
        id: tx.new_id::<GratitudeId>(),
        owed_since: Some(since),
        owed_for: Some(cause.id()),
        ..blank
    };
    derived(cause.named_by(model))
}

async fn follow(
    tx: &mut Tx,
    before: &gratitude::Model,
    (owed_since, archived_at): (Option<NaiveDate>, Option<DateTime<Utc>>),
) -> Result<(), Failure> {
    let after = gratitude::Model {
        owed_since,
        archived_at,
        ..before.clone()
    };
    tx.save(before, derived(after), false).await?;
    Ok(())
}

/// The thanks that settle what a cause makes the user owe a person, if there are any, archived or not.
///
/// # Errors
/// The database fails.
pub(super) async fn debt(
    tx: &Tx,
    cause: Cause,
    person: PersonId,
) -> Result<Option<gratitude::Model>, Failure> {
    let select = tx.read().select::<gratitude::Entity>();
    let own = select
        .filter(Column::OwedFor.eq(cause.id()))
        .filter(Column::PersonId.eq(person));
    Ok(own.one(tx.conn()).await?)
}
