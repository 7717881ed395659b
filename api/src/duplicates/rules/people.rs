//! Everybody, in as little as the judgement of who is the same needs.

use std::collections::{BTreeSet, HashMap};

use entity::PartialDate;
use entity::ids::{OrganizationId, PersonId};

use crate::sameness::{
    Agreement, Bearers, Bond, Evidence, Family, Names, Rarity, Shared, Trait, Workplace, are_apart, birthdays,
};

/// Somebody.
#[derive(Debug)]
pub struct Entry {
    /// Who.
    pub id: PersonId,
    /// Their name.
    pub names: Names,
    /// When they were born.
    pub birthday: Option<PartialDate>,
    /// What they have that others may have, by its place.
    pub traits: BTreeSet<u32>,
    /// Where they work or worked, by its place.
    pub workplaces: BTreeSet<u32>,
}

/// Something that people have, or where they work: who has it.
#[derive(Debug)]
pub struct Held<T> {
    /// What it is.
    pub what: T,
    /// Whose it is, by their places.
    pub holders: Vec<u32>,
    /// How many different first names they have.
    names: u32,
}

/// Everybody, and what they have.
#[derive(Debug, Default)]
pub struct People {
    /// In the order of their ids.
    pub entries: Vec<Entry>,
    /// What they have, at its place.
    pub traits: Vec<Held<Trait>>,
    /// Where they work or worked, at its place.
    pub workplaces: Vec<Held<OrganizationId>>,
    bearers: Bearers,
}

/// Everybody, while it is read who has what.
#[derive(Debug, Default)]
pub struct Gathering {
    people: People,
    places: HashMap<PersonId, u32>,
    traits: HashMap<Trait, u32>,
    workplaces: HashMap<OrganizationId, u32>,
}

fn place(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Gathering {
    /// These people.
    #[must_use]
    pub fn of(mut people: Vec<(PersonId, Names, Option<PartialDate>)>) -> Self {
        people.sort_unstable_by_key(|(id, ..)| *id);
        let mut all = Self::default();
        for (id, names, birthday) in people {
            all.people.bearers.count(&names);
            all.places.insert(id, place(all.people.entries.len()));
            all.people.entries.push(Entry {
                id,
                names,
                birthday,
                traits: BTreeSet::new(),
                workplaces: BTreeSet::new(),
            });
        }
        all
    }

    /// Notes what somebody has; of others than these people, nothing.
    pub fn has(&mut self, id: PersonId, what: Trait) {
        if let Some(at) = self.places.get(&id)
            && let Some(entry) = self.people.entries.get_mut(*at as usize)
        {
            entry
                .traits
                .insert(held(&mut self.traits, &mut self.people.traits, what, *at));
        }
    }

    /// Notes where somebody works or worked.
    pub fn works(&mut self, id: PersonId, at: OrganizationId) {
        if let Some(place) = self.places.get(&id)
            && let Some(entry) = self.people.entries.get_mut(*place as usize)
        {
            let workplaces = (&mut self.workplaces, &mut self.people.workplaces);
            entry
                .workplaces
                .insert(held(workplaces.0, workplaces.1, at, *place));
        }
    }

    /// Everybody.
    #[must_use]
    pub fn all(mut self) -> People {
        let entries = &self.people.entries;
        for held in &mut self.people.traits {
            let names = held.holders.iter().filter_map(|at| entries.get(*at as usize));
            let names: BTreeSet<_> = names.filter_map(|entry| entry.names.called().first()).collect();
            held.names = place(names.len());
        }
        self.people
    }
}

/// The place of what somebody has, who is noted as one who has it.
fn held<T: Clone + Eq + std::hash::Hash>(
    places: &mut HashMap<T, u32>,
    all: &mut Vec<Held<T>>,
    what: T,
    holder: u32,
) -> u32 {
    let next = place(all.len());
    let at = *places.entry(what.clone()).or_insert(next);
    if at == next {
        all.push(Held {
            what,
            holders: Vec::new(),
            names: 0,
        });
    }
    if let Some(held) = all.get_mut(at as usize)
        && held.holders.last() != Some(&holder)
    {
        held.holders.push(holder);
    }
    at
}

impl People {
    /// What is known of two.
    #[must_use]
    pub fn evidence(&self, one: &Entry, other: &Entry) -> Evidence {
        let names = one.names.agreement(&other.names, &self.bearers);
        Evidence {
            names,
            shared: self.shared(one, other),
            birthday: birthdays(one.birthday, other.birthday),
            workplace: self.workplace(one, other),
            rarity: Rarity::of(&one.names, &other.names, names, &self.bearers),
            is_apart: names.family == Family::Other && self.are_apart(one, other),
        }
    }

    /// Whether each of two is reached under a family name of their own.
    fn are_apart(&self, one: &Entry, other: &Entry) -> bool {
        let traits = |entry: &Entry| -> BTreeSet<&Trait> {
            let held = entry.traits.iter().filter_map(|at| self.traits.get(*at as usize));
            held.map(|held| &held.what).collect()
        };
        are_apart((&one.names, &traits(one)), (&other.names, &traits(other)))
    }

    /// How far the names of two agree.
    #[must_use]
    pub fn agreement(&self, one: &Entry, other: &Entry) -> Agreement {
        one.names.agreement(&other.names, &self.bearers)
    }

    /// Whether two cannot be one, whatever they share.
    #[must_use]
    pub fn is_against(&self, one: &Entry, other: &Entry) -> bool {
        self.evidence(one, other).is_against()
    }

    /// What two share, each kind once, as the fewest have it. A number that is written in two forms is one.
    fn shared(&self, one: &Entry, other: &Entry) -> Vec<Shared> {
        let mut shared: Vec<Shared> = Vec::new();
        for held in self.common(one, other) {
            let (bond, names) = (held.what.0, held.names);
            let is_counted = bond != Bond::Phone || held.what.1.starts_with('+');
            match shared.iter_mut().find(|it| it.bond == bond) {
                Some(known) => {
                    known.names = known.names.min(names);
                    known.times += u32::from(is_counted);
                }
                None => shared.push(Shared {
                    bond,
                    times: u32::from(is_counted),
                    names,
                }),
            }
        }
        shared.sort_unstable_by_key(|it| it.bond);
        shared
    }

    /// What two have in common.
    pub fn common<'a>(&'a self, one: &'a Entry, other: &'a Entry) -> impl Iterator<Item = &'a Held<Trait>> {
        let common = one.traits.intersection(&other.traits);
        common.filter_map(|at| self.traits.get(*at as usize))
    }

    /// Where both work or worked, the smallest first.
    #[must_use]
    pub fn workplaces(&self, one: &Entry, other: &Entry) -> Vec<&Held<OrganizationId>> {
        let common = one.workplaces.intersection(&other.workplaces);
        let mut found: Vec<_> = common
            .filter_map(|at| self.workplaces.get(*at as usize))
            .collect();
        found.sort_by_key(|held| (held.holders.len(), held.what));
        found
    }

    fn workplace(&self, one: &Entry, other: &Entry) -> Workplace {
        match self.workplaces(one, other).first() {
            Some(held) => Workplace::Same(place(held.holders.len())),
            None if one.workplaces.is_empty() || other.workplaces.is_empty() => Workplace::Unknown,
            None => Workplace::Other,
        }
    }
}
