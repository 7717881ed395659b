//! Enums that several tables store.

/// Makes an enum that is stored as text, with its words in one place.
#[macro_export]
#[doc(hidden)]
macro_rules! text_enum {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord,
            sea_orm::EnumIter, sea_orm::DeriveActiveEnum, serde::Serialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$doc])* #[sea_orm(string_value = $text)] #[serde(rename = $text)] $variant,)*
        }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The word that is stored and that the API shows.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

text_enum! {
    /// What a user may do in a workspace.
    Role {
        /// Reads.
        Viewer = "VIEWER",
        /// Reads and writes.
        Editor = "EDITOR",
        /// Reads, writes, and decides who else may.
        Owner = "OWNER",
    }
}

text_enum! {
    /// The kinds of record in the change feed.
    RecordType {
        /// Someone in the network.
        Person = "PERSON",
        /// Where people work.
        Organization = "ORGANIZATION",
        /// A group of people.
        Circle = "CIRCLE",
        /// A label.
        Tag = "TAG",
        /// Who knows whom.
        Tie = "TIE",
        /// In what people differ.
        Dimension = "DIMENSION",
        /// Something that happened.
        Interaction = "INTERACTION",
        /// Bringing two people together.
        Introduction = "INTRODUCTION",
        /// Something done together.
        Collaboration = "COLLABORATION",
        /// How often to be in touch.
        Cadence = "CADENCE",
        /// What was decided about being in touch.
        CheckIn = "CHECK_IN",
        /// A dated thing in a person's life.
        Milestone = "MILESTONE",
        /// What was done about a milestone in a year.
        MilestoneAcknowledgement = "MILESTONE_ACKNOWLEDGEMENT",
        /// Value given or received.
        Exchange = "EXCHANGE",
        /// Thanks.
        Gratitude = "GRATITUDE",
        /// What was decided about a nudge.
        NudgeDecision = "NUDGE_DECISION",
        /// What somebody is after.
        Goal = "GOAL",
        /// What somebody looks for.
        Need = "NEED",
        /// What somebody can give.
        Offer = "OFFER",
        /// What was decided about a match.
        MatchDecision = "MATCH_DECISION",
        /// When and where people come together.
        Event = "EVENT",
        /// Time that was taken.
        TimeEntry = "TIME_ENTRY",
        /// Time that is meant to be taken.
        TimeIntention = "TIME_INTENTION",
        /// Where people gather.
        Community = "COMMUNITY",
        /// The workspace itself.
        Workspace = "WORKSPACE",
        /// A key for scripts.
        ApiToken = "API_TOKEN",
    }
}

text_enum! {
    /// Which way something went, as the user sees it.
    Direction {
        /// From the user to the person.
        Given = "GIVEN",
        /// From the person to the user.
        Received = "RECEIVED",
    }
}
