//! An agenda in short.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use entity::nudge_decision::NudgeKind;

use super::{Agenda, Nudge, cards, tell};
use crate::agenda::words;
use crate::kit::{Fault, Reader};

/// Nudges that a digest shows.
const TOP: usize = 5;

/// An agenda in short.
#[derive(Clone, Debug)]
pub struct Digest {
    /// The day.
    pub on: NaiveDate,
    /// Whether the user is away, and nothing is proposed.
    pub away: bool,
    /// How many people, needs or other causes there are of each kind that has some.
    pub counts: Vec<(NudgeKind, usize)>,
    /// How many cards hold something whose day is over.
    pub overdue: usize,
    /// How many cards there are.
    pub total: usize,
    /// How many check-ins the week's capacity keeps back.
    pub held_back: usize,
    /// The first cards.
    pub top: Vec<Nudge>,
    /// All of that in a sentence.
    pub headline: String,
}

/// An agenda in short, with what the first cards say.
///
/// # Errors
/// The database fails.
pub async fn digest(reader: &Reader<'_>, agenda: Agenda) -> Result<Digest, Fault> {
    let mut counted: BTreeMap<NudgeKind, HashSet<String>> = BTreeMap::new();
    for nudge in agenda.cards.iter().flat_map(cards::all_of) {
        let of_kind = counted.entry(nudge.key.kind).or_default();
        of_kind.insert(nudge.cause.counted());
    }
    let is_late = |it: &Nudge| it.cause.due_on().is_some_and(|due| due < agenda.on);
    let has_late = |card: &&Nudge| cards::all_of(card).any(is_late);
    let (total, overdue) = (agenda.cards.len(), agenda.cards.iter().filter(has_late).count());
    let mut top = agenda.cards;
    top.truncate(TOP);
    tell(reader, &mut top).await?;
    let counts = counted.into_iter().map(|(kind, them)| (kind, them.len()));
    let counts = Vec::from_iter(counts);
    Ok(Digest {
        on: agenda.on,
        away: agenda.away,
        headline: words::headline(agenda.away, &counts, &top),
        counts,
        overdue,
        total,
        held_back: agenda.held_back,
        top,
    })
}
