//! Reading circles and tags, who has them and who is in them.

mod members;
mod people;

pub use members::{OfCircle, member_counts, member_position, members_of};
pub use people::{circles_of, tags_of};

use std::collections::HashMap;

use entity::ids::{CircleId, TagId};
use entity::{Record, RecordType, TypedId, circle, tag};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter};

use crate::kit::filter::TextTest;
use crate::kit::fold::fold;
use crate::kit::page::{self, Page, PageRequest, Position, Sorting};
use crate::kit::{Fault, Reader, record};
use crate::search;

/// Most words that tags are searched for, and most characters of each; the rest is ignored.
const WORDS: usize = 16;
const WORD: usize = 64;

/// What circles and tags have in common: a name that is unique among them.
pub trait Label: Record + FromQueryResult {
    /// What users call it.
    const WORD: &'static str;

    /// The name without case and accents.
    fn name_key(&self) -> &str;
    /// The column that holds it.
    fn name_key_column() -> <Self::Table as EntityTrait>::Column;
    /// The column that says since when it is archived.
    fn archived_at_column() -> <Self::Table as EntityTrait>::Column;
    /// The condition that the words of a text are found in it.
    fn matching(reader: &Reader<'_>, text: &str) -> Condition;
}

impl Label for circle::Model {
    const WORD: &'static str = "circle";

    fn name_key(&self) -> &str {
        &self.name_key
    }

    fn name_key_column() -> circle::Column {
        circle::Column::NameKey
    }

    fn archived_at_column() -> circle::Column {
        circle::Column::ArchivedAt
    }

    fn matching(reader: &Reader<'_>, text: &str) -> Condition {
        let backend = reader.conn().get_database_backend();
        let found = search::found(backend, reader.workspace(), RecordType::Circle, text);
        page::is_in(circle::Column::Id, found).into_condition()
    }
}

impl Label for tag::Model {
    const WORD: &'static str = "tag";

    fn name_key(&self) -> &str {
        &self.name_key
    }

    fn name_key_column() -> tag::Column {
        tag::Column::NameKey
    }

    fn archived_at_column() -> tag::Column {
        tag::Column::ArchivedAt
    }

    /// A tag is but a short name, which needs no index of words: many are made at once.
    fn matching(_: &Reader<'_>, text: &str) -> Condition {
        let folded = fold(text);
        if folded.is_empty() {
            return Expr::cust("1 = 0").into_condition();
        }
        let key = tag::Column::NameKey;
        folded.split(' ').take(WORDS).fold(Condition::all(), |all, word| {
            let word = word.chars().take(WORD).collect();
            all.add(TextTest::Contains(word).on_folded(key.into_expr()))
        })
    }
}

/// Which circles, or tags.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LabelFilter {
    /// Words.
    pub search: Option<String>,
    /// Archived ones too.
    pub archived: bool,
}

/// The place of a circle or tag in a list, which is by name.
#[must_use]
pub fn position<L: Label>(label: &L) -> Position {
    Position {
        key: label.name_key().into(),
        id: label.id().uuid(),
    }
}

/// A page of the circles, or of the tags, by name.
///
/// # Errors
/// The database fails.
pub async fn page<L: Label>(
    reader: &Reader<'_>,
    filter: &LabelFilter,
    request: &PageRequest,
) -> Result<Page<L>, Fault> {
    let mut select = reader.select::<L::Table>();
    if !filter.archived {
        select = select.filter(L::archived_at_column().is_null());
    }
    if let Some(text) = &filter.search {
        select = select.filter(L::matching(reader, text));
    }
    let sorting = Sorting {
        key: L::name_key_column(),
        id: record::id_column::<L>(),
        descending: false,
    };
    page::read(reader, select, sorting, request).await
}

/// Circles by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn circles_by_ids(
    reader: &Reader<'_>,
    ids: &[CircleId],
) -> Result<HashMap<CircleId, circle::Model>, Fault> {
    let found = record::by_ids::<circle::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}

/// Tags by id, archived ones too.
///
/// # Errors
/// The database fails.
pub async fn tags_by_ids(reader: &Reader<'_>, ids: &[TagId]) -> Result<HashMap<TagId, tag::Model>, Fault> {
    let found = record::by_ids::<tag::Model>(reader, ids).await?;
    Ok(found.into_iter().map(|model| (model.id, model)).collect())
}
