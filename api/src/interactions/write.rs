use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::{CollaborationId, InteractionId, PersonId};
use entity::interaction::{Channel, Initiator, Sentiment};
use entity::{Actor, RecordType, collaboration, interaction, interaction_participant as participant, person};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use serde::Serialize;

use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem};
use crate::kit::record::{Claim, id_column};
use crate::kit::{Code, Failure, Patch, Tx};
use crate::{people, search};

/// Most people of one interaction.
const PARTICIPANTS: usize = 100;
/// Longest, in minutes: a week.
const MINUTES: i32 = 7 * 24 * 60;
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
    /// The event at which it happened.
    pub event: Patch<String>,
    /// The collaboration it belongs to.
    pub collaboration: Patch<CollaborationId>,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct NewInteraction {
    /// The id, if the client made it.
    pub id: Option<InteractionId>,
    /// With whom.
    pub participants: Vec<PersonId>,
    /// The fields.
    pub fields: Fields,
}

/// A change to an interaction.
#[derive(Clone, Debug)]
pub struct UpdateInteraction {
    /// Which one.
    pub id: InteractionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: Fields,
    /// Who was there too.
    pub add: Vec<PersonId>,
    /// Who was not.
    pub remove: Vec<PersonId>,
}

/// Logs an interaction.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn log(tx: &mut Tx, new: &NewInteraction) -> Result<interaction::Model, Failure> {
    let mut checks = Checks::new();
    for (field, missing) in [
        ("happenedAt", new.fields.happened_at.is_none()),
        ("channel", new.fields.channel.is_none()),
    ] {
        if missing {
            checks.note(Code::Required, Path::input(field), "a value is required");
        }
    }
    let model = with(tx, &mut checks, blank(tx), &new.fields);
    let path = Path::input("participantIds");
    check_participants(&mut checks, path.clone(), new.participants.len());
    let wanted: Vec<_> = new
        .participants
        .iter()
        .enumerate()
        .map(|(n, id)| (path.at(n), *id))
        .collect();
    people::require(tx, &mut checks, &wanted).await?;
    check_collaboration(tx, &mut checks, &new.fields).await?;
    checks.done()?;
    let (id, fingerprint) = match tx.claim::<interaction::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let model = tx.insert(interaction::Model { id, ..model }, fingerprint).await?;
    let people: BTreeSet<PersonId> = new.participants.iter().copied().collect();
    add_participants(tx, &model, &people).await?;
    refresh_last(tx, &people).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Changes an interaction.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the input is wrong or names something that is not there.
pub async fn update(tx: &mut Tx, change: &UpdateInteraction) -> Result<interaction::Model, Failure> {
    let before: interaction::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let mut checks = Checks::new();
    let after = with(tx, &mut checks, before.clone(), &change.fields);
    let path = Path::input("addParticipantIds");
    let wanted: Vec<_> = change
        .add
        .iter()
        .enumerate()
        .map(|(n, id)| (path.at(n), *id))
        .collect();
    people::require(tx, &mut checks, &wanted).await?;
    check_collaboration(tx, &mut checks, &change.fields).await?;
    let there = participants(tx, change.id).await?;
    let mut then = there.clone();
    then.extend(&change.add);
    then.retain(|person| !change.remove.contains(person));
    let field = if then.is_empty() {
        Path::input("removeParticipantIds")
    } else {
        path
    };
    check_participants(&mut checks, field, then.len());
    checks.done()?;
    let gone: BTreeSet<PersonId> = there.difference(&then).copied().collect();
    let new: BTreeSet<PersonId> = then.difference(&there).copied().collect();
    let model = tx
        .save(&before, after, !gone.is_empty() || !new.is_empty())
        .await?;
    if model == before {
        return Ok(model);
    }
    if !gone.is_empty() {
        participant::Entity::delete_many()
            .filter(participant::Column::WorkspaceId.eq(tx.workspace()))
            .filter(participant::Column::InteractionId.eq(model.id))
            .filter(participant::Column::PersonId.is_in(gone.iter().copied()))
            .exec(tx.conn())
            .await?;
    }
    add_participants(tx, &model, &new).await?;
    if model.happened_at != before.happened_at {
        copy_to_participants(tx, &model).await?;
    }
    let concerned: BTreeSet<PersonId> = there.union(&then).copied().collect();
    refresh_last(tx, &concerned).await?;
    index(tx, &model).await?;
    Ok(model)
}

/// Hides an interaction: it counts as if it had not happened.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(InteractionId, Option<i32>),
) -> Result<interaction::Model, Failure> {
    set_archived(tx, *id, *revision, true).await
}

/// Shows an archived interaction again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(InteractionId, Option<i32>),
) -> Result<interaction::Model, Failure> {
    set_archived(tx, *id, *revision, false).await
}

async fn set_archived(
    tx: &mut Tx,
    id: InteractionId,
    revision: Option<i32>,
    archived: bool,
) -> Result<interaction::Model, Failure> {
    let model: interaction::Model = tx.set_archived(id, revision, archived).await?;
    copy_to_participants(tx, &model).await?;
    let concerned = participants(tx, id).await?;
    refresh_last(tx, &concerned).await?;
    Ok(model)
}

