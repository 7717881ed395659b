//! Matches, and what was decided about them.

use async_graphql::Enum;
use entity::ids::{NeedId, OfferId, PersonId};
use entity::match_decision;
use uuid::Uuid;

use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Collaboration, Exchange, Introduction, MatchDecision, Need, Offer, Person};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Ask, Cells, Field, Json, Object, Unreadable, Value, Values};
use crate::kit::list::Column as Plain;
use crate::kit::{Fault, Right};
use crate::needs::{self, FORMULA, Leads, MATCHES, Part, Which};

/// What accepting a match makes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchOutcome {
    /// The draft of an introduction: both are others.
    Introduction,
    /// An exchange that is `ASKED`: one of the two is the user.
    Exchange,
}

impl Value for Leads {
    type Output = MatchOutcome;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::Introduction => "INTRODUCTION",
            Self::Exchange => "EXCHANGE",
        });
    }
}

impl From<MatchOutcome> for Leads {
    fn from(shown: MatchOutcome) -> Self {
        match shown {
            MatchOutcome::Introduction => Self::Introduction,
            MatchOutcome::Exchange => Self::Exchange,
        }
    }
}

/// A part of the score of a match.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchPartKind {
    /// Up to 50: 50 × the topics in common ÷ the topics of the need, rounded down.
    Topics,
    /// 20 where what is offered is of the kind that is sought; 10 where both are knowledge (`EXPERTISE`, `ADVICE`, `FEEDBACK`),
    /// as what a skill implies always is.
    Kind,
    /// 10 where there is an offer, and not only a skill.
    Stated,
    /// 10 where an interest, a topic or a tag of whoever would give names a topic of the need.
    Affinity,
    /// 5 for each of the two with whom there was an interaction within 180 days; the user is in touch with themselves.
    Contact,
}

impl Value for Part {
    type Output = MatchPartKind;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::Topics => "TOPICS",
            Self::Kind => "KIND",
            Self::Stated => "STATED",
            Self::Affinity => "AFFINITY",
            Self::Contact => "CONTACT",
        });
    }
}

shape! {
    /// A part of the score of a match.
    MatchPart: part
}

fn part() -> Object {
    Object::computed::<(Part, i32)>("MatchPart", "A part of the score of a match.")
        .value("part", "What it is meant for.", |it| it.0)
        .value("points", "How many points it adds.", |it| it.1)
        .value("most", "How much it can give.", |it| it.0.most())
        .done()
}

shape! {
    /// A need, and an offer or a person's skill that could meet it.
    Match: matching
}

fn matching() -> Object {
    Object::computed::<needs::Match>(
        "Match",
        "A need, and an offer or a person's skill that could meet it. It is derived from what is known, each time that it is read; `acceptMatch`, `collaborateOnMatch` and `dismissMatch` decide about it.",
    )
    .needs(Right::NeedsRead)
    .one::<Need, _>("need", "The need that is, or could be, met.", |it| Some(it.need))
    .one::<Offer, _>("offer", "The offer; null where a person's skills imply it.", |it| it.offer())
    .one::<Person, _>(
        "person",
        "Who would give: whose the offer is, or who has the skill; null for an offer of the user's.",
        |it| it.person,
    )
    .value("topics", "The topics in common, as the need has them.", |it| it.topics.clone())
    .value("score", "How well they fit, from 0 to 100: the sum of the parts.", |it| it.points.score())
    .each::<MatchPart, _>("parts", "What the score is made of, always all five parts.", |it| {
        it.points.parts().to_vec()
    })
    .value("formulaVersion", "The version of the formula of the score.", |_| FORMULA)
    .value("leadsTo", "What accepting it makes.", |it| it.leads())
    .value("until", "The last day on which both stand; null where there is none.", |it| it.until)
    .seen_by(
        "reasons",
        "Why they fit, in sentences for the user; they name people only to a caller who may see people (`PEOPLE_READ`). The words may change.",
        |it, caller| needs::reasons(it, caller.is_some_and(|caller| caller.rights.contains(Right::PeopleRead))),
    )
    .done()
}

/// The best of each parent.
fn best(found: impl IntoIterator<Item = (Uuid, needs::Match)>) -> Values {
    let mut counts = std::collections::HashMap::new();
    let best = found.into_iter().filter(|(parent, _)| {
        let count: &mut usize = counts.entry(*parent).or_default();
        *count += 1;
        *count <= MATCHES
    });
    Values::under(best.collect::<Vec<_>>())
}

