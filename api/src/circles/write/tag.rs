use entity::change::ChangeOp;
use entity::ids::TagId;
use entity::{Actor, Record, RecordType, tag};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde::Serialize;
use tag::Column;

use super::super::rules;
use super::refuse_clash;
use crate::kit::fold::{fold, identity};
use crate::kit::record::Claim;
use crate::kit::{Checks, Failure, Patch, Path, Tx};

const NAME: usize = 50;

/// The fields that a client may write; the name is never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TagFields {
    /// Its name.
    pub name: Patch<String>,
    /// A hint for clients.
    pub color: Patch<String>,
}

/// A new tag.
#[derive(Clone, Debug, Serialize)]
pub struct NewTag {
    /// The id, if the client made it.
    pub id: Option<TagId>,
    /// Its fields.
    pub fields: TagFields,
}

/// A change to a tag.
#[derive(Clone, Debug)]
pub struct TagChange {
    /// Which one.
    pub id: TagId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// What to change.
    pub fields: TagFields,
}

/// Makes a tag.
///
/// # Errors
/// Its fields are wrong, or its id or name is taken.
pub async fn create_tag(tx: &mut Tx, new: &NewTag) -> Result<tag::Model, Failure> {
    let (id, fingerprint) = match tx.claim::<tag::Model>(new.id, new).await? {
        Claim::Done(id) => return tx.find(Path::input("id"), id).await,
        Claim::New(id, fingerprint) => (id, fingerprint),
    };
    let model = with(blank(tx), &new.fields)?;
    let model = tag::Model { id, ..model };
    refuse_clash(tx, &model).await?;
    tx.insert(model, fingerprint).await
}

/// Changes a tag.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; its fields are wrong, or its new name is taken.
pub async fn update_tag(tx: &mut Tx, change: &TagChange) -> Result<tag::Model, Failure> {
    let before: tag::Model = tx.find_for_update(change.id, change.expected_revision).await?;
    let after = with(before.clone(), &change.fields)?;
    if (&after.name_key, &after.identity) != (&before.name_key, &before.identity) {
        refuse_clash(tx, &after).await?;
    }
    tx.save(&before, after, false).await
}

/// Hides a tag. It stays on people.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn archive_tag(tx: &mut Tx, (id, revision): &(TagId, Option<i32>)) -> Result<tag::Model, Failure> {
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived tag again.
///
/// # Errors
/// It does not exist, or was changed meanwhile.
pub async fn restore_tag(tx: &mut Tx, (id, revision): &(TagId, Option<i32>)) -> Result<tag::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// The tags of these names, in the order of the names; a name that no tag has makes one, and an archived tag is shown again.
/// Names that are the same but for case are one tag, and empty ones none. One statement to look, and one to write what is missing.
///
/// # Errors
/// A name is too long, there are more than [`crate::circles::LABELS`], or the database fails.
pub async fn find_or_create_tags(
    tx: &mut Tx,
    names: &[String],
    path: &Path,
) -> Result<Vec<tag::Model>, Failure> {
    let wanted = named(tx, names, path)?;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let keys = wanted.iter().map(|tag| tag.name_key.clone());
    let found = tx
        .read()
        .select::<tag::Entity>()
        .filter(Column::NameKey.is_in(keys))
        .all(tx.conn())
        .await?;
    let (mut tags, mut written) = (Vec::with_capacity(wanted.len()), Vec::new());
    for new in wanted {
        let known = found.iter().find(|tag| is_named(tag, &new)).cloned();
        let is_live = known.as_ref().is_some_and(|tag| tag.archived_at.is_none());
        let tag = match known {
            Some(tag) if is_live => tag,
            Some(tag) => shown(tx, tag),
            None => made(tx, new),
        };
        written.extend((!is_live).then(|| tag.clone()));
        tags.push(tag);
    }
    if !written.is_empty() {
        let rows = written.into_iter().map(|tag| tag.into_active_model().reset_all());
        let again = OnConflict::columns([Column::WorkspaceId, Column::Id])
            .update_columns([
                Column::Revision,
                Column::Seq,
                Column::UpdatedAt,
                Column::ArchivedAt,
            ])
            .to_owned();
        tag::Entity::insert_many(rows)
            .on_conflict(again)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(tags)
}

/// The tags that these names ask for, each once.
fn named(tx: &Tx, names: &[String], path: &Path) -> Result<Vec<tag::Model>, Failure> {
    let mut checks = Checks::new();
    checks.count(path.clone(), names.len(), rules::LABELS);
    let mut wanted: Vec<tag::Model> = Vec::new();
    for (position, name) in names.iter().enumerate() {
        let Some(name) = checks.one_line(path.at(position), Some(name), NAME) else {
            continue;
        };
        let new = tag::Model {
            name_key: fold(&name),
            identity: identity(&name),
            name,
            ..blank(tx)
        };
        if !wanted.iter().any(|tag| is_named(tag, &new)) {
            wanted.push(new);
        }
    }
    checks.done()?;
    Ok(wanted)
}

/// Whether a tag has the name of another one.
fn is_named(tag: &tag::Model, other: &tag::Model) -> bool {
    (&tag.name_key, &tag.identity) == (&other.name_key, &other.identity)
}

/// A new tag, announced but not stored yet.
fn made(tx: &mut Tx, mut tag: tag::Model) -> tag::Model {
    tag.id = tx.new_id();
    let seq = tx.announce(RecordType::Tag, tag.id.0, ChangeOp::Create, 1);
    tag.stamp_created(tx.workspace(), seq, tx.now(), tx.actor());
    tag
}

/// An archived tag shown again, announced but not stored yet.
fn shown(tx: &mut Tx, mut tag: tag::Model) -> tag::Model {
    let seq = tx.announce(RecordType::Tag, tag.id.0, ChangeOp::Restore, tag.revision + 1);
    tag.set_archived_at(None);
    tag.stamp_updated(seq, tx.now());
    tag
}

fn blank(tx: &Tx) -> tag::Model {
    tag::Model {
        workspace_id: tx.workspace(),
        id: TagId(uuid::Uuid::nil()),
        name: String::new(),
        name_key: String::new(),
        identity: String::new(),
        color: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

/// The tag with these fields changed.
fn with(mut model: tag::Model, fields: &TagFields) -> Result<tag::Model, Failure> {
    let mut checks = Checks::new();
    rules::change_name(
        &mut checks,
        (&mut model.name, &mut model.name_key, &mut model.identity),
        &fields.name,
        NAME,
    );
    rules::change_color(&mut checks, &mut model.color, &fields.color);
    checks.done()?;
    Ok(model)
}
