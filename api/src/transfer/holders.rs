//! Who holds keys, addresses and names: seeks for many at once.

use std::collections::BTreeSet;

use contact_point::Column;
use entity::contact_point::{self, ContactKind};
use entity::ids::PersonId;
use entity::{external_ref, person};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QuerySelect};

use crate::kit::{Fault, Tx};

/// Values of one statement.
const VALUES: usize = 1_000;
/// Most holders of some values who are looked at. An order among them would make SQLite walk everybody.
const HOLDERS: u64 = 20_000;

/// The holders of keys of a source, in whatever case they are written there.
///
/// # Errors
/// The database fails.
pub async fn by_keys(tx: &Tx, source: &str, keys: BTreeSet<String>) -> Result<BTreeSet<PersonId>, Fault> {
    let mut found = BTreeSet::new();
    for keys in chunks(keys) {
        let folded = Func::lower(Expr::col((
            external_ref::Entity,
            external_ref::Column::ExternalId,
        )));
        let select = tx
            .read()
            .select::<external_ref::Entity>()
            .filter(external_ref::Column::Source.eq(source))
            .filter(Expr::expr(folded).is_in(keys))
            .select_only()
            .column(external_ref::Column::PersonId);
        let people: Vec<PersonId> = select.into_tuple().all(tx.conn()).await?;
        found.extend(people);
    }
    Ok(found)
}

/// The holders of contact points.
///
/// # Errors
/// The database fails.
pub async fn by_points(
    tx: &Tx,
    column: Column,
    forms: BTreeSet<String>,
) -> Result<BTreeSet<PersonId>, Fault> {
    const KINDS: [ContactKind; 5] = [
        ContactKind::Email,
        ContactKind::Phone,
        ContactKind::Url,
        ContactKind::Handle,
        ContactKind::Address,
    ];
    let mut found = BTreeSet::new();
    for forms in chunks(forms) {
        let mut condition = Condition::all().add(column.is_in(forms));
        if matches!(column, Column::Normalized) {
            // The index has the kind first.
            condition = condition.add(Column::Kind.is_in(KINDS));
        }
        let select = tx
            .read()
            .select::<contact_point::Entity>()
            .filter(condition)
            .select_only()
            .column(Column::PersonId)
            .limit(HOLDERS);
        let people: Vec<PersonId> = select.into_tuple().all(tx.conn()).await?;
        found.extend(people);
    }
    Ok(found)
}

/// The people of these folded names.
///
/// # Errors
/// The database fails.
pub async fn by_names(tx: &Tx, names: BTreeSet<String>) -> Result<BTreeSet<PersonId>, Fault> {
    let mut found = BTreeSet::new();
    for names in chunks(names) {
        let select = tx
            .read()
            .select::<person::Entity>()
            .filter(person::Column::SortName.is_in(names))
            .select_only()
            .column(person::Column::Id)
            .limit(HOLDERS);
        let people: Vec<PersonId> = select.into_tuple().all(tx.conn()).await?;
        found.extend(people);
    }
    Ok(found)
}

/// Texts in portions of a statement; PostgreSQL stores no text with a null character, and refuses to look for it.
fn chunks(texts: BTreeSet<String>) -> Vec<Vec<String>> {
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.contains('\0')).collect();
    texts.chunks(VALUES).map(<[String]>::to_vec).collect()
}
