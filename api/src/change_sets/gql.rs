//! Change sets in GraphQL.

use entity::change_set;
use entity::ids::ChangeSetId;

use super::rules::Why;
use super::{Conflict, Undo, Undone};
use crate::graphql::catalogue::{Area, catalogue};
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds;
use crate::graphql::node::{self, Actor};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Done, Field, Object, Outcome, Sent, ShownId};
use crate::kit::afresh::Afresh;
use crate::kit::list::Column as Plain;
use crate::kit::rows::Cell;
use crate::kit::{Fault, Right};

fn change_set() -> Object {
    use change_set::Column;
    let mut object = Object::part::<change_set::Entity>(
        "ChangeSet",
        "What one request changed in many records. It can be undone as a whole for 30 days.",
    )
    .id::<ChangeSetId>("The id of the change set.", Column::Id)
    .column("mutation", "The mutation that was asked for: `importContacts`.", Column::Mutation)
    .embedded::<Actor>("actor", "Who asked for it: a user, a token or an import.", Column::Actor)
    .column("at", "When the first of it was written, by the server's clock.", Column::At)
    .column("firstSeq", "The number of its first change in the feed.", Column::FirstSeq)
    .column(
        "lastSeq",
        "The number of its last change in the feed. A file is imported in parts, and others may have written between two of them.",
        Column::LastSeq,
    )
    .column("changeCount", "How many changes it made in the feed.", Column::Changes)
    .made::<bool>(
        "isUndoable",
        "Whether it can be undone still: it was not, and what was before it is kept.",
        vec![Plain::of(Column::IsKept), Plain::of(Column::UndoneBy)],
        |cells, json| {
            json.bool(matches!(cells.cell(0), Cell::Bool(true)) && matches!(cells.cell(1), Cell::Null));
            Ok(())
        },
    )
    .one::<kinds::ChangeSet>(
        "undoes",
        "The change set that this one undid; null where it is no undoing.",
        Column::Undoes,
    )
    .one::<kinds::ChangeSet>(
        "undoneBy",
        "The change set by which this one was undone, which can be undone itself; null where it was not.",
        Column::UndoneBy,
    );
    object.right = Some(Right::ChangesRead);
    object
}

stored_enum! {
    /// Why something was not given back.
    UndoConflictReason = Why {
        /// Somebody has changed it since: it stays as they have it.
        Changed,
        /// It was erased, which is for good.
        Erased,
        /// The change set made it, and other records refer to it since: it stays.
        InUse,
        /// Something else has its place since, its name for example; or what it refers to is gone.
        Taken,
    }
}

shape! {
    /// Something that was not given back.
    UndoConflict: conflict
}

fn conflict() -> Object {
    Object::computed::<Conflict>("UndoConflict", "Something that was not given back when a change set was undone.")
        .value("recordId", "The id of the record that it is about.", |it| {
            Some(ShownId(node::prefix_of(it.record.record_type)?, it.record.id))
        })
        .record(
            "record",
            "That record as it is now; null where it is gone, and where the caller may not see it.",
            |it| Some((it.record.record_type, it.record.id)),
        )
        .value(
            "field",
            "The field that is meant, as the record's type names it: one of its own, or that of a part of it. Null where it is the record \
             as a whole.",
            field,
        )
        .value("reason", "Why it was not given back.", |it| it.why)
        .done()
}

fn field(conflict: &Conflict) -> Option<String> {
    let own = conflict.column.and_then(|column| {
        let object = node::object_of(conflict.record.record_type)?;
        Some(object.shown_as(column).unwrap_or(column).to_owned())
    });
    own.or_else(|| conflict.part.map(str::to_owned))
}

shape! {
    /// What undoing a change set answers.
    UndoChangeSetPayload: payload
}

fn payload() -> Object {
    Object::computed::<Outcome>("UndoChangeSetPayload", "What undoing a change set answers.")
        .one::<kinds::ChangeSet, _>("undone", "The change set that was undone.", |it| {
            it.value::<Undone>().map(|undone| undone.id)
        })
        .set()
        .value("restoredCount", "How many records were given back something.", |it| {
            it.value::<Undone>().map(|undone| number(undone.restored))
        })
        .value("erasedCount", "How many records are gone that it had made.", |it| {
            it.value::<Undone>().map(|undone| number(undone.erased))
        })
        .every::<UndoConflict, Conflict>(
            "conflicts",
            "What was not given back, and why. All else was: whoever wants all or nothing asks with `dryRun` first.",
            |it| it.value::<Undone>().map(|undone| undone.conflicts.clone()).unwrap_or_default(),
        )
        .settled()
        .moved()
        .done()
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Queries on change sets.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<kinds::ChangeSet, ChangeSetId>(
            "changeSet",
            "A change set by id; null when there is none.",
            "The id of the change set.",
        ),
        Field::list::<kinds::ChangeSet>(
            "changeSets",
            "What was changed by requests that write many records (`applyMutations`, plurals such as `updatePeople`, imports), and by \
             undoing them, the latest first.",
            |ask| Ok(super::list(&ask.place())),
        )
        .paged(),
    ]
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let undo = Field::open_verb::<UndoChangeSetPayload>(
        "undoChangeSet",
        "Gives back what was before a change set: what it changed is as it was, what it took away is there again, and what it made is \
         gone. What somebody has changed since stays as it is, field by field, and is named in `conflicts`. It needs the scopes to write \
         all that the change set wrote, unless the caller made it. Undoing is a change set, too, and can be undone.",
    )
    .id::<ChangeSetId>("The change set to undo.")
    .defaulting::<Option<bool>>(
        "dryRun",
        "false",
        "Whether it is only told what would come of it, and nothing is stored.",
    );
    vec![undo.leaves(read, super::undo, Done::value).many()]
}

fn read(sent: &mut Sent<'_>) -> Result<Undo, Fault> {
    Ok(Undo {
        id: sent.id::<ChangeSetId>("id")?,
        is_dry: sent.get::<Option<bool>>("dryRun")?.unwrap_or_default(),
        caller: sent.caller.clone(),
        afresh: catalogue().services::<Afresh>().copied().collect(),
    })
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .part::<kinds::ChangeSet>(change_set)
        .queries(queries())
        .mutations(mutations())
}
