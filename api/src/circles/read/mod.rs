//! Reading circles and tags, who has them and who is in them.

mod members;
mod people;

pub use members::{members, members_of_circles, members_of_tags};
pub use people::{circles_of_people, tags_of, tags_of_people};

use entity::{Record, RecordType, circle, tag};
use sea_orm::sea_query::{Expr, IntoCondition};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter};

use crate::kit::filter::TextTest;
use crate::kit::fold::fold;
use crate::kit::list::{List, Place, Sort};
use crate::kit::page;
use crate::kit::record;
use crate::search;

/// Most words that tags are searched for, and most characters of each; the rest is ignored.
const WORDS: usize = 16;
const WORD: usize = 64;

/// What circles and tags have in common: a name that is unique among them.
pub trait Label: Record + FromQueryResult {
    /// What users call it.
    const WORD: &'static str;

    /// The column that holds the name without case and accents.
    fn name_key_column() -> <Self::Table as EntityTrait>::Column;
    /// The column that says since when it is archived.
    fn archived_at_column() -> <Self::Table as EntityTrait>::Column;
    /// The condition that the words of a text are found in it.
    fn matching(place: &Place, text: &str) -> Condition;
}

impl Label for circle::Model {
    const WORD: &'static str = "circle";

    fn name_key_column() -> circle::Column {
        circle::Column::NameKey
    }

    fn archived_at_column() -> circle::Column {
        circle::Column::ArchivedAt
    }

    fn matching(place: &Place, text: &str) -> Condition {
        let found = search::found(place.backend, place.scope.workspace(), RecordType::Circle, text);
        page::is_in(circle::Column::Id, found).into_condition()
    }
}

impl Label for tag::Model {
    const WORD: &'static str = "tag";

    fn name_key_column() -> tag::Column {
        tag::Column::NameKey
    }

    fn archived_at_column() -> tag::Column {
        tag::Column::ArchivedAt
    }

    /// A tag is but a short name, which needs no index of words: many are made at once.
    fn matching(_: &Place, text: &str) -> Condition {
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

/// The circles, or the tags, that meet a filter, by name.
#[must_use]
pub fn list<L: Label>(place: &Place, filter: &LabelFilter) -> List {
    let mut select = place.scope.select::<L::Table>();
    if !filter.archived {
        select = select.filter(L::archived_at_column().is_null());
    }
    if let Some(text) = &filter.search {
        select = select.filter(L::matching(place, text));
    }
    let sort = Sort::by(L::name_key_column(), record::id_column::<L>(), false);
    List::of(select, sort)
}
