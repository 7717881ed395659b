//! Who knows whom.

use std::collections::HashSet;

use chrono::Datelike;
use entity::PartialDate;
use entity::tie::{self, Closeness, TieEvidence};

use super::dice::Dice;
use super::people::Someone;
use crate::kit::declared::{Draft, New};

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
pub fn ties(dice: &mut Dice, people: &[Someone]) -> Vec<New<tie::Model>> {
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

fn tie(dice: &mut Dice, from: &Someone, to: &Someone) -> New<tie::Model> {
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
    let since = PartialDate::new(Some(year), None, None).ok();
    let closeness = dice.one(Closeness::Medium, &[Closeness::Weak, Closeness::Strong]);
    let note = dice.percent(15).then(|| dice.text(&NOTES).to_owned());
    let model = tie::Model {
        from_id: from.id,
        to_id: to.id,
        kind: kind.to_owned(),
        closeness: Some(closeness),
        evidence,
        note,
        since: since.filter(|_| dice.percent(40)),
        ..tie::Model::default()
    };
    New {
        id: None,
        fields: Draft::of(&model),
    }
}
