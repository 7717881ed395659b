use entity::{RecordType, change};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::{Fault, Reader};

/// A part of the feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// The changes, in order.
    pub changes: Vec<change::Model>,
    /// Whether there are more.
    pub has_more: bool,
    /// Up to where the reader has now seen everything of these types.
    pub next_after: i64,
}

/// The changes after a number, of these types or all.
///
/// # Errors
/// The database fails.
pub async fn after(
    reader: &Reader<'_>,
    after: i64,
    first: u64,
    types: Option<&[RecordType]>,
) -> Result<Feed, Fault> {
    let mut select = reader
        .select::<change::Entity>()
        .filter(change::Column::Seq.gt(after));
    if let Some(types) = types {
        select = select.filter(change::Column::RecordType.is_in(types.iter().copied()));
    }
    let mut changes = select
        .order_by_asc(change::Column::Seq)
        .limit(first + 1)
        .all(reader.conn())
        .await?;
    let size = usize::try_from(first).unwrap_or(usize::MAX);
    let has_more = changes.len() > size;
    changes.truncate(size);
    let next_after = changes.last().map_or(after, |last| last.seq);
    Ok(Feed {
        changes,
        has_more,
        next_after,
    })
}
