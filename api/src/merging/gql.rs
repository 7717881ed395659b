//! Merging in GraphQL.

use entity::{TypedId, organization, person, tag};

use super::{Merge, Mergeable, Merged, merge};
use crate::graphql::catalogue::{Area, catalogue};
use crate::graphql::kinds::{Organization, Person, Tag};
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Done, Field, FieldType, Object, Outcome, Sent, Shape, Source, Target};
use crate::graphql::scalars::Id;
use crate::kit::afresh::Afresh;
use crate::kit::list::Column;
use crate::kit::{Fault, Right};

shape! {
    /// What merging two people answers.
    MergePeoplePayload: people
}

shape! {
    /// What merging two organisations answers.
    MergeOrganizationsPayload: organizations
}

shape! {
    /// What merging two tags answers.
    MergeTagsPayload: tags
}

fn people() -> Object {
    payload::<Person, person::Model>("MergePeoplePayload", "What merging two people answers.", "person")
}

fn organizations() -> Object {
    let description = "What merging two organisations answers.";
    payload::<Organization, organization::Model>("MergeOrganizationsPayload", description, "organization")
}

fn tags() -> Object {
    payload::<Tag, tag::Model>("MergeTagsPayload", "What merging two tags answers.", "tag")
}

fn payload<S: Shape, M: Mergeable>(
    name: &'static str,
    description: &'static str,
    field: &'static str,
) -> Object {
    Object::computed::<Outcome>(name, description)
        .written::<S>(field, "The record that is kept, with all that became its own.")
        .one::<S, M::Id>(
            "merged",
            "The record that was merged into it, which is archived.",
            |it| {
                it.value::<Merged>()
                    .map(|merged| M::Id::from_uuid(merged.merged.id))
            },
        )
        .set()
        .settled()
        .moved()
        .done()
}

/// Mutations.
#[must_use]
pub fn mutations() -> Vec<Field> {
    vec![
        verb::<MergePeoplePayload, person::Model>(
            "mergePeople",
            "Makes two people one: addresses, facts, tags, circles, talks, exchanges, goals and all else that names the merged person is \
             the kept one's. What both have is there once, and fields that the kept person lacks are filled. The merged person is archived, \
             and their id leads to the kept one by `mergedInto`. `undoChangeSet` takes it back exactly.",
        ),
        verb::<MergeOrganizationsPayload, organization::Model>(
            "mergeOrganizations",
            "Makes two organisations one: roles and events of the merged organisation are the kept one's. It is archived, and its id \
             leads to the kept one by `mergedInto`. `undoChangeSet` takes it back exactly.",
        ),
        verb::<MergeTagsPayload, tag::Model>(
            "mergeTags",
            "Makes two tags one: who had the merged tag has the kept one. It is archived, and its id leads to the kept one by \
             `mergedInto`. `undoChangeSet` takes it back exactly.",
        ),
    ]
}

fn verb<P: Shape, M: Mergeable>(name: &'static str, description: &'static str) -> Field {
    let verb = Field::verb::<P>(name, description, Right::PeopleWrite)
        .says::<Id<M::Id>>("keepId", "The record that is kept.")
        .says::<Id<M::Id>>("mergeId", "The record that is merged into it.")
        .says_by_default::<Vec<String>>(
            "takeFields",
            "[]",
            "Fields of which the merged record's value is taken though the kept one has a value, as the type names them: `[\"headline\"]`.",
        )
        .defaulting::<Option<bool>>(
            "dryRun",
            "false",
            "Whether it is done and answered, and then nothing is stored: to see what would come of it.",
        );
    let leaves = |merged: Merged| Done {
        id: Some(merged.kept.id),
        record: Some(merged.kept),
        ..Done::value(merged)
    };
    verb.leaves(read::<M>, merge::<M>, leaves).alone()
}

fn read<M: Mergeable>(sent: &mut Sent<'_>) -> Result<Merge<M>, Fault> {
    Ok(Merge {
        keep: sent.says_id("keepId")?,
        merge: sent.says_id("mergeId")?,
        take: sent
            .says::<Option<Vec<String>>>("takeFields")?
            .unwrap_or_default(),
        is_dry: sent.get::<Option<bool>>("dryRun")?.unwrap_or_default(),
        afresh: catalogue().services::<Afresh>().copied().collect(),
    })
}

/// Where the id of a record that was merged leads.
fn leading<S: Shape>(column: Column) -> Field {
    let target = Target::of::<S>();
    let description = "The record that this one was merged into, which has all that was its own; null where it was not. It is archived then.";
    Field::new(
        "mergedInto",
        description,
        FieldType::One(target),
        Source::One(column, target),
    )
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .mutations(mutations())
        .extend::<Person>(|| vec![leading::<Person>(Column::of(person::Column::MergedIntoId))])
        .extend::<Organization>(|| {
            vec![leading::<Organization>(Column::of(
                organization::Column::MergedIntoId,
            ))]
        })
        .extend::<Tag>(|| vec![leading::<Tag>(Column::of(tag::Column::MergedIntoId))])
}
