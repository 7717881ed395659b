//! The keys under which the rows of a person are kept.

use entity::external_ref;
use entity::ids::PersonId;

use super::book::{CONTENT, Known, Wanted};
use super::contact::{ExternalKey, ImportedContact};
use super::merge::Memory;
use crate::kit::{Fault, Tx};
use crate::people::{ExternalRef, Parts};

/// Most keys made of content that a person has in a source: as many versions of their row are known again by them at once.
const MADE_KEYS: usize = 8;

/// The key under which a row is kept: its own, in the spelling in which it is kept already, or one made of its content.
#[must_use]
pub fn key_of(
    source: &str,
    contact: &ImportedContact,
    wanted: &Wanted,
    spelt: Option<&external_ref::Model>,
) -> ExternalKey {
    let own = contact.external.clone().map(|own| ExternalKey {
        key: spelt.map_or(own.key, |spelt| spelt.external_id.clone()),
        ..own
    });
    own.unwrap_or_else(|| ExternalKey {
        source: source.to_owned(),
        key: format!("{CONTENT}{}", wanted.marks.now),
        url: None,
    })
}

/// Keeps a row under its key. Of the keys made of content, the one of the last row has the memory of all; those of rows that were
/// seen longest ago go.
///
/// # Errors
/// The memory cannot be written.
pub fn keep(parts: &mut Parts, known: &Known, new: ExternalKey, memory: Memory) -> Result<(), Fault> {
    if new.key.starts_with(CONTENT) {
        let mut others: Vec<&external_ref::Model> = known.made_keys(&new.source).collect();
        others.retain(|key| key.external_id != new.key);
        let seen = |key: &external_ref::Model| {
            let mark = key.external_id.strip_prefix(CONTENT).unwrap_or_default();
            memory.seen.iter().position(|it| it == mark)
        };
        others.sort_by_key(|key| seen(key));
        let (old, recent) = others.split_at(others.len().saturating_sub(MADE_KEYS - 1));
        let removed = old
            .iter()
            .map(|key| (key.source.clone(), key.external_id.clone()));
        parts.remove_external_refs.extend(removed);
        let emptied = recent.iter().filter(|key| key.snapshot.is_some());
        parts.set_external_refs.extend(emptied.map(|key| ExternalRef {
            source: key.source.clone(),
            key: key.external_id.clone(),
            url: key.url.clone(),
            snapshot: None,
        }));
    }
    parts.set_external_refs.push(external(new, memory)?);
    Ok(())
}

/// A key with what is remembered under it.
///
/// # Errors
/// The memory cannot be written.
pub fn external(key: ExternalKey, memory: Memory) -> Result<ExternalRef, Fault> {
    let snapshot = serde_json::to_value(memory);
    Ok(ExternalRef {
        source: key.source,
        key: key.key,
        url: key.url,
        snapshot: Some(snapshot.map_err(|error| Fault::Internal(error.to_string()))?),
    })
}

/// The keys that a person has after these parts were written.
#[must_use]
pub fn kept(
    tx: &Tx,
    mut keys: Vec<external_ref::Model>,
    person_id: PersonId,
    parts: &Parts,
) -> Vec<external_ref::Model> {
    let names =
        |key: &external_ref::Model, source: &str, id: &str| key.source == source && key.external_id == id;
    keys.retain(|key| {
        let set = parts
            .set_external_refs
            .iter()
            .any(|set| names(key, &set.source, &set.key));
        let removed = parts
            .remove_external_refs
            .iter()
            .any(|(source, id)| names(key, source, id));
        !set && !removed
    });
    keys.extend(parts.set_external_refs.iter().map(|set| external_ref::Model {
        workspace_id: tx.workspace(),
        source: set.source.clone(),
        external_id: set.key.clone(),
        person_id,
        url: set.url.clone(),
        snapshot: set.snapshot.clone(),
    }));
    keys
}
