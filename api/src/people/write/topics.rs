//! The index by which people are found for what their facts say.

use std::collections::BTreeSet;

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::{fact, person_topic};

use super::store::replace;
use crate::kit::{Failure, Tx, topic};

/// The kinds of fact by whose topics people are found.
const TOPICAL: [FactKind; 3] = [FactKind::Skill, FactKind::Interest, FactKind::Topic];

/// Makes the person findable by the topics of their facts.
///
/// # Errors
/// The database fails.
pub(super) async fn index(
    tx: &Tx,
    person: PersonId,
    before: &[fact::Model],
    after: &[fact::Model],
) -> Result<(), Failure> {
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
    replace::<person_topic::Entity>(tx, person_topic::Column::PersonId, person, &of(before), of(after))
        .await?;
    Ok(())
}
