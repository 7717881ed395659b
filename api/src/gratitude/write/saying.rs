//! What thanks say, and how.

use std::collections::HashSet;

use entity::gratitude::{self, GratitudeMeans};
use entity::ids::{InteractionId, PersonId};
use entity::{interaction, interaction_participant};
use sea_orm::{QueryFilter, QuerySelect};
use serde::Serialize;
use uuid::Uuid;

use crate::kit::declared::Draft;
use crate::kit::record::{ids_among, not_found};
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};

/// What thanks say, and how: the fields that a client may write in any state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Saying {
    /// How they are given.
    pub means: Patch<GratitudeMeans>,
    /// The draft, or what was said.
    pub text: Patch<String>,
    /// Where others can see it.
    pub public_url: Patch<String>,
    /// The talk in which they were said.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub interaction: Patch<InteractionId>,
}

impl Saying {
    /// The same draft of thanks, saying this.
    pub(super) fn over(&self, draft: Draft<gratitude::Model>) -> Draft<gratitude::Model> {
        draft
            .with("means", self.means.map(Into::into))
            .with("text", self.text.clone().map(Into::into))
            .with("publicUrl", self.public_url.clone().map(Into::into))
            .with("interactionId", self.interaction.map(Into::into))
    }
}

/// The problems of thanks, the talk in which they were said, and who must have taken part in it.
pub(super) type Talk<'a> = (&'a mut Checks, InteractionId, Option<PersonId>);

/// Notes a problem for each talk that is not there, or was with others. Two statements, however many there are.
///
/// # Errors
/// The database fails.
pub(super) async fn check_talks(tx: &Tx, talks: &mut [Talk<'_>]) -> Result<(), Failure> {
    use interaction_participant::Column;
    if talks.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = talks.iter().map(|(_, talk, _)| talk.0).collect();
    let there = ids_among::<interaction::Model>(&tx.read(), ids.clone()).await?;
    let people = talks.iter().filter_map(|(.., person)| Some((*person)?.0));
    let read = tx.read();
    let part = read
        .select::<interaction_participant::Entity>()
        .filter(read.among(Column::InteractionId, ids))
        .filter(read.among(Column::PersonId, people));
    let part = part
        .select_only()
        .columns([Column::InteractionId, Column::PersonId]);
    let part: Vec<(InteractionId, PersonId)> = part.into_tuple().all(tx.conn()).await?;
    let part: HashSet<_> = part.into_iter().collect();
    for (checks, talk, person) in talks {
        let path = Path::input("interactionId");
        if !there.contains(&talk.0) {
            checks.push(not_found::<interaction::Model>(path));
        } else if person.is_some_and(|person| !part.contains(&(*talk, person))) {
            checks.note(Code::Invalid, path, "the person does not take part in it");
        }
    }
    Ok(())
}
