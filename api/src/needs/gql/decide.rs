//! Mutations of matches.

use async_graphql::InputObject;
use entity::collaboration::CollaborationKind as Stored;
use entity::ids::{CollaborationId, MatchDecisionId, NeedId, OfferId, PersonId};
use entity::match_decision;

use super::matching::MatchOutcome;
use crate::collaborations::gql::CollaborationKind;
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Collaboration, MatchDecision};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Done, Field, Object, Outcome};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Right};
use crate::needs::{self, AcceptMatch, CollaborateOnMatch, DismissMatch, Giver, ReopenMatch};

payload! {
    /// What mutations of a match answer.
    MatchDecisionPayload {
        /// The decision as it is now.
        "decision": MatchDecision
    }
}

/// Which match, and why something is made of it.
#[derive(InputObject)]
pub struct AcceptMatchInput {
    /// The need that is, or could be, met.
    need_id: Id<NeedId>,
    /// The offer that is to meet it; this or `personId`.
    offer_id: Option<Id<OfferId>>,
    /// The person whose skills are to meet it; this or `offerId`.
    person_id: Option<Id<PersonId>>,
    /// What the client expects to be made, as `leadsTo` of the match says; with another one nothing is done. Left out, it is
    /// what the match leads to.
    #[graphql(name = "as")]
    outcome: Option<MatchOutcome>,
    /// Why, at most 2,000 characters: the reason of the introduction, or the description of the exchange.
    note: Option<String>,
}

/// Which match is to become a collaboration, and what that is called.
#[derive(InputObject)]
pub struct CollaborateOnMatchInput {
    /// The need that is, or could be, met.
    need_id: Id<NeedId>,
    /// The offer that is to meet it; this or `personId`.
    offer_id: Option<Id<OfferId>>,
    /// The person whose skills are to meet it; this or `offerId`.
    person_id: Option<Id<PersonId>>,
    /// What it is called, at most 200 characters; as the need if left out.
    title: Option<String>,
    /// What kind of thing it is to be; `OPPORTUNITY` if left out.
    kind: Option<CollaborationKind>,
    /// Why, at most 2,000 characters: the note of the decision, and the description of the collaboration.
    note: Option<String>,
}

/// Which match, and why it is not to be proposed.
#[derive(InputObject)]
pub struct DismissMatchInput {
    /// The need that is, or could be, met.
    need_id: Id<NeedId>,
    /// The offer that could meet it; this or `personId`.
    offer_id: Option<Id<OfferId>>,
    /// The person whose skills could meet it; this or `offerId`.
    person_id: Option<Id<PersonId>>,
    /// Why, at most 2,000 characters.
    note: Option<String>,
}

shape! {
    /// What making a collaboration of a match answers.
    CollaborateOnMatchPayload: collaborated
}

/// What is left of a match that became a collaboration.
#[derive(Clone, Copy)]
struct Collaborated(CollaborationId);

fn collaborated() -> Object {
    Object::computed::<Outcome>(
        "CollaborateOnMatchPayload",
        "What making a collaboration of a match answers.",
    )
    .written::<MatchDecision>("decision", "The decision as it is now.")
    .one::<Collaboration, CollaborationId>("collaboration", "The collaboration that was made of it.", |it| {
        it.value::<Collaborated>().map(|made| made.0)
    })
    .set()
    .settled()
    .moved()
    .done()
}

/// The mutation `collaborateOnMatch`. It writes two records, so it is a change set.
fn collaborate() -> Field {
    let leaves = |(decision, collaboration): (match_decision::Model, CollaborationId)| Done {
        value: Done::value(Collaborated(collaboration)).value,
        ..Done::record(&decision)
    };
    Field::verb::<CollaborateOnMatchPayload>(
        "collaborateOnMatch",
        "Makes a collaboration of a match, as one change that `undoChangeSet` takes back: it is an `IDEA` with both as members, the user as \
         far as they are a person of the workspace, what is offered as a contribution, and why they fit as its `reason`. The match is \
         `ACCEPTED` and not proposed any more. What was decided about before is a `STATE` error; what is no match now is `INVALID`.",
        WRITE,
    )
    .also(Right::CollaborationsWrite)
    .input::<CollaborateOnMatchInput>("The need and who could meet it.")
    .leaves(
        |it| {
            let input: CollaborateOnMatchInput = it.input()?;
            Ok(CollaborateOnMatch {
                need: it.checks.id(Path::input("needId"), &input.need_id),
                giver: giver(&mut it.checks, input.offer_id.as_ref(), input.person_id.as_ref()),
                title: input.title,
                kind: input.kind.map_or(Stored::Opportunity, Into::into),
                note: input.note,
            })
        },
        needs::collaborate,
        leaves,
    )
    .alone()
}

/// The offer or the person, of which exactly one is given.
fn giver(checks: &mut Checks, offer: Option<&Id<OfferId>>, person: Option<&Id<PersonId>>) -> Giver {
    match (offer, person) {
        (None, Some(id)) => Giver::Person(checks.id(Path::input("personId"), id)),
        (Some(id), None) => Giver::Offer(checks.id(Path::input("offerId"), id)),
        (offer, _) => {
            let code = if offer.is_some() {
                Code::Invalid
            } else {
                Code::Required
            };
            checks.note(code, Path::input("offerId"), "name either an offer or a person");
            Giver::Offer(OfferId(uuid::Uuid::nil()))
        }
    }
}

const WRITE: Right = Right::NeedsWrite;

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        Field::verb::<MatchDecisionPayload>(
            "acceptMatch",
            "Makes something of a match: the draft of an introduction of the two, or, where one \
             of them is the user, an exchange that is `ASKED`, `GIVEN` where the need is the \
             other one's and `RECEIVED` where it is the user's. It is not proposed any more. What \
             was decided about before is a `STATE` error; what is no match now is `INVALID`.",
            WRITE,
        )
        .also(Right::IntroductionsWrite)
        .also(Right::ExchangesWrite)
        .input::<AcceptMatchInput>("The need and who could meet it.")
        .writes(
            |it| {
                let input: AcceptMatchInput = it.input()?;
                Ok(AcceptMatch {
                    need: it.checks.id(Path::input("needId"), &input.need_id),
                    giver: giver(&mut it.checks, input.offer_id.as_ref(), input.person_id.as_ref()),
                    leads: input.outcome.map(Into::into),
                    note: input.note,
                })
            },
            needs::accept,
        ),
        collaborate(),
        Field::verb::<MatchDecisionPayload>(
            "dismissMatch",
            "Says that a match is not to be proposed any more. What was decided about before is a \
             `STATE` error.",
            WRITE,
        )
        .input::<DismissMatchInput>("The need and who could meet it.")
        .writes(
            |it| {
                let input: DismissMatchInput = it.input()?;
                Ok(DismissMatch {
                    need: it.checks.id(Path::input("needId"), &input.need_id),
                    giver: giver(&mut it.checks, input.offer_id.as_ref(), input.person_id.as_ref()),
                    note: input.note,
                })
            },
            needs::dismiss,
        ),
        Field::verb::<MatchDecisionPayload>(
            "reopenMatch",
            "Takes a decision about a match back: it is `OPEN`, and proposed again while it is a \
             match. What was made of it stays.",
            WRITE,
        )
        .id::<MatchDecisionId>("The id of the decision that is taken back.")
        .revision()
        .writes(
            |it| {
                Ok(ReopenMatch {
                    id: it.id("id")?,
                    expected_revision: it.revision()?,
                })
            },
            needs::undo,
        ),
    ]
}
