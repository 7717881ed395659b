//! Who knows whom.

use std::collections::HashSet;

use chrono::Datelike;
use entity::PartialDate;
use entity::tie::{Closeness, TieEvidence};

use super::dice::Dice;
use super::people::Someone;
use crate::kit::Patch;
use crate::people::{NewTie, TieFields};

/// How many ties there are, those that introductions make aside.
const TIES: usize = 400;

const NOTES: [&str; 5] = [
    "Mentioned each other independently",
    "Shared a flat as students",
    "Sit on the same jury",
    "Run together on Sundays",
    "Co-wrote a report",
];

/// All ties: between colleagues and neighbours more often than between others, and never two between the same people.
pub fn ties(dice: &mut Dice, people: &[Someone]) -> Vec<NewTie> {
    let (mut all, mut known) = (Vec::with_capacity(TIES), HashSet::new());
    while all.len() < TIES {
        let Some(from) = people.get(dice.place(people.len())) else {
            break;
        };
        let near: Vec<&Someone> = if dice.percent(65) {
            let near = |it: &&Someone| it.workplace == from.workplace || it.city == from.city;
            people.iter().filter(near).collect()
        } else {
            people.iter().collect()
        };
        let Some(to) = near.get(dice.place(near.len())) else {
            continue;
        };
        if from.id == to.id || !known.insert((from.id.min(to.id), from.id.max(to.id))) {
            continue;
        }
        all.push(tie(dice, from, to));
    }
    all
}

fn tie(dice: &mut Dice, from: &Someone, to: &Someone) -> NewTie {
    let (kind, evidence) = if from.workplace == to.workplace {
        ("colleague", TieEvidence::Stated)
    } else {
        dice.one(
            ("friend", TieEvidence::Stated),
            &[
                ("former colleague", TieEvidence::Collaborated),
                ("acquaintance", TieEvidence::MetAtEvent),
                ("fellow student", TieEvidence::Stated),
                ("client", TieEvidence::Collaborated),
                ("acquaintance", TieEvidence::Stated),
            ],
        )
    };
    let year = from.from.max(to.from).year() - i32::try_from(dice.between(0..=6)).unwrap_or_default();
    let since = PartialDate::new(Some(year), None, None).map_or(Patch::Keep, Patch::Set);
    let fields = TieFields {
        kind: Patch::Set(kind.to_owned()),
        closeness: Patch::Set(dice.one(Closeness::Medium, &[Closeness::Weak, Closeness::Strong])),
        evidence: Some(evidence),
        note: if dice.percent(15) {
            Patch::Set(dice.text(&NOTES).to_owned())
        } else {
            Patch::Keep
        },
        since: if dice.percent(40) { since } else { Patch::Keep },
    };
    NewTie {
        id: None,
        from: from.id,
        to: to.id,
        fields,
    }
}
