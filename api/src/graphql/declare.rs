//! How GraphQL types are declared: thinly. The macros hold what all records, enums, payloads and batches share.

/// Declares the GraphQL object of a record: its model in a newtype, the seven fields of the record contract, and the fields
/// that the area adds. The right is what a caller needs to select the type at all.
macro_rules! record_object {
    ($(#[$meta:meta])* $name:ident($model:ty) requires $right:expr; { $($fields:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name(pub $model);

        impl From<$model> for $name {
            fn from(model: $model) -> Self {
                Self(model)
            }
        }

        $(#[$meta])*
        #[async_graphql::Object(directive = $crate::graphql::rights::requires_scopes::apply(vec![$right.to_string()]))]
        impl $name {
            /// The record's id, for `node(id)` and for every reference to it.
            pub async fn id(&self) -> async_graphql::ID {
                self.0.id.to_string().into()
            }

            /// Grows by one at each write. Give it as `expectedRevision` to refuse a write if someone was faster.
            pub async fn revision(&self) -> i32 {
                self.0.revision
            }

            /// The number of the record's last change in the workspace's feed.
            pub async fn seq(&self) -> $crate::graphql::scalars::Seq {
                $crate::graphql::scalars::Seq(self.0.seq)
            }

            /// When it was made.
            pub async fn created_at(&self) -> $crate::graphql::scalars::DateTime {
                self.0.created_at.into()
            }

            /// When it was last changed.
            pub async fn updated_at(&self) -> $crate::graphql::scalars::DateTime {
                self.0.updated_at.into()
            }

            /// When it was archived; null while it is live. Archived records are left out of lists unless asked for.
            pub async fn archived_at(&self) -> Option<$crate::graphql::scalars::DateTime> {
                self.0.archived_at.map(Into::into)
            }

            /// Who made it.
            pub async fn created_by(&self) -> $crate::graphql::node::Actor {
                self.0.created_by.into()
            }

            $($fields)*
        }
    };
}

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

        impl From<$name> for $stored {
            fn from(shown: $name) -> Self {
                match shown { $($name::$variant => Self::$variant,)* }
            }
        }
    };
}

/// Declares the payload of the mutations of one record.
macro_rules! payload {
    ($(#[$meta:meta])* $name:ident { $(#[$doc:meta])* $field:ident: $object:ty }) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $(#[$doc])*
            $field: Option<$object>,
            /// What was wrong with the input. When it is not empty, nothing was written.
            user_errors: Vec<$crate::graphql::errors::UserError>,
            /// The workspace's last change: whoever has read up to it sees this write.
            seq: Option<$crate::graphql::scalars::Seq>,
        }

        impl<M: Into<$object>> $crate::graphql::errors::Payload<M> for $name {
            fn written(value: M, seq: i64) -> Self {
                let seq = Some($crate::graphql::scalars::Seq(seq));
                Self { $field: Some(value.into()), user_errors: Vec::new(), seq }
            }

            fn rejected(problems: Vec<$crate::kit::Problem>) -> Self {
                let user_errors = problems.into_iter().map(Into::into).collect();
                Self { $field: None, user_errors, seq: None }
            }
        }
    };
}

/// Declares a batch: a function of an area that reads what belongs to many keys at once. Resolvers ask for one key; the
/// keys of a level are collected and read together.
macro_rules! batch {
    ($(#[$meta:meta])* $name:ident: $key:ty => $value:ty, $load:path) => {
        $(#[$meta])*
        pub enum $name {}

        impl $crate::graphql::batch::Batch for $name {
            type Key = $key;
            type Value = $value;

            async fn load(
                reader: &$crate::kit::Reader<'_>,
                keys: &[$key],
            ) -> Result<std::collections::HashMap<$key, $value>, $crate::kit::Fault> {
                $load(reader, keys).await
            }
        }
    };
}

pub(crate) use {batch, payload, record_object, stored_enum};
