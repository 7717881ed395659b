//! What clients send besides the declared fields: members and milestones.

use async_graphql::{InputObject, MaybeUndefined};
use entity::collaboration;
use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId, PersonId};

use crate::collaborations::{MemberFields, MilestoneFields, NewCollaboration, Parts, UpdateCollaboration};
use crate::graphql::input::{patch, set};
use crate::graphql::record::{Create, Update};
use crate::graphql::scalars::{Date, Id, PartialDate};
use crate::kit::Patch;
use crate::kit::check::{Checks, Path};

/// Who takes part in a collaboration, and its steps.
#[derive(InputObject)]
pub struct CollaborationParts {
    /// Who takes part, at most 100.
    members: Option<Vec<CollaborationMemberInput>>,
    /// Its steps, at most 100.
    milestones: Option<Vec<CollaborationMilestoneInput>>,
}

/// What is sent to make a collaboration.
pub type CreateCollaboration = Create<collaboration::Model, CollaborationParts>;

/// A person's part in a collaboration. A person may have several, with different periods.
#[derive(InputObject)]
pub struct CollaborationMemberInput {
    /// The person who is meant.
    person_id: Id<PersonId>,
    /// As what: lead, designer, investor …; at most 200 characters.
    role: Option<String>,
    /// What they bring, at most 2,000 characters.
    contribution: Option<String>,
    /// What they have of it, at most 2,000 characters.
    benefit: Option<String>,
    /// What they learn by it, at most 2,000 characters.
    learning: Option<String>,
    /// How much they gain, as the user judges it: from 1, hardly anything, to 5, very much.
    gain: Option<i32>,
    /// When it began; the year is enough.
    started_on: Option<PartialDate>,
    /// Until when; not before it begins.
    ended_on: Option<PartialDate>,
}

/// A change to a person's part: a field that is left out stays as it is, null clears it. The person stays the same.
#[derive(InputObject)]
pub struct UpdateCollaborationMemberInput {
    /// The id of the record that is meant.
    id: Id<CollaborationMemberId>,
    /// As what, at most 200 characters.
    role: MaybeUndefined<String>,
    /// What they bring, at most 2,000 characters.
    contribution: MaybeUndefined<String>,
    /// What they have of it, at most 2,000 characters.
    benefit: MaybeUndefined<String>,
    /// What they learn by it, at most 2,000 characters.
    learning: MaybeUndefined<String>,
    /// How much they gain, as the user judges it: from 1, hardly anything, to 5, very much.
    gain: MaybeUndefined<i32>,
    /// When it began; the year is enough.
    started_on: MaybeUndefined<PartialDate>,
    /// Until when; not before it begins.
    ended_on: MaybeUndefined<PartialDate>,
}

/// A step of a collaboration.
#[derive(InputObject)]
pub struct CollaborationMilestoneInput {
    /// What is to be reached, at most 200 characters.
    title: String,
    /// The day by which it is to be done.
    due_on: Option<Date>,
    /// When it was reached.
    done_on: Option<Date>,
}

/// A change to a step: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct UpdateCollaborationMilestoneInput {
    /// The id of the record that is meant.
    id: Id<CollaborationMilestoneId>,
    /// What is to be reached, at most 200 characters; cannot be cleared.
    title: MaybeUndefined<String>,
    /// The day by which it is to be done.
    due_on: MaybeUndefined<Date>,
    /// When it was reached.
    done_on: MaybeUndefined<Date>,
}

/// Changes to the parts of a collaboration: they are removed first, then changed, then added at the end.
#[derive(InputObject)]
pub struct MovedCollaborationParts {
    /// Members to add; there can be 100 in all.
    add_members: Option<Vec<CollaborationMemberInput>>,
    /// Members to change, each by its id.
    update_members: Option<Vec<UpdateCollaborationMemberInput>>,
    /// Members to remove. To keep that they took part, give them an `endedOn` instead.
    remove_member_ids: Option<Vec<Id<CollaborationMemberId>>>,
    /// Milestones to add; there can be 100 in all.
    add_milestones: Option<Vec<CollaborationMilestoneInput>>,
    /// Milestones to change.
    update_milestones: Option<Vec<UpdateCollaborationMilestoneInput>>,
    /// Milestones to remove.
    remove_milestone_ids: Option<Vec<Id<CollaborationMilestoneId>>>,
}

