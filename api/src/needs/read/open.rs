//! What is open: the needs, and what could meet them, in as few columns as a score depends on. As many rows as there are needs
//! and offers, not as many as there are pairs of them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use entity::ids::{NeedId, OfferId, PersonId};
use entity::need::NeedKind;
use uuid::Uuid;

use super::view::Wish;
use super::who::Who;

/// What could meet a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Giver {
    /// An offer.
    Offer(OfferId),
    /// The skills of a person.
    Person(PersonId),
}

impl std::fmt::Display for Giver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Offer(id) => write!(f, "{id}"),
            Self::Person(id) => write!(f, "{id}"),
        }
    }
}

/// Which matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Of these needs.
    Needs(Vec<NeedId>),
    /// Of these offers.
    Offers(Vec<OfferId>),
    /// With these people on either side.
    People(Vec<PersonId>),
}

/// Somebody who needs or gives.
#[derive(Clone, Copy, Debug)]
pub(super) struct Party {
    /// Who it is, as it is known.
    pub person: Option<PersonId>,
    /// The place of the party: 0 for the user.
    pub place: u32,
    /// Whether they are archived.
    pub is_gone: bool,
    /// Whether the user was in touch with them lately.
    pub in_touch: bool,
}

/// A need.
#[derive(Debug)]
pub(super) struct Wanted {
    pub id: NeedId,
    pub party: Party,
    pub kind: NeedKind,
    pub topics: Vec<u32>,
    /// The last day on which it is good.
    pub until: Option<NaiveDate>,
}

/// What could meet one.
#[derive(Debug)]
pub(super) struct Given {
    pub giver: Giver,
    pub party: Party,
    /// What is offered; none where a skill implies it.
    pub kind: Option<NeedKind>,
    pub topics: Vec<u32>,
    /// The last day on which it is good.
    pub until: Option<NaiveDate>,
}

/// What is open, in the order of the ids, offers before people.
#[derive(Debug, Default)]
pub(super) struct Open {
    pub own: Option<PersonId>,
    pub needs: Vec<Wanted>,
    pub givers: Vec<Given>,
    /// The places of topics.
    pub topics: HashMap<String, u32>,
    /// What was accepted or dismissed.
    pub decided: HashMap<NeedId, HashSet<Giver>>,
    /// Who was introduced to whom, of those who need.
    pub introduced: HashMap<PersonId, HashSet<PersonId>>,
    /// Who is archived, and with whom there was contact lately.
    pub who: Option<Who>,
    /// Who is at which place among the parties, after the user.
    pub parties: HashMap<PersonId, u32>,
}

/// Somebody's id, whether they are archived, and whether the user was in touch with them lately.
pub(super) type Person = (Option<Uuid>, i32, i32);

impl Open {
    /// Who it is, as a party.
    pub(super) fn party(&mut self, (person, is_gone, in_touch): Person) -> Party {
        let person = person.map(PersonId);
        let next = u32::try_from(self.parties.len() + 1).unwrap_or(u32::MAX);
        // The user is there, and in touch with themselves.
        match person.filter(|it| Some(*it) != self.own) {
            Some(other) => Party {
                person,
                place: *self.parties.entry(other).or_insert(next),
                is_gone: is_gone != 0,
                in_touch: in_touch != 0,
            },
            None => Party {
                person,
                place: 0,
                is_gone: false,
                in_touch: true,
            },
        }
    }

    /// Adds needs, in the order of their ids. Without a topic one is in no match.
    pub(super) fn add_needs(&mut self, wanted: Vec<Wish>, topics: Vec<(Uuid, String)>, who: &Who) {
        let mut topics = self.by_owner(topics, false);
        for (id, kind, person, until) in wanted {
            if let Some(topics) = topics.remove(&id) {
                let (id, party) = (NeedId(id), self.party(who.person(person)));
                self.needs.push(Wanted {
                    id,
                    party,
                    kind,
                    topics,
                    until,
                });
            }
        }
        self.needs.sort_unstable_by_key(|it| it.id);
    }

    /// Adds offers, in the order of their ids.
    pub(super) fn add_offers(&mut self, given: Vec<Wish>, topics: Vec<(Uuid, String)>, who: &Who) {
        let mut topics = self.by_owner(topics, true);
        for (id, kind, person, until) in given {
            if let Some(topics) = topics.remove(&id).filter(|topics| !topics.is_empty()) {
                let party = self.party(who.person(person));
                self.givers.push(Given {
                    giver: Giver::Offer(OfferId(id)),
                    party,
                    kind: Some(kind),
                    topics,
                    until,
                });
            }
        }
        self.givers.sort_unstable_by_key(|it| it.giver);
    }

    fn topic(&mut self, topic: &str) -> u32 {
        if let Some(known) = self.topics.get(topic) {
            return *known;
        }
        let next = u32::try_from(self.topics.len()).unwrap_or(u32::MAX);
        self.topics.insert(topic.to_owned(), next);
        next
    }

    /// Topics by what they are of, of which a row has one or several, a line each. Of offers, only those that some need has: all others
    /// meet nothing.
    fn by_owner(&mut self, rows: Vec<(Uuid, String)>, only_known: bool) -> HashMap<Uuid, Vec<u32>> {
        let mut found: HashMap<Uuid, Vec<u32>> = HashMap::new();
        for (id, topics) in rows {
            let places = topics.lines().filter_map(|topic| {
                if only_known {
                    self.topics.get(topic).copied()
                } else {
                    Some(self.topic(topic))
                }
            });
            found.entry(id).or_default().extend(places);
        }
        found
    }
}
