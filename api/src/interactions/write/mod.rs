//! Logging, changing, archiving and restoring interactions.

mod archive;
mod event;
mod fields;
mod log;
mod participants;
mod update;

pub use archive::{archive, restore};
pub use fields::Fields;
pub use log::{NewInteraction, log};
pub use update::{UpdateInteraction, update};

use entity::{RecordType, interaction};

use crate::kit::{Failure, Tx};
use crate::search;

/// What an interaction is found by.
fn text(model: &interaction::Model) -> String {
    let texts = [
        &model.title,
        &model.summary,
        &model.place,
        &model.event,
        &model.updates_shared,
        &model.updates_heard,
        // The longest last: the index takes only so many words.
        &model.notes,
    ];
    let text: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    text.join(" ")
}

async fn index(tx: &Tx, model: &interaction::Model) -> Result<(), Failure> {
    Ok(search::index(tx, RecordType::Interaction, model.id.0, &text(model)).await?)
}
