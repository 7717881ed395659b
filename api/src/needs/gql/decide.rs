//! Mutations of matches.

use async_graphql::{Context, InputObject, Object, Result};
use entity::ids::{MatchDecisionId, NeedId, OfferId, PersonId};

use super::matching::{MatchDecision, MatchOutcome};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::payload;
use crate::graphql::rights::requires_scopes;
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::{Code, Right};
use crate::needs::{self, AcceptMatch, DismissMatch, Giver, RestoreMatch};

payload! {
    /// What mutations of a match answer.
    MatchDecisionPayload {
        /// The decision as it is now.
        decision: MatchDecision
    }
}

/// Which match, and why something is made of it.
#[derive(InputObject)]
pub struct AcceptMatchInput {
    /// The need.
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

/// Which match, and why it is not to be proposed.
#[derive(InputObject)]
pub struct DismissMatchInput {
    /// The need.
    need_id: Id<NeedId>,
    /// The offer that could meet it; this or `personId`.
    offer_id: Option<Id<OfferId>>,
    /// The person whose skills could meet it; this or `offerId`.
    person_id: Option<Id<PersonId>>,
    /// Why, at most 2,000 characters.
    note: Option<String>,
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

/// Mutations of matches.
#[derive(Default)]
pub struct MatchMutation;

#[Object]
impl MatchMutation {
    /// Makes something of a match: the draft of an introduction of the two, or, where one of them is the user, an
    /// exchange that is `ASKED`, `GIVEN` where the need is the other one's and `RECEIVED` where it is the user's. It is not proposed any more.
    /// What was decided about before is a `STATE` error; what is no match now is `INVALID`.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string(), Right::IntroductionsWrite.to_string(), Right::ExchangesWrite.to_string()]))]
    async fn accept_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which match.")] input: AcceptMatchInput,
    ) -> Option<Result<MatchDecisionPayload>> {
        let mut checks = Checks::new();
        let accept = AcceptMatch {
            need: checks.id(Path::input("needId"), &input.need_id),
            giver: giver(&mut checks, input.offer_id.as_ref(), input.person_id.as_ref()),
            leads: input.outcome.map(Into::into),
            note: input.note,
        };
        Some(ctx.command(WRITE, checks, &accept, needs::accept).await)
    }

    /// Says that a match is not to be proposed any more. What was decided about before is a `STATE` error.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn dismiss_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which match.")] input: DismissMatchInput,
    ) -> Option<Result<MatchDecisionPayload>> {
        let mut checks = Checks::new();
        let dismiss = DismissMatch {
            need: checks.id(Path::input("needId"), &input.need_id),
            giver: giver(&mut checks, input.offer_id.as_ref(), input.person_id.as_ref()),
            note: input.note,
        };
        Some(ctx.command(WRITE, checks, &dismiss, needs::dismiss).await)
    }

    /// Takes a decision about a match back: it is `OPEN`, and proposed again while it is a match. What was made of it stays.
    #[graphql(directive = requires_scopes::apply(vec![WRITE.to_string()]))]
    async fn restore_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which decision.")] id: Id<MatchDecisionId>,
        #[graphql(desc = "The revision that the client has seen; another one is a conflict.")]
        expected_revision: Option<i32>,
    ) -> Option<Result<MatchDecisionPayload>> {
        let mut checks = Checks::new();
        let restore = RestoreMatch {
            id: checks.id(Path::argument("id"), &id),
            expected_revision,
        };
        Some(ctx.command(WRITE, checks, &restore, needs::undo).await)
    }
}
