//! The verbs and the list that every declared record has.

use crate::graphql::plan::{Ask, Field, Shape};
use crate::graphql::record::{Create, Filter, MoreFilters, Nothing, Order, Recorded, Update};
use crate::kit::declared::{Change, ColumnOf, Declaration, Leaf, New};
use crate::kit::each::SetCommand;
use crate::kit::filter::SimpleExpr;
use crate::kit::list::{List, Place, Sort};
use crate::kit::{Fault, Right};

use super::{ActiveOf, Listed, Stepped, Such};

/// The mutations that make, change, archive and restore a record, whose payload is a `P`.
#[must_use]
pub fn verbs<M: Recorded, P: Shape>(right: Right) -> Vec<Field>
where
    ActiveOf<M>: Send,
{
    verbs_changing::<M, P>(right, super::update_all::<M>)
}

/// The same, for a record whose area changes it by a command of its own.
#[must_use]
pub fn verbs_changing<M: Recorded, P: Shape>(
    right: Right,
    change: impl for<'a> SetCommand<'a, Change<M>, M> + 'static,
) -> Vec<Field>
where
    ActiveOf<M>: Send,
{
    verbs_by::<M, P>(right, super::create_all::<M>, change)
}

/// The same, for a record whose area makes it by a command of its own.
#[must_use]
pub fn verbs_made_by<M: Recorded, P: Shape>(
    right: Right,
    make: impl for<'a> SetCommand<'a, New<M>, M> + 'static,
) -> Vec<Field>
where
    ActiveOf<M>: Send,
{
    verbs_by::<M, P>(right, make, super::update_all::<M>)
}

fn verbs_by<M: Recorded, P: Shape>(
    right: Right,
    make: impl for<'a> SetCommand<'a, New<M>, M> + 'static,
    change: impl for<'a> SetCommand<'a, Change<M>, M> + 'static,
) -> Vec<Field>
where
    ActiveOf<M>: Send,
{
    let Declaration { name, one, .. } = *M::declaration();
    let a = M::declaration().a();
    let verb = |verb: &str, description: String| {
        let name: &str = format!("{verb}{name}").leak();
        Field::verb::<P>(name, description.leak(), right)
    };
    let what: &str = format!("What the {one} is to be.").leak();
    vec![
        verb("create", format!("Makes {a} of what is said.")).takes_each(what, Create::<M>::read, make),
        verb("update", format!("Changes what is said of {a}.")).changes_each(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            Update::<M>::read,
            change,
        ),
        verb(
            "archive",
            format!("Hides {a}; it can be restored. Doing so twice changes nothing."),
        )
        .targets("The id of the record that is meant.", super::archive::<M>),
        verb("restore", format!("Shows an archived {one} again."))
            .targets("The id of the record that is meant.", super::restore::<M>),
    ]
}

/// A mutation that takes a step with a record.
#[must_use]
pub fn step<M: Stepped, P: Shape>(
    name: &'static str,
    description: &'static str,
    right: Right,
    step: M::Step,
) -> Field
where
    M::Step: Clone + 'static,
    ActiveOf<M>: Send,
{
    let verb = Field::verb::<P>(name, description, right);
    verb.steps(
        "The id of the record that is meant.",
        super::step::<M, _>(step),
        super::take::<M>,
    )
}

/// With the arguments of a list of declared records: which of them, by their fields and by what `X` knows, and in which order.
#[must_use]
pub fn listed<M: Recorded, X: MoreFilters + 'static>(
    field: Field,
    (search, order): (&'static str, &'static str),
) -> Field {
    let which: &str = format!("Only {} of which this holds.", M::declaration().many).leak();
    field
        .argument::<Option<Filter<M, X>>>("filter", which)
        .argument::<Option<String>>("search", search)
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .argument::<Option<Order<M>>>("orderBy", order)
        .paged()
}

/// With the arguments of a list of declared records that belong to another.
#[must_use]
pub fn listed_under<M: Recorded, X: MoreFilters + 'static>(field: Field, order: &'static str) -> Field {
    let which: &str = format!("Only {} of which this holds.", M::declaration().many).leak();
    field
        .argument::<Option<Filter<M, X>>>("filter", which)
        .argument::<Option<Order<M>>>("orderBy", order)
        .paged()
}

/// The records that meet the filter and the search that are asked for, in the order that is, or else in their usual one.
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
    let listed = Listed {
        condition: condition::<M, X>(ask, more)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    let (column, descending) = order::<M>(ask)?;
    let sort = Sort::by(column, Declaration::<M>::id(), descending);
    Ok(super::list::<M>(&ask.place(), listed, sort))
}

/// The live records of each of many parents that meet the filter that is asked for, in the order that is, or else in their usual one.
/// The column says whose they are.
///
/// # Errors
/// The filter makes no sense, or is too large.
pub fn under<M: Recorded, X: MoreFilters>(
    ask: &Ask<'_>,
    parent: ColumnOf<M>,
    more: impl Fn(&Place, &X::Leaf) -> SimpleExpr,
) -> Result<List, Fault> {
    let condition = condition::<M, X>(ask, more)?;
    Ok(super::under::<M>(&ask.scope, parent, condition, order::<M>(ask)?))
}

fn order<M: Recorded>(ask: &Ask<'_>) -> Result<(ColumnOf<M>, bool), Fault> {
    let order = ask.get::<Option<Order<M>>>("orderBy")?;
    Ok(Order::or(order.as_ref(), M::declaration().usual_order()))
}

/// What records must meet by the filter that is asked for.
///
/// # Errors
/// The filter makes no sense, or is too large.
pub fn condition<M: Recorded, X: MoreFilters>(
    ask: &Ask<'_>,
    more: impl Fn(&Place, &X::Leaf) -> SimpleExpr,
) -> Result<Option<Such>, Fault> {
    let Some(predicate) = ask.filter(Filter::<M, X>::read)? else {
        return Ok(None);
    };
    predicate.check()?;
    let place = ask.place();
    let leaf = |leaf: &Leaf<X::Leaf>| leaf.condition(&place, ask.now, |leaf| more(&place, leaf)).into();
    Ok(Some(predicate.condition(&leaf)))
}
