//! The change feed in GraphQL.

use std::borrow::Cow;

use async_graphql::parser::types::Field as Selected;
use async_graphql::registry::{MetaTypeId, ObjectBuilder, Registry};
use async_graphql::{ContextSelectionSet, ID, OutputType, Positioned, ServerError, ServerResult, Value};
use entity::{RecordType as Stored, change};

use crate::graphql::catalogue::Area;
use crate::graphql::declare::stored_enum;
use crate::graphql::node::{self, Actor, RecordType, StoredRecord};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{
    Ask, Cells, Field, FieldType, Json, Object, Source, Target, Unreadable, register,
};
use crate::graphql::scalars::Seq;
use crate::kit::list::{Column as Plain, Part};
use crate::kit::rows::Cell;
use crate::kit::{Fault, Right};

/// Changes of a page when the client does not say.
const DEFAULT_SIZE: i32 = 200;
/// Most changes of a page.
const MAX_SIZE: i32 = 1000;

stored_enum! {
    /// What a change did to its record.
    ChangeOp = change::ChangeOp {
        /// The record was made.
        Create,
        /// The record was changed.
        Update,
        /// The record was hidden; it can be restored.
        Archive,
        /// The record is live again.
        Restore,
        /// The record was merged into another and is hidden; its `mergedInto` says into which.
        Merge,
        /// The record is gone for good; only its id remains.
        Erase,
    }
}

shape! {
    /// One write to one record.
    Change: declare
}

fn declare() -> Object {
    use change::Column;
    let mut object = Object::part::<change::Entity>("Change", "One write to one record.")
        .column(
            "seq",
            "The change's number: its place in commit order, without gaps.",
            Column::Seq,
        )
        .word::<ChangeOp>("op", "What happened to the record, or between people.", Column::Op)
        .word::<RecordType>("type", "What kind of record.", Column::RecordType)
        .made::<ID>(
            "recordId",
            "The id of the record that changed.",
            vec![Plain::of(Column::RecordType), Plain::of(Column::RecordId)],
            record_id,
        )
        .column("revision", "The record's revision after this write.", Column::Revision)
        .made::<Option<Vec<String>>>(
            "fields",
            "Which fields of the record an `UPDATE` changed, as its type names them; what belongs to it and is kept beside it (addresses, \
             members, topics and the like) is not among them, so the list is empty where only that changed. Null for other changes, \
             for those that an older server wrote, and when the caller may not see records of this type.",
            vec![Plain::of(Column::RecordType), Plain::of(Column::Columns)],
            fields,
        )
        .embedded::<Actor>("actor", "Who did it: a user, a token, an import or a link.", Column::Actor)
        .column("at", "The moment at which it happened.", Column::At)
        .with(Field::new(
            "record",
            "The record as it is now, which may be later than this change; null once it was erased, or when the caller may not \
             see it. Archived records are shown.",
            FieldType::of::<Option<StoredRecord>>(),
            Source::Record(Plain::of(Column::RecordType), Plain::of(Column::RecordId)),
        ));
    object.right = Some(Right::ChangesRead);
    object
}

fn record_id(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let Cell::Uuid(id) = cells.cell(1) else {
        return Err(Unreadable("a change of nothing".to_owned()));
    };
    json.id(cells.word::<Stored>(0)?.prefix(), id);
    Ok(())
}

fn fields(cells: &Cells<'_>, json: &mut Json) -> Result<(), Unreadable> {
    let kind = cells.word::<Stored>(0)?;
    let object =
        node::object_of(kind).filter(|object| object.right.is_none_or(|right| cells.rights.contains(right)));
    let (Some(object), false) = (object, matches!(cells.cell(1), Cell::Null)) else {
        json.null();
        return Ok(());
    };
    json.words(
        cells
            .text(1)
            .split(' ')
            .filter_map(|column| object.shown_as(column)),
    );
    Ok(())
}

/// Some changes of the feed, in order.
pub struct ChangePage;

impl OutputType for ChangePage {
    fn type_name() -> Cow<'static, str> {
        "ChangePage".into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        registry.create_output_type::<Self, _>(MetaTypeId::Object, |registry| {
            let change = Change::create_type_info(registry);
            let fields = register::listed([
                register::described("changes", format!("[{change}]!"), "The changes, in commit order."),
                register::described(
                    "nextAfter",
                    Seq::create_type_info(registry),
                    "Give it as `after` for the next page.",
                ),
                register::described(
                    "hasMore",
                    bool::create_type_info(registry),
                    "Whether there are more.",
                ),
            ]);
            ObjectBuilder::new(Self::type_name(), fields)
                .description(Some("Some changes of the feed, in order.".to_owned()))
                .rust_typename(std::any::type_name::<Self>())
                .build()
        })
    }

    async fn resolve(
        &self,
        _: &ContextSelectionSet<'_>,
        field: &Positioned<Selected>,
    ) -> ServerResult<Value> {
        Err(ServerError::new("pages are written by plans", Some(field.pos)))
    }
}

/// Queries on the feed.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::new(
            "changes",
            "Every write of the workspace after a number, in commit order and without gaps. A client that was offline asks with \
             the last `nextAfter` it was given, until `hasMore` is false, and has everything.",
            FieldType::of::<Option<ChangePage>>(),
            Source::Feed(changes, Target::of::<Change>()),
        )
        .argument::<Option<Seq>>("after", "The last number that the client has seen; 0 for everything.")
        .argument::<Option<i32>>("first", "How many: 1 to 1000, 200 if left out.")
        .argument::<Option<Vec<RecordType>>>("types", "Of these kinds of record; of all if left out."),
    ]
}

fn changes(ask: &Ask<'_>) -> Result<Part, Fault> {
    let first = ask.get::<Option<i32>>("first")?.unwrap_or(DEFAULT_SIZE);
    let size = usize::try_from(first)
        .ok()
        .filter(|size| (1..=1000).contains(size));
    let size = size.ok_or_else(|| Fault::bad_input(format!("first must be from 1 to {MAX_SIZE}")))?;
    let types: Option<Vec<RecordType>> = ask.get("types")?;
    let types: Option<Vec<Stored>> = types.map(|types| types.into_iter().map(Into::into).collect());
    let after = ask.get::<Option<Seq>>("after")?.map_or(0, |after| after.0);
    Ok(super::after(&ask.scope, after, size, types.as_deref()))
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().queries(queries())
}
