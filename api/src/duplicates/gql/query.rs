//! Queries on duplicates.

use std::collections::{HashMap, HashSet};

use entity::ids::{DuplicateDecisionId, PersonId};
use uuid::Uuid;

use super::object::{DuplicateGroup, DuplicatePair};
use crate::duplicates::{self, Asked};
use crate::graphql::kinds::DuplicateDecision;
use crate::graphql::plan::{Ask, Field, Ranked, Values};
use crate::graphql::scalars::Id;
use crate::kit::Fault;
use crate::sameness::{LIKELY, POSSIBLE};

/// Most duplicates of a person that are shown with them.
const DUPLICATES: usize = 10;

/// Queries on duplicates.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::ranked::<DuplicateGroup>(
            "duplicateGroups",
            "Who may stand in the network more than once, the likeliest first: people whose names agree and who share an address, a number, a page, an organisation or a birthday. The user and who is archived are left out, and so are two of whom `dismissDuplicate` was said.",
            |ask| Box::pin(ranked(ask)),
        )
        .argument::<Option<i32>>("minScore", "Only people who are the same with at least this score, from 30 to 100; 70 if left out.")
        .argument::<Option<Id<PersonId>>>("personId", "Only the group of this person.")
        .paged(),
        Field::by_id::<DuplicateDecision, DuplicateDecisionId>(
            "duplicateDecision",
            "A decision about two people who are not the same by id; null when there is none.",
            "The id of the decision that is asked for.",
        ),
        Field::list::<DuplicateDecision>(
            "duplicateDecisions",
            "Which people are not the same, as the user said; newest first.",
            |ask| Ok(duplicates::decisions(&ask.place(), ask.flag("includeArchived")?)),
        )
        .argument::<Option<bool>>("includeArchived", "Those that were taken back, too.")
        .paged(),
    ]
}

/// The field `duplicates` of a person.
#[must_use]
pub fn of_person() -> Field {
    let description = "Whom they may be the same as with a score of at least 70, the likeliest first, at most 10; `duplicateGroups(personId)` has all.";
    Field::computed_many::<DuplicatePair>("duplicates", description, |ask, people| {
        Box::pin(of_people(ask, people))
    })
}

async fn ranked(ask: &Ask<'_>) -> Result<Ranked, Fault> {
    let least = ask.get::<Option<i32>>("minScore")?;
    let least = least.map_or(LIKELY, |least| {
        u8::try_from(least.clamp(0, 100)).unwrap_or(LIKELY)
    });
    let of = match ask.get::<Option<Id<PersonId>>>("personId")? {
        Some(_) => Some(HashSet::from([ask.id::<PersonId>("personId")?])),
        None => None,
    };
    let asked = Asked {
        least: least.max(POSSIBLE),
        of,
    };
    let found = duplicates::found(ask.reader, &asked).await?;
    let entries = found.groups().into_iter().map(|group| {
        let first = group.people.first().map_or(Uuid::nil(), |id| id.0);
        (format!("{:03}", 100 - group.score), first, group)
    });
    Ok(Ranked::of(entries.collect()))
}

async fn of_people(ask: &Ask<'_>, ids: &[Uuid]) -> Result<Values, Fault> {
    let people: HashSet<PersonId> = ids.iter().copied().map(PersonId).collect();
    let asked = Asked {
        least: LIKELY,
        of: Some(people.clone()),
    };
    let found = duplicates::found(ask.reader, &asked).await?;
    let mut counts: HashMap<PersonId, usize> = HashMap::new();
    let pairs = found.of(&people).filter(|pair| {
        let count = counts.entry(pair.person).or_default();
        *count += 1;
        *count <= DUPLICATES
    });
    Ok(Values::under(
        pairs.map(|pair| (pair.person.0, pair)).collect::<Vec<_>>(),
    ))
}
