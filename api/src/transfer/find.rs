//! Whom a row is: somebody who is there, by its key or by what they share, or nobody.

use std::collections::BTreeSet;

use entity::external_ref;
use entity::ids::PersonId;
use serde::{Deserialize, Serialize};

use super::book::{Book, Known, Wanted};
use super::contact::ImportedContact;
use crate::kit::fold::identity;
use crate::sameness::{
    Bearers, Bond, Evidence, Family, Rarity, Sureness, Trait, Verdict, are_apart, birthdays, choose,
    is_reachable, verdict,
};

/// Most people whom a reason names.
const NAMED: usize = 3;
/// Most people whom a preview names.
const CANDIDATES: usize = 5;
/// How likely somebody is whose key a row has.
const SURE: u8 = 100;

/// Whom a row is.
#[derive(Debug)]
pub enum Found<'b> {
    /// Somebody, by this key of theirs.
    ByKey(&'b Known, &'b external_ref::Model),
    /// Somebody, and why.
    Same(&'b Known, String),
    /// Nobody; whom it may be all the same, and why it is not held for them.
    Nobody(Vec<(&'b Known, String)>),
}

/// Finds whom a row is.
#[must_use]
pub fn find<'b>(book: &'b Book, source: &str, row: &ImportedContact, wanted: &Wanted) -> Found<'b> {
    if let Some((known, key)) = book.by_key(source, row, wanted) {
        return Found::ByKey(known, key);
    }
    if let Some(known) = book.by_id(row) {
        return Found::Same(known, "the row has their id".to_owned());
    }
    let (mut same, mut doubts) = (Vec::new(), Vec::new());
    for (known, bonds) in book.sharing(wanted) {
        let evidence = evidence((row, wanted), known, &bonds);
        match verdict(&evidence) {
            Verdict::Same(sureness, why) => same.push((sureness, (known, why))),
            Verdict::Doubt(why) => doubts.push((known, why)),
            Verdict::Other => {}
        }
    }
    let (live, archived): (Vec<_>, Vec<_>) = same.into_iter().partition(|(_, (known, _))| is_live(known));
    let one_of = |found: &[(Sureness, (&'b Known, String))]| {
        found.iter().map(|(_, it)| it.clone()).collect::<Vec<_>>()
    };
    let several = one_of(&live);
    if let Some((known, why)) = choose(live) {
        return Found::Same(known, why);
    }
    if several.is_empty()
        && let Some((known, why)) = choose(archived)
    {
        return Found::Same(known, why);
    }
    doubts.splice(
        0..0,
        several
            .into_iter()
            .map(|(known, why)| (known, format!("{why}, as others have"))),
    );
    match by_name(book, source, wanted) {
        Ok(known) => Found::Same(
            known,
            "same name, and neither has anything else to be known by".to_owned(),
        ),
        Err(alike) => {
            doubts.extend(alike.into_iter().map(|known| (known, "same name".to_owned())));
            doubts.retain(|(known, _)| is_live(known));
            doubts.truncate(NAMED);
            Found::Nobody(doubts)
        }
    }
}

/// What speaks for it that a row is somebody.
fn evidence((row, wanted): (&ImportedContact, &Wanted), known: &Known, bonds: &BTreeSet<Bond>) -> Evidence {
    // How many bear a name makes nobody one of them; it only words a doubt.
    let bearers = Bearers::default();
    let names = wanted.names.agreement(&known.names, &bearers);
    let is_apart = || {
        are_apart(
            (&wanted.names, &set(&wanted.traits)),
            (&known.names, &set(&known.traits)),
        )
    };
    Evidence {
        birthday: birthdays(row.person.birthday, known.person.birthday),
        is_apart: names.family == Family::Other && is_apart(),
        rarity: Rarity::of(&wanted.names, &known.names, names, &bearers),
        ..Evidence::of(names, bonds)
    }
}

/// Somebody whom a row may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// How likely it is, from 0 to 100.
    pub score: u8,
    /// What speaks for it, and what against it.
    pub why: String,
}

/// Everybody who is there whom a row may be, the likeliest first: by its key, by what they share, and by the name alone.
#[must_use]
pub fn candidates(book: &Book, source: &str, row: &ImportedContact, wanted: &Wanted) -> Vec<Candidate> {
    let by_key = book.by_key(source, row, wanted).map(|(known, _)| known.person.id);
    let mut all: Vec<Candidate> = Vec::new();
    let mut add = |known: &Known, score: u8, why: String| {
        let person = known.person.id;
        if is_live(known) && !all.iter().any(|it| it.person == person) {
            all.push(Candidate { person, score, why });
        }
    };
    if let Some(known) = by_key.and_then(|id| book.get(id)) {
        add(known, SURE, "the row has their key".to_owned());
    }
    if let Some(known) = book.by_id(row) {
        add(known, SURE, "the row has their id".to_owned());
    }
    for (known, bonds) in book.sharing(wanted) {
        let evidence = evidence((row, wanted), known, &bonds);
        match verdict(&evidence) {
            Verdict::Same(_, why) | Verdict::Doubt(why) => add(known, evidence.score(), why),
            Verdict::Other => {}
        }
    }
    let name = identity(&row.person.display_name);
    for known in book.named(&name) {
        let evidence = evidence((row, wanted), known, &BTreeSet::new());
        if !evidence.is_against() {
            add(known, evidence.score(), "same name".to_owned());
        }
    }
    all.sort_by_key(|it| (std::cmp::Reverse(it.score), it.person));
    all.truncate(CANDIDATES);
    all
}

fn set(traits: &BTreeSet<Trait>) -> BTreeSet<&Trait> {
    traits.iter().collect()
}

const fn is_live(known: &Known) -> bool {
    known.person.archived_at.is_none()
}

/// A row without a key, an address and a number is the one person of its name who came from the same source without them, unless
/// another row of the file is them: two cards are two people. Several of the name may be whom it is.
fn by_name<'b>(book: &'b Book, source: &str, wanted: &Wanted) -> Result<&'b Known, Vec<&'b Known>> {
    let Some(name) = &wanted.name else {
        return Err(Vec::new());
    };
    let has_only_a_name = !is_reachable(&wanted.traits);
    let same = book.named(name).filter(|known| known.is_keyless(source));
    let same: Vec<&Known> = same
        .filter(|known| has_only_a_name || !known.is_reachable())
        .filter(|known| !book.met.contains(&known.person.id))
        .collect();
    let live: Vec<&Known> = same.iter().copied().filter(|known| is_live(known)).collect();
    match (live.as_slice(), same.as_slice()) {
        ([one], _) | ([], [one]) => Ok(one),
        _ => Err(live),
    }
}
