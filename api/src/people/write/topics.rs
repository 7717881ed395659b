//! The index by which people are found for what their facts say.

use std::collections::BTreeSet;

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::{fact, person_topic};

use super::held::Both;
use crate::kit::{Tx, topic};

/// The kinds of fact by whose topics people are found.
const TOPICAL: [FactKind; 3] = [FactKind::Skill, FactKind::Interest, FactKind::Topic];

/// The topics of a person's facts.
pub(super) fn of_facts(tx: &Tx, person: PersonId, facts: &Both<fact::Model>) -> Both<person_topic::Model> {
    let of = |facts: &[fact::Model]| {
        let topical = facts.iter().filter(|fact| TOPICAL.contains(&fact.kind));
        let topics = topical.flat_map(|fact| {
            let topics = topic::topics(&fact.text).into_iter();
            topics.map(|topic| (fact.kind, topic))
        });
        let distinct: BTreeSet<(FactKind, String)> = topics.collect();
        let rows = distinct.into_iter().map(|(kind, topic)| person_topic::Model {
            workspace_id: tx.workspace(),
            person_id: person,
            kind,
            topic,
        });
        rows.collect::<Vec<_>>()
    };
    Both {
        before: of(&facts.before),
        after: of(&facts.after),
    }
}
