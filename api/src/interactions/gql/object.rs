//! An interaction.

use async_graphql::{Context, Result};
use entity::ids::InteractionId;
use entity::{interaction, person};

use crate::collaborations::gql::{Collaboration, CollaborationById};
use crate::graphql::context::ContextExt;
use crate::graphql::declare::{batch, payload, record_object, stored_enum};
use crate::graphql::scalars::DateTime;
use crate::interactions;
use crate::kit::Right;
use crate::people::gql::Person;

batch! {
    /// Interactions by id.
    InteractionById: InteractionId => interaction::Model, interactions::by_ids
}
batch! {
    /// The people of interactions.
    Participants: InteractionId => Vec<person::Model>, interactions::participants_of
}

record_object! {
    /// Something that happened, at a time, with one or many people.
    Interaction(interaction::Model) requires Right::InteractionsRead; {
        /// When it began.
        async fn happened_at(&self) -> DateTime {
            self.0.happened_at.into()
        }

        /// By which means.
        async fn channel(&self) -> Channel {
            self.0.channel.into()
        }

        /// Who began it; null when it is not known.
        async fn initiator(&self) -> Option<Initiator> {
            self.0.initiator.map(Into::into)
        }

        /// How long it took, in minutes.
        async fn duration_minutes(&self) -> Option<i32> {
            self.0.duration_minutes
        }

        /// One line on it.
        async fn title(&self) -> Option<&str> {
            self.0.title.as_deref()
        }

        /// What it was about.
        async fn summary(&self) -> Option<&str> {
            self.0.summary.as_deref()
        }

        /// The user's own notes.
        async fn notes(&self) -> Option<&str> {
            self.0.notes.as_deref()
        }

        /// How it felt.
        async fn sentiment(&self) -> Option<Sentiment> {
            self.0.sentiment.map(Into::into)
        }

        /// Where it was.
        async fn place(&self) -> Option<&str> {
            self.0.place.as_deref()
        }

        /// What the user told of themselves.
        async fn updates_shared(&self) -> Option<&str> {
            self.0.updates_shared.as_deref()
        }

        /// What the others told of themselves.
        async fn updates_heard(&self) -> Option<&str> {
            self.0.updates_heard.as_deref()
        }

        /// The event at which it happened.
        async fn event(&self) -> Option<&str> {
            self.0.event.as_deref()
        }

        /// Who was there, by name, at most 100; the user is not listed unless they were added.
        async fn participants(&self, ctx: &Context<'_>) -> Option<Result<Vec<Person>>> {
            let found = ctx.batch::<Participants>(self.0.id).await;
            Some(found.map(|found| found.unwrap_or_default().into_iter().map(Into::into).collect()))
        }

        /// The collaboration it belongs to.
        async fn collaboration(&self, ctx: &Context<'_>) -> Option<Result<Collaboration>> {
            let collaboration = self.0.collaboration_id?;
            ctx.batch::<CollaborationById>(collaboration).await.map(|found| found.map(Into::into)).transpose()
        }
    }
}

payload! {
    /// What mutations of an interaction answer.
    InteractionPayload {
        /// The interaction as it is now.
        interaction: Interaction
    }
}

stored_enum! {
    /// By which means people were in touch.
    Channel = interaction::Channel {
        /// Face to face.
        InPerson,
        /// By telephone.
        Call,
        /// By video.
        Video,
        /// By e-mail.
        Email,
        /// By messenger or text.
        Message,
        /// On paper.
        Letter,
        /// On a social network.
        Social,
        /// At an event.
        Event,
        /// Another way.
        Other,
    }
}

stored_enum! {
    /// Who began an interaction.
    Initiator = interaction::Initiator {
        /// The user.
        Me,
        /// One of the others.
        Them,
        /// Both, or it was arranged.
        Mutual,
    }
}

stored_enum! {
    /// How an interaction felt.
    Sentiment = interaction::Sentiment {
        /// Good.
        Positive,
        /// Neither good nor bad.
        Neutral,
        /// Bad.
        Negative,
        /// Both.
        Mixed,
    }
}
