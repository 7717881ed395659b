//! What all connections share.

use async_graphql::SimpleObject;

/// Where a page lies in its list.
#[derive(SimpleObject, Clone, Debug)]
pub struct PageInfo {
    /// Whether entries follow. Exact when paging with `first`.
    has_next_page: bool,
    /// Whether entries precede. Exact when paging with `last`.
    has_previous_page: bool,
    /// The cursor of the first entry; null on an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last entry; null on an empty page. Give it as `after` for the next page.
    end_cursor: Option<String>,
}

/// The direction of an order.
#[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderDirection {
    /// Lowest, earliest, A first.
    Asc,
    /// Highest, latest, Z first.
    Desc,
}
