//! The members and milestones of a collaboration. A command reads them at once, changes them in memory, checks them as a whole
//! and writes back what differs: three statements a kind at most, however many there are.

use chrono::NaiveDate;
use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId, PersonId};
use entity::{PartialDate, Tenant, TypedId, collaboration_member, collaboration_milestone};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter};
use serde::Serialize;

use super::super::rules::{MEMBERS, MILESTONES, Period};
use super::fields::check_period;
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};

const ROLE: usize = 200;
const CONTRIBUTION: usize = 2_000;
const TITLE: usize = 200;

/// What to do with the parts of one kind.
#[derive(Clone, Debug)]
pub struct Parts<I, F> {
    /// New ones.
    pub add: Vec<F>,
    /// Changed ones.
    pub update: Vec<(I, F)>,
    /// Those to remove.
    pub remove: Vec<I>,
}

impl<I, F> Parts<I, F> {
    /// Whether there is nothing to do.
    pub(super) const fn is_empty(&self) -> bool {
        self.add.is_empty() && self.update.is_empty() && self.remove.is_empty()
    }
}

/// A person's part, as a client writes it.
#[derive(Clone, Debug, Serialize)]
pub struct MemberFields {
    /// Who; stays the same in a change.
    pub person: Option<PersonId>,
    /// As what.
    pub role: Patch<String>,
    /// What they bring.
    pub contribution: Patch<String>,
    /// From when.
    pub started_on: Patch<PartialDate>,
    /// Until when.
    pub ended_on: Patch<PartialDate>,
}

/// A milestone, as a client writes it; the title is never cleared.
#[derive(Clone, Debug, Serialize)]
pub struct MilestoneFields {
    /// What is to be reached.
    pub title: Patch<String>,
    /// By when.
    pub due_on: Patch<NaiveDate>,
    /// When it was reached.
    pub done_on: Patch<NaiveDate>,
}

/// The people whom new members name, and where.
pub(super) fn people(members: &[MemberFields], path: &Path) -> Vec<(Path, PersonId)> {
    let named = members.iter().enumerate();
    named
        .filter_map(|(n, member)| Some((path.at(n).at("personId"), member.person?)))
        .collect()
}

/// A part of a collaboration.
pub(super) trait Part:
    ModelTrait + IntoActiveModel<<Self::Entity as EntityTrait>::ActiveModel> + PartialEq
{
    /// Its id.
    type Id: TypedId + Into<sea_orm::Value>;
    /// What a client writes of it.
    type Fields;
    /// What the input calls them.
    const NAMES: Names;
    /// Most of them.
    const MAX: usize;

    fn id(&self) -> Self::Id;
    fn position(&self) -> i32;
    fn id_column() -> <Self::Entity as EntityTrait>::Column;
    fn blank(tx: &Tx, collaboration: CollaborationId, position: i32) -> Self;
    fn change(&mut self, checks: &mut Checks, path: &Path, fields: &Self::Fields);
}

/// What an update calls the lists of parts of one kind, and one of them.
pub(super) struct Names {
    add: &'static str,
    update: &'static str,
    remove: &'static str,
    one: &'static str,
}

impl Part for collaboration_member::Model {
    type Id = CollaborationMemberId;
    type Fields = MemberFields;
    const NAMES: Names = Names {
        add: "addMembers",
        update: "updateMembers",
        remove: "removeMemberIds",
        one: "member",
    };
    const MAX: usize = MEMBERS;

    fn id(&self) -> CollaborationMemberId {
        self.id
    }

    fn position(&self) -> i32 {
        self.position
    }

    fn id_column() -> collaboration_member::Column {
        collaboration_member::Column::Id
    }

    fn blank(tx: &Tx, collaboration_id: CollaborationId, position: i32) -> Self {
        Self {
            workspace_id: tx.workspace(),
            id: tx.new_id(),
            collaboration_id,
            person_id: PersonId(uuid::Uuid::nil()),
            role: None,
            contribution: None,
            started_on: None,
            ended_on: None,
            position,
        }
    }

    fn change(&mut self, checks: &mut Checks, path: &Path, fields: &MemberFields) {
        self.person_id = fields.person.unwrap_or(self.person_id);
        line(checks, path.at("role"), &mut self.role, &fields.role, ROLE);
        line(
            checks,
            path.at("contribution"),
            &mut self.contribution,
            &fields.contribution,
            CONTRIBUTION,
        );
        fields.started_on.apply(&mut self.started_on);
        fields.ended_on.apply(&mut self.ended_on);
        let period = Period {
            started_on: self.started_on,
            ended_on: self.ended_on,
        };
        check_period(
            checks,
            period,
            &path.at("startedOn"),
            (&path.at("endedOn"), &fields.ended_on),
        );
    }
}

