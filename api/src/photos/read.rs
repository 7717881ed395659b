//! Pictures, and what is known of them.

use std::collections::HashMap;

use entity::ids::PersonId;
use entity::photo::{self, Column};
use sea_orm::{ColumnTrait as _, QueryFilter as _, QuerySelect as _};

use crate::kit::list::Children;
use crate::kit::{Fault, Reader, Scope};

/// People of one statement.
const SOME: usize = 500;

/// The picture that each of many people has.
#[must_use]
pub fn of_people(scope: &Scope) -> Children {
    Children::of::<photo::Entity>(scope, Column::PersonId, Column::PersonId)
}

/// A picture, if it is another than the one that the client has.
pub enum Shown {
    /// It is the one.
    Same(String),
    /// It is another.
    Other(photo::Model),
}

/// The picture of a person, if they have one. The bytes are read only if `is_held` says of their SHA-256 that the client lacks it.
///
/// # Errors
/// The database fails.
pub async fn named(
    reader: &Reader<'_>,
    person: PersonId,
    is_held: impl FnOnce(&str) -> bool,
) -> Result<Option<Shown>, Fault> {
    let own = || {
        reader
            .select::<photo::Entity>()
            .filter(Column::PersonId.eq(person))
    };
    let known = own().select_only().column(Column::Sha256).into_tuple();
    let known: Option<String> = known.one(reader.conn()).await?;
    let Some(sha256) = known else { return Ok(None) };
    if is_held(&sha256) {
        return Ok(Some(Shown::Same(sha256)));
    }
    Ok(own().one(reader.conn()).await?.map(Shown::Other))
}

/// How many bytes the pictures of these people have, and their SHA-256; who has none is left out.
///
/// # Errors
/// The database fails.
pub async fn sizes(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, (usize, String)>, Fault> {
    let mut sizes = HashMap::new();
    for people in people.chunks(SOME) {
        let theirs = reader
            .select::<photo::Entity>()
            .filter(reader.among(Column::PersonId, people.iter().copied()));
        let columns = [Column::PersonId, Column::ByteSize, Column::Sha256];
        let found = theirs.select_only().columns(columns).into_tuple();
        let found: Vec<(PersonId, i32, String)> = found.all(reader.conn()).await?;
        let found = found.into_iter();
        sizes.extend(found.map(|(person, size, sha256)| {
            let size = usize::try_from(size).unwrap_or_default();
            (person, (size, sha256))
        }));
    }
    Ok(sizes)
}

/// The pictures of these people. Whoever asks sees to it that they are not too many to be held.
///
/// # Errors
/// The database fails.
pub async fn these(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, photo::Model>, Fault> {
    if people.is_empty() {
        return Ok(HashMap::new());
    }
    let theirs = reader
        .select::<photo::Entity>()
        .filter(reader.among(Column::PersonId, people.iter().copied()));
    let found = theirs.all(reader.conn()).await?;
    Ok(found.into_iter().map(|it| (it.person_id, it)).collect())
}