fn blank(tx: &Tx) -> interaction::Model {
    interaction::Model {
        workspace_id: tx.workspace(),
        id: InteractionId(uuid::Uuid::nil()),
        happened_at: tx.now(),
        channel: Channel::Other,
        initiator: None,
        duration_minutes: None,
        title: None,
        summary: None,
        notes: None,
        sentiment: None,
        place: None,
        updates_shared: None,
        updates_heard: None,
        event: None,
        collaboration_id: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// The interaction with these fields changed.
fn with(tx: &Tx, checks: &mut Checks, mut model: interaction::Model, fields: &Fields) -> interaction::Model {
    model.happened_at = fields.happened_at.unwrap_or(model.happened_at);
    if model.happened_at > tx.now() + TimeDelta::days(1) {
        checks.note(
            Code::Invalid,
            Path::input("happenedAt"),
            "it lies in the future; log what has happened",
        );
    }
    model.channel = fields.channel.unwrap_or(model.channel);
    fields.initiator.apply(&mut model.initiator);
    fields.duration_minutes.apply(&mut model.duration_minutes);
    if model
        .duration_minutes
        .is_some_and(|minutes| !(0..=MINUTES).contains(&minutes))
    {
        let message = format!("write minutes from 0 to {MINUTES}");
        let problem = Problem::new(Code::Invalid, Path::input("durationMinutes"), message);
        checks.push(problem.with(Detail::Max(MINUTES)));
    }
    fields.sentiment.apply(&mut model.sentiment);
    fields.collaboration.apply(&mut model.collaboration_id);
    checks.line(&mut model.title, "title", &fields.title, LINE);
    checks.line(&mut model.summary, "summary", &fields.summary, SUMMARY);
    checks.line(&mut model.notes, "notes", &fields.notes, NOTES);
    checks.line(&mut model.place, "place", &fields.place, LINE);
    checks.line(
        &mut model.updates_shared,
        "updatesShared",
        &fields.updates_shared,
        UPDATES,
    );
    checks.line(
        &mut model.updates_heard,
        "updatesHeard",
        &fields.updates_heard,
        UPDATES,
    );
    checks.line(&mut model.event, "event", &fields.event, LINE);
    model
}

fn check_participants(checks: &mut Checks, path: Path, count: usize) {
    checks.count(path.clone(), count, PARTICIPANTS);
    if count == 0 {
        checks.note(
            Code::Required,
            path,
            "an interaction has at least one participant",
        );
    }
}

async fn check_collaboration(tx: &Tx, checks: &mut Checks, fields: &Fields) -> Result<(), Failure> {
    let Some(id) = fields.collaboration.as_set() else {
        return Ok(());
    };
    let there = tx.read().select::<collaboration::Entity>();
    let there = there
        .filter(id_column::<collaboration::Model>().eq(*id))
        .one(tx.conn())
        .await?;
    if there.is_none() {
        checks.note(
            Code::NotFound,
            Path::input("collaborationId"),
            "there is no collaboration with this id",
        );
    }
    Ok(())
}

async fn participants(tx: &Tx, id: InteractionId) -> Result<BTreeSet<PersonId>, Failure> {
    let rows = tx
        .read()
        .select::<participant::Entity>()
        .filter(participant::Column::InteractionId.eq(id));
    let people: Vec<PersonId> = rows
        .select_only()
        .column(participant::Column::PersonId)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(people.into_iter().collect())
}

async fn add_participants(
    tx: &Tx,
    model: &interaction::Model,
    people: &BTreeSet<PersonId>,
) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let rows = people.iter().map(|person| {
        participant::Model {
            workspace_id: model.workspace_id,
            interaction_id: model.id,
            person_id: *person,
            happened_at: model.happened_at,
            archived: model.archived_at.is_some(),
        }
        .into_active_model()
        .reset_all()
    });
    participant::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

async fn copy_to_participants(tx: &Tx, model: &interaction::Model) -> Result<(), Failure> {
    participant::Entity::update_many()
        .col_expr(participant::Column::HappenedAt, model.happened_at.into())
        .col_expr(participant::Column::Archived, model.archived_at.is_some().into())
        .filter(participant::Column::WorkspaceId.eq(tx.workspace()))
        .filter(participant::Column::InteractionId.eq(model.id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Looks the last interaction of these people up again, in one statement. It is derived, so it is no change of theirs.
async fn refresh_last(tx: &Tx, people: &BTreeSet<PersonId>) -> Result<(), Failure> {
    if people.is_empty() {
        return Ok(());
    }
    let own = |column: participant::Column| Expr::col(column.as_column_ref());
    let mut last = Query::select();
    last.expr(own(participant::Column::HappenedAt).max())
        .from(participant::Entity)
        .and_where(own(participant::Column::WorkspaceId).eq(tx.workspace()))
        .and_where(own(participant::Column::PersonId).eq(Expr::col(person::Column::Id.as_column_ref())))
        .and_where(own(participant::Column::Archived).eq(false));
    let last = Expr::SubQuery(None, Box::new(last.into()));
    let known = sea_orm::sea_query::Func::coalesce([last, person::NEVER.into()]);
    person::Entity::update_many()
        .col_expr(person::Column::LastInteractionAt, known.into())
        .filter(person::Column::WorkspaceId.eq(tx.workspace()))
        .filter(person::Column::Id.is_in(people.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

async fn index(tx: &Tx, model: &interaction::Model) -> Result<(), Failure> {
    let texts = [
        &model.title,
        &model.summary,
        &model.notes,
        &model.place,
        &model.updates_shared,
        &model.updates_heard,
        &model.event,
    ];
    let text: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    Ok(search::index(tx, RecordType::Interaction, model.id.0, &text.join(" ")).await?)
}
