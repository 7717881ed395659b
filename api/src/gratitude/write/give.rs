//! Thanks that are given or received at once.

use chrono::NaiveDate;
use entity::gratitude::{self, GratitudeState};
use entity::ids::{GratitudeId, PersonId};
use entity::{Direction, collaboration, exchange, introduction};
use serde::Serialize;

use super::saying::{Saying, check_talks};
use super::settle::{Cause, debt};
use super::{blank, index, store};
use crate::kit::declared::{Declared as _, Draft};
use crate::kit::record::{self, Claim, not_found};
use crate::kit::{Checks, Code, Failure, Path, Tx};
use crate::people;

/// Thanks that were given or received.
#[derive(Clone, Debug, Serialize)]
pub struct NewThanks {
    /// The id, if the client made it.
    pub id: Option<GratitudeId>,
    /// To whom, or from whom.
    pub person: PersonId,
    /// For what, if not just so.
    pub cause: Option<Cause>,
    /// What they say, and how.
    pub saying: Saying,
    /// When; today if none is said.
    pub thanked_on: Option<NaiveDate>,
}

/// Gives thanks. Where the user owes them for the cause, these are the thanks that were owed. Repeating what was given for it
/// changes nothing; anything else is said beside it.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn give(tx: &mut Tx, new: &NewThanks) -> Result<gratitude::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<gratitude::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    new.check(tx, &mut checks, Direction::Given).await?;
    let known = match new.cause {
        Some(cause) => debt(tx, cause, new.person).await?,
        None => None,
    };
    match known {
        Some(owed) if owed.state != GratitudeState::Sent => {
            let mut after = gratitude::Model {
                archived_at: None,
                state: GratitudeState::Sent,
                thanked_on: new.thanked_on.or(Some(tx.today())),
                ..owed.clone()
            };
            let draft = new.saying.over(Draft::default());
            gratitude::Model::declaration().apply(&draft, &mut checks, &mut after, tx);
            checks.done()?;
            store(tx, &owed, after).await
        }
        Some(sent) if new.repeats(tx, &sent) => {
            checks.done()?;
            Ok(sent)
        }
        known => {
            let owed_for = new.cause.filter(|_| known.is_none()).map(Cause::id);
            let blank = blank(new.person, Direction::Given, GratitudeState::Sent);
            let model = gratitude::Model {
                id,
                owed_for,
                ..blank
            };
            new.add(tx, checks, model, fingerprint).await
        }
    }
}

/// Records thanks that the user got.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn receive(tx: &mut Tx, new: &NewThanks) -> Result<gratitude::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<gratitude::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    new.check(tx, &mut checks, Direction::Received).await?;
    let blank = blank(new.person, Direction::Received, GratitudeState::Received);
    new.add(tx, checks, gratitude::Model { id, ..blank }, fingerprint)
        .await
}

impl NewThanks {
    /// Notes a problem where the person or the cause is not there, or the cause calls for no such thanks.
    async fn check(&self, tx: &Tx, checks: &mut Checks, direction: Direction) -> Result<(), Failure> {
        people::require_other(tx, checks, Path::input("personId"), self.person).await?;
        let person = checks.is_empty().then_some(self.person);
        if let Some(talk) = self.saying.interaction.as_set() {
            check_talks(tx, &mut [(&mut *checks, *talk, person)]).await?;
        }
        match self.cause {
            None => Ok(()),
            Some(Cause::Introduction(id)) => {
                tx.require::<introduction::Model>(checks, Path::input("introductionId"), Some(id))
                    .await
            }
            Some(Cause::Collaboration(id)) => {
                tx.require::<collaboration::Model>(checks, Path::input("collaborationId"), Some(id))
                    .await
            }
            Some(Cause::Exchange(id)) => {
                let path = Path::input("exchangeId");
                let found = record::by_ids::<exchange::Model>(&tx.read(), &[id]).await?;
                let Some(exchange) = found.first() else {
                    checks.push(not_found::<exchange::Model>(path));
                    return Ok(());
                };
                if exchange.person_id != self.person {
                    let message = "the exchange was with somebody else";
                    checks.note(Code::Invalid, Path::input("personId"), message);
                }
                if exchange.direction == direction {
                    let message = format!("it was {}: thanks go the other way", exchange.direction);
                    checks.note(Code::Invalid, path, message);
                }
                Ok(())
            }
        }
    }

    /// Whether these thanks are what was said already.
    fn repeats(&self, tx: &Tx, sent: &gratitude::Model) -> bool {
        let same_day = self.thanked_on.is_none() || self.thanked_on == sent.thanked_on;
        let (draft, mut again) = (self.saying.over(Draft::default()), sent.clone());
        gratitude::Model::declaration().apply(&draft, &mut Checks::new(), &mut again, tx);
        same_day && sent.archived_at.is_none() && again == *sent
    }

    async fn add(
        &self,
        tx: &mut Tx,
        mut checks: Checks,
        model: gratitude::Model,
        fingerprint: Option<String>,
    ) -> Result<gratitude::Model, Failure> {
        let mut model = match self.cause {
            Some(cause) => cause.named_by(model),
            None => model,
        };
        model.thanked_on = self.thanked_on.or(Some(tx.today()));
        let draft = self.saying.over(Draft::of(&model));
        gratitude::Model::declaration().apply(&draft, &mut checks, &mut model, tx);
        checks.done()?;
        let model = tx.insert(model, fingerprint).await?;
        if model.text.is_some() {
            index(tx, &model).await?;
        }
        Ok(model)
    }
}
