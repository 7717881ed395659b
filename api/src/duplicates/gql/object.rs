//! Who may be the same, and what was decided about it.

use async_graphql::Enum;
use entity::duplicate_decision;

use crate::duplicates;
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::{Organization, Person};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Json, Object, Value};
use crate::kit::Right;
use crate::sameness::{CERTAIN, LIKELY};

stored_enum! {
    /// Something that two people have in common, which speaks for it that they are the same.
    DuplicateReasonKind = duplicates::ReasonKind {
        /// They have the same name.
        SameName,
        /// They have the same given name, and not the same family name.
        SameGivenName,
        /// They have the same family name.
        SameFamilyName,
        /// They have the same names, of which the family name comes first on one side.
        SwappedNames,
        /// One has a nickname of the other's given name: Bill and William, Paco and Francisco.
        Nickname,
        /// One has an initial of the other's given name, or one of several.
        FittingName,
        /// The names are a slip of the pen apart.
        SimilarName,
        /// The same page on a network.
        Profile,
        /// The same e-mail address.
        Email,
        /// The same telephone number.
        Phone,
        /// The same name on a messenger.
        Handle,
        /// The same mailbox that is nobody's own, such as `info@`.
        Mailbox,
        /// The same web page, such as that of a company.
        WebPage,
        /// The same postal address.
        Address,
        /// The same birthday.
        Birthday,
        /// The same organisation.
        Organization,
    }
}

/// How likely it is that two people are the same.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum DuplicateLikelihood {
    /// From 90: they are called the same and share something that leads to one person. An import would have made them one.
    Certain,
    /// From 70 to 89: more than nine of ten such pairs are one person.
    Likely,
    /// Below 70: they may be.
    Possible,
}

/// A score in words.
struct Likelihood(u8);

impl Value for Likelihood {
    type Output = DuplicateLikelihood;

    fn write(&self, json: &mut Json) {
        json.word(match self.0 {
            CERTAIN.. => "CERTAIN",
            LIKELY.. => "LIKELY",
            _ => "POSSIBLE",
        });
    }
}

shape! {
    /// Something that speaks for it that two people are the same.
    DuplicateReason: reason
}

fn reason() -> Object {
    let description = "Something that speaks for it that two people are the same.";
    Object::computed::<duplicates::Reason>("DuplicateReason", description)
        .value("kind", "What they have in common.", |it| it.kind)
        .value(
            "value",
            "The address, the number, the page or the day, in the form in which it was compared; null where it is a name or an organisation.",
            |it| it.value.clone(),
        )
        .one::<Organization, _>("organization", "The organisation at which both are or were; null where it is something else.", |it| it.organization)
        .done()
}

shape! {
    /// Two people who may be the same.
    DuplicatePair: pair
}

fn pair() -> Object {
    Object::computed::<duplicates::Pair>("DuplicatePair", "Two people who may be the same.")
        .needs(Right::PeopleRead)
        .one::<Person, _>("person", "The one of the two whose id is lower.", |it| {
            Some(it.person)
        })
        .one::<Person, _>("other", "The other one of the two people.", |it| Some(it.other))
        .value("score", "How likely it is, from 0 to 100.", |it| {
            i32::from(it.score)
        })
        .value("likelihood", "The score in a word.", |it| Likelihood(it.score))
        .every::<DuplicateReason, _>(
            "reasons",
            "What speaks for it: names first, then what they share.",
            |it| it.reasons.clone(),
        )
        .done()
}

shape! {
    /// One of several people who may be the same.
    DuplicateMember: member
}

fn member() -> Object {
    Object::computed::<entity::ids::PersonId>("DuplicateMember", "One of several people who may be the same.")
        .one::<Person, _>("person", "Who it is, as a person of the network.", |it| Some(*it))
        .done()
}

shape! {
    /// People who may be one person.
    DuplicateGroup: group
}

fn group() -> Object {
    Object::computed::<duplicates::Group>(
        "DuplicateGroup",
        "People who may be one person, at most 10. It is worked out from what is known of them, each time that it is read; `mergePeople` makes \
         two of them one, and `dismissDuplicate` says that two are not.",
    )
    .needs(Right::PeopleRead)
    .value(
        "score",
        "How likely it is that all are one, from 0 to 100: as likely as of the two by whom the group hangs together least.",
        |it| i32::from(it.score),
    )
    .value("likelihood", "The score in a word.", |it| Likelihood(it.score))
    .every::<DuplicateMember, _>("members", "Who they are, those who were made first before others.", |it| {
        it.people.clone()
    })
    .every::<DuplicatePair, _>("pairs", "Which two of them may be the same, and why; the likeliest first.", |it| {
        it.pairs.clone()
    })
    .done()
}

pub(super) fn decision() -> Object {
    use duplicate_decision::Column;
    Object::record::<duplicate_decision::Model>(
        "DuplicateDecision",
        "That two people are not the same, as the user said. An archived decision was taken back: the two are shown again.",
        Right::PeopleRead,
        contract!(duplicate_decision),
    )
    .one::<Person>("person", "The one of the two whose id is lower.", Column::PersonId)
    .one::<Person>("other", "The other one of the two people.", Column::OtherId)
    .column("note", "Why they are not the same.", Column::Note)
}
