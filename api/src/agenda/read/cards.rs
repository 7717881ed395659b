//! One card of each person or cause: the most pressing nudge, and the rest of theirs inside of it.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use entity::ids::{CollaborationId, NeedId, PersonId};

use super::cause::Cause;
use super::{Key, Nudge};

/// What a card is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Card {
    Person(PersonId),
    Need(NeedId),
    Collaboration(CollaborationId),
    Alone(Key),
}

/// The collaborations for which several people are owed thanks: that is one debt, not one of each.
fn shared(nudges: &[Nudge]) -> BTreeSet<CollaborationId> {
    let mut seen = BTreeSet::new();
    let of_collaborations = nudges.iter().filter_map(|it| match &it.cause {
        Cause::Thanks(owed, _) => owed.collaboration_id,
        _ => None,
    });
    of_collaborations.filter(|id| !seen.insert(*id)).collect()
}

fn card(nudge: &Nudge, shared: &BTreeSet<CollaborationId>) -> Card {
    let of_cause = match &nudge.cause {
        Cause::Thanks(owed, _) => owed
            .collaboration_id
            .filter(|id| shared.contains(id))
            .map(Card::Collaboration),
        Cause::Collaboration(collaboration, _) => Some(Card::Collaboration(collaboration.id)),
        // Who looks for something may be offered it by many.
        Cause::Match(it) => Some(it.needer.person.map_or(Card::Need(it.need), Card::Person)),
        Cause::Need(it) => Some(it.person_id.map_or(Card::Need(it.id), Card::Person)),
        _ => None,
    };
    let of_person = || nudge.cause.person().map(Card::Person);
    of_cause
        .or_else(of_person)
        .unwrap_or_else(|| Card::Alone(nudge.key.clone()))
}

/// What a card says that is of no one person: for how many thanks are owed together, or 0.
fn of_nobody(kind: &Card, card: &Nudge) -> Option<usize> {
    let thanks = all_of(card).filter(|it| matches!(it.cause, Cause::Thanks(..)));
    match kind {
        Card::Person(_) => None,
        Card::Collaboration(_) => Some(thanks.count()),
        Card::Need(_) | Card::Alone(_) => Some(0),
    }
}

/// The nudges as cards, in their order. No two of them are of the same person.
pub fn cards(mut nudges: Vec<Nudge>) -> Vec<Nudge> {
    nudges.sort_unstable_by(|one, other| one.rank().cmp(other.rank()));
    let shared = shared(&nudges);
    let mut places = HashMap::new();
    let mut cards: Vec<Nudge> = Vec::new();
    for nudge in nudges {
        match places.entry(card(&nudge, &shared)) {
            Entry::Vacant(place) => {
                place.insert(cards.len());
                cards.push(nudge);
            }
            Entry::Occupied(place) => {
                if let Some(card) = cards.get_mut(*place.get()) {
                    card.inside.push(nudge);
                }
            }
        }
    }
    for (kind, place) in places {
        if let Some(card) = cards.get_mut(place) {
            card.of_nobody = of_nobody(&kind, card);
        }
    }
    cards
}

/// The nudges of a card.
pub fn all_of(card: &Nudge) -> impl Iterator<Item = &Nudge> {
    std::iter::once(card).chain(&card.inside)
}
