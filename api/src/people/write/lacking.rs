//! What a person does not have yet of what is said of them: a row that is sent again adds nothing again.

use std::collections::HashSet;

use entity::contact_point::ContactKind;
use entity::ids::PersonId;
use entity::organization;

use super::super::{read, rules};
use super::{ContactPointFields, Parts, Workplace};
use crate::kit::fold::identity;
use crate::kit::record::by_ids;
use crate::kit::{Failure, Tx, line, phone};

/// What a contact point leads to: two that are equal here are one.
pub(super) fn place_of(tx: &Tx, point: &ContactPointFields) -> (Option<ContactKind>, String) {
    let value = point.value.as_deref().unwrap_or_default();
    let kind = point.kind.unwrap_or(ContactKind::Other);
    let number = match kind {
        ContactKind::Phone => phone::e164(value, tx.region()),
        _ => None,
    };
    (
        point.kind,
        number.unwrap_or_else(|| rules::normalized(kind, value)),
    )
}

/// The parts that the person does not have yet.
pub(super) async fn lacking(tx: &Tx, id: PersonId, parts: &Parts) -> Result<Parts, Failure> {
    let (reader, ids, mut parts) = (tx.read(), [id], parts.clone());
    if !parts.add_contact_points.is_empty() {
        let known = read::contact_points_of(&reader, &ids).await?.remove(&id);
        let known: HashSet<_> = known
            .into_iter()
            .flatten()
            .map(|point| (Some(point.kind), point.e164.unwrap_or(point.normalized)))
            .collect();
        parts
            .add_contact_points
            .retain(|point| !known.contains(&place_of(tx, point)));
    }
    if !parts.add_facts.is_empty() {
        let known = read::facts_of(&reader, &ids)
            .await?
            .remove(&id)
            .unwrap_or_default();
        parts.add_facts.retain(|fact| {
            let text = fact.text.as_deref().map(line::block);
            !known
                .iter()
                .any(|it| Some(it.kind) == fact.kind && Some(&it.text) == text.as_ref())
        });
    }
    if !parts.add_affiliations.is_empty() {
        let known = read::affiliations_of(&reader, &ids)
            .await?
            .remove(&id)
            .unwrap_or_default();
        let named = Vec::from_iter(known.iter().map(|it| it.organization_id));
        let named: Vec<organization::Model> = by_ids(&reader, &named).await?;
        parts.add_affiliations.retain(|it| {
            let role = it.role.as_set().map(|role| line::line(role));
            !known.iter().any(|known| {
                let is_there = match &it.workplace {
                    Some(Workplace::Id(id)) => *id == known.organization_id,
                    Some(Workplace::Name(name)) => named.iter().any(|it| {
                        it.id == known.organization_id && identity(&it.name) == identity(&line::line(name))
                    }),
                    None => false,
                };
                is_there && (role.is_none() || role == known.role)
            })
        });
    }
    Ok(parts)
}
