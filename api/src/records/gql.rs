//! The verbs and the list that every declared record has.

use crate::graphql::plan::{Ask, Field, Shape};
use crate::graphql::record::{Create, Filter, MoreFilters, Nothing, Order, Recorded, Update};
use crate::kit::declared::{Declaration, Leaf};
use crate::kit::filter::SimpleExpr;
use crate::kit::list::{List, Place, Sort};
use crate::kit::{Fault, Right};

use super::{ActiveOf, Listed};

/// The mutations that make, change, archive and restore a record, whose payload is a `P`.
#[must_use]
pub fn verbs<M: Recorded, P: Shape>(right: Right) -> Vec<Field>
where
    ActiveOf<M>: Send,
{
    let Declaration { name, one, .. } = *M::declaration();
    let a = M::declaration().a();
    let verb = |verb: &str, description: String| {
        let name: &str = format!("{verb}{name}").leak();
        Field::verb::<P>(name, description.leak(), right)
    };
    let what: &str = format!("The {one}.").leak();
    vec![
        verb("create", format!("Makes {a}.")).takes_each(what, Create::<M>::read, super::create_all::<M>),
        verb("update", format!("Changes {a}.")).changes_each(
            "Which one.",
            "What to change.",
            Update::<M>::read,
            super::update_all::<M>,
        ),
        verb(
            "archive",
            format!("Hides {a}; it can be restored. Doing so twice changes nothing."),
        )
        .targets("Which one.", super::archive::<M>),
        verb("restore", format!("Shows an archived {one} again.")).targets("Which one.", super::restore::<M>),
    ]
}

/// With the arguments of a list of declared records: which of them, by their fields and by what `X` knows, and in which order.
#[must_use]
pub fn listed<M: Recorded, X: MoreFilters + 'static>(
    field: Field,
    (search, order): (&'static str, &'static str),
) -> Field {
    let which: &str = format!("Which {}.", M::declaration().many).leak();
    field
        .argument::<Option<Filter<M, X>>>("filter", which)
        .argument::<Option<String>>("search", search)
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<Order<M>>>("orderBy", order)
        .paged()
}

/// The records that meet the filter and the search that are asked for, in the order that is, or else by their first field.
///
/// # Errors
/// The filter makes no sense, or is too large.
pub fn list<M: Recorded>(ask: &Ask<'_>) -> Result<List, Fault> {
    list_by::<M, Nothing>(ask, |_, none| match *none {})
}

/// The same, with conditions that the area knows.
///
/// # Errors
/// The filter makes no sense, or is too large.
pub fn list_by<M: Recorded, X: MoreFilters>(
    ask: &Ask<'_>,
    more: impl Fn(&Place, &X::Leaf) -> SimpleExpr,
) -> Result<List, Fault> {
    let order = ask.get::<Option<Order<M>>>("orderBy")?;
    let predicate = ask.filter(Filter::<M, X>::read)?;
    if let Some(predicate) = &predicate {
        predicate.check()?;
    }
    let (place, now) = (ask.place(), ask.now);
    let condition = |leaf: &Leaf<X::Leaf>| leaf.condition(now, |leaf| more(&place, leaf)).into();
    let listed = Listed {
        condition: predicate.map(|predicate| predicate.condition(&condition)),
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    let first = M::declaration().entries.first().map(|entry| entry.key().0);
    let first = first.unwrap_or_else(Declaration::<M>::id);
    let (column, descending) = Order::or(order.as_ref(), (first, false));
    let sort = Sort::by(column, Declaration::<M>::id(), descending);
    Ok(super::list::<M>(&place, listed, sort))
}