impl Part for collaboration_milestone::Model {
    type Id = CollaborationMilestoneId;
    type Fields = MilestoneFields;
    const NAMES: Names = Names {
        add: "addMilestones",
        update: "updateMilestones",
        remove: "removeMilestoneIds",
        one: "milestone",
    };
    const MAX: usize = MILESTONES;

    fn id(&self) -> CollaborationMilestoneId {
        self.id
    }

    fn position(&self) -> i32 {
        self.position
    }

    fn id_column() -> collaboration_milestone::Column {
        collaboration_milestone::Column::Id
    }

    fn blank(tx: &Tx, collaboration_id: CollaborationId, position: i32) -> Self {
        let (workspace_id, id) = (tx.workspace(), tx.new_id());
        Self {
            workspace_id,
            id,
            collaboration_id,
            title: String::new(),
            due_on: None,
            done_on: None,
            position,
        }
    }

    fn change(&mut self, checks: &mut Checks, path: &Path, fields: &MilestoneFields) {
        if !fields.title.is_keep() || self.title.is_empty() {
            let title = fields.title.as_set().map(String::as_str);
            self.title = checks.required(path.at("title"), title, TITLE);
        }
        fields.due_on.apply(&mut self.due_on);
        fields.done_on.apply(&mut self.done_on);
    }
}

fn line(checks: &mut Checks, path: Path, field: &mut Option<String>, patch: &Patch<String>, max: usize) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(text) => *field = checks.text(path, Some(text), max),
    }
}

/// The parts of a new collaboration.
pub(super) fn added<P: Part>(
    tx: &Tx,
    checks: &mut Checks,
    collaboration: CollaborationId,
    new: &[P::Fields],
    path: &Path,
) -> Vec<P> {
    let mut parts = Vec::with_capacity(new.len());
    append(tx, checks, collaboration, (&mut parts, new), path);
    parts
}

/// Adds parts at the end. Positions grow and may leave gaps, so that removing one part rewrites no other.
fn append<P: Part>(
    tx: &Tx,
    checks: &mut Checks,
    collaboration: CollaborationId,
    (parts, new): (&mut Vec<P>, &[P::Fields]),
    path: &Path,
) {
    checks.count(path.clone(), parts.len() + new.len(), P::MAX);
    let mut next = parts
        .iter()
        .map(|part| part.position().saturating_add(1))
        .max()
        .unwrap_or(0);
    for (place, fields) in new.iter().enumerate() {
        let mut part = P::blank(tx, collaboration, next);
        part.change(checks, &path.at(place), fields);
        parts.push(part);
        next = next.saturating_add(1);
    }
}

/// The parts after a change: some removed, then some changed, then some added.
pub(super) fn changed<P: Part>(
    tx: &Tx,
    checks: &mut Checks,
    collaboration: CollaborationId,
    before: &[P],
    change: &Parts<P::Id, P::Fields>,
) -> Vec<P> {
    let Names {
        add,
        update,
        remove,
        one,
    } = P::NAMES;
    let missing = || format!("the collaboration has no {one} with this id");
    let mut parts = before.to_vec();
    checks.count(Path::input(remove), change.remove.len(), P::MAX);
    for (place, id) in change.remove.iter().enumerate() {
        match parts.iter().position(|part| part.id() == *id) {
            Some(found) => drop(parts.remove(found)),
            None => checks.note(Code::NotFound, Path::input(remove).at(place), missing()),
        }
    }
    checks.count(Path::input(update), change.update.len(), P::MAX);
    for (place, (id, fields)) in change.update.iter().enumerate() {
        let path = Path::input(update).at(place);
        match parts.iter_mut().find(|part| part.id() == *id) {
            Some(part) => part.change(checks, &path, fields),
            None => checks.note(Code::NotFound, path.at("id"), missing()),
        }
    }
    append(
        tx,
        checks,
        collaboration,
        (&mut parts, &change.add),
        &Path::input(add),
    );
    parts
}

/// Writes what differs; answers whether anything did.
pub(super) async fn store<P>(tx: &Tx, before: &[P], after: &[P]) -> Result<bool, Failure>
where
    P: Part,
    P::Entity: Tenant,
    <P::Entity as EntityTrait>::ActiveModel: Send,
{
    let gone: Vec<P::Id> = before
        .iter()
        .filter(|part| !after.contains(part))
        .map(Part::id)
        .collect();
    let new: Vec<P> = after
        .iter()
        .filter(|part| !before.contains(part))
        .cloned()
        .collect();
    let changed = !gone.is_empty() || !new.is_empty();
    if !gone.is_empty() {
        let own = P::Entity::delete_many().filter(P::Entity::workspace_column().eq(tx.workspace()));
        own.filter(P::id_column().is_in(gone)).exec(tx.conn()).await?;
    }
    if !new.is_empty() {
        let rows = new.into_iter().map(|part| part.into_active_model().reset_all());
        P::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(changed)
}
