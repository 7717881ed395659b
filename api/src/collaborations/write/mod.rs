//! Making and changing collaborations, with their parts.

mod debts;
mod part;
mod parts;
mod step;

pub use part::{MemberFields, MilestoneFields};
pub use parts::Parts;
pub use step::{Move, move_to};

use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId};
use entity::{RecordType, collaboration, collaboration_member, collaboration_milestone};
use serde::Serialize;

use super::read;
use crate::kit::afresh::Afresh;
use crate::kit::declared::{Change, Declared, New};
use crate::kit::record::of_old;
use crate::kit::{Failure, Path, Tx, only};
use crate::records::{self, Changing, Making, Said};
use crate::{people, search};

/// A new collaboration.
#[derive(Clone, Debug, Serialize)]
pub struct NewCollaboration {
    /// What is said of its fields.
    #[serde(flatten)]
    pub new: New<collaboration::Model>,
    /// Its members.
    pub members: Vec<MemberFields>,
    /// Its milestones.
    pub milestones: Vec<MilestoneFields>,
}

/// A change to a collaboration. Its state is changed by [`move_to`].
#[derive(Clone, Debug)]
pub struct UpdateCollaboration {
    /// Which one, and what to change of its fields.
    pub change: Change<collaboration::Model>,
    /// Members to add, to change and to remove.
    pub members: Parts<CollaborationMemberId, MemberFields>,
    /// Milestones to add, to change and to remove.
    pub milestones: Parts<CollaborationMilestoneId, MilestoneFields>,
}

/// Makes a collaboration.
///
/// # Errors
/// The input is wrong, names people who are not there, or the id is taken.
pub async fn create(tx: &mut Tx, wanted: &NewCollaboration) -> Result<collaboration::Model, Failure> {
    let said = tx.said().map(str::to_owned);
    let news = [Said {
        id: wanted.new.id,
        fields: &wanted.new.fields,
        said: said.as_deref(),
    }];
    let mut making = Making::begin(tx, &news, |_| of_old(wanted)).await?;
    let (members_at, milestones_at) = (Path::input("members"), Path::input("milestones"));
    let (mut members, mut milestones) = (Vec::new(), Vec::new());
    if let Some(open) = making.open().next() {
        let (id, checks) = (open.model.id, &mut open.checks);
        members = parts::added::<collaboration_member::Model>(tx, checks, id, &wanted.members, &members_at);
        milestones = parts::added::<collaboration_milestone::Model>(
            tx,
            checks,
            id,
            &wanted.milestones,
            &milestones_at,
        );
        people::require(tx, checks, &parts::people(&wanted.members, &members_at)).await?;
    }
    let mut is_new = false;
    let model = only(
        making
            .store(tx, |_, _, stored| is_new = !stored.is_empty())
            .await?,
    )?;
    if is_new {
        parts::store(tx, &[], &members).await?;
        parts::store(tx, &[], &milestones).await?;
        index(tx, &model, &members).await?;
        debts::settle(tx, None, (&model, &members)).await?;
    }
    Ok(model)
}

/// Changes a collaboration and its parts. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or names people or parts that are not there.
pub async fn update(tx: &mut Tx, wanted: &UpdateCollaboration) -> Result<collaboration::Model, Failure> {
    let (changes, id) = ([&wanted.change], wanted.change.id);
    let mut changing = Changing::begin(tx, &changes).await?;
    let members = read::members_of(&tx.read(), &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    let milestones = if wanted.milestones.is_empty() {
        Vec::new()
    } else {
        read::milestones_of(&tx.read(), &[id])
            .await?
            .remove(&id)
            .unwrap_or_default()
    };
    let (mut members_after, mut milestones_after) = (members.clone(), milestones.clone());
    if let Some(open) = changing.open().next() {
        let checks = &mut open.checks;
        members_after = parts::changed(tx, checks, id, &members, &wanted.members);
        milestones_after = parts::changed(tx, checks, id, &milestones, &wanted.milestones);
        let added = parts::people(&wanted.members.add, &Path::input("addMembers"));
        people::require(tx, checks, &added).await?;
        open.parts_changed = members_after != members || milestones_after != milestones;
    }
    let mut before = None;
    let model = only(
        changing
            .store(tx, |moved| before = moved.into_iter().next())
            .await?,
    )?;
    parts::store(tx, &members, &members_after).await?;
    parts::store(tx, &milestones, &milestones_after).await?;
    if let Some((before, _)) = before {
        if model != before {
            index(tx, &model, &members_after).await?;
        }
        debts::settle(tx, Some((&before, &members)), (&model, &members_after)).await?;
    }
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

/// By which words collaborations are found, worked out again.
#[must_use]
pub fn afresh() -> Afresh {
    Afresh {
        of: RecordType::Collaboration,
        run: |tx, ids| {
            Box::pin(async move {
                let models: Vec<collaboration::Model> = records::models(tx, ids).await?;
                let ids: Vec<CollaborationId> = models.iter().map(|model| model.id).collect();
                let members = read::members_of(&tx.read(), &ids).await?;
                for model in &models {
                    index(tx, model, members.get(&model.id).map_or(&[], Vec::as_slice)).await?;
                }
                Ok(())
            })
        },
    }
}

/// Makes the collaboration findable by its own text and by what its members are in it.
async fn index(
    tx: &Tx,
    model: &collaboration::Model,
    members: &[collaboration_member::Model],
) -> Result<(), Failure> {
    let own = collaboration::Model::declaration().text(model);
    let roles = members.iter().filter_map(|member| member.role.as_deref());
    let text: Vec<&str> = std::iter::once(own.as_str()).chain(roles).collect();
    Ok(search::index(tx, RecordType::Collaboration, model.id.0, &text.join(" ")).await?)
}
