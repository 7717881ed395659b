//! Queries on needs, offers and matches.

use entity::ids::{MatchDecisionId, NeedId, OfferId, PersonId};
use entity::{need, offer};

use super::filter::{MatchDecisionFilterInput, TopicFilter};
use super::matching::Match;
use crate::graphql::kinds::{MatchDecision, Need, Offer};
use crate::graphql::plan::{Ask, Field, Ranked};
use crate::graphql::record::Recorded;
use crate::graphql::scalars::Id;
use crate::kit::Fault;
use crate::kit::list::List;
use crate::kit::page::Key;
use crate::needs::{self, Asked, Wished};
use crate::records::gql::{list_by, listed, listed_under, under};

/// Queries on needs, offers and matches.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Need, NeedId>("need", "A need by id; null when there is none.", "The id of the need."),
        Field::by_id::<Offer, OfferId>("offer", "An offer by id; null when there is none.", "The id of the offer."),
        Field::by_id::<MatchDecision, MatchDecisionId>(
            "matchDecision",
            "A decision about a match by id; null when there is none.",
            "The id of the decision that is asked for.",
        ),
        listed::<need::Model, TopicFilter>(
            Field::list::<Need>(
                "needs",
                "What the user and others look for; newest first unless ordered otherwise.",
                list::<need::Model>,
            ),
            (SEARCH, "The order; newest first if left out."),
        ),
        listed::<offer::Model, TopicFilter>(
            Field::list::<Offer>(
                "offers",
                "What the user and others can give; newest first unless ordered otherwise.",
                list::<offer::Model>,
            ),
            (SEARCH, "The order; newest first if left out."),
        ),
        Field::ranked::<Match>(
            "matches",
            "Who could help whom, best first: needs and offers of different people that have a topic in common, and needs for knowledge that a person's skills meet. What was decided about, is archived, over or expired is left out, and so are two people who are or were introduced. With several arguments, all must hold.",
            |ask| Box::pin(ranked(ask)),
        )
        .argument::<Option<i32>>("minScore", "Only with at least this score, from 0 to 100; all if left out.")
        .argument::<Option<Id<PersonId>>>("personId", "With this person on either side; the user's own person stands for the user.")
        .argument::<Option<Id<NeedId>>>("needId", "Only matches of the need with this id.")
        .argument::<Option<Id<OfferId>>>("offerId", "Only matches of the offer with this id.")
        .paged(),
        Field::list::<MatchDecision>(
            "matchDecisions",
            "What was decided about matches, newest first.",
            |ask| {
                let predicate = ask.filter(MatchDecisionFilterInput::read)?;
                needs::decisions_list(&ask.place(), predicate.as_ref())
            },
        )
        .argument::<Option<MatchDecisionFilterInput>>("filter", "Only decisions of which this holds.")
        .paged(),
    ]
}

const SEARCH: &str =
    "Words of the title, the description or the topics, in any order; their beginnings are enough.";

fn list<W: Recorded + Wished>(ask: &Ask<'_>) -> Result<List, Fault> {
    list_by::<W, TopicFilter>(ask, needs::condition::<W>)
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
        kind: None,
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
    let needs = Field::list::<Need>(
        "needs",
        "What they look for, newest first unless ordered otherwise. The user's own needs are of no person.",
        |ask| under::<need::Model, TopicFilter>(ask, need::Column::PersonId, needs::condition::<need::Model>),
    );
    listed_under::<need::Model, TopicFilter>(needs, "The order; newest first if left out.")
}

/// The field `offers` of a person.
#[must_use]
pub fn offers_of_person() -> Field {
    let offers = Field::list::<Offer>(
        "offers",
        "What they can give, newest first unless ordered otherwise. The user's own offers are of no person.",
        |ask| {
            under::<offer::Model, TopicFilter>(ask, offer::Column::PersonId, needs::condition::<offer::Model>)
        },
    );
    listed_under::<offer::Model, TopicFilter>(offers, "The order; newest first if left out.")
}

/// The field `needs` of a goal.
#[must_use]
pub fn for_goal() -> Field {
    let description = "What is sought for it, newest first.";
    Field::list::<Need>("needs", description, |ask| Ok(needs::needs_of_goals(&ask.scope))).paged()
}
