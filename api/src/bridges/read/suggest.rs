//! Who should meet whom.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::ids::PersonId;

use super::blocks::{Aim, Topic, aims, topics};
use super::known::Known;
use crate::bridges::rules::{Given, Points};
use crate::kit::{Fault, Reader};

/// Most suggestions shown with a person.
pub const SHOWN: usize = 10;
/// So many pairs are put together at most, those of the smallest blocks first.
const PAIRS: usize = 50_000;
/// Of so many of them, those that have most in common, it is asked who knows whom.
const LOOKED: usize = 2_000;

/// Two people, in the order of their ids.
type Pair = (PersonId, PersonId);

/// Something that one of two is good at and the other cares about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skill {
    /// Who is good at it.
    pub person: PersonId,
    /// What it is.
    pub topic: String,
}

/// Two people who should meet, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// One of them.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// Interests and topics of both.
    pub interests: Vec<String>,
    /// What both are after.
    pub aims: Vec<String>,
    /// What one can and the other cares about.
    pub skills: Vec<Skill>,
    /// What the score is made of.
    pub points: Points,
}

impl Suggestion {
    /// Why, the strongest reason first. The words may change, and name nobody.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let mut reasons = Vec::new();
        if !self.aims.is_empty() {
            reasons.push(format!("Both are after: {}.", self.aims.join(", ")));
        }
        if !self.interests.is_empty() {
            reasons.push(format!("Both care about {}.", self.interests.join(", ")));
        }
        if !self.skills.is_empty() {
            let topics: BTreeSet<&str> = self.skills.iter().map(|it| it.topic.as_str()).collect();
            let topics: Vec<&str> = topics.into_iter().collect();
            let message = format!(
                "One is good at what the other cares about: {}.",
                topics.join(", ")
            );
            reasons.push(message);
        }
        reasons
    }
}

/// Which suggestions.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// With one of these people; with anybody if none are given.
    pub people: Option<Vec<PersonId>>,
    /// With at least this score.
    pub least: i32,
}

/// What two have in common.
#[derive(Default)]
struct Common {
    interests: Vec<String>,
    aims: Vec<String>,
    skills: Vec<Skill>,
}

impl Common {
    const fn given(&self, in_touch: usize) -> Given {
        Given {
            interests: self.interests.len(),
            aims: self.aims.len(),
            skills: self.skills.len(),
            in_touch,
        }
    }
}

/// Two people who should meet, best first: those who have most in common of those who do not know each other. The statements are as many
/// however many people, topics and aims there are.
///
/// # Errors
/// The database fails.
pub async fn suggestions(
    reader: &Reader<'_>,
    asked: &Asked,
    now: DateTime<Utc>,
) -> Result<Vec<Suggestion>, Fault> {
    let of = asked.people.as_deref();
    let (topics, aims) = (topics(reader, of).await?, aims(reader).await?);
    let pairs = pairs(topics, aims, of);
    reader.spend(pairs.len() / 8)?;
    let score = |common: &Common| Points::of(common.given(0)).score();
    let mut best: Vec<(Pair, Common)> = pairs.into_iter().collect();
    best.sort_by_cached_key(|(pair, common)| (Reverse(score(common)), *pair));
    best.truncate(LOOKED);
    if best.is_empty() {
        return Ok(Vec::new());
    }
    let ids: BTreeSet<PersonId> = best.iter().flat_map(|(pair, _)| [pair.0, pair.1]).collect();
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let known = Known::of(reader, &ids, now).await?;
    let mut found: Vec<Suggestion> = best
        .into_iter()
        .filter(|(pair, _)| known.may_meet(*pair))
        .map(|(pair, common)| Suggestion {
            one: pair.0,
            other: pair.1,
            points: Points::of(common.given(known.in_touch(pair))),
            interests: common.interests,
            aims: common.aims,
            skills: common.skills,
        })
        .filter(|it| it.points.score() >= asked.least)
        .collect();
    found.sort_by_key(|it| (Reverse(it.points.score()), it.one, it.other));
    Ok(found)
}

/// What each two have in common, of pairs of whom one is among these people, if any are given.
fn pairs(topics: BTreeMap<String, Topic>, aims: Vec<Aim>, of: Option<&[PersonId]>) -> HashMap<Pair, Common> {
    let is_wanted = |one: PersonId, other: PersonId| {
        one != other && of.is_none_or(|people| people.contains(&one) || people.contains(&other))
    };
    let mut pairs: HashMap<Pair, Common> = HashMap::new();
    for Aim { title, people, .. } in aims {
        if pairs.len() >= PAIRS {
            break;
        }
        for pair in within(&people).filter(|(one, other)| is_wanted(*one, *other)) {
            pairs.entry(pair).or_default().aims.push(title.clone());
        }
    }
    let mut topics: Vec<(String, Topic)> = topics.into_iter().collect();
    topics.sort_by_key(|(_, topic)| topic.able.len() + topic.caring.len());
    for (name, topic) in topics {
        if pairs.len() >= PAIRS {
            break;
        }
        for pair in within(&topic.caring).filter(|(one, other)| is_wanted(*one, *other)) {
            pairs.entry(pair).or_default().interests.push(name.clone());
        }
        for able in &topic.able {
            // Who cares and can as well shares the interest, and needs nobody for the skill.
            let others = topic.caring.iter().filter(|it| !topic.able.contains(it));
            for other in others.filter(|it| is_wanted(*able, **it)) {
                let pair = (*able.min(other), *able.max(other));
                let (person, topic) = (*able, name.clone());
                pairs
                    .entry(pair)
                    .or_default()
                    .skills
                    .push(Skill { person, topic });
            }
        }
    }
    for common in pairs.values_mut() {
        common.interests.sort_unstable();
        common.aims.sort_unstable();
        common.skills.sort_unstable();
    }
    pairs
}

/// All pairs of a block.
fn within(people: &BTreeSet<PersonId>) -> impl Iterator<Item = Pair> {
    let pairs = |one: &PersonId| {
        let one = *one;
        people.range(one..).skip(1).map(move |other| (one, *other))
    };
    people.iter().flat_map(pairs)
}