/// The field `matches` of a need.
#[must_use]
pub fn with_need() -> Field {
    let description = "What could meet it, best first, at most 10; `matches(needId)` has all.";
    Field::computed_many::<Match>("matches", description, |ask, needs| {
        Box::pin(of_needs(ask, needs))
    })
}

/// The field `matches` of an offer.
#[must_use]
pub fn with_offer() -> Field {
    let description = "What it could meet, best first, at most 10; `matches(offerId)` has all.";
    Field::computed_many::<Match>("matches", description, |ask, offers| {
        Box::pin(of_offers(ask, offers))
    })
}

/// The field `matches` of a person.
#[must_use]
pub fn with_person() -> Field {
    let description =
        "Who could help them and whom they could help, best first, at most 10; `matches(personId)` has all.";
    Field::computed_many::<Match>("matches", description, |ask, people| {
        Box::pin(of_people(ask, people))
    })
}

async fn of_needs(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let which = Which::Needs(ids.iter().copied().map(NeedId).collect());
    let found = needs::matches(ask.reader, &which, MATCHES, ask.now).await?;
    Ok(best(found.into_iter().map(|it| (it.need.0, it))))
}

async fn of_offers(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let which = Which::Offers(ids.iter().copied().map(OfferId).collect());
    let found = needs::matches(ask.reader, &which, MATCHES, ask.now).await?;
    let pairs = found.into_iter().filter_map(|it| Some((it.offer()?.0, it)));
    Ok(best(pairs))
}

async fn of_people(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let people: Vec<PersonId> = ids.iter().copied().map(PersonId).collect();
    let which = Which::People(people.clone());
    let found = needs::matches(ask.reader, &which, MATCHES, ask.now).await?;
    let sides = found.into_iter().flat_map(|it| {
        let sides = it.sides().into_iter().filter(|side| people.contains(side));
        sides.map(|side| (side.0, it.clone())).collect::<Vec<_>>()
    });
    Ok(best(sides.collect::<Vec<_>>()))
}

stored_enum! {
    /// What was decided about a match. From `OPEN` it goes to `ACCEPTED` (`acceptMatch`, `collaborateOnMatch`) or `DISMISSED` (`dismissMatch`), and from
    /// both back to `OPEN` (`reopenMatch`).
    MatchState = match_decision::MatchState {
        /// Nothing any more: it is proposed again, while it is a match.
        Open,
        /// An introduction, an exchange or a collaboration was made of it.
        Accepted,
        /// It is not to be proposed.
        Dismissed,
    }
}

pub(super) fn decision() -> Object {
    use match_decision::Column;
    Object::record::<match_decision::Model>(
        "MatchDecision",
        "What was decided about a need and what could meet it. There is one for each pair.",
        Right::NeedsRead,
        contract!(match_decision),
    )
    .one::<Need>("need", "The need that is, or could be, met.", Column::NeedId)
    .one::<Offer>(
        "offer",
        "The offer; null where a person's skills imply it.",
        Column::OfferId,
    )
    .one::<Person>(
        "person",
        "The person whose skills imply an offer; null where there is an offer.",
        Column::PersonId,
    )
    .word::<MatchState>("state", "What the user decided about it.", Column::State)
    .made::<Vec<MatchState>>(
        "allowedStates",
        "The states that it can be brought to now.",
        vec![Plain::of(Column::State)],
        allowed_states,
    )
    .column("note", "Why; null while nothing is decided.", Column::Note)
    .one::<Introduction>(
        "introduction",
        "The introduction that was made of it; null unless it is `ACCEPTED`.",
        Column::IntroductionId,
    )
    .one::<Exchange>(
        "exchange",
        "The exchange that was made of it; null unless it is `ACCEPTED`.",
        Column::ExchangeId,
    )
    .one::<Collaboration>(
        "collaboration",
        "The collaboration that was made of it; null unless it is `ACCEPTED`.",
        Column::CollaborationId,
    )
}

fn allowed_states(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    json.words(
        needs::decisions(cells.word(0)?)
            .iter()
            .map(|state| state.as_str()),
    );
    Ok(())
}

/// The field `matchDecision` of a collaboration.
pub(super) fn of_collaboration() -> Field {
    let description =
        "The match that it was made of by `collaborateOnMatch`; null where it was made otherwise.";
    Field::first::<MatchDecision>("matchDecision", description, needs::decisions_of_collaborations)
}
