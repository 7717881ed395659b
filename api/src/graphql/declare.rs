//! How the engine's types are declared: thinly. The macros hold what all enums and payloads share.

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
    ($(#[$meta:meta])* $name:ident { $(#[$doc:meta])* $field:ident: $object:ty }) => {
        $crate::graphql::declare::payload_type! {
            $(#[$meta])* $name { $(#[$doc])* $field: $object }
            moved: $crate::graphql::moved::Moved,
        }

        impl<M: entity::Record> $crate::graphql::errors::Payload<M> for $name {
            const SHOWS: Option<(&'static str, $crate::graphql::plan::ObjectOf)> =
                Some((stringify!($field), <$object as $crate::graphql::plan::Shape>::object));

            fn id(value: &M) -> Option<uuid::Uuid> {
                Some(entity::TypedId::uuid(value.id()))
            }

            fn written(_: M, seq: i64, shown: Option<$crate::graphql::plan::Stored>) -> Self {
                Self::done(shown.map(Into::into), seq)
            }

            fn rejected(problems: Vec<$crate::kit::Problem>) -> Self {
                Self::refused(problems)
            }

            fn moved(&mut self, moved: $crate::graphql::moved::Moved) {
                self.moved = moved;
            }
        }
    };
}

/// Declares the payload of mutations whose answer is no record.
macro_rules! plain_payload {
    ($(#[$meta:meta])* $name:ident { $(#[$doc:meta])* $field:ident: $object:ty }) => {
        $crate::graphql::declare::payload_type! { $(#[$meta])* $name { $(#[$doc])* $field: $object } }

        impl<M: Into<$object>> $crate::graphql::errors::Payload<M> for $name {
            fn written(value: M, seq: i64, _: Option<$crate::graphql::plan::Stored>) -> Self {
                Self::done(Some(value.into()), seq)
            }

            fn rejected(problems: Vec<$crate::kit::Problem>) -> Self {
                Self::refused(problems)
            }
        }
    };
}

/// The type that all payloads of one value share; the fields of what follows are beside its own.
macro_rules! payload_type {
    (
        $(#[$meta:meta])* $name:ident { $(#[$doc:meta])* $field:ident: $object:ty }
        $($more:ident: $kind:ty,)*
    ) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$doc])*
            $field: Option<$object>,
            /// What was wrong with the input. When it is not empty, nothing was written.
            user_errors: Vec<$crate::graphql::errors::UserError>,
            /// The workspace's last change: whoever has read up to it sees this write.
            seq: Option<$crate::graphql::scalars::Seq>,
            $(#[graphql(flatten)] $more: $kind,)*
        }

        impl $name {
            fn done($field: Option<$object>, seq: i64) -> Self {
                let seq = Some($crate::graphql::scalars::Seq(seq));
                Self { $field, user_errors: Vec::new(), seq, $($more: <$kind>::default(),)* }
            }

            fn refused(problems: Vec<$crate::kit::Problem>) -> Self {
                let user_errors = problems.into_iter().map(Into::into).collect();
                Self { $field: None, user_errors, seq: None, $($more: <$kind>::default(),)* }
            }
        }
    };
}

pub(crate) use {payload, payload_type, plain_payload, stored_enum};
