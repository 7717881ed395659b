//! Pictures stored, and taken away.

use entity::ids::PersonId;
use entity::photo::{self, Column};
use entity::{Tenant as _, person};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};

use super::read;
use super::rules::{LARGEST, kind};
use crate::kit::check::Path;
use crate::kit::{Code, Detail, Failure, Fault, Problem, Tx, secret};

/// A picture for a person.
#[derive(Clone, Debug)]
pub struct NewPhoto {
    /// The person.
    pub person: PersonId,
    /// The picture.
    pub bytes: Vec<u8>,
}

/// What is known of a picture that is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Whose it is.
    pub person: person::Model,
    /// What kind of picture it is.
    pub content_type: photo::PhotoType,
    /// How many bytes it has.
    pub byte_size: usize,
    /// The SHA-256 of them in hexadecimal digits.
    pub sha256: String,
}

/// Gives a person a picture, instead of the one that they had. The same one again changes nothing.
///
/// # Errors
/// The person does not exist or is archived, or the bytes are too many or no picture.
pub async fn set(tx: &mut Tx, new: &NewPhoto) -> Result<Stored, Failure> {
    let person: person::Model = tx.find_for_update(new.person, None).await?;
    put(tx, person, &new.bytes).await
}

/// The same for a person whom the caller has just read or written.
///
/// # Errors
/// The bytes are too many or no picture, or the database fails.
pub async fn put(tx: &mut Tx, person: person::Model, bytes: &[u8]) -> Result<Stored, Failure> {
    let path = || Path::argument("photo");
    if bytes.len() > LARGEST {
        let message = format!("a picture may have {LARGEST} bytes at most");
        let most = Detail::Max(i32::try_from(LARGEST).unwrap_or(i32::MAX));
        return Err(Problem::new(Code::TooLong, path(), message).with(most).into());
    }
    let Some(content_type) = kind(bytes) else {
        let message = "this is no picture that can be taken: send a PNG, JPEG, WebP or GIF";
        return Err(Problem::new(Code::Invalid, path(), message).into());
    };
    let sha256 = secret::hash(bytes);
    let mut stored = Stored {
        person,
        content_type,
        byte_size: bytes.len(),
        sha256,
    };
    let had = read::sizes(&tx.read(), &[stored.person.id]).await?;
    if had
        .get(&stored.person.id)
        .is_some_and(|(_, had)| *had == stored.sha256)
    {
        return Ok(stored);
    }
    let row = photo::Model {
        workspace_id: tx.workspace(),
        person_id: stored.person.id,
        content_type,
        byte_size: i32::try_from(bytes.len()).unwrap_or(i32::MAX),
        sha256: stored.sha256.clone(),
        stored_at: tx.now(),
        bytes: bytes.to_vec(),
    };
    let mut again = OnConflict::columns([Column::WorkspaceId, Column::PersonId]);
    again.update_columns([
        Column::ContentType,
        Column::ByteSize,
        Column::Sha256,
        Column::StoredAt,
        Column::Bytes,
    ]);
    photo::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(again)
        .exec_without_returning(tx.conn())
        .await
        .map_err(Fault::from)?;
    stored.person = tx.save_beside(stored.person, "photo").await?;
    Ok(stored)
}

/// Takes a person's picture away. Who has none stays as they are.
///
/// # Errors
/// The person does not exist, was changed meanwhile or is archived.
pub async fn remove(tx: &mut Tx, (id, revision): &(PersonId, Option<i32>)) -> Result<person::Model, Failure> {
    let person: person::Model = tx.find_for_update(*id, *revision).await?;
    let gone = photo::Entity::delete_many()
        .filter(photo::Entity::workspace_column().eq(tx.workspace()))
        .filter(Column::PersonId.eq(*id))
        .exec(tx.conn())
        .await
        .map_err(Fault::from)?;
    if gone.rows_affected == 0 {
        return Ok(person);
    }
    tx.save_beside(person, "photo").await
}
