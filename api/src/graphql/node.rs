//! What has an id, whatever its type: `node(id)`, the interfaces `Node` and `StoredRecord`, and who wrote them.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use async_graphql::indexmap::{IndexMap, IndexSet};
use async_graphql::parser::types::Field as Selected;
use async_graphql::registry::{MetaField, MetaType, MetaTypeId, Registry};
use async_graphql::{ContextSelectionSet, ID, OutputType, Positioned, ServerResult, Value};
use entity::{AnyId, RecordType as Stored, TypedId};
use uuid::Uuid;

use super::declare::stored_enum;
use super::plan::{
    Field, FieldType, Json, Object, ObjectOf, Shape, Source, Stored as StoredObject, Unreadable, embedded,
    register,
};
use crate::agenda::gql::NudgeDecision;
use crate::auth::gql::{ApiToken, User};
use crate::cadences::gql::{Cadence, CheckIn};
use crate::circles::gql::{Circle, Tag};
use crate::collaborations::gql::{Collaboration, CollaborationMember, CollaborationMilestone};
use crate::communities::gql::{Community, CommunityMember};
use crate::diversity::gql::{Dimension, DimensionValue};
use crate::events::gql::{Attendance, Event};
use crate::exchanges::gql::Exchange;
use crate::goals::gql::Goal;
use crate::gratitude::gql::Gratitude;
use crate::interactions::gql::Interaction;
use crate::introductions::gql::Introduction;
use crate::kit::{Fault, Path, RecordRef};
use crate::milestones::gql::{Milestone, MilestoneAcknowledgement};
use crate::needs::gql::{MatchDecision, Need, Offer};
use crate::organizations::gql::Organization;
use crate::people::gql::{Affiliation, ContactPoint, Fact, Person, Tie};
use crate::time::gql::{TimeEntry, TimeIntention};
use crate::workspaces::gql::{Invitation, Workspace};

/// Declares a list of types that `node` finds.
macro_rules! types {
    ($(#[$doc:meta])* $list:ident, $register:ident: $($name:ident,)*) => {
        $(#[$doc])*
        pub fn $list() -> impl Iterator<Item = ObjectOf> {
            [$($name::object as ObjectOf,)*].into_iter()
        }

        fn $register(registry: &mut Registry) {
            $($name::create_type_info(registry);)*
        }
    };
}

types! {
    /// The types of records.
    records, register_records:
    Person,
    Organization,
    Circle,
    Tag,
    Tie,
    Dimension,
    Interaction,
    Introduction,
    Collaboration,
    Cadence,
    CheckIn,
    Milestone,
    MilestoneAcknowledgement,
    Exchange,
    Gratitude,
    NudgeDecision,
    Goal,
    Need,
    Offer,
    MatchDecision,
    Event,
    Community,
    TimeEntry,
    TimeIntention,
}

types! {
    /// The types of what has an id and is no record: parts of records, and what is around the workspace.
    parts, register_parts:
    ContactPoint,
    Affiliation,
    Fact,
    DimensionValue,
    CollaborationMember,
    CollaborationMilestone,
    CommunityMember,
    Attendance,
    User,
    Workspace,
    Invitation,
    ApiToken,
}

/// The types of all that has an id.
pub fn nodes() -> impl Iterator<Item = ObjectOf> {
    records().chain(parts())
}

fn register_nodes(registry: &mut Registry) {
    register_records(registry);
    register_parts(registry);
}

/// Declares an interface of the types of a list: fields that all of them have, with descriptions of its own.
macro_rules! interface {
    ($(#[doc = $doc:literal])+ $name:ident $(implements $other:literal)? of $types:ident, $register:ident {
        $($field:literal: $described:literal,)*
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name(StoredObject);

        impl $name {
            /// The record, if it is of a kind that can be fetched.
            #[must_use]
            pub fn of(record: RecordRef) -> Option<Self> {
                let object = object_of(record.record_type)?;
                Some(Self(StoredObject::new(object, record.id, Arc::default())))
            }
        }

        impl OutputType for $name {
            fn type_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn introspection_type_name(&self) -> Cow<'static, str> {
                self.0.object().name.into()
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
                    $register(registry);
                    $(registry.add_implements(stringify!($name), $other);)?
                    let shown = register::fields(Person::object(), registry);
                    let mut fields = IndexMap::new();
                    $(
                        if let Some(field) = shown.get($field) {
                            let mut field: MetaField = field.clone();
                            field.description = Some($described.to_owned());
                            fields.insert($field.to_owned(), field);
                        }
                    )*
                    MetaType::Interface {
                        name: stringify!($name).to_owned(),
                        description: Some(concat!($($doc),+).trim().to_owned()),
                        fields,
                        possible_types: $types().map(|object| object().name.to_owned()).collect::<IndexSet<_>>(),
                        extends: false,
                        inaccessible: false,
                        tags: Vec::new(),
                        keys: None,
                        visible: None,
                        rust_typename: Some(std::any::type_name::<Self>()),
                        directive_invocations: Vec::new(),
                        requires_scopes: Vec::new(),
                    }
                })
            }

            async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Selected>) -> ServerResult<Value> {
                self.0.resolve(ctx, field).await
            }
        }
    };
}

