//! How enums and payloads are declared: the macros hold what all of them share.

/// Declares the GraphQL form of an enum that is stored.
macro_rules! stored_enum {
    ($(#[$meta:meta])* $name:ident = $stored:path { $($(#[$doc:meta])* $variant:ident,)* }) => {
        $(#[$meta])*
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl From<$stored> for $name {
            fn from(stored: $stored) -> Self {
                use $stored as Stored;
                match stored { $(Stored::$variant => Self::$variant,)* }
            }
        }

        impl $crate::graphql::plan::Value for $stored {
            type Output = $name;

            fn write(&self, json: &mut $crate::graphql::plan::Json) {
                let word = async_graphql::resolver_utils::enum_value($name::from(*self));
                if let async_graphql::Value::Enum(word) = word {
                    json.word(&word);
                }
            }
        }

        impl From<$name> for $stored {
            fn from(shown: $name) -> Self {
                match shown { $($name::$variant => Self::$variant,)* }
            }
        }
    };
}

/// Declares the payload of the mutations of one record: it shows the record as it was read within the write.
macro_rules! payload {
    ($(#[doc = $doc:literal])+ $name:ident { $(#[doc = $shown:literal])+ $field:literal: $object:ty }) => {
        $crate::graphql::plan::declare::shape! {
            $(#[doc = $doc])+
            $name: $name::declare
        }

        impl $name {
            fn declare() -> $crate::graphql::plan::Object {
                $crate::graphql::plan::Object::payload::<$object>(
                    stringify!($name),
                    concat!($($doc),+).trim(),
                    $field,
                    concat!($($shown),+).trim(),
                )
            }
        }
    };
}

pub(crate) use {payload, stored_enum};
