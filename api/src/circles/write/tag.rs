use std::collections::HashMap;

use entity::change::ChangeOp;
use entity::ids::TagId;
use entity::{Record, RecordType, tag};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, QueryFilter};
use tag::Column;

use super::super::record::TAG_NAME as NAME;
use super::super::rules;
use crate::kit::fold::{fold, identity};
use crate::kit::{Checks, Failure, Path, Tx, line, record};

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
    stored(tx, named(names, path)?).await
}

/// The tags of names that were checked before, by what a tag's name is told apart by; made where there is none, shown where it is
/// archived. Two statements at most, however many names there are.
///
/// # Errors
/// The database fails.
pub async fn find_or_create_all_tags(
    tx: &mut Tx,
    names: &[&String],
) -> Result<HashMap<String, TagId>, Failure> {
    let mut wanted: HashMap<String, tag::Model> = HashMap::new();
    let mut order = Vec::new();
    for name in names {
        let new = of_name(line::line(name));
        if !new.name.is_empty() && !wanted.contains_key(&new.identity) {
            order.push(new.identity.clone());
            wanted.insert(new.identity.clone(), new);
        }
    }
    let wanted = order
        .iter()
        .filter_map(|identity| wanted.remove(identity))
        .collect();
    let tags = stored(tx, wanted).await?.into_iter();
    Ok(order
        .into_iter()
        .zip(tags)
        .map(|(identity, tag)| (identity, tag.id))
        .collect())
}

/// These tags, found or made.
async fn stored(tx: &mut Tx, wanted: Vec<tag::Model>) -> Result<Vec<tag::Model>, Failure> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let keys = wanted.iter().map(|tag| tag.name_key.clone());
    let reader = tx.read();
    let found = reader
        .select::<tag::Entity>()
        .filter(reader.among(Column::NameKey, keys))
        .all(tx.conn())
        .await?;
    // The name of a tag that was merged into another is another name of that one.
    let leads = record::leading(&reader, &found).await?;
    let (mut tags, mut written): (Vec<tag::Model>, Vec<tag::Model>) =
        (Vec::with_capacity(wanted.len()), Vec::new());
    for new in wanted {
        let known = found.iter().find(|tag| is_named(tag, &new));
        let known = known.map(|tag| leads.get(&tag.id).unwrap_or(tag));
        // Another name may have shown it again already.
        let again = known.and_then(|tag| written.iter().find(|it| it.id == tag.id));
        let known = again.or(known).cloned();
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
fn named(names: &[String], path: &Path) -> Result<Vec<tag::Model>, Failure> {
    let mut checks = Checks::new();
    checks.count(path.clone(), names.len(), rules::LABELS);
    let mut wanted: Vec<tag::Model> = Vec::new();
    for (position, name) in names.iter().enumerate() {
        let Some(name) = checks.one_line(path.at(position), Some(name), NAME) else {
            continue;
        };
        let new = of_name(name);
        if !wanted.iter().any(|tag| is_named(tag, &new)) {
            wanted.push(new);
        }
    }
    checks.done()?;
    Ok(wanted)
}

/// A tag of a name.
fn of_name(name: String) -> tag::Model {
    tag::Model {
        name_key: fold(&name),
        identity: identity(&name),
        name,
        ..tag::Model::default()
    }
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
