//! What an interaction does to what was planned.

use std::collections::BTreeSet;

use entity::check_in::{self, CheckInState, Column};
use entity::ids::PersonId;
use entity::interaction;
use sea_orm::{ColumnTrait, QueryFilter};

use crate::cadences::{counts, read};
use crate::kit::models::models;
use crate::kit::{Failure, Fault, Reader, Tx};
use crate::workspaces;

/// Follows an interaction that was logged, changed, archived or restored: what it had completed with people who do not take
/// part in it any more is planned again, and what was planned with its people is completed.
///
/// # Errors
/// The database fails.
pub async fn follow(
    tx: &mut Tx,
    interaction: &interaction::Model,
    people: &BTreeSet<PersonId>,
) -> Result<(), Failure> {
    let counts = interaction.archived_at.is_none() && interaction.happened_at <= tx.now();
    // What has just been logged has completed nothing yet.
    if interaction.revision > 1 {
        reopen(tx, interaction, |person| !counts || !people.contains(&person)).await?;
    }
    if counts {
        let planned = planned_with(&tx.read(), people.iter().copied()).await?;
        complete_by(tx, &[(interaction, people)], planned).await?;
    }
    Ok(())
}

/// What is planned with these people.
///
/// # Errors
/// The database fails.
pub async fn planned_with(
    reader: &Reader<'_>,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<Vec<check_in::Model>, Fault> {
    let planned = reader
        .select::<check_in::Entity>()
        .filter(reader.listed(Column::PersonId, people.into_iter().map(|id| id.0)))
        .filter(Column::State.eq(CheckInState::Planned))
        .filter(Column::ArchivedAt.is_null());
    models(reader, planned).await
}

/// Completes what of this was planned with the people of interactions that happened: in the order of the interactions, each plan once. As many
/// statements for many interactions as for one.
///
/// An interaction completes a check-in if it happened no earlier than on the day on which that was planned, and counts for the person's
/// cadence or is by the planned means. Where people have no cadence, everything counts.
///
/// # Errors
/// The database fails.
pub async fn complete_by(
    tx: &mut Tx,
    interactions: &[(&interaction::Model, &BTreeSet<PersonId>)],
    mut planned: Vec<check_in::Model>,
) -> Result<(), Failure> {
    let happened = interactions.iter().filter(|(it, _)| it.happened_at <= tx.now());
    let happened: Vec<_> = happened.collect();
    planned.retain(|it| happened.iter().any(|(_, people)| people.contains(&it.person_id)));
    if planned.is_empty() {
        return Ok(());
    }
    let workspace = workspaces::own(tx).await?;
    let day = |at| workspaces::day_of(&workspace, at);
    let people: Vec<PersonId> = planned.iter().map(|it| it.person_id).collect();
    let cadences = read::cadences_of(&tx.read(), Some(&people)).await?;
    let mut done = Vec::new();
    for (interaction, people) in happened {
        planned.retain(|before| {
            let counts = cadences
                .of(before.person_id)
                .is_none_or(|(cadence, _)| counts(cadence, interaction.channel));
            let is_meant = before.channel == Some(interaction.channel);
            let completes = people.contains(&before.person_id)
                && (counts || is_meant)
                && day(interaction.happened_at) >= day(before.created_at);
            if completes {
                let after = check_in::Model {
                    state: CheckInState::Done,
                    done_on: Some(day(interaction.happened_at)),
                    interaction_id: Some(interaction.id),
                    ..before.clone()
                };
                done.push((before.clone(), after, false));
            }
            !completes
        });
    }
    tx.save_all(done).await?;
    Ok(())
}

async fn reopen(
    tx: &mut Tx,
    interaction: &interaction::Model,
    is_lost: impl Fn(PersonId) -> bool,
) -> Result<(), Failure> {
    let done = tx
        .read()
        .select::<check_in::Entity>()
        .filter(Column::InteractionId.eq(interaction.id))
        .filter(Column::State.eq(CheckInState::Done));
    let done = done.all(tx.conn()).await?;
    for before in done.into_iter().filter(|it| is_lost(it.person_id)) {
        let after = check_in::Model {
            state: CheckInState::Planned,
            done_on: None,
            interaction_id: None,
            ..before.clone()
        };
        tx.save(&before, after, false).await?;
    }
    Ok(())
}
