use entity::{RecordType, change};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kit::Scope;
use crate::kit::list::{Part, bare};

/// The changes after a number, of these types or all.
#[must_use]
pub fn after(scope: &Scope, after: i64, size: usize, types: Option<&[RecordType]>) -> Part {
    let mut select = scope
        .select::<change::Entity>()
        .filter(change::Column::Seq.gt(after));
    if let Some(types) = types {
        select = select.filter(change::Column::RecordType.is_in(types.iter().copied()));
    }
    let more = u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1);
    let select = bare(select.order_by_asc(change::Column::Seq).limit(more));
    Part { select, size, after }
}
