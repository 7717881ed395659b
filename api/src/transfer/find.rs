//! Whom a row is: somebody who is there, by its key or by what they share, or nobody.

use entity::external_ref;

use super::book::{Book, Known, Wanted};
use super::contact::ImportedContact;
use super::rules::{self, Evidence, Verdict};
use super::shared;

/// Most people whom a reason names.
const NAMED: usize = 3;

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
    let (mut same, mut doubts) = (Vec::new(), Vec::new());
    for (known, bonds) in book.sharing(wanted) {
        let evidence = Evidence {
            names: wanted.names.agreement(&known.names),
            bonds,
            other_birthday: other_birthday(row, known),
        };
        match rules::verdict(&evidence) {
            Verdict::Same(sureness, why) => same.push((sureness, (known, why))),
            Verdict::Doubt(why) => doubts.push((known, why)),
            Verdict::Other => {}
        }
    }
    let (live, archived): (Vec<_>, Vec<_>) = same.into_iter().partition(|(_, (known, _))| is_live(known));
    let one_of = |found: &[(rules::Sureness, (&'b Known, String))]| {
        found.iter().map(|(_, it)| it.clone()).collect::<Vec<_>>()
    };
    let several = one_of(&live);
    if let Some((known, why)) = rules::choose(live) {
        return Found::Same(known, why);
    }
    if several.is_empty()
        && let Some((known, why)) = rules::choose(archived)
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

const fn is_live(known: &Known) -> bool {
    known.person.archived_at.is_none()
}

/// A row without a key, an address and a number is the one person of its name who came from the same source without them, unless
/// another row of the file is them: two cards are two people. Several of the name may be whom it is.
fn by_name<'b>(book: &'b Book, source: &str, wanted: &Wanted) -> Result<&'b Known, Vec<&'b Known>> {
    let Some(name) = &wanted.name else {
        return Err(Vec::new());
    };
    let has_only_a_name = !shared::is_reachable(&wanted.traits);
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

/// Whether both have a birthday, and another one, as far as both say it.
fn other_birthday(row: &ImportedContact, known: &Known) -> bool {
    let (Some(row), Some(known)) = (row.person.birthday, known.person.birthday) else {
        return false;
    };
    let (row, known) = (row.to_string(), known.to_string());
    let day = |date: &str| {
        date.get(date.len().saturating_sub(5)..)
            .unwrap_or_default()
            .to_owned()
    };
    let is_whole = |date: &str| date.len() == 10;
    let has_day = |date: &str| is_whole(date) || date.starts_with("--");
    if is_whole(&row) && is_whole(&known) {
        row != known
    } else {
        has_day(&row) && has_day(&known) && day(&row) != day(&known)
    }
}
