//! What is stored of facts, and the talks in which they were learnt.

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::{fact, interaction};

use super::parts::{self, FactFields, Parts};
use super::store::{block, missing, place, set_line, too_many};
use crate::kit::Checks;
use crate::kit::fold::fold;
use crate::kit::record::{ids_among, not_found};
use crate::kit::{Failure, Tx};

/// Notes a problem for each interaction that new facts name and that is not there. One statement, and none where none is named.
pub(super) async fn check_talks(tx: &Tx, all: &mut [(&mut Checks, &Parts)]) -> Result<(), Failure> {
    let named = all.iter().flat_map(|(_, parts)| &parts.add_facts);
    let ids: Vec<_> = named.filter_map(|fact| Some(fact.interaction?.0)).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let found = ids_among::<interaction::Model>(&tx.read(), ids).await?;
    for (checks, parts) in all.iter_mut() {
        let path = parts.added("add", "facts");
        for (place, fact) in parts.add_facts.iter().enumerate() {
            if fact.interaction.is_some_and(|id| !found.contains(&id.0)) {
                checks.push(not_found::<interaction::Model>(
                    path.at(place).at("interactionId"),
                ));
            }
        }
    }
    Ok(())
}

/// The facts about the person, as they will be.
pub(super) fn facts(
    tx: &Tx,
    person: PersonId,
    parts: &Parts,
    after: &mut Vec<fact::Model>,
) -> Result<(), Failure> {
    let (add, update, remove) = (&parts.add_facts, &parts.update_facts, &parts.remove_facts);
    if !parts.touch_facts() {
        return Ok(());
    }
    for (position, id) in remove.iter().enumerate() {
        let here = after.iter().position(|fact| fact.id == *id);
        after.remove(here.ok_or_else(|| missing("removeFactIds", position))?);
    }
    for (position, (id, change)) in update.iter().enumerate() {
        let fact = after.iter_mut().find(|fact| fact.id == *id);
        change_fact(fact.ok_or_else(|| missing("updateFacts", position))?, change);
    }
    for new in add {
        let mut fact = fact::Model {
            workspace_id: tx.workspace(),
            id: tx.new_id(),
            person_id: person,
            kind: FactKind::Other,
            text: String::new(),
            folded: String::new(),
            source: None,
            interaction_id: new.interaction,
            noted_on: Some(tx.today().into()),
            position: 0,
        };
        change_fact(&mut fact, new);
        after.push(fact);
    }
    if after.len() > parts::FACTS {
        return Err(too_many(parts.added("add", "facts"), parts::FACTS));
    }
    after
        .iter_mut()
        .enumerate()
        .for_each(|(position, fact)| fact.position = place(position));
    Ok(())
}

fn change_fact(fact: &mut fact::Model, change: &FactFields) {
    fact.kind = change.kind.unwrap_or(fact.kind);
    if let Some(text) = change.text.as_deref().and_then(block) {
        fact.folded = fold(&text);
        fact.text = text;
    }
    set_line(&mut fact.source, &change.source);
    change.noted_on.apply(&mut fact.noted_on);
}