interface! {
    /// Anything that has an id. No two objects of a workspace share one, and the same id shows the same wherever it is met.
    Node of nodes, register_nodes {
        "id": "The id, for `node(id)`.",
    }
}

interface! {
    /// Anything that is stored, versioned and in the change feed.
    StoredRecord implements "Node" of records, register_records {
        "id": "The record's id, for `node(id)` and for every reference to it.",
        "revision": "Grows by one at each write. Give it as `expectedRevision` to refuse a write if someone was faster.",
        "seq": "The number of the record's last change in the workspace's feed.",
        "createdAt": "When it was made.",
        "updatedAt": "When it was last changed.",
        "archivedAt": "When it was archived; null while it is live. Archived records are left out of lists unless asked for.",
        "createdBy": "Who made it.",
    }
}

fn object_of(kind: Stored) -> Option<ObjectOf> {
    records().find(|object| object().record == Some(kind))
}

stored_enum! {
    /// The kinds of record in the change feed.
    RecordType = entity::RecordType {
        /// Someone in the network.
        Person,
        /// Where people work.
        Organization,
        /// A group of people.
        Circle,
        /// A label.
        Tag,
        /// Who knows whom.
        Tie,
        /// In what people differ.
        Dimension,
        /// Something that happened.
        Interaction,
        /// Bringing two people together.
        Introduction,
        /// Something done together.
        Collaboration,
        /// How often to be in touch.
        Cadence,
        /// What was decided about being in touch.
        CheckIn,
        /// A dated thing in a person's life.
        Milestone,
        /// What was done about a milestone in a year.
        MilestoneAcknowledgement,
        /// Value given or received.
        Exchange,
        /// Thanks.
        Gratitude,
        /// What was decided about a nudge.
        NudgeDecision,
        /// What the user, or somebody else, is after.
        Goal,
        /// What the user, or somebody else, looks for.
        Need,
        /// What the user, or somebody else, can give.
        Offer,
        /// What was decided about a match.
        MatchDecision,
        /// When and where people come together.
        Event,
        /// Where people gather.
        Community,
        /// Time that was taken.
        TimeEntry,
        /// Time that is meant to be taken.
        TimeIntention,
        /// The workspace itself; the change has no `record`.
        Workspace,
        /// A key for scripts; the change has no `record`.
        ApiToken,
    }
}

stored_enum! {
    /// What kind of writer made a change.
    ActorKind = entity::ActorKind {
        /// A signed-in user.
        User,
        /// An API token.
        Token,
        /// An import, run by a user or a token.
        Import,
        /// Someone who answered by a one-time link, without an account.
        Link,
        /// Rapport itself.
        System,
    }
}

/// Who wrote something.
#[derive(Clone, Copy, Debug)]
pub struct Actor(entity::Actor);

