//! Somebody who was erased does not come back by a file: what they were known by is kept as keyed hashes, of which nobody who lacks the
//! workspace's key learns anything, and a row that meets one is left out.
//!
//! Kept are the keys of their rows, the e-mail addresses and pages that they alone had, and the numbers that they alone had together with
//! their name, since a number is given to somebody else some day. What somebody writes by hand is not held against them, and neither is a
//! row of which somebody decided that it is somebody new.

use std::collections::{BTreeSet, HashSet};

use entity::contact_point::ContactKind;
use entity::ids::PersonId;
use entity::{Tenant as _, contact_point, erased_mark, erasure_key, external_ref, person};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait, EntityTrait, IntoActiveModel as _, QueryFilter, QuerySelect as _,
};

use super::book::Wanted;
use super::contact::ImportedContact;
use super::shared;
use crate::kit::fold::identity;
use crate::kit::secret;
use crate::kit::{Failure, Fault, Tx};
use crate::people;
use crate::sameness::{Bond, Trait};

/// Values of one statement.
const VALUES: usize = 500;

/// What a key of a row is known by.
fn of_key(source: &str, key: &str) -> String {
    format!("key {source} {}", key.to_ascii_lowercase())
}

/// What somebody of this name is known by, who has this; nothing where it is of a house or a company.
fn of_trait(name: &str, (bond, form): &Trait) -> Option<String> {
    match bond {
        Bond::Email => Some(format!("email {form}")),
        Bond::Profile => Some(format!("profile {form}")),
        Bond::Handle => Some(format!("handle {form} {}", identity(name))),
        Bond::Phone => Some(format!("phone {form} {}", identity(name))),
        Bond::Mailbox | Bond::Page | Bond::Address => None,
    }
}

/// What a row is known by.
fn of_row(source: &str, row: &ImportedContact, wanted: &Wanted) -> Vec<String> {
    let source = row.external.as_ref().map_or(source, |key| key.source.as_str());
    let keys = wanted.keys.iter().map(|key| of_key(source, key));
    let name = &row.person.display_name;
    keys.chain(wanted.traits.iter().filter_map(|it| of_trait(name, it)))
        .collect()
}

/// Those who were erased, as far as rows meet them.
#[derive(Debug, Default)]
pub struct Erased {
    key: Option<String>,
    met: HashSet<String>,
}

impl Erased {
    /// Reads what these rows may meet.
    ///
    /// # Errors
    /// The database fails.
    pub async fn read(tx: &Tx, source: &str, rows: &[(&ImportedContact, &Wanted)]) -> Result<Self, Fault> {
        let Some(key) = key(tx).await? else {
            return Ok(Self::default());
        };
        let marks: BTreeSet<String> = rows
            .iter()
            .flat_map(|(row, wanted)| of_row(source, row, wanted))
            .map(|it| secret::mark(&key, &it))
            .collect();
        let marks: Vec<String> = marks.into_iter().collect();
        let mut met = HashSet::new();
        for marks in marks.chunks(VALUES) {
            let known = tx.read().select::<erased_mark::Entity>();
            let known = known.filter(erased_mark::Column::Mark.is_in(marks.iter().cloned()));
            let known = known.select_only().column(erased_mark::Column::Mark);
            let known: Vec<String> = known.into_tuple().all(tx.conn()).await?;
            met.extend(known);
        }
        Ok(Self { key: Some(key), met })
    }

    /// Whether a row is somebody who was erased.
    #[must_use]
    pub fn meets(&self, source: &str, row: &ImportedContact, wanted: &Wanted) -> bool {
        let Some(key) = self.key.as_ref().filter(|_| !self.met.is_empty()) else {
            return false;
        };
        let known = of_row(source, row, wanted);
        known.iter().any(|it| self.met.contains(&secret::mark(key, it)))
    }
}

async fn key(tx: &Tx) -> Result<Option<String>, Fault> {
    let key = tx.read().select::<erasure_key::Entity>();
    let key = key.select_only().column(erasure_key::Column::Secret);
    Ok(key.into_tuple().one(tx.conn()).await?)
}

/// Keeps what people who are about to be erased are known by.
///
/// # Errors
/// The database fails.
pub async fn keep_marks(tx: &Tx, ids: &[PersonId]) -> Result<(), Failure> {
    let reader = tx.read();
    let people = people::by_ids(&reader, ids).await?;
    let refs = people::external_refs_of(&reader, ids).await?;
    let points = people::contact_points_of(&reader, ids).await?;
    let shared = held_by_others(tx, ids, points.values().flatten()).await?;
    let keys = refs.values().flatten();
    let mut known: BTreeSet<String> = keys
        .map(|key: &external_ref::Model| of_key(&key.source, &key.external_id))
        .collect();
    for (id, points) in &points {
        let name = people
            .get(id)
            .map_or("", |it: &person::Model| it.display_name.as_str());
        let own = points
            .iter()
            .filter(|point| !shared.contains(&(point.kind, point.normalized.clone())));
        let traits = own.flat_map(|point| shared::of_person(point, tx.region()));
        known.extend(traits.filter_map(|it| of_trait(name, &it)));
    }
    if known.is_empty() {
        return Ok(());
    }
    let key = match key(tx).await? {
        Some(key) => key,
        None => {
            let row = erasure_key::Model {
                workspace_id: tx.workspace(),
                secret: secret::salt(),
            };
            let made = row.secret.clone();
            row.into_active_model().reset_all().insert(tx.conn()).await?;
            made
        }
    };
    let marks: Vec<String> = known.iter().map(|it| secret::mark(&key, it)).collect();
    for marks in marks.chunks(VALUES) {
        // What was kept before is kept anew.
        erased_mark::Entity::delete_many()
            .filter(erased_mark::Entity::workspace_column().eq(tx.workspace()))
            .filter(erased_mark::Column::Mark.is_in(marks.iter().cloned()))
            .exec(tx.conn())
            .await?;
        let rows = marks.iter().map(|mark| {
            let row = erased_mark::Model {
                workspace_id: tx.workspace(),
                mark: mark.clone(),
                erased_at: tx.now(),
            };
            row.into_active_model().reset_all()
        });
        erased_mark::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}

/// Those of contact points that somebody else has, too.
async fn held_by_others(
    tx: &Tx,
    ids: &[PersonId],
    points: impl Iterator<Item = &contact_point::Model>,
) -> Result<HashSet<(ContactKind, String)>, Failure> {
    use contact_point::Column;
    let forms: BTreeSet<String> = points.map(|point| point.normalized.clone()).collect();
    let forms: Vec<String> = forms.into_iter().collect();
    let mut shared = HashSet::new();
    for forms in forms.chunks(VALUES) {
        let kinds = [
            ContactKind::Email,
            ContactKind::Phone,
            ContactKind::Url,
            ContactKind::Handle,
        ];
        let others = tx.read().select::<contact_point::Entity>();
        let others = others
            .filter(Column::Kind.is_in(kinds))
            .filter(Column::Normalized.is_in(forms.iter().cloned()))
            .filter(Column::PersonId.is_not_in(ids.iter().copied()));
        let others = others
            .select_only()
            .column(Column::Kind)
            .column(Column::Normalized);
        let others: Vec<(ContactKind, String)> = others.into_tuple().all(tx.conn()).await?;
        shared.extend(others);
    }
    Ok(shared)
}
