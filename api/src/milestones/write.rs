//! What the user did about a milestone, or a birthday, in a year.

use chrono::NaiveDate;
use entity::ids::{GratitudeId, InteractionId, MilestoneId, PersonId};
use entity::milestone_acknowledgement::{self, AcknowledgementState, Column, Model};
use entity::{Actor, gratitude, interaction, interaction_participant, milestone, person};
use sea_orm::{ColumnTrait, QueryFilter};

use crate::kit::{Checks, Code, Detail, Failure, Path, Problem, Tx};
use crate::milestones::rules::{Subject, When};

/// Saying what was done about an occurrence.
#[derive(Clone, Debug)]
pub struct Acknowledge {
    /// Of what.
    pub subject: Subject,
    /// In which year.
    pub year: i32,
    /// The revision that the client has seen, if something was done before.
    pub expected_revision: Option<i32>,
    /// What became of it.
    pub state: AcknowledgementState,
    /// By which interaction.
    pub interaction: Option<InteractionId>,
    /// By which thanks.
    pub gratitude: Option<GratitudeId>,
}

/// Taking back what was said of an occurrence.
#[derive(Clone, Debug)]
pub struct Reopen {
    /// Of what.
    pub subject: Subject,
    /// In which year.
    pub year: i32,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
}

/// Says that an occurrence was acknowledged, or let pass; what was said of it before is replaced.
///
/// # Errors
/// It does not occur in that year; the milestone, the person, the interaction or the thanks are not there, or belong to others.
pub async fn acknowledge(tx: &mut Tx, change: &Acknowledge) -> Result<Model, Failure> {
    let mut checks = Checks::new();
    let (person, when) = occurring(tx, change.subject).await?;
    if when.in_year(change.year).is_none() {
        let message = "it does not occur in this year";
        checks.note(Code::Invalid, Path::input("year"), message);
    }
    check_means(tx, &mut checks, change, person).await?;
    checks.done()?;
    let before = find(tx, change.subject, change.year).await?;
    let blank = || blank(tx, person, change);
    let model = Model {
        state: change.state,
        interaction_id: change.interaction,
        gratitude_id: change.gratitude,
        archived_at: None,
        ..before.clone().unwrap_or_else(blank)
    };
    match before {
        Some(before) => {
            tx.expect_revision(&before, change.expected_revision)?;
            tx.save(&before, model, false).await
        }
        None => tx.insert(model, None).await,
    }
}

/// Takes back what was said of an occurrence: it is open again. Doing so twice changes nothing.
///
/// # Errors
/// Nothing was said of it, or it was changed meanwhile.
pub async fn reopen(tx: &mut Tx, change: &Reopen) -> Result<Model, Failure> {
    let Some(before) = find(tx, change.subject, change.year).await? else {
        let message = "nothing was done about it in this year";
        return Err(Problem::new(Code::NotFound, Path::input("year"), message).into());
    };
    tx.expect_revision(&before, change.expected_revision)?;
    tx.set_archived(before.id, None, true).await
}

/// The year of the occurrence of a milestone that is nearest to a day.
///
/// # Errors
/// The milestone does not exist, or is archived; or the day on which it occurs is not known.
pub async fn year_near(tx: &Tx, id: MilestoneId, day: NaiveDate) -> Result<i32, Failure> {
    let (_, when) = occurring(tx, Subject::Milestone(id)).await?;
    let unknown = || Problem::new(Code::Invalid, Path::input("milestoneId"), "its day is not known");
    Ok(when.year_near(day).ok_or_else(unknown)?)
}

async fn find(tx: &Tx, subject: Subject, year: i32) -> Result<Option<Model>, Failure> {
    let select = tx
        .read()
        .select::<milestone_acknowledgement::Entity>()
        .filter(Column::Year.eq(year))
        .filter(Column::SubjectId.eq(subject.uuid()));
    Ok(select.one(tx.conn()).await?)
}

/// In whose life it occurs, and when.
async fn occurring(tx: &Tx, subject: Subject) -> Result<(PersonId, When), Failure> {
    match subject {
        Subject::Milestone(id) => {
            let path = Path::input("milestoneId");
            let it: milestone::Model = tx.find(path.clone(), id).await?;
            if it.archived_at.is_some() {
                let detail = Detail::State {
                    state: "ARCHIVED".to_owned(),
                    allowed: vec!["RESTORE".to_owned()],
                };
                let problem = Problem::new(Code::State, path, "it is archived; restore it first");
                return Err(problem.with(detail).into());
            }
            let (date, recurs) = (it.date, it.recurs);
            Ok((it.person_id, When { date, recurs }))
        }
        Subject::Birthday(id) => {
            let path = Path::input("personId");
            let it: person::Model = tx.find(path.clone(), id).await?;
            let refused = |message| Problem::new(Code::Invalid, path, message);
            if it.is_self {
                return Err(refused("this person is you: name the other one").into());
            }
            let unknown = || refused("their birthday is not known");
            let date = it.birthday.ok_or_else(unknown)?;
            Ok((id, When { date, recurs: true }))
        }
    }
}

/// What it was acknowledged by is the person's, and one thing.
async fn check_means(
    tx: &Tx,
    checks: &mut Checks,
    change: &Acknowledge,
    person: PersonId,
) -> Result<(), Failure> {
    if change.interaction.is_some() && change.gratitude.is_some() {
        let message = "name an interaction or thanks, not both";
        checks.note(Code::Invalid, Path::input("gratitudeId"), message);
    }
    if let Some(id) = change.interaction {
        let path = Path::input("interactionId");
        let found: interaction::Model = tx.find(path.clone(), id).await?;
        let select = tx
            .read()
            .select::<interaction_participant::Entity>()
            .filter(interaction_participant::Column::InteractionId.eq(found.id))
            .filter(interaction_participant::Column::PersonId.eq(person));
        if select.one(tx.conn()).await?.is_none() {
            checks.note(Code::Invalid, path, "the person does not take part in it");
        }
    }
    if let Some(id) = change.gratitude {
        let path = Path::input("gratitudeId");
        let found: gratitude::Model = tx.find(path.clone(), id).await?;
        if found.person_id != person {
            checks.note(Code::Invalid, path, "these thanks are to or from somebody else");
        }
    }
    Ok(())
}

fn blank(tx: &Tx, person_id: PersonId, change: &Acknowledge) -> Model {
    Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        person_id,
        milestone_id: match change.subject {
            Subject::Milestone(id) => Some(id),
            Subject::Birthday(_) => None,
        },
        subject_id: change.subject.uuid(),
        year: change.year,
        state: change.state,
        interaction_id: None,
        gratitude_id: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}
