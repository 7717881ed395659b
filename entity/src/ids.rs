//! One newtype for each kind of id: stored as a UUID, shown as a TypeID (`person_01h455vb4pex5vsknk084sn02q`).

use std::fmt;
use std::hash::Hash;
use std::str::FromStr;

use sea_orm::entity::prelude::*;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use type_safe_id::{DynamicType, TypeSafeId};

/// Why a text is not the id that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdError {
    /// A well-formed id of another type.
    WrongType {
        /// The type that belongs here.
        expected: &'static str,
        /// The type that was given.
        found: String,
    },
    /// Not an id at all.
    Malformed {
        /// The type that belongs here.
        expected: &'static str,
    },
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongType { expected, found } => {
                write!(
                    f,
                    "this is the id of a {found}; the id of a {expected} belongs here ({expected}_…)"
                )
            }
            Self::Malformed { expected } => {
                write!(
                    f,
                    "this is not an id; the id of a {expected} looks like {expected}_01h455vb4pex5vsknk084sn02q"
                )
            }
        }
    }
}

impl std::error::Error for IdError {}

/// An id with its type in its text form.
pub trait TypedId:
    Copy + Eq + Ord + Hash + fmt::Debug + fmt::Display + FromStr<Err = IdError> + Send + Sync + 'static
{
    /// The type, as the text form begins.
    const PREFIX: &'static str;
    /// The id with this UUID.
    fn from_uuid(uuid: Uuid) -> Self;
    /// The UUID of the id.
    fn uuid(self) -> Uuid;
}

/// Any well-formed id, whatever its type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnyId {
    /// The type.
    pub prefix: String,
    /// The UUID.
    pub uuid: Uuid,
}

impl FromStr for AnyId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let id: TypeSafeId<DynamicType> = text
            .parse()
            .map_err(|_error| IdError::Malformed { expected: "record" })?;
        Ok(Self {
            prefix: id.type_prefix().to_owned(),
            uuid: id.uuid(),
        })
    }
}

fn show(prefix: &'static str, uuid: Uuid, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let kind = DynamicType::new(prefix).map_err(|_error| fmt::Error)?;
    write!(f, "{}", TypeSafeId::from_type_and_uuid(kind, uuid))
}

fn read(prefix: &'static str, text: &str) -> Result<Uuid, IdError> {
    let id: AnyId = text
        .parse()
        .map_err(|_error| IdError::Malformed { expected: prefix })?;
    if id.prefix == prefix {
        Ok(id.uuid)
    } else {
        Err(IdError::WrongType {
            expected: prefix,
            found: id.prefix,
        })
    }
}

/// The text form of an id of this type.
#[must_use]
pub fn shown(prefix: &'static str, uuid: Uuid) -> String {
    DynamicType::new(prefix).map_or_else(
        |_no_type| uuid.to_string(),
        |kind| TypeSafeId::from_type_and_uuid(kind, uuid).to_string(),
    )
}

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl TypedId for $name {
            const PREFIX: &'static str = $prefix;
            fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                show($prefix, self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                read($prefix, text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        // SeaORM asks every part of a key for this; an id never comes from a counter.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

macro_rules! ids_of_records {
    ($($(#[$doc:meta])* $module:ident: $name:ident = $word:literal, $id:ident = $prefix:literal $(, found by $letter:literal)?;)*) => {
        id_types! {$(
            #[doc = concat!("An id that begins with `", $prefix, "_`. What has it:")]
            ///
            $(#[$doc])*
            $id = $prefix;
        )*}
    };
}

crate::records!(ids_of_records);

id_types! {
    /// A user.
    UserId = "user";
    /// A signed-in device.
    SessionId = "session";
    /// What one request changed in many records.
    ChangeSetId = "change_set";
    /// A file that a client sends.
    UploadId = "upload";
    /// A mutation that is run for each line of a file.
    JobId = "job";
    /// A file of contacts on its way into the network.
    ImportSessionId = "import_session";
    /// A row of such a file.
    ImportRowId = "import_row";
    /// An invitation into a workspace.
    InvitationId = "invitation";
    /// A calendar that other programs read.
    CalendarFeedId = "calendar_feed";
    /// A way to reach a person.
    ContactPointId = "contact_point";
    /// A person's role at an organisation.
    AffiliationId = "affiliation";
    /// A fact about a person.
    FactId = "fact";
    /// A value of a dimension.
    DimensionValueId = "dimension_value";
    /// A person's part in a collaboration.
    CollaborationMemberId = "collaboration_member";
    /// A step of a collaboration.
    CollaborationMilestoneId = "collaboration_milestone";
    /// Somebody at an event.
    AttendanceId = "attendance";
    /// Somebody's part in a community.
    CommunityMemberId = "community_member";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        let id = PersonId(Uuid::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881));
        assert_eq!(id.to_string(), "person_01h2xcejqtf2nbrexx3vqjhp41");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn a_wrong_type_names_both_types() {
        let error = "circle_01h2xcejqtf2nbrexx3vqjhp41"
            .parse::<PersonId>()
            .unwrap_err();
        assert_eq!(
            error,
            IdError::WrongType {
                expected: "person",
                found: "circle".to_owned()
            }
        );
        assert!(matches!(
            "42".parse::<PersonId>(),
            Err(IdError::Malformed { expected: "person" })
        ));
    }
}
