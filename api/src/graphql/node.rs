//! What has an id, whatever its type: `node(id)`, the interfaces `Node` and `StoredRecord`, and who wrote them.

use async_graphql::ID;
use entity::{AnyId, TypedId};
use uuid::Uuid;

use super::catalogue::catalogue;
use super::declare::stored_enum;
use super::plan::declare::{only_a_type, shape};
use super::plan::register::{self, Interface};
use super::plan::{Field, FieldType, Json, Object, Source, Unreadable};
use crate::kit::{Fault, Path};

/// Anything that has an id.
#[derive(Clone, Copy, Debug)]
pub struct Node;

only_a_type!(Node, |registry| register::interface::<Node>(registry, || {
    Interface {
        description: "Anything that has an id. No two objects of a workspace share one, and the same id shows the same wherever it is met.",
        implements: None,
        types: catalogue().nodes.clone(),
        fields: vec![("id", "The id, for `node(id)`.")],
    }
}));

/// Anything that is stored, versioned and in the change feed.
#[derive(Clone, Copy, Debug)]
pub struct StoredRecord;

only_a_type!(StoredRecord, |registry| register::interface::<StoredRecord>(
    registry,
    || Interface {
        description: "Anything that is stored, versioned and in the change feed.",
        implements: Some("Node"),
        types: catalogue().records.clone(),
        fields: vec![
            (
                "id",
                "The record's id, for `node(id)` and for every reference to it."
            ),
            (
                "revision",
                "Grows by one at each write. Give it as `expectedRevision` to refuse a write if someone was faster."
            ),
            (
                "seq",
                "The number of the record's last change in the workspace's feed."
            ),
            ("createdAt", "When it was made, by the server's clock."),
            ("updatedAt", "When it was last changed."),
            (
                "archivedAt",
                "When it was archived; null while it is live. Archived records are left out of lists unless asked for."
            ),
            ("createdBy", "Who made it: a user, a token or an import."),
        ],
    }
));

macro_rules! record_types {
    ($($(#[$doc:meta])* $module:ident: $name:ident = $word:literal, $id:ident = $prefix:literal $(, found by $letter:literal)?;)*) => {
        stored_enum! {
            /// The kinds of record in the change feed.
            RecordType = entity::RecordType { $($(#[$doc])* $name,)* }
        }
    };
}

entity::records!(record_types);

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

shape! {
    /// Who wrote something.
    Actor: actor
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
    let mut nodes = catalogue().nodes.iter().map(|target| (target.object)());
    match nodes.find(|object| object.prefix == Some(id.prefix.as_str())) {
        Some(object) => Ok(Some((object.name, id.uuid))),
        None => Err(wrong(format!("there are no records of type {}", id.prefix))),
    }
}

/// The record that a row of the feed is about, if it is of a kind that can be fetched.
#[must_use]
pub fn of_type(kind: &str, id: Uuid) -> Wanted {
    let mut records = catalogue().records.iter().map(|target| (target.object)());
    let is_it = |object: &&Object| object.record.is_some_and(|record| record.as_str() == kind);
    records.find(is_it).map(|object| (object.name, id))
}

/// The type of records of this kind; what is no record by itself has none.
#[must_use]
pub fn object_of(record: entity::RecordType) -> Option<&'static Object> {
    let mut records = catalogue().records.iter().map(|target| (target.object)());
    records.find(|object| object.record == Some(record))
}

/// How the ids of a type of records begin.
#[must_use]
pub fn prefix_of(record: entity::RecordType) -> Option<&'static str> {
    object_of(record)?.prefix
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
        .argument::<ID>("id", "The id of the object, of any type."),
        Field::new(
            "nodes",
            "The objects with these ids, in their order; null where there is none, or where the caller may not see it.",
            FieldType::of::<Vec<Option<Node>>>(),
            Source::Nodes,
        )
        .argument::<Vec<ID>>("ids", "The objects' ids, at most 100."),
    ]
}
