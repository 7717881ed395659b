//! Records whatever their kind: `node(id)`, the interfaces `Node` and `Record`, and who wrote them.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use async_graphql::indexmap::{IndexMap, IndexSet};
use async_graphql::parser::types::Field as Selected;
use async_graphql::registry::{MetaField, MetaType, MetaTypeId, Registry};
use async_graphql::{ContextSelectionSet, ID, OutputType, Positioned, ServerResult, Value};
use entity::ids::{ApiTokenId, UserId};
use entity::{AnyId, RecordType as Stored, TypedId};
use uuid::Uuid;

use super::declare::stored_enum;
use super::plan::{
    Field, FieldType, Object, Shape, Source, Stored as StoredObject, Unreadable, embedded, register,
};
use crate::agenda::gql::NudgeDecision;
use crate::cadences::gql::{Cadence, CheckIn};
use crate::circles::gql::{Circle, Tag};
use crate::collaborations::gql::Collaboration;
use crate::communities::gql::Community;
use crate::diversity::gql::Dimension;
use crate::events::gql::Event;
use crate::exchanges::gql::Exchange;
use crate::goals::gql::Goal;
use crate::gratitude::gql::Gratitude;
use crate::interactions::gql::Interaction;
use crate::introductions::gql::Introduction;
use crate::kit::{Fault, RecordRef};
use crate::milestones::gql::{Milestone, MilestoneAcknowledgement};
use crate::needs::gql::{MatchDecision, Need, Offer};
use crate::organizations::gql::Organization;
use crate::people::gql::{Person, Tie};
use crate::time::gql::{TimeEntry, TimeIntention};

/// The types of records.
#[must_use]
pub const fn records() -> &'static [fn() -> &'static Object] {
    &[
        Person::object,
        Organization::object,
        Circle::object,
        Tag::object,
        Tie::object,
        Dimension::object,
        Interaction::object,
        Introduction::object,
        Collaboration::object,
        Cadence::object,
        CheckIn::object,
        Milestone::object,
        MilestoneAcknowledgement::object,
        Exchange::object,
        Gratitude::object,
        NudgeDecision::object,
        Goal::object,
        Need::object,
        Offer::object,
        MatchDecision::object,
        Event::object,
        Community::object,
        TimeEntry::object,
        TimeIntention::object,
    ]
}

fn register_records(registry: &mut Registry) {
    Person::create_type_info(registry);
    Organization::create_type_info(registry);
    Circle::create_type_info(registry);
    Tag::create_type_info(registry);
    Tie::create_type_info(registry);
    Dimension::create_type_info(registry);
    Interaction::create_type_info(registry);
    Introduction::create_type_info(registry);
    Collaboration::create_type_info(registry);
    Cadence::create_type_info(registry);
    CheckIn::create_type_info(registry);
    Milestone::create_type_info(registry);
    MilestoneAcknowledgement::create_type_info(registry);
    Exchange::create_type_info(registry);
    Gratitude::create_type_info(registry);
    NudgeDecision::create_type_info(registry);
    Goal::create_type_info(registry);
    Need::create_type_info(registry);
    Offer::create_type_info(registry);
    MatchDecision::create_type_info(registry);
    Event::create_type_info(registry);
    Community::create_type_info(registry);
    TimeEntry::create_type_info(registry);
    TimeIntention::create_type_info(registry);
}

/// Declares an interface that every record implements: its first fields, with descriptions of its own.
macro_rules! interface {
    ($(#[doc = $doc:literal])+ $name:ident { $($field:literal: $described:literal,)* }) => {
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
                    register_records(registry);
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
                        possible_types: records().iter().map(|object| object().name.to_owned()).collect::<IndexSet<_>>(),
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
    /// Anything that can be fetched by id.
    Node {
        "id": "The id, for `node(id)`.",
    }
}

interface! {
    /// Anything that is stored, versioned and in the change feed.
    Record {
        "id": "The record's id, for `node(id)` and for every reference to it.",
        "revision": "Grows by one at each write. Give it as `expectedRevision` to refuse a write if someone was faster.",
        "seq": "The number of the record's last change in the workspace's feed.",
        "createdAt": "When it was made.",
        "updatedAt": "When it was last changed.",
        "archivedAt": "When it was archived; null while it is live. Archived records are left out of lists unless asked for.",
        "createdBy": "Who made it.",
    }
}

fn object_of(kind: Stored) -> Option<fn() -> &'static Object> {
    let mut records = records().iter();
    records
        .find(|object| object().record.is_some_and(|(record, _)| record == kind))
        .copied()
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
            "id",
            "The user's id, or the token's when `kind` is `TOKEN`; null where there is neither.",
            |text, json| {
                let actor = read_actor(text)?;
                match actor.id {
                    Some(id) if actor.kind == entity::ActorKind::Token => json.id(ApiTokenId::PREFIX, id),
                    Some(id) => json.id(UserId::PREFIX, id),
                    None => json.null(),
                }
                Ok(())
            },
        )
}

fn read_actor(text: &str) -> Result<entity::Actor, Unreadable> {
    text.parse()
        .map_err(|error| Unreadable(format!("{text:?}: {error}")))
}

/// The kind of record that an id's prefix names.
fn kind(prefix: &str) -> Option<Stored> {
    let mut records = records().iter().filter_map(|object| object().record);
    records.find(|(_, known)| *known == prefix).map(|(kind, _)| kind)
}

/// Most ids of one `nodes`.
const IDS: usize = 100;

/// Which record is wanted, if it is of a kind that can be fetched.
pub type Wanted = Option<(Stored, Uuid)>;

/// Which record an id is of.
///
/// # Errors
/// `BAD_INPUT`: it is no id, or of something that is no record.
pub fn wanted(id: &str) -> Result<Wanted, Fault> {
    let id: AnyId = id
        .parse()
        .map_err(|error: entity::IdError| Fault::bad_input(format!("id: {error}")))?;
    match kind(&id.prefix) {
        Some(kind) => Ok(Some((kind, id.uuid))),
        None => Err(Fault::bad_input(format!(
            "id: there are no records of type {}",
            id.prefix
        ))),
    }
}

/// The record that a row of the feed is about, if it is of a kind that can be fetched.
#[must_use]
pub fn of_type(kind: &str, id: Uuid) -> Wanted {
    let mut records = records().iter().filter_map(|object| object().record);
    records
        .find(|(record, _)| record.as_str() == kind)
        .map(|(record, _)| (record, id))
}

/// Which records a list of ids is of, each for itself.
///
/// # Errors
/// `BAD_INPUT`: there are too many.
pub fn many(ids: &[ID]) -> Result<Vec<Result<Wanted, Fault>>, Fault> {
    if ids.len() > IDS {
        return Err(Fault::bad_input(format!(
            "ids: at most {IDS} entries are allowed"
        )));
    }
    Ok(ids.iter().map(|id| wanted(id)).collect())
}

/// Queries on records whatever their kind.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::new(
            "node",
            "The record with this id; null when there is none, or when the caller may not see it.",
            FieldType::of::<Option<Node>>(),
            Source::Node,
        )
        .argument::<ID>("id", "The record's id."),
        Field::new(
            "nodes",
            "The records with these ids, in their order; null where there is none, or where the caller may not see it.",
            FieldType::of::<Vec<Option<Node>>>(),
            Source::Nodes,
        )
        .argument::<Vec<ID>>("ids", "The records' ids, at most 100."),
    ]
}
