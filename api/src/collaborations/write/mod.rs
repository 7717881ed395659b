//! Making and changing collaborations.

mod debts;
mod fields;
mod part;
mod parts;
mod step;

pub use fields::Fields;
pub use part::{MemberFields, MilestoneFields};
pub use parts::Parts;
pub use step::{Move, move_to};

use entity::collaboration::{CollaborationKind, CollaborationState};
use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId};
use entity::{Actor, RecordType, collaboration, collaboration_member, collaboration_milestone};
use serde::Serialize;

use super::read;
use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Path, Tx};
use crate::{people, search};

/// A new collaboration.
#[derive(Clone, Debug, Serialize)]
pub struct NewCollaboration {
    /// The id, if the client made it.
    pub id: Option<CollaborationId>,
    /// How far it is. Dates are as they are given: what is entered with a state may have been in it for long.
    pub state: CollaborationState,
    /// Its fields.
    pub fields: Fields,
    /// Its members.
    pub members: Vec<MemberFields>,
    /// Its milestones.
    pub milestones: Vec<MilestoneFields>,
}

/// A change to a collaboration. Its state is changed by [`move_to`].
#[derive(Clone, Debug)]
pub struct UpdateCollaboration {
    /// Which one.
    pub id: CollaborationId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
    /// Members to add, to change and to remove.
    pub members: Parts<CollaborationMemberId, MemberFields>,
    /// Milestones to add, to change and to remove.
    pub milestones: Parts<CollaborationMilestoneId, MilestoneFields>,
}

/// Makes a collaboration.
///
/// # Errors
/// The input is wrong, names people who are not there, or the id is taken.
pub async fn create(tx: &mut Tx, new: &NewCollaboration) -> Result<collaboration::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<collaboration::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let model = new.fields.apply(
        &mut checks,
        collaboration::Model {
            id,
            state: new.state,
            ..blank(tx)
        },
    );
    let (members_at, milestones_at) = (Path::input("members"), Path::input("milestones"));
    let members = parts::added(tx, &mut checks, id, &new.members, &members_at);
    let milestones: Vec<collaboration_milestone::Model> =
        parts::added(tx, &mut checks, id, &new.milestones, &milestones_at);
    people::require(tx, &mut checks, &parts::people(&new.members, &members_at)).await?;
    checks.done()?;
    let model = tx.insert(model, fingerprint).await?;
    parts::store(tx, &[], &members).await?;
    parts::store(tx, &[], &milestones).await?;
    index(tx, &model, &members).await?;
    debts::settle(tx, None, (&model, &members)).await?;
    Ok(model)
}

/// Changes a collaboration and its parts. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or names people or parts that are not there.
pub async fn update(tx: &mut Tx, change: &UpdateCollaboration) -> Result<collaboration::Model, Failure> {
    let before: collaboration::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let id = before.id;
    let mut checks = Checks::new();
    let after = change.fields.apply(&mut checks, before.clone());
    let members = read::members_of(&tx.read(), &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let milestones = if change.milestones.is_empty() {
        Vec::new()
    } else {
        read::milestones_of(&tx.read(), &[id])
            .await?
            .remove(&id)
            .unwrap_or_default()
    };
    let members_after = parts::changed(tx, &mut checks, id, &members, &change.members);
    let milestones_after = parts::changed(tx, &mut checks, id, &milestones, &change.milestones);
    people::require(
        tx,
        &mut checks,
        &parts::people(&change.members.add, &Path::input("addMembers")),
    )
    .await?;
    checks.done()?;
    let mut parts_changed = parts::store(tx, &members, &members_after).await?;
    parts_changed |= parts::store(tx, &milestones, &milestones_after).await?;
    let model = tx.save(&before, after, parts_changed).await?;
    if model != before {
        index(tx, &model, &members_after).await?;
    }
    debts::settle(tx, Some((&before, &members)), (&model, &members_after)).await?;
    Ok(model)
}

/// Hides a collaboration. What happened in it stays; thanks that are still owed for it go.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(CollaborationId, Option<i32>),
) -> Result<collaboration::Model, Failure> {
    put_away(tx, *id, *revision, true).await
}

/// Shows an archived collaboration again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(CollaborationId, Option<i32>),
) -> Result<collaboration::Model, Failure> {
    put_away(tx, *id, *revision, false).await
}

async fn put_away(
    tx: &mut Tx,
    id: CollaborationId,
    revision: Option<i32>,
    archived: bool,
) -> Result<collaboration::Model, Failure> {
    let before: collaboration::Model = tx.find(Path::argument("id"), id).await?;
    let model = tx.set_archived(id, revision, archived).await?;
    debts::settle_state(tx, &before, &model).await?;
    Ok(model)
}

fn blank(tx: &Tx) -> collaboration::Model {
    collaboration::Model {
        workspace_id: tx.workspace(),
        id: CollaborationId(uuid::Uuid::nil()),
        title: String::new(),
        sort_title: String::new(),
        kind: CollaborationKind::Other,
        state: CollaborationState::Idea,
        summary: None,
        goal: None,
        started_on: None,
        ended_on: None,
        outcome: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// Makes the collaboration findable by its own text and by what its members are in it.
async fn index(
    tx: &Tx,
    model: &collaboration::Model,
    members: &[collaboration_member::Model],
) -> Result<(), Failure> {
    let own = [
        Some(&model.title),
        model.summary.as_ref(),
        model.goal.as_ref(),
        model.outcome.as_ref(),
    ];
    let roles = members.iter().filter_map(|member| member.role.as_ref());
    let text: Vec<&str> = own
        .into_iter()
        .flatten()
        .chain(roles)
        .map(String::as_str)
        .collect();
    Ok(search::index(tx, RecordType::Collaboration, model.id.0, &text.join(" ")).await?)
}