impl From<entity::Actor> for Actor {
    fn from(actor: entity::Actor) -> Self {
        Self(actor)
    }
}

impl Shape for Actor {
    fn object() -> &'static Object {
        static OBJECT: OnceLock<Object> = OnceLock::new();
        OBJECT.get_or_init(actor)
    }
}

impl OutputType for Actor {
    fn type_name() -> Cow<'static, str> {
        "Actor".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        register::object::<Self>(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Selected>,
    ) -> ServerResult<Value> {
        embedded(ctx, field, Self::object(), &self.0.to_string())
    }
}

fn actor() -> Object {
    Object::plain("Actor", "Who wrote something.")
        .piece::<ActorKind>("kind", "What kind of writer.", |text, json| {
            json.word(read_actor(text)?.kind.as_str());
            Ok(())
        })
        .piece::<Option<ID>>(
            "userId",
            "The id of the user who wrote it by hand or by an import; null where it was nobody who signed in.",
            |text, json| written_id(json, read_actor(text)?.user),
        )
        .piece::<Option<ID>>(
            "tokenId",
            "The id of the API token by which it was written; null where it was none.",
            |text, json| written_id(json, read_actor(text)?.token),
        )
}

fn written_id<I: TypedId>(json: &mut Json, id: Option<I>) -> Result<(), Unreadable> {
    match id {
        Some(id) => json.id(I::PREFIX, id.uuid()),
        None => json.null(),
    }
    Ok(())
}

fn read_actor(text: &str) -> Result<entity::Actor, Unreadable> {
    text.parse()
        .map_err(|error| Unreadable(format!("{text:?}: {error}")))
}

/// Most ids of one `nodes`.
const IDS: usize = 100;

/// Which object is wanted, by the name of its type and its id, if it is of a type that can be fetched.
pub type Wanted = Option<(&'static str, Uuid)>;

/// Which object an id is of.
///
/// # Errors
/// `BAD_INPUT`: it is no id, or of something that cannot be fetched.
pub fn wanted(id: &str, path: &Path) -> Result<Wanted, Fault> {
    let wrong = |message: String| Fault::input(path.clone(), format!("{path}: {message}"));
    let id: AnyId = id
        .parse()
        .map_err(|error: entity::IdError| wrong(error.to_string()))?;
    match nodes().find(|object| object().prefix == Some(id.prefix.as_str())) {
        Some(object) => Ok(Some((object().name, id.uuid))),
        None => Err(wrong(format!("there are no records of type {}", id.prefix))),
    }
}

/// The record that a row of the feed is about, if it is of a kind that can be fetched.
#[must_use]
pub fn of_type(kind: &str, id: Uuid) -> Wanted {
    let is_it = |object: &ObjectOf| object().record.is_some_and(|record| record.as_str() == kind);
    records().find(is_it).map(|object| (object().name, id))
}

/// Which objects a list of ids is of, each for itself.
///
/// # Errors
/// `BAD_INPUT`: there are too many.
pub fn many(ids: &[ID]) -> Result<Vec<Result<Wanted, Fault>>, Fault> {
    if ids.len() > IDS {
        let message = format!("ids: at most {IDS} entries are allowed");
        return Err(Fault::input(Path::argument("ids"), message));
    }
    let ids = ids.iter().enumerate();
    Ok(ids
        .map(|(place, id)| wanted(id, &Path::argument("ids").at(place)))
        .collect())
}

/// Queries on objects whatever their type.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::new(
            "node",
            "The object with this id; null when there is none, or when the caller may not see it.",
            FieldType::of::<Option<Node>>(),
            Source::Node,
        )
        .argument::<ID>("id", "The object's id."),
        Field::new(
            "nodes",
            "The objects with these ids, in their order; null where there is none, or where the caller may not see it.",
            FieldType::of::<Vec<Option<Node>>>(),
            Source::Nodes,
        )
        .argument::<Vec<ID>>("ids", "The objects' ids, at most 100."),
    ]
}
