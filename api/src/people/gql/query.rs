//! Queries on people.

use std::collections::HashMap;

use entity::cadence::Band;
use entity::ids::{PersonId, TieId};
use entity::person::Column;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::band::Standings;
use super::filter::{PersonFilterInput, PersonOrder, chosen};
use super::input::PersonRef;
use super::tie_filter;
use crate::graphql::catalogue::catalogue;
use crate::graphql::kinds::{Person, Tie};
use crate::graphql::plan::{Ask, Field, Listing};
use crate::kit::declared::Leaf;
use crate::kit::list::List;
use crate::kit::{Fault, Right};
use crate::people::{self, Conditions, PersonFilter, PersonLeaf, Search};
use crate::search;
use crate::search::gql::SearchField;

/// Queries on people.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::find::<Person>(
            "person",
            "A person by id, e-mail address, telephone number or key in another system; null when there is none.",
            one,
        )
        .argument::<PersonRef>("by", "By what the person is known."),
        Field::listed::<Person>(
            "people",
            "The people of the network: those who are searched for, best first; otherwise by name, unless ordered otherwise. The user's own \
             person is left out unless asked for.",
            Listing::LookedUp(list),
        )
        .argument::<Option<PersonFilterInput>>("filter", "Only people of whom this holds.")
        .argument::<Option<String>>(
            "search",
            "Words, of which the beginnings are enough, in any order, or a telephone number in any spelling. Each word is looked for in the \
             person's names, addresses and numbers, in those of their organisations, and in their notes and facts, where words of one or \
             two letters must be whole; or all of them in one interaction with them, if one has three letters and at most 1,000 \
             interactions hold them.",
        )
        .argument::<Option<Vec<SearchField>>>(
            "searchIn",
            "Where the search looks; everywhere if left out. In interactions it looks only for callers who may see them.",
        )
        .argument::<Option<bool>>("includeArchived", "Archived people too.")
        .argument::<Option<bool>>("includeSelf", "The user's own person too.")
        .argument::<Option<PersonOrder>>(
            "orderBy",
            "The order; if left out, by relevance where there is a search, by name otherwise.",
        )
        .paged(),
        Field::by_id::<Tie, TieId>("tie", "A tie by id; null when there is none.", "The id of the tie."),
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
            PersonRef::Phone(number) => people::by_phone(ask.reader, &number).await?,
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
    let fields = ask.get::<Option<Vec<SearchField>>>("searchIn")?;
    let fields = fields.map_or_else(
        || search::SearchField::ALL.to_vec(),
        |fields| fields.into_iter().map(Into::into).collect(),
    );
    let seen = |field: &search::SearchField| {
        *field != search::SearchField::Interaction || ask.may(Right::InteractionsRead)
    };
    let fields = fields.into_iter().filter(seen).collect();
    let filter = PersonFilter {
        predicate: ask.filter(PersonFilterInput::read)?,
        search: ask.search()?.map(|text| Search { text, fields }),
        archived: ask.flag("includeArchived")?,
        own: ask.flag("includeSelf")?,
    };
    let usual = if filter.search.is_some() {
        people::PersonOrder::Relevance
    } else {
        people::PersonOrder::By(Column::SortName)
    };
    let (field, down) = chosen(order.as_ref(), usual);
    let mut known = people::known(ask.reader, filter.predicate.as_ref()).await?;
    needed(ask, filter.predicate.as_ref(), field)?;
    known.bands = bands(ask, filter.predicate.as_ref()).await?;
    people::list(&ask.place(), &filter, &known, (field, down), ask.now)
}

/// Refuses what would tell by whom it finds, or by their order, what the caller may not see.
fn needed(ask: &Ask<'_>, predicate: Option<&Conditions>, order: people::PersonOrder) -> Result<(), Fault> {
    let mut rights = Vec::new();
    if matches!(order, people::PersonOrder::By(Column::Balance)) {
        rights.push(Right::ExchangesRead);
    }
    if let Some(predicate) = predicate {
        predicate.each(&mut |leaf| match leaf {
            Leaf::More(PersonLeaf::Balance(_)) => rights.push(Right::ExchangesRead),
            Leaf::More(PersonLeaf::Band(_)) => rights.push(Right::CadencesRead),
            _ => {}
        });
    }
    rights.into_iter().try_for_each(|right| ask.require(right))
}

/// How people stand to their cadences, where that is asked for.
async fn bands(ask: &Ask<'_>, predicate: Option<&Conditions>) -> Result<HashMap<PersonId, Band>, Fault> {
    let mut is_asked = false;
    if let Some(predicate) = predicate {
        predicate.each(&mut |leaf| is_asked |= matches!(leaf, Leaf::More(PersonLeaf::Band(_))));
    }
    if !is_asked {
        return Ok(HashMap::new());
    }
    match catalogue().service() {
        Some(Standings(tell)) => tell(ask).await,
        None => Ok(HashMap::new()),
    }
}
