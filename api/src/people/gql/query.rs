//! Queries on people.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::Person;
use super::filter::{PersonFilterInput, PersonOrder};
use super::input::PersonRef;
use super::tie_filter;
use crate::graphql::plan::{Ask, Field, Listing, is_down};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::kit::{Fault, Right};
use crate::people::{self, PersonFilter, PersonLeaf};

/// Queries on people.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::find::<Person>(
            "person",
            "A person by id, e-mail address or key in another system; null when there is none.",
            one,
        )
        .argument::<PersonRef>("by", "Which person."),
        Field::listed::<Person>(
            "people",
            "The people of the network, by name unless ordered otherwise. The user's own person is left out unless asked for.",
            Listing::LookedUp(list),
        )
        .argument::<Option<PersonFilterInput>>("filter", "Which people.")
        .argument::<Option<String>>(
            "search",
            "Words, of which the beginnings are enough, in any order: of the person's names, e-mail and other addresses, \
             notes and facts; or of an organisation of theirs; or of the text of an interaction with them.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived people too.")
        .argument::<Option<bool>>("includeSelf", "The user's own person too.")
        .argument::<Option<PersonOrder>>("orderBy", "The order; by name if left out.")
        .paged(),
        tie_filter::all(),
    ]
}

fn one<'a>(ask: &'a Ask<'a>) -> BoxFuture<'a, Result<Option<Uuid>, Fault>> {
    async move {
        let found = match ask.get::<PersonRef>("by")? {
            PersonRef::Id(id) => Some(id.get().map_err(|error| Fault::bad_input(error.to_string()))?),
            PersonRef::Email(email) => people::by_email(ask.reader, &email)
                .await?
                .map(|person| person.id),
            PersonRef::External(key) => {
                people::by_external(ask.reader, &key.source, &key.external_id).await?
            }
        };
        Ok(found.map(|id| id.0))
    }
    .boxed()
}

fn list<'a>(ask: &'a Ask<'a>) -> BoxFuture<'a, Result<List, Fault>> {
    looked_up(ask).boxed()
}

async fn looked_up(ask: &Ask<'_>) -> Result<List, Fault> {
    let order = ask.get::<Option<PersonOrder>>("orderBy")?;
    let filter = PersonFilter {
        predicate: ask.filter(PersonFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
        own: ask.flag("includeSelf")?,
        interactions: ask.may(Right::InteractionsRead),
    };
    let field = order.map_or(people::PersonOrder::DisplayName, |order| order.field.into());
    let down = order.is_some_and(|order| is_down(order.direction));
    let known = people::known(ask.reader, filter.predicate.as_ref(), ask.now).await?;
    needed(ask, filter.predicate.as_ref(), field)?;
    people::list(&ask.place(), &filter, &known, (field, down), ask.now)
}

/// Refuses what would tell by whom it finds, or by their order, what the caller may not see.
fn needed(
    ask: &Ask<'_>,
    predicate: Option<&Predicate<PersonLeaf>>,
    order: people::PersonOrder,
) -> Result<(), Fault> {
    let mut rights = Vec::new();
    if order == people::PersonOrder::Balance {
        rights.push(Right::ExchangesRead);
    }
    if let Some(predicate) = predicate {
        predicate.each(&mut |leaf| match leaf {
            PersonLeaf::Balance(_) => rights.push(Right::ExchangesRead),
            PersonLeaf::Band(_) => rights.push(Right::CadencesRead),
            _ => {}
        });
    }
    rights.into_iter().try_for_each(|right| ask.require(right))
}
