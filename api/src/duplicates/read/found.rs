//! The groups of people who may be the same, and why.

use entity::ids::PersonId;

use super::super::rules::{self, People, Reason, groups, pairs, reasons};
use super::{decisions, load};
use crate::kit::{Fault, Reader};

/// How many looks at two people cost as much as one row that is read.
const OF_A_ROW: usize = 50;

/// Two people who may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The one whose id is lower.
    pub person: PersonId,
    /// The other.
    pub other: PersonId,
    /// How likely it is, from 0 to 100.
    pub score: u8,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
}

/// People who may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Who, in the order of their ids.
    pub people: Vec<PersonId>,
    /// How likely it is of the two by whom it hangs together least.
    pub score: u8,
    /// Which two of them may be the same, the likeliest first.
    pub pairs: Vec<Pair>,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// With at least this score.
    pub least: u8,
    /// With this person; with whomever, if it is not said.
    pub of: Option<PersonId>,
}

/// Who may be the same, the likeliest first.
///
/// # Errors
/// The database fails.
pub async fn found(reader: &Reader<'_>, asked: &Asked) -> Result<Vec<Group>, Fault> {
    let dismissed = decisions::dismissed(reader).await?;
    let people = load::load(reader).await?;
    let (pairs, looks) = pairs(&people, &dismissed);
    reader.spend(looks / OF_A_ROW)?;
    let mut groups = groups(&people, pairs, &dismissed, asked.least);
    if let Some(of) = asked.of {
        groups.retain(|group| group.people.iter().any(|at| id(&people, *at) == Some(of)));
    }
    let told = groups.iter().map(|group| Group {
        people: group.people.iter().filter_map(|at| id(&people, *at)).collect(),
        score: group.score,
        pairs: group
            .pairs
            .iter()
            .filter_map(|pair| told(&people, *pair))
            .collect(),
    });
    Ok(told.collect())
}

fn id(people: &People, at: u32) -> Option<PersonId> {
    people.entries.get(at as usize).map(|entry| entry.id)
}

fn told(people: &People, pair: rules::Pair) -> Option<Pair> {
    let entry = |at: u32| people.entries.get(at as usize);
    let (one, other) = (entry(pair.one)?, entry(pair.other)?);
    Some(Pair {
        person: one.id,
        other: other.id,
        score: pair.score,
        reasons: reasons(people, one, other),
    })
}
