//! Erasing in GraphQL.

use entity::RecordType;
use entity::ids::PersonId;

use super::{Erase, Erased, erase};
use crate::graphql::catalogue::{Area, catalogue};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Done, Field, Object, Outcome, Sent};
use crate::kit::afresh::Afresh;
use crate::kit::{Fault, Right};

shape! {
    /// How many records of a kind are gone.
    ErasedCount: count
}

fn count() -> Object {
    Object::computed::<(RecordType, usize)>("ErasedCount", "How many records of a kind are gone.")
        .value("type", "The kind of record.", |it| it.0)
        .value("count", "How many of them are gone.", |it| {
            i32::try_from(it.1).unwrap_or(i32::MAX)
        })
        .done()
}

shape! {
    /// The receipt for a person who is gone.
    ErasedPerson: erased
}

fn erased() -> Object {
    Object::computed::<Erased>("ErasedPerson", "The receipt for a person who is gone.")
        .id_of(
            "personId",
            "The id that the person had. The change feed keeps it, and nothing else.",
            |it| it.id,
        )
        .each::<ErasedCount, (RecordType, usize)>(
            "records",
            "How many records of each kind are gone: the person, whoever was merged into them, and what was about them alone.",
            |it| it.gone.iter().map(|(kind, count)| (*kind, *count)).collect(),
        )
        .value(
            "changedCount",
            "How many other records were changed, for they named what is gone: talks with others, events, circles of supporters.",
            |it| i32::try_from(it.changed).unwrap_or(i32::MAX),
        )
        .done()
}

shape! {
    /// What erasing a person answers.
    ErasePersonPayload: payload
}

fn payload() -> Object {
    Object::computed::<Outcome>("ErasePersonPayload", "What erasing a person answers.")
        .shows::<ErasedPerson, Erased>("erased", "The receipt for what was erased.")
        .settled()
        .done()
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let verb = Field::verb::<ErasePersonPayload>(
        "erasePerson",
        "Erases a person for good, with all that is about them: addresses, facts, needs, goals, exchanges, thanks, milestones, ties, introductions, \
         and talks that were with nobody else. Of talks with others and of events their part goes. It goes from what was kept to undo \
         changes, from kept answers, and from files that were sent for jobs, too; the change feed keeps the ids alone. What was written of them \
         elsewhere, in the notes of a talk with somebody else, is not known to be about them: search for their name first. It cannot be undone: ask \
         with `dryRun` before. Hiding somebody is `archivePerson`.",
        Right::PeopleWrite,
    )
    .also(Right::WorkspaceWrite)
    .id::<PersonId>("The person to erase, archived or not.")
    .revision()
    .defaulting::<Option<bool>>(
        "dryRun",
        "false",
        "Whether it is only told what would be gone, and nothing is stored.",
    );
    vec![
        verb.leaves(read, erase, |erased: Erased| {
            let id = erased.id;
            Done::value(erased).about(RecordType::Person, id)
        })
        .alone(),
    ]
}

fn read(sent: &mut Sent<'_>) -> Result<Erase, Fault> {
    let (id, revision) = sent.target::<PersonId>()?;
    Ok(Erase {
        id,
        revision,
        is_dry: sent.get::<Option<bool>>("dryRun")?.unwrap_or_default(),
        afresh: catalogue().services::<Afresh>().copied().collect(),
    })
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().mutations(mutations())
}
