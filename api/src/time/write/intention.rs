//! Intentions.

use chrono::NaiveDate;
use entity::ids::{CircleId, CommunityId, GoalId, TimeIntentionId};
use entity::time_entry::TimeKind;
use entity::time_intention::{self, Column};
use entity::{Actor, circle, community, goal};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use serde::Serialize;

use crate::kit::record::{Claim, reference};
use crate::kit::{Checks, Code, Detail, Failure, Patch, Path, Problem, Tx};
use crate::time::rules::{LEAST, WEEK};

/// How much, and when; the minutes and the first day are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IntentionFields {
    /// How much, in a week.
    pub minutes_per_week: Patch<i32>,
    /// From which day.
    pub starts_on: Patch<NaiveDate>,
    /// The last day.
    pub ends_on: Patch<NaiveDate>,
}

/// What the user means to take time for: one of the four.
#[derive(Clone, Debug, Serialize)]
pub struct NewIntention {
    /// The id, if the client made it.
    pub id: Option<TimeIntentionId>,
    /// A circle.
    pub circle: Option<CircleId>,
    /// A goal.
    pub goal: Option<GoalId>,
    /// A community.
    pub community: Option<CommunityId>,
    /// A kind of activity.
    pub kind: Option<TimeKind>,
    /// How much, and when.
    pub fields: IntentionFields,
}

/// A change to an intention.
#[derive(Clone, Debug)]
pub struct UpdateIntention {
    /// Which one.
    pub id: TimeIntentionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: IntentionFields,
}

/// Says how much time the user means to take for something, from today unless another day is said.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken; there is an intention for the same at that time.
pub async fn intend(tx: &mut Tx, new: &NewIntention) -> Result<time_intention::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<time_intention::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    let subjects = [
        new.circle.map(|id| id.to_string()),
        new.goal.map(|id| id.to_string()),
        new.community.map(|id| id.to_string()),
        new.kind.map(|kind| kind.to_string()),
    ];
    let mut subjects = subjects.into_iter().flatten();
    let (subject, second) = (subjects.next(), subjects.next());
    if subject.is_none() || second.is_some() {
        let message = "name one: circleId, goalId, communityId or kind";
        checks.note(Code::Required, Path::argument("input"), message);
    }
    let today = tx.today();
    let blank = time_intention::Model {
        id,
        subject: subject.unwrap_or_default(),
        circle_id: new.circle,
        goal_id: new.goal,
        community_id: new.community,
        kind: new.kind,
        starts_on: today,
        sort_starts: today.to_string(),
        ..blank(tx)
    };
    let model = new.fields.apply(&mut checks, blank);
    tx.require::<circle::Model>(&mut checks, Path::input("circleId"), new.circle)
        .await?;
    tx.require::<goal::Model>(&mut checks, Path::input("goalId"), new.goal)
        .await?;
    tx.require::<community::Model>(&mut checks, Path::input("communityId"), new.community)
        .await?;
    refuse_overlap(tx, &mut checks, &model, Path::input("startsOn")).await?;
    checks.done()?;
    tx.insert(model, fingerprint).await
}

/// Changes an intention. Nothing is written when nothing would change.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong, or there is another for the same at that time.
pub async fn update_intention(
    tx: &mut Tx,
    change: &UpdateIntention,
) -> Result<time_intention::Model, Failure> {
    let before: time_intention::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = change.fields.apply(&mut checks, before.clone());
    refuse_overlap(tx, &mut checks, &after, Path::input("startsOn")).await?;
    checks.done()?;
    tx.save(&before, after, false).await
}

/// Hides an intention: it is meant no more, nor ever was.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive_intention(
    tx: &mut Tx,
    (id, revision): &(TimeIntentionId, Option<i32>),
) -> Result<time_intention::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived intention again.
///
/// # Errors
/// It does not exist, was changed meanwhile, or there is another for the same at its time.
pub async fn restore_intention(
    tx: &mut Tx,
    (id, revision): &(TimeIntentionId, Option<i32>),
) -> Result<time_intention::Model, Failure> {
    let model: time_intention::Model = tx.find(Path::argument("id"), *id).await?;
    let mut checks = Checks::new();
    if model.archived_at.is_some() {
        refuse_overlap(tx, &mut checks, &model, Path::argument("id")).await?;
    }
    checks.done()?;
    tx.set_archived(*id, *revision, false).await
}

/// Notes a problem where another live intention is for the same at the same time. The write lock makes the look-up hold.
async fn refuse_overlap(
    tx: &Tx,
    checks: &mut Checks,
    model: &time_intention::Model,
    path: Path,
) -> Result<(), Failure> {
    let lasts = Condition::any()
        .add(Column::EndsOn.is_null())
        .add(Column::EndsOn.gte(model.starts_on));
    let mut same = tx
        .read()
        .select::<time_intention::Entity>()
        .filter(Column::Subject.eq(model.subject.clone()))
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::Id.ne(model.id))
        .filter(lasts);
    if let Some(last) = model.ends_on {
        same = same.filter(Column::StartsOn.lte(last));
    }
    if let Some(other) = same.one(tx.conn()).await? {
        let until = other
            .ends_on
            .map_or_else(String::new, |day| format!(" until {day}"));
        let message = format!(
            "there is an intention for the same from {}{until}: end it, or change it",
            other.starts_on
        );
        let problem = Problem::new(Code::Duplicate, path, message);
        checks.push(problem.with(Detail::Existing(reference(&other))));
    }
    Ok(())
}

impl IntentionFields {
    fn apply(&self, checks: &mut Checks, mut model: time_intention::Model) -> time_intention::Model {
        let required = |checks: &mut Checks, field: &str| {
            checks.note(Code::Required, Path::input(field), "a value is required");
        };
        match self.minutes_per_week {
            Patch::Keep => {}
            Patch::Clear => required(checks, "minutesPerWeek"),
            Patch::Set(minutes) => {
                if !(LEAST..=WEEK).contains(&minutes) {
                    let message = format!("write minutes from {LEAST} to {WEEK}");
                    let problem = Problem::new(Code::Invalid, Path::input("minutesPerWeek"), message);
                    checks.push(problem.with(Detail::Max(WEEK)));
                }
                model.minutes_per_week = minutes;
            }
        }
        match self.starts_on {
            Patch::Keep => {}
            Patch::Clear => required(checks, "startsOn"),
            Patch::Set(day) => (model.starts_on, model.sort_starts) = (day, day.to_string()),
        }
        self.ends_on.apply(&mut model.ends_on);
        if model.ends_on.is_some_and(|last| last < model.starts_on) {
            let field = if self.ends_on.is_keep() {
                "startsOn"
            } else {
                "endsOn"
            };
            checks.note(Code::Invalid, Path::input(field), "it ends before it begins");
        }
        model
    }
}

fn blank(tx: &Tx) -> time_intention::Model {
    time_intention::Model {
        workspace_id: tx.workspace(),
        id: TimeIntentionId(uuid::Uuid::nil()),
        subject: String::new(),
        circle_id: None,
        goal_id: None,
        community_id: None,
        kind: None,
        minutes_per_week: 0,
        starts_on: tx.today(),
        sort_starts: String::new(),
        ends_on: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
