//! What the parts of a collaboration are: members and milestones.

use chrono::NaiveDate;
use entity::ids::{CollaborationId, CollaborationMemberId, CollaborationMilestoneId, PersonId};
use entity::{PartialDate, TypedId, collaboration_member, collaboration_milestone};
use sea_orm::{EntityTrait, IntoActiveModel, ModelTrait};
use serde::Serialize;

use super::super::record::check_period;
use super::super::rules::{GAINS, MEMBERS, MILESTONES, Period};

use crate::kit::{Checks, Code, Patch, Path, Tx};

const ROLE: usize = 200;
const CONTRIBUTION: usize = 2_000;
const TITLE: usize = 200;

/// A person's part, as a client writes it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MemberFields {
    /// Who; stays the same in a change.
    pub person: Option<PersonId>,
    /// As what.
    pub role: Patch<String>,
    /// What they bring.
    pub contribution: Patch<String>,
    /// What they have of it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub benefit: Patch<String>,
    /// What they learn by it.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub learning: Patch<String>,
    /// How much they gain.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub gain: Patch<i32>,
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
    pub add: &'static str,
    pub update: &'static str,
    pub remove: &'static str,
    pub one: &'static str,
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
            benefit: None,
            learning: None,
            gain: None,
            started_on: None,
            ended_on: None,
            position,
        }
    }

    fn change(&mut self, checks: &mut Checks, path: &Path, fields: &MemberFields) {
        self.person_id = fields.person.unwrap_or(self.person_id);
        match &fields.role {
            Patch::Keep => {}
            Patch::Clear => self.role = None,
            Patch::Set(role) => self.role = checks.one_line(path.at("role"), Some(role), ROLE),
        }
        for (name, field, patch) in [
            ("contribution", &mut self.contribution, &fields.contribution),
            ("benefit", &mut self.benefit, &fields.benefit),
            ("learning", &mut self.learning, &fields.learning),
        ] {
            line(checks, path.at(name), field, patch, CONTRIBUTION);
        }
        fields.gain.apply(&mut self.gain);
        if fields.gain.as_set().is_some_and(|gain| !GAINS.contains(gain)) {
            let message = format!("write a number from {} to {}", GAINS.start(), GAINS.end());
            checks.note(Code::Invalid, path.at("gain"), message);
        }
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
            (&path.at("endedOn"), !fields.ended_on.is_keep()),
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
