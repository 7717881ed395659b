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

macro_rules! record_types {
    ($($(#[$doc:meta])* $module:ident: $name:ident = $word:literal, $id:ident = $prefix:literal $(, found by $letter:literal)?;)*) => {
        text_enum! {
            /// The kinds of record in the change feed.
            RecordType { $($(#[$doc])* $name = $word,)* }
        }

        impl RecordType {
            /// How the ids of its records begin.
            #[must_use]
            pub const fn prefix(self) -> &'static str {
                match self { $(Self::$name => $prefix,)* }
            }

            /// Behind which letter the words of its texts are indexed, if it has texts to be found by.
            #[must_use]
            pub const fn letter(self) -> Option<char> {
                match self { $(Self::$name => [$($letter)?].first().copied(),)* }
            }

            /// The type whose records have ids that begin so.
            #[must_use]
            pub fn of_prefix(prefix: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.prefix() == prefix)
            }
        }
    };
}

crate::records!(record_types);

impl Default for RecordType {
    fn default() -> Self {
        Self::Person
    }
}

text_enum! {
    /// Which way something went, as the user sees it.
    #[derive(Default)]
    Direction {
        /// From the user to the person.
        #[default]
        Given = "GIVEN",
        /// From the person to the user.
        Received = "RECEIVED",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_types_are_found_by_the_same_letter() {
        let letters: Vec<char> = RecordType::ALL.iter().filter_map(|it| it.letter()).collect();
        assert_eq!(letters.iter().collect::<BTreeSet<_>>().len(), letters.len());
    }
}
