//! Making and changing needs and offers, and deciding about matches.

mod decide;
mod fields;
mod step;
mod topics;
mod wish;

pub use decide::{AcceptMatch, DismissMatch, RestoreMatch, accept, dismiss, undo};
pub use fields::Fields;
pub use step::{Step, TakeStep, take};
pub use wish::Wish;

use entity::need::NeedState;
use serde::Serialize;

use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Path, Tx};
use crate::search;

/// A new need, or offer. Its fields must say of which kind, and what.
#[derive(Clone, Debug, Serialize)]
pub struct NewWish<I> {
    /// The id, if the client made it.
    pub id: Option<I>,
    /// Its fields.
    pub fields: Fields,
}

/// A change to a need, or an offer. Its state is changed by [`take`].
#[derive(Clone, Debug)]
pub struct UpdateWish<I> {
    /// Which one.
    pub id: I,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
}

/// Makes a need, or an offer.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn create<W: Wish>(tx: &mut Tx, new: &NewWish<W::Id>) -> Result<W, Failure> {
    let (id, fingerprint) = match tx.claim::<W>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let mut model = W::blank(tx, id, NeedState::Open);
    new.fields.apply(&mut checks, model.parts());
    let topics = new.fields.topics(&mut checks, &[]);
    new.fields.check_references(tx, &mut checks).await?;
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    topics::replace::<W>(tx, id, &[], &topics).await?;
    index(tx, model.clone(), &topics).await?;
    Ok(model)
}

/// Changes a need, or an offer. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or names something that is not there.
pub async fn update<W: Wish>(tx: &mut Tx, change: &UpdateWish<W::Id>) -> Result<W, Failure> {
    let before: W = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let mut after = before.clone();
    change.fields.apply(&mut checks, after.parts());
    let known = topics::of::<W>(tx, change.id).await?;
    let topics = change.fields.topics(&mut checks, &known);
    change.fields.check_references(tx, &mut checks).await?;
    checks.done()?;
    topics::replace::<W>(tx, change.id, &known, &topics).await?;
    let model = tx.save(&before, after, topics != known).await?;
    if model != before {
        index(tx, model.clone(), &topics).await?;
    }
    Ok(model)
}

/// Hides a need, or an offer. It is in no match any more.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive<W: Wish>(tx: &mut Tx, (id, revision): &(W::Id, Option<i32>)) -> Result<W, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived need, or offer, again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore<W: Wish>(tx: &mut Tx, (id, revision): &(W::Id, Option<i32>)) -> Result<W, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// Makes it findable by its title, its details and its topics.
async fn index<W: Wish>(tx: &Tx, mut model: W, topics: &[(String, String)]) -> Result<(), Failure> {
    use entity::TypedId;
    let id = model.id().uuid();
    let parts = model.parts();
    let mut texts = vec![parts.title.as_str()];
    texts.extend(parts.details.as_deref());
    texts.extend(topics.iter().map(|(_, label)| label.as_str()));
    let text = texts.join(" ");
    Ok(search::index(tx, W::TYPE, id, &text).await?)
}
