//! Queries on needs, offers and matches.

use entity::ids::{MatchDecisionId, NeedId, OfferId, PersonId};
use entity::{need, offer};

use super::filter::{MatchDecisionFilterInput, NeedFilterInput, NeedOrder, OfferFilterInput, chosen};
use super::matching::Match;
use crate::graphql::kinds::{MatchDecision, Need, Offer};
use crate::graphql::plan::{Ask, Field, Ranked};
use crate::graphql::scalars::Id;
use crate::kit::Fault;
use crate::kit::list::List;
use crate::kit::page::Key;
use crate::needs::{self, Asked, WishFilter};

/// Queries on needs, offers and matches.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Need, NeedId>("need", "A need by id; null when there is none.", "The need's id."),
        Field::by_id::<Offer, OfferId>("offer", "An offer by id; null when there is none.", "The offer's id."),
        Field::by_id::<MatchDecision, MatchDecisionId>(
            "matchDecision",
            "A decision about a match by id; null when there is none.",
            "The decision's id.",
        ),
        Field::list::<Need>(
            "needs",
            "What the user and others look for; newest first unless ordered otherwise.",
            list_needs,
        )
        .argument::<Option<NeedFilterInput>>("filter", "Which needs.")
        .argument::<Option<String>>("search", SEARCH)
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<NeedOrder>>("orderBy", "The order; newest first if left out.")
        .paged(),
        Field::list::<Offer>(
            "offers",
            "What the user and others can give; newest first unless ordered otherwise.",
            list_offers,
        )
        .argument::<Option<OfferFilterInput>>("filter", "Which offers.")
        .argument::<Option<String>>("search", SEARCH)
        .argument::<Option<bool>>("includeArchived", "Archived ones too.")
        .argument::<Option<NeedOrder>>("orderBy", "The order; newest first if left out.")
        .paged(),
        Field::ranked::<Match>(
            "matches",
            "Who could help whom, best first: needs and offers of different people that have a topic in common, and needs for knowledge that a person's skills meet. What was decided about, is archived, over or expired is left out, and so are two people who are or were introduced. With several arguments, all must hold.",
            |ask| Box::pin(ranked(ask)),
        )
        .argument::<Option<i32>>("minScore", "Only with at least this score, from 0 to 100; all if left out.")
        .argument::<Option<Id<PersonId>>>("personId", "With this person on either side; the user's own person stands for the user.")
        .argument::<Option<Id<NeedId>>>("needId", "Of this need.")
        .argument::<Option<Id<OfferId>>>("offerId", "Of this offer.")
        .paged(),
        Field::list::<MatchDecision>(
            "matchDecisions",
            "What was decided about matches, newest first.",
            |ask| {
                let predicate = ask.filter(MatchDecisionFilterInput::read)?;
                needs::decisions_list(&ask.place(), predicate.as_ref())
            },
        )
        .argument::<Option<MatchDecisionFilterInput>>("filter", "Which decisions.")
        .paged(),
    ]
}

const SEARCH: &str =
    "Words of the title, the details or the topics, in any order; their beginnings are enough.";

fn list_needs(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = WishFilter {
        predicate: ask.filter(NeedFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    needs::list::<need::Model>(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

fn list_offers(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = WishFilter {
        predicate: ask.filter(OfferFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    needs::list::<offer::Model>(&ask.place(), &filter, chosen(ask.get("orderBy")?), ask.now)
}

fn given<I: entity::TypedId>(ask: &Ask<'_>, name: &str) -> Result<Option<I>, Fault> {
    let is_given = ask.get::<Option<Id<I>>>(name)?.is_some();
    is_given.then(|| ask.id::<I>(name)).transpose()
}

async fn ranked(ask: &Ask<'_>) -> Result<Ranked, Fault> {
    let page = ask.page()?;
    // From the end, and to count them, all are needed.
    let is_short = !page.backward && !ask.counted;
    let after = page
        .beyond
        .filter(|_| is_short)
        .and_then(|beyond| match beyond.key {
            Key::Text(key) => Some((key, beyond.id)),
            Key::Time(_) => None,
        });
    let asked = Asked {
        need: given::<NeedId>(ask, "needId")?,
        offer: given::<OfferId>(ask, "offerId")?,
        person: given::<PersonId>(ask, "personId")?,
        least: ask.get::<Option<i32>>("minScore")?,
        after,
        // One more tells that there are more.
        most: is_short.then(|| usize::try_from(page.size).unwrap_or(usize::MAX).saturating_add(1)),
    };
    let found = needs::chosen(ask.reader, &asked, ask.now).await?;
    let entries = found.into_iter().map(|it| {
        let (key, id) = needs::rank(it.points.score(), it.need, it.giver);
        (key, id, it)
    });
    Ok(Ranked::of(entries.collect()))
}

/// The field `needs` of a person.
#[must_use]
pub fn needs_of_person() -> Field {
    let description =
        "What they look for, newest first unless ordered otherwise. The user's own needs are of no person.";
    Field::list::<Need>("needs", description, |ask| {
        let predicate = ask.filter(NeedFilterInput::read)?;
        let order = chosen(ask.get("orderBy")?);
        needs::of_people::<need::Model>(&ask.scope, predicate.as_ref(), order, ask.now)
    })
    .argument::<Option<NeedFilterInput>>("filter", "Which needs.")
    .argument::<Option<NeedOrder>>("orderBy", "The order; newest first if left out.")
    .paged()
}

/// The field `offers` of a person.
#[must_use]
pub fn offers_of_person() -> Field {
    let description =
        "What they can give, newest first unless ordered otherwise. The user's own offers are of no person.";
    Field::list::<Offer>("offers", description, |ask| {
        let predicate = ask.filter(OfferFilterInput::read)?;
        let order = chosen(ask.get("orderBy")?);
        needs::of_people::<offer::Model>(&ask.scope, predicate.as_ref(), order, ask.now)
    })
    .argument::<Option<OfferFilterInput>>("filter", "Which offers.")
    .argument::<Option<NeedOrder>>("orderBy", "The order; newest first if left out.")
    .paged()
}

/// The field `needs` of a goal.
#[must_use]
pub fn for_goal() -> Field {
    let description = "What is sought for it, newest first.";
    Field::list::<Need>("needs", description, |ask| {
        needs::needs_of_goals(&ask.scope, ask.now)
    })
    .paged()
}
