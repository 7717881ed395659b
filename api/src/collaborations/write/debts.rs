//! Thanks owed for contributions, once what was done together is done.

use chrono::NaiveDate;
use entity::collaboration::{self, CollaborationState};
use entity::{PartialDate, collaboration_member as member};

use super::super::read;
use crate::gratitude::{self, Cause, Debts};
use crate::kit::{Failure, Tx};
use crate::people;

/// Who is owed thanks for a collaboration: each member whose contribution is noted.
fn debts(model: &collaboration::Model, members: &[member::Model], today: NaiveDate) -> Debts {
    if !is_done(model) {
        return Debts::new();
    }
    let ended = model.ended_on.and_then(PartialDate::latest);
    let since = ended.map_or(today, |ended| ended.min(today));
    let contributed = members.iter().filter(|member| member.contribution.is_some());
    contributed.map(|member| (member.person_id, since)).collect()
}

fn is_done(model: &collaboration::Model) -> bool {
    model.state == CollaborationState::Done && model.archived_at.is_none()
}

/// Thanks owed follow a collaboration and its members.
///
/// # Errors
/// The database fails.
pub(super) async fn settle(
    tx: &mut Tx,
    before: Option<(&collaboration::Model, &[member::Model])>,
    (model, members): (&collaboration::Model, &[member::Model]),
) -> Result<(), Failure> {
    let today = tx.today();
    let mut before = before.map_or_else(Debts::new, |(model, members)| debts(model, members, today));
    let mut after = debts(model, members, today);
    if before == after {
        return Ok(());
    }
    // The user owes themselves nothing.
    if let Some((own, _)) = people::own(&tx.read()).await? {
        before.remove(&own);
        after.remove(&own);
    }
    gratitude::settle(tx, Cause::Collaboration(model.id), &before, &after).await
}

/// The same for a change that leaves the members as they are.
///
/// # Errors
/// The database fails.
pub(super) async fn settle_state(
    tx: &mut Tx,
    before: &collaboration::Model,
    model: &collaboration::Model,
) -> Result<(), Failure> {
    if !is_done(before) && !is_done(model) {
        return Ok(());
    }
    let members = read::members_of(&tx.read(), &[model.id]).await?.remove(&model.id);
    let members = members.unwrap_or_default();
    settle(tx, Some((before, &members)), (model, &members)).await
}
