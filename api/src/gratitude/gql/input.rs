//! What clients write.

use async_graphql::{InputObject, MaybeUndefined};
use entity::ids::{CollaborationId, ExchangeId, GratitudeId, InteractionId, IntroductionId, PersonId};

use super::GratitudeMeans;
use crate::graphql::input::{patch, set};
use crate::graphql::scalars::{Date, Id};
use crate::gratitude::{Cause, NewThanks, Saying};
use crate::kit::Code;
use crate::kit::check::{Checks, Path};

/// Thanks that were given or received: for one of an exchange, an introduction and a collaboration, or just so.
#[derive(InputObject)]
pub struct GratitudeInput {
    /// An id that the client made, for creation offline. Repeating the same thanks is a success. Thanks that were owed keep the
    /// id that they have.
    id: Option<Id<GratitudeId>>,
    /// Who is thanked, or who thanks the user; not the user's own person.
    person_id: Id<PersonId>,
    /// The exchange they are for: with this person, and the other way.
    exchange_id: Option<Id<ExchangeId>>,
    /// The introduction they are for.
    introduction_id: Option<Id<IntroductionId>>,
    /// The collaboration they are for.
    collaboration_id: Option<Id<CollaborationId>>,
    /// By which means they are given.
    means: Option<GratitudeMeans>,
    /// What was said, at most 5,000 characters.
    text: Option<String>,
    /// Where others can see them: an address that begins with https:// or http://, at most 2,000 characters. Only with `PUBLIC`.
    public_url: Option<String>,
    /// The talk in which they were said; the person took part in it.
    interaction_id: Option<Id<InteractionId>>,
    /// When they were given, not to come; today in the workspace's time zone if left out.
    thanked_on: Option<Date>,
}

/// A draft of thanks: a field that is left out stays as it is, null clears it.
#[derive(InputObject)]
pub struct DraftGratitudeInput {
    /// What is to be said, at most 5,000 characters. It may be left out where there is a text.
    text: MaybeUndefined<String>,
    /// How they are to be given.
    means: MaybeUndefined<GratitudeMeans>,
}

/// How thanks were given: a field that is left out stays as it is, null clears it.
#[derive(InputObject, Default)]
pub struct SendGratitudeInput {
    /// How they were given.
    means: MaybeUndefined<GratitudeMeans>,
    /// What was said, at most 5,000 characters.
    text: MaybeUndefined<String>,
    /// Where others can see them: an address that begins with https:// or http://, at most 2,000 characters. Only with `PUBLIC`.
    public_url: MaybeUndefined<String>,
    /// The talk in which they were said; the person took part in it.
    interaction_id: MaybeUndefined<Id<InteractionId>>,
    /// When they were given, not to come; today in the workspace's time zone if left out.
    pub(super) thanked_on: Option<Date>,
}

impl GratitudeInput {
    pub(super) fn read(self, checks: &mut Checks) -> NewThanks {
        let saying = Saying {
            means: set(self.means),
            text: set(self.text),
            public_url: set(self.public_url),
            interaction: set(self
                .interaction_id
                .map(|id| checks.id(Path::input("interactionId"), &id))),
        };
        let causes = [
            self.exchange_id.map(|id| {
                (
                    "exchangeId",
                    Cause::Exchange(checks.id(Path::input("exchangeId"), &id)),
                )
            }),
            self.introduction_id.map(|id| {
                let id = checks.id(Path::input("introductionId"), &id);
                ("introductionId", Cause::Introduction(id))
            }),
            self.collaboration_id.map(|id| {
                let id = checks.id(Path::input("collaborationId"), &id);
                ("collaborationId", Cause::Collaboration(id))
            }),
        ];
        let mut causes = causes.into_iter().flatten();
        let cause = causes.next().map(|(_, cause)| cause);
        for (name, _) in causes {
            let message = "thanks are for one thing: record others beside them";
            checks.note(Code::Invalid, Path::input(name), message);
        }
        NewThanks {
            id: checks.optional_id(Path::input("id"), self.id.as_ref()),
            person: checks.id(Path::input("personId"), &self.person_id),
            cause,
            saying,
            thanked_on: self.thanked_on.map(|date| date.0),
        }
    }
}

impl DraftGratitudeInput {
    pub(super) fn read(self) -> Saying {
        Saying {
            means: patch(self.means),
            text: patch(self.text),
            ..Saying::default()
        }
    }
}

impl SendGratitudeInput {
    pub(super) fn read(self, checks: &mut Checks) -> Saying {
        Saying {
            means: patch(self.means),
            text: patch(self.text),
            public_url: patch(self.public_url),
            interaction: patch(
                self.interaction_id
                    .map_value(|id| checks.id(Path::input("interactionId"), &id)),
            ),
        }
    }
}
