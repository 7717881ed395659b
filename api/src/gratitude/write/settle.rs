//! Thanks owed arise from their causes, and go with them.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::Direction;
use entity::gratitude::{self, Column, GratitudeState};
use entity::ids::{CollaborationId, ExchangeId, GratitudeId, IntroductionId, PersonId};
use sea_orm::{ColumnTrait, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::blank;
use crate::gratitude::record::derived;
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

/// A cause that changed: who was owed thanks for it, and who is now.
#[derive(Clone, Debug)]
pub struct Moved {
    /// What the thanks are for.
    pub cause: Cause,
    /// Who was owed them.
    pub before: Debts,
    /// Who is owed them now.
    pub after: Debts,
}

/// Makes the thanks owed for a cause follow a change of it; see [`settle_all`].
///
/// # Errors
/// The database fails.
pub async fn settle(tx: &mut Tx, cause: Cause, before: &Debts, after: &Debts) -> Result<(), Failure> {
    let (before, after) = (before.clone(), after.clone());
    settle_all(tx, &[Moved { cause, before, after }]).await
}

/// Makes the thanks owed for causes follow changes of them. Who is owed thanks now and was not is owed them from now on, once and
/// for all: a cause that comes about again brings back what was archived, and touches nothing that was begun, given or waived.
/// Who is owed none any more has only what is still `OWED` archived. As many statements for many as for one.
///
/// # Errors
/// The database fails.
pub async fn settle_all(tx: &mut Tx, moved: &[Moved]) -> Result<(), Failure> {
    let moved: Vec<&Moved> = moved.iter().filter(|it| it.before != it.after).collect();
    if moved.is_empty() {
        return Ok(());
    }
    let causes = moved.iter().map(|it| it.cause.id());
    let known = tx.read().select::<gratitude::Entity>();
    let known = known.filter(tx.read().among(Column::OwedFor, causes));
    let known: HashMap<_, gratitude::Model> = (known.all(tx.conn()).await?.into_iter())
        .map(|thanks| ((thanks.owed_for, thanks.person_id), thanks))
        .collect();
    let (now, mut followed, mut new) = (tx.now(), Vec::new(), Vec::new());
    for Moved { cause, before, after } in moved {
        let known = |person: &PersonId| known.get(&(Some(cause.id()), *person));
        // What another person did changes nothing for this one: thanks that the user put away stay away.
        for (person, since) in after {
            match known(person) {
                _ if before.get(person) == Some(since) => {}
                None => new.push(owed(tx, *cause, *person, *since)),
                Some(thanks) if thanks.state == GratitudeState::Owed => {
                    followed.push(follow(thanks, (Some(*since), None)));
                }
                Some(_) => {}
            }
        }
        for person in before.keys().filter(|person| !after.contains_key(person)) {
            let owed = known(person).filter(|thanks| thanks.is_owed);
            if let Some(thanks) = owed.filter(|thanks| thanks.state == GratitudeState::Owed) {
                followed.push(follow(thanks, (thanks.owed_since, Some(now))));
            }
        }
    }
    tx.save_all(followed).await?;
    tx.insert_all(new).await
}

fn owed(tx: &Tx, cause: Cause, person: PersonId, since: NaiveDate) -> gratitude::Model {
    let blank = blank(person, Direction::Given, GratitudeState::Owed);
    let model = gratitude::Model {
        id: tx.new_id::<GratitudeId>(),
        owed_since: Some(since),
        owed_for: Some(cause.id()),
        ..blank
    };
    derived(cause.named_by(model))
}

/// The thanks as they are, and as they follow their cause.
fn follow(
    before: &gratitude::Model,
    (owed_since, archived_at): (Option<NaiveDate>, Option<DateTime<Utc>>),
) -> (gratitude::Model, gratitude::Model, bool) {
    let after = gratitude::Model {
        owed_since,
        archived_at,
        ..before.clone()
    };
    (before.clone(), derived(after), false)
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
