//! Mutations of exchanges.

use chrono::NaiveDate;
use entity::exchange;
use entity::ids::ExchangeId;

use crate::exchanges::{self, Step};
use crate::graphql::declare::payload;
use crate::graphql::kinds::Exchange;
use crate::graphql::plan::{Field, Sent};
use crate::graphql::record::{Create, Update};
use crate::graphql::scalars::Date;
use crate::kit::{Fault, Right};
use crate::records::{Take, step};

payload! {
    /// What mutations of an exchange answer.
    ExchangePayload {
        /// The exchange as it is now.
        "exchange": Exchange
    }
}

const WRITE: Right = Right::ExchangesWrite;

type Taken = Take<exchange::Model, Step>;

/// A step whose day may be said.
fn dated(it: &mut Sent<'_>, name: &str, dated: fn(Option<NaiveDate>) -> Step) -> Result<Taken, Fault> {
    let (id, revision) = it.target()?;
    let day: Option<Date> = it.says(name)?;
    Ok(step(dated(day.map(|date| date.0)))(id, revision))
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<ExchangePayload>(
            "recordExchange",
            "Records what was given or received, or what is promised.",
            WRITE,
        )
        .takes_each(
            "The exchange that is meant.",
            Create::<exchange::Model>::read,
            exchanges::record_all,
        ),
        Field::verb::<ExchangePayload>("updateExchange", "Changes an exchange, but for its state.", WRITE)
            .changes_each(
                "The id of the record that is meant.",
                "What to change: a field that is left out stays, null clears it.",
                Update::<exchange::Model>::read,
                exchanges::update_all,
            ),
        Field::verb::<ExchangePayload>(
            "promiseExchange",
            "Says that what was asked for is promised: it becomes `PROMISED`. While it is \
             `PROMISED` this is a `STATE` error that lists the states it can go to.",
            WRITE,
        )
        .id::<ExchangeId>("The id of the record that is meant.")
        .says::<Option<Date>>(
            "dueOn",
            "By when it is promised; the day stays as it is if left out.",
        )
        .revision()
        .writes(|it| dated(it, "dueOn", Step::Promise), exchanges::take),
        Field::verb::<ExchangePayload>(
            "completeExchange",
            "Says that what was asked for or promised has happened: it becomes `DONE`. Once it is \
             `DONE` or `DROPPED` this is a `STATE` error that lists the states it can go to.",
            WRITE,
        )
        .id::<ExchangeId>("The id of the record that is meant.")
        .says::<Option<Date>>(
            "doneOn",
            "When it happened, not to come; today in the workspace's time zone if left out.",
        )
        .revision()
        .writes(|it| dated(it, "doneOn", Step::Complete), exchanges::take),
        Field::verb::<ExchangePayload>(
            "dropExchange",
            "Says that what was asked for or promised will not happen: it becomes `DROPPED`. Once \
             it is `DONE` or `DROPPED` this is a `STATE` error.",
            WRITE,
        )
        .steps(
            "The id of the record that is meant.",
            step::<exchange::Model, _>(Step::Drop),
            exchanges::take,
        ),
        Field::verb::<ExchangePayload>(
            "reopenExchange",
            "Takes up again what is `DONE` or `DROPPED`: it becomes `PROMISED`, and has not \
             happened. While it is `PROMISED` this is a `STATE` error.",
            WRITE,
        )
        .id::<ExchangeId>("The id of the record that is meant.")
        .says::<Option<Date>>(
            "dueOn",
            "By when it is promised now; the day stays as it is if left out.",
        )
        .revision()
        .writes(|it| dated(it, "dueOn", Step::Promise), exchanges::take),
        Field::verb::<ExchangePayload>(
            "archiveExchange",
            "Hides an exchange, which counts in no sum any more; it can be restored. Doing so \
             twice changes nothing.",
            WRITE,
        )
        .targets("The id of the record that is meant.", exchanges::archive),
        Field::verb::<ExchangePayload>("restoreExchange", "Shows an archived exchange again.", WRITE)
            .targets("The id of the record that is meant.", exchanges::restore),
    ]
}
