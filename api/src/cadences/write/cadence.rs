//! How often to be in touch with whom.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use entity::Actor;
use entity::cadence::{self, Column};
use entity::ids::{CadenceId, CircleId, PersonId};
use entity::interaction::Channel;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::cadences::rules;
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};
use crate::{circles, people};

/// For whom a cadence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// One person.
    Person(PersonId),
    /// The people of a circle.
    Circle(CircleId),
    /// Everybody in the network.
    Everybody,
}

impl Subject {
    fn key(self) -> String {
        match self {
            Self::Person(id) => id.to_string(),
            Self::Circle(id) => id.to_string(),
            Self::Everybody => "everybody".to_owned(),
        }
    }
}

/// The cadence of a subject, as a whole.
#[derive(Clone, Debug)]
pub struct SetCadence {
    /// For whom.
    pub subject: Subject,
    /// The revision that the client has seen, if there is one.
    pub expected_revision: Option<i32>,
    /// Days between contacts.
    pub ideal_days: i32,
    /// Days after which it is too long.
    pub max_days: Option<i32>,
    /// The channels that count; all if there are none.
    pub channels: Vec<Channel>,
    /// The last day of a pause.
    pub paused_until: Option<NaiveDate>,
}

/// A change to a cadence.
#[derive(Clone, Debug)]
pub struct UpdateCadence {
    /// Which one.
    pub id: CadenceId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Days between contacts; never cleared.
    pub ideal_days: Patch<i32>,
    /// Days after which it is too long; cleared, it follows from the ideal.
    pub max_days: Patch<i32>,
    /// The channels that count; cleared, all do.
    pub channels: Patch<Vec<Channel>>,
    /// The last day of a pause.
    pub paused_until: Patch<NaiveDate>,
}

/// Sets the cadence of a subject: the one that it has is changed, and restored if it was archived.
///
/// # Errors
/// The subject is not there, the days make no sense, or the cadence was changed meanwhile.
pub async fn set(tx: &mut Tx, set: &SetCadence) -> Result<cadence::Model, Failure> {
    let mut checks = Checks::new();
    let (person_id, circle_id) = match set.subject {
        Subject::Person(id) => (Some(id), None),
        Subject::Circle(id) => (None, Some(id)),
        Subject::Everybody => (None, None),
    };
    if let Some(id) = person_id {
        people::require_other(tx, &mut checks, Path::input("personId"), id).await?;
    }
    if let Some(id) = circle_id {
        circles::require_circles(tx, &mut checks, &[(Path::input("circleId"), id)]).await?;
    }
    let key = set.subject.key();
    let known = tx
        .read()
        .select::<cadence::Entity>()
        .filter(Column::Subject.eq(&key));
    let known = known.one(tx.conn()).await?;
    if let Some(known) = &known {
        tx.expect_revision(known, set.expected_revision)?;
    }
    let before = known.clone().unwrap_or_else(|| blank(tx));
    let after = cadence::Model {
        subject: key,
        person_id,
        circle_id,
        ideal_days: set.ideal_days,
        max_days: set.max_days.unwrap_or_else(|| rules::max_days(set.ideal_days)),
        channels: words(&set.channels),
        paused_until: set.paused_until,
        archived_at: None,
        ..before.clone()
    };
    check_days(&mut checks, &after);
    checks.done()?;
    match known {
        Some(known) => tx.save(&known, after, false).await,
        None => tx.insert(after, None).await,
    }
}

/// Changes a cadence.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the days make no sense.
pub async fn update(tx: &mut Tx, change: &UpdateCadence) -> Result<cadence::Model, Failure> {
    let before: cadence::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let (mut checks, mut after) = (Checks::new(), before.clone());
    match change.ideal_days {
        Patch::Keep => {}
        Patch::Clear => checks.note(Code::Required, Path::input("idealDays"), "a value is required"),
        Patch::Set(days) => after.ideal_days = days,
    }
    match change.max_days {
        // What followed from the ideal goes on following it.
        Patch::Keep if before.max_days == rules::max_days(before.ideal_days) => {
            after.max_days = rules::max_days(after.ideal_days);
        }
        Patch::Keep => {}
        Patch::Clear => after.max_days = rules::max_days(after.ideal_days),
        Patch::Set(days) => after.max_days = days,
    }
    match &change.channels {
        Patch::Keep => {}
        Patch::Clear => after.channels = String::new(),
        Patch::Set(channels) => after.channels = words(channels),
    }
    change.paused_until.apply(&mut after.paused_until);
    check_days(&mut checks, &after);
    checks.done()?;
    tx.save(&before, after, false).await
}

/// Ends a cadence; it can be restored.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(CadenceId, Option<i32>),
) -> Result<cadence::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Takes an archived cadence up again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(CadenceId, Option<i32>),
) -> Result<cadence::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// The words of channels, each once and in their order.
fn words(channels: &[Channel]) -> String {
    let channels: BTreeSet<Channel> = channels.iter().copied().collect();
    let words: Vec<&str> = channels.into_iter().map(Channel::as_str).collect();
    words.join(" ")
}

fn check_days(checks: &mut Checks, model: &cadence::Model) {
    if !(1..=rules::DAYS).contains(&model.ideal_days) {
        let message = format!("write a number of days from 1 to {}", rules::DAYS);
        checks.note(Code::Invalid, Path::input("idealDays"), message);
    } else if model.max_days < model.ideal_days || model.max_days > rules::DAYS * 2 {
        let message = format!(
            "write a number of days from idealDays, which is {}, to {}",
            model.ideal_days,
            rules::DAYS * 2
        );
        checks.note(Code::Invalid, Path::input("maxDays"), message);
    }
}

fn blank(tx: &Tx) -> cadence::Model {
    cadence::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        subject: String::new(),
        person_id: None,
        circle_id: None,
        ideal_days: 0,
        max_days: 0,
        channels: String::new(),
        paused_until: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
