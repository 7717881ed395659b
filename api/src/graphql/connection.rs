//! Connections: the one place that knows how pages look to clients.

use std::borrow::Cow;

use async_graphql::{Object, OutputType, SimpleObject, TypeName};

use crate::kit::page::{Page, PageRequest, Position};

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

/// An entry of a connection.
pub struct Edge<N> {
    node: N,
    cursor: String,
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// An entry of a list, with its cursor.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// The entry.
    async fn node(&self) -> &N {
        &self.node
    }

    /// The entry's place in the list, for `after` and `before`. Good for this order and filter only.
    async fn cursor(&self) -> &str {
        &self.cursor
    }
}

/// A page of a list.
pub struct Connection<N> {
    edges: Vec<Edge<N>>,
    page_info: PageInfo,
    total: Option<i32>,
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// A page of a list that can be long.
#[Object(name_type)]
impl<N: OutputType> Connection<N> {
    /// The entries with their cursors.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The entries without cursors.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page lies in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// Entries of the whole list under this filter. It is counted only when it is selected.
    async fn total_count(&self) -> Option<i32> {
        self.total
    }
}

impl<N> Connection<N> {
    /// The connection of a page; `position` is the place of an entry in the list's order.
    pub fn of<M: Into<N>>(page: Page<M>, request: &PageRequest, position: impl Fn(&M) -> Position) -> Self {
        let Page {
            rows,
            has_previous,
            has_next,
            total,
        } = page;
        let edges: Vec<Edge<N>> = rows
            .into_iter()
            .map(|row| {
                let cursor = position(&row).cursor(&request.list);
                Edge {
                    node: row.into(),
                    cursor,
                }
            })
            .collect();
        let page_info = PageInfo {
            has_next_page: has_next,
            has_previous_page: has_previous,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self {
            edges,
            page_info,
            total: total.map(|total| i32::try_from(total).unwrap_or(i32::MAX)),
        }
    }
}

/// The four arguments of every connection.
#[derive(Clone, Debug, Default)]
pub struct PageArgs {
    /// Entries from the beginning.
    pub first: Option<i32>,
    /// Beyond this cursor.
    pub after: Option<String>,
    /// Entries from the end.
    pub last: Option<i32>,
    /// Before this cursor.
    pub before: Option<String>,
}

impl PageArgs {
    /// Which part of the list named `list`; the whole is counted if `totalCount` is selected.
    ///
    /// # Errors
    /// As [`PageRequest::new`].
    pub fn request(
        &self,
        ctx: &async_graphql::Context<'_>,
        list: String,
    ) -> async_graphql::Result<PageRequest> {
        let request = PageRequest::new(
            list,
            self.first,
            self.after.as_deref(),
            self.last,
            self.before.as_deref(),
        );
        let mut request = request.map_err(super::errors::shown)?;
        request.count = ctx.look_ahead().field("totalCount").exists();
        Ok(request)
    }
}

/// The direction of an order.
#[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OrderDirection {
    /// Lowest, earliest, A first.
    Asc,
    /// Highest, latest, Z first.
    Desc,
}
