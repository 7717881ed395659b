//! The fields of the interaction itself.

use chrono::{DateTime, Utc};
use entity::ids::{CollaborationId, EventId};
use entity::interaction::{Channel, Initiator, Sentiment};
use entity::{collaboration, event, interaction};
use serde::Serialize;

use super::super::rules::{self, Impossible};
use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};

const LINE: usize = 200;
const SUMMARY: usize = 2_000;
const UPDATES: usize = 5_000;
const NOTES: usize = 20_000;

/// The fields that a client may write; time and channel are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// When it began.
    pub happened_at: Option<DateTime<Utc>>,
    /// By which means.
    pub channel: Option<Channel>,
    /// Who began it.
    pub initiator: Patch<Initiator>,
    /// How long it took, in minutes.
    pub duration_minutes: Patch<i32>,
    /// One line.
    pub title: Patch<String>,
    /// What it was about.
    pub summary: Patch<String>,
    /// Private notes.
    pub notes: Patch<String>,
    /// How it felt.
    pub sentiment: Patch<Sentiment>,
    /// Where.
    pub place: Patch<String>,
    /// What the user told.
    pub updates_shared: Patch<String>,
    /// What the user was told.
    pub updates_heard: Patch<String>,
    /// The event at which it happened, in words.
    pub event_name: Patch<String>,
    /// The event at which it happened, or which it was about.
    pub event: Patch<EventId>,
    /// The collaboration it belongs to.
    pub collaboration: Patch<CollaborationId>,
}

impl Fields {
    /// The interaction with these fields changed.
    pub(super) fn apply(
        &self,
        checks: &mut Checks,
        mut model: interaction::Model,
        now: DateTime<Utc>,
    ) -> interaction::Model {
        if let Some(at) = self.happened_at {
            check_time(checks, at, now);
            model.happened_at = at;
        }
        model.channel = self.channel.unwrap_or(model.channel);
        self.initiator.apply(&mut model.initiator);
        self.duration_minutes.apply(&mut model.duration_minutes);
        if model
            .duration_minutes
            .is_some_and(|minutes| !(0..=rules::MINUTES).contains(&minutes))
        {
            let message = format!("write minutes from 0 to {}", rules::MINUTES);
            let problem = Problem::new(Code::Invalid, Path::input("durationMinutes"), message);
            checks.push(problem.with(Detail::Max(rules::MINUTES)));
        }
        self.sentiment.apply(&mut model.sentiment);
        self.collaboration.apply(&mut model.collaboration_id);
        checks.line(&mut model.title, "title", &self.title, LINE);
        checks.lines(&mut model.summary, "summary", &self.summary, SUMMARY);
        checks.lines(&mut model.notes, "notes", &self.notes, NOTES);
        checks.line(&mut model.place, "place", &self.place, LINE);
        checks.lines(
            &mut model.updates_shared,
            "updatesShared",
            &self.updates_shared,
            UPDATES,
        );
        checks.lines(
            &mut model.updates_heard,
            "updatesHeard",
            &self.updates_heard,
            UPDATES,
        );
        checks.line(&mut model.event, "eventName", &self.event_name, LINE);
        model
    }

    /// Notes a problem where the event or the collaboration is not in the workspace.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn check_references(&self, tx: &Tx, checks: &mut Checks) -> Result<(), Failure> {
        let (path, id) = (Path::input("eventId"), self.event.as_set().copied());
        tx.require::<event::Model>(checks, path, id).await?;
        let (path, id) = (
            Path::input("collaborationId"),
            self.collaboration.as_set().copied(),
        );
        tx.require::<collaboration::Model>(checks, path, id).await
    }
}

fn check_time(checks: &mut Checks, at: DateTime<Utc>, now: DateTime<Utc>) {
    let message = match rules::happened(at, now) {
        Ok(()) => return,
        Err(Impossible::Ahead) => "it lies in the future; log what has happened",
        Err(Impossible::BeforeAll) => "nothing can have happened at the beginning of the year 1",
    };
    checks.note(Code::Invalid, Path::input("happenedAt"), message);
}
