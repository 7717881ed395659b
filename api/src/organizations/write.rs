use std::collections::HashMap;

use entity::ids::OrganizationId;
use entity::organization::{self, Column};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder};

use crate::kit::declared::{Draft, New};
use crate::kit::fold::{fold, identity};
use crate::kit::{Each, Failure, Tx, record};
use crate::records;

/// For each of these names the oldest live organisation that has it, or a new one. Two statements, and those that make what there is not.
///
/// # Errors
/// A name is wrong, or the database fails.
pub async fn find_or_create_all(tx: &mut Tx, names: &[String]) -> Result<Vec<OrganizationId>, Failure> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let reader = tx.read();
    let mut folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    folded.sort_unstable();
    folded.dedup();
    let alike = reader
        .select::<organization::Entity>()
        .filter(reader.among(Column::SortName, folded))
        .filter(
            Condition::any()
                .add(Column::ArchivedAt.is_null())
                .add(Column::MergedIntoId.is_not_null()),
        );
    // A handful of each at most: they differ in accents alone.
    let mut alike: Vec<organization::Model> = alike.order_by_asc(Column::Id).all(tx.conn()).await?;
    // The name of one that was merged into another is another name of that one, unless a live one has it.
    let leads = record::leading(&reader, &alike).await?;
    alike.sort_by_key(|it| it.archived_at.is_some());
    let mut known: HashMap<String, OrganizationId> = HashMap::new();
    for it in alike {
        let meant = leads.get(&it.id).unwrap_or(&it);
        if meant.archived_at.is_none() {
            known.entry(identity(&it.name)).or_insert(meant.id);
        }
    }
    let mut missing: Vec<&String> = Vec::new();
    for name in names.iter().filter(|name| !known.contains_key(&identity(name))) {
        if !missing.iter().any(|other| identity(other) == identity(name)) {
            missing.push(name);
        }
    }
    let news = missing.into_iter().map(|name| {
        let fields = Draft::of(&organization::Model {
            name: name.to_owned(),
            ..organization::Model::default()
        });
        New { id: None, fields }
    });
    let news: Vec<New<organization::Model>> = news.collect();
    let each: Vec<_> = news.iter().map(|input| Each { input, said: None }).collect();
    for made in records::create_all(tx, &each).await? {
        let made = made.map_err(Failure::Rejected)?;
        known.insert(identity(&made.name), made.id);
    }
    let found = names
        .iter()
        .filter_map(|name| known.get(&identity(name)).copied());
    Ok(found.collect())
}
