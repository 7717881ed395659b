//! By which means people are in touch.

use entity::interaction;

use crate::graphql::declare::stored_enum;

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
