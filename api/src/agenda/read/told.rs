//! What an agenda says, to be compared with what it says after a write.

use std::collections::BTreeMap;

use super::{Agenda, Nudge, cards};
use crate::agenda::words::{Action, Reason};

/// What a nudge says, and what it offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    title: String,
    reasons: Vec<Reason>,
    actions: Vec<Action>,
}

/// What the nudges of an agenda say, those inside of cards among them, by their keys.
#[must_use]
pub fn told(agenda: &Agenda) -> BTreeMap<String, Told> {
    let nudges = agenda.cards.iter().flat_map(cards::all_of);
    let told = |it: &Nudge| Told {
        title: it.title(),
        reasons: it.reasons(),
        actions: it.actions(),
    };
    nudges.map(|it| (it.key.to_string(), told(it))).collect()
}
