//! The fields of an entry.

use chrono::{Days, NaiveDate};
use entity::ids::{CircleId, CollaborationId, CommunityId, EventId, GoalId, InteractionId};
use entity::time_entry::{self, TimeKind};
use entity::{circle, collaboration, community, event, goal, interaction};
use serde::Serialize;

use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};
use crate::time::rules::{ENTRY, LEAST};

const NOTE: usize = 2_000;

/// The fields that a client may write; day, minutes and kind are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EntryFields {
    /// On which day.
    pub on: Patch<NaiveDate>,
    /// How long.
    pub minutes: Patch<i32>,
    /// For what.
    pub kind: Patch<TimeKind>,
    /// Free notes.
    pub note: Patch<String>,
    /// The interaction whose duration it replaces.
    pub interaction: Patch<InteractionId>,
    /// The event it was taken for.
    pub event: Patch<EventId>,
    /// The community it was taken for.
    pub community: Patch<CommunityId>,
    /// The goal it was taken for.
    pub goal: Patch<GoalId>,
    /// The circle it was taken for.
    pub circle: Patch<CircleId>,
    /// The collaboration it was taken for.
    pub collaboration: Patch<CollaborationId>,
}

/// The entry on this day.
pub(super) fn dated(model: time_entry::Model, day: NaiveDate) -> time_entry::Model {
    time_entry::Model {
        day,
        sort_day: day.to_string(),
        ..model
    }
}

impl EntryFields {
    /// The entry with these fields changed.
    pub(super) fn apply(
        &self,
        checks: &mut Checks,
        mut model: time_entry::Model,
        today: NaiveDate,
    ) -> time_entry::Model {
        let required = |checks: &mut Checks, field: &str| {
            checks.note(Code::Required, Path::input(field), "a value is required");
        };
        match self.on {
            Patch::Keep => {}
            Patch::Clear => required(checks, "on"),
            Patch::Set(day) => {
                if today
                    .checked_add_days(Days::new(1))
                    .is_some_and(|last| day > last)
                {
                    checks.note(Code::Invalid, Path::input("on"), "it lies in the future");
                }
                model = dated(model, day);
            }
        }
        match self.minutes {
            Patch::Keep => {}
            Patch::Clear => required(checks, "minutes"),
            Patch::Set(minutes) => {
                if !(LEAST..=ENTRY).contains(&minutes) {
                    let message = format!("write minutes from {LEAST} to {ENTRY}");
                    let problem = Problem::new(Code::Invalid, Path::input("minutes"), message);
                    checks.push(problem.with(Detail::Max(ENTRY)));
                }
                model.minutes = minutes;
            }
        }
        match self.kind {
            Patch::Keep => {}
            Patch::Clear => required(checks, "kind"),
            Patch::Set(kind) => model.kind = kind,
        }
        checks.lines(&mut model.note, "note", &self.note, NOTE);
        self.interaction.apply(&mut model.interaction_id);
        self.event.apply(&mut model.event_id);
        self.community.apply(&mut model.community_id);
        self.goal.apply(&mut model.goal_id);
        self.circle.apply(&mut model.circle_id);
        self.collaboration.apply(&mut model.collaboration_id);
        model
    }

    /// Notes a problem for each record that is named and not in the workspace.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn check_references(&self, tx: &Tx, checks: &mut Checks) -> Result<(), Failure> {
        let path = Path::input;
        tx.require::<interaction::Model>(checks, path("interactionId"), self.interaction.as_set().copied())
            .await?;
        tx.require::<event::Model>(checks, path("eventId"), self.event.as_set().copied())
            .await?;
        tx.require::<community::Model>(checks, path("communityId"), self.community.as_set().copied())
            .await?;
        tx.require::<goal::Model>(checks, path("goalId"), self.goal.as_set().copied())
            .await?;
        tx.require::<circle::Model>(checks, path("circleId"), self.circle.as_set().copied())
            .await?;
        let collaboration = self.collaboration.as_set().copied();
        tx.require::<collaboration::Model>(checks, path("collaborationId"), collaboration)
            .await
    }
}