/// What is sent to change a collaboration.
pub type UpdateCollaborationFields = Update<collaboration::Model, MovedCollaborationParts>;

/// A new collaboration.
pub(super) fn made(input: CreateCollaboration, checks: &mut Checks) -> NewCollaboration {
    let (new, parts) = input.read_both(checks);
    NewCollaboration {
        new,
        members: members(checks, parts.members, &Path::input("members")),
        milestones: milestones(parts.milestones),
    }
}

fn members(
    checks: &mut Checks,
    members: Option<Vec<CollaborationMemberInput>>,
    path: &Path,
) -> Vec<MemberFields> {
    let members = members.unwrap_or_default().into_iter().enumerate();
    members
        .map(|(place, member)| MemberFields {
            person: Some(checks.id(path.at(place).at("personId"), &member.person_id)),
            role: set(member.role),
            contribution: set(member.contribution),
            benefit: set(member.benefit),
            learning: set(member.learning),
            gain: set(member.gain),
            started_on: set(member.started_on.map(|date| date.0)),
            ended_on: set(member.ended_on.map(|date| date.0)),
        })
        .collect()
}

fn milestones(milestones: Option<Vec<CollaborationMilestoneInput>>) -> Vec<MilestoneFields> {
    let milestones = milestones.unwrap_or_default().into_iter();
    milestones
        .map(
            |CollaborationMilestoneInput {
                 title,
                 due_on,
                 done_on,
             }| MilestoneFields {
                title: Patch::Set(title),
                due_on: set(due_on.map(|date| date.0)),
                done_on: set(done_on.map(|date| date.0)),
            },
        )
        .collect()
}

/// A change to a collaboration.
pub(super) fn changed(
    input: UpdateCollaborationFields,
    checks: &mut Checks,
    id: CollaborationId,
    expected_revision: Option<i32>,
) -> UpdateCollaboration {
    let (change, parts) = input.read_both(checks, id, expected_revision);
    let changed_members = parts.update_members.unwrap_or_default().into_iter().enumerate();
    let changed_milestones = parts
        .update_milestones
        .unwrap_or_default()
        .into_iter()
        .enumerate();
    UpdateCollaboration {
        change,
        members: Parts {
            add: members(checks, parts.add_members, &Path::input("addMembers")),
            update: changed_members
                .map(|(place, member)| member.read(checks, place))
                .collect(),
            remove: checks.ids(
                &Path::input("removeMemberIds"),
                &parts.remove_member_ids.unwrap_or_default(),
            ),
        },
        milestones: Parts {
            add: milestones(parts.add_milestones),
            update: changed_milestones
                .map(|(place, milestone)| milestone.read(checks, place))
                .collect(),
            remove: checks.ids(
                &Path::input("removeMilestoneIds"),
                &parts.remove_milestone_ids.unwrap_or_default(),
            ),
        },
    }
}

impl UpdateCollaborationMemberInput {
    fn read(self, checks: &mut Checks, place: usize) -> (CollaborationMemberId, MemberFields) {
        let fields = MemberFields {
            person: None,
            role: patch(self.role),
            contribution: patch(self.contribution),
            benefit: patch(self.benefit),
            learning: patch(self.learning),
            gain: patch(self.gain),
            started_on: patch(self.started_on.map_value(|date| date.0)),
            ended_on: patch(self.ended_on.map_value(|date| date.0)),
        };
        (
            checks.id(Path::input("updateMembers").at(place).at("id"), &self.id),
            fields,
        )
    }
}

impl UpdateCollaborationMilestoneInput {
    fn read(self, checks: &mut Checks, place: usize) -> (CollaborationMilestoneId, MilestoneFields) {
        let fields = MilestoneFields {
            title: patch(self.title),
            due_on: patch(self.due_on.map_value(|date| date.0)),
            done_on: patch(self.done_on.map_value(|date| date.0)),
        };
        (
            checks.id(Path::input("updateMilestones").at(place).at("id"), &self.id),
            fields,
        )
    }
}
