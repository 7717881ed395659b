use entity::{RecordType, change};
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use crate::kit::Scope;
use crate::kit::list::{Part, bare};

/// Nearly all changes are of this type: those of all others have an index by their type.
const COMMON: RecordType = RecordType::Interaction;

/// The changes after a number, of these types or all.
#[must_use]
pub fn after(scope: &Scope, after: i64, size: usize, types: Option<&[RecordType]>) -> Part {
    use change::Column;
    let more = u64::try_from(size).unwrap_or(u64::MAX).saturating_add(1);
    let mut select = scope.select::<change::Entity>();
    select = match types.map(|types| (types, rare(scope, (after, more), types))) {
        Some((_, Some(rare))) => select.filter(Column::Seq.in_subquery(rare)),
        Some((types, None)) => select
            .filter(Column::Seq.gt(after))
            .filter(Column::RecordType.is_in(types.iter().copied())),
        None => select.filter(Column::Seq.gt(after)),
    };
    let select = bare(select.order_by_asc(Column::Seq).limit(more));
    Part { select, size, after }
}

/// The numbers of the first changes of each type, however many others lie between them; none where the common type is asked
/// for, too.
fn rare(scope: &Scope, (after, more): (i64, u64), types: &[RecordType]) -> Option<SelectStatement> {
    use change::Column;
    if types.contains(&COMMON) {
        return None;
    }
    let mut all: Option<SelectStatement> = None;
    for (place, of) in types.iter().enumerate() {
        if types.iter().take(place).any(|before| before == of) {
            continue;
        }
        // As the index has it, written out: what is bound to a place says nothing about an index.
        let common = Expr::Constant(COMMON.as_str().into());
        let first = scope
            .select::<change::Entity>()
            .filter(Column::RecordType.eq(*of))
            .filter(Column::RecordType.into_expr().ne(common))
            .filter(Column::Seq.gt(after))
            .order_by_asc(Column::Seq)
            .limit(more)
            .select_only()
            .column(Column::Seq);
        let mut first_of = Query::select();
        first_of
            .column("seq")
            .from_subquery(first.into_query(), "of_type");
        match &mut all {
            Some(all) => {
                all.union(UnionType::All, first_of);
            }
            None => all = Some(first_of),
        }
    }
    all
}
