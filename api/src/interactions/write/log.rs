//! Logging.

use std::collections::BTreeSet;

use entity::ids::{InteractionId, PersonId};
use entity::interaction::{self, Channel};
use entity::{Actor, RecordType};
use serde::Serialize;

use super::{Fields, event, participants, text};
use crate::cadences;
use crate::kit::record::Claim;
use crate::kit::{Checks, Code, Failure, Path, Tx};
use crate::search;

/// Something that happened. Its fields must say when, and by which means.
#[derive(Clone, Debug, Serialize)]
pub struct NewInteraction {
    /// The id, if the client made it.
    pub id: Option<InteractionId>,
    /// With whom; who is named twice is there once.
    pub participants: Vec<PersonId>,
    /// The fields.
    pub fields: Fields,
}

/// Logs an interaction.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn log(tx: &mut Tx, new: &NewInteraction) -> Result<interaction::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<interaction::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let mut checks = Checks::new();
    for (field, missing) in [
        ("happenedAt", new.fields.happened_at.is_none()),
        ("channel", new.fields.channel.is_none()),
    ] {
        if missing {
            checks.note(Code::Required, Path::input(field), "a value is required");
        }
    }
    let model = new.fields.apply(&mut checks, blank(tx), tx.now());
    let path = Path::input("participantIds");
    participants::check_size(&mut checks, path.clone(), new.participants.len());
    participants::check_known(tx, &mut checks, &path, &new.participants).await?;
    new.fields.check_references(tx, &mut checks).await?;
    checks.done()?;
    let mut together = tx.together();
    let model = tx.insert_with(&mut together, interaction::Model { id, ..model }, fingerprint);
    let people: BTreeSet<PersonId> = new.participants.iter().copied().collect();
    participants::add_with(&mut together, &model, &people);
    event::link_with(&mut together, &model, &new.fields.event);
    participants::advance_last(&mut together, &model, &people);
    search::index_with(tx, &mut together, (RecordType::Interaction, id.0), &text(&model));
    together.send(tx.conn()).await?;
    cadences::follow(tx, &model, &people).await?;
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
