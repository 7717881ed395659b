//! Taking in what rows say beside the person's own fields.
//!
//! Always: what was taken in once is remembered beside the person's key, and is not taken in again, whatever the user made of it.
//! A relation is a tie where the workspace has exactly one person of that name, else a fact.

use std::collections::HashSet;

use entity::ids::PersonId;
use entity::{PartialDate, external_ref, fact, milestone};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};

use super::super::contact::{NumberedRow, Row};
use super::super::remarks::Remarks;
use super::super::write::{Outcome, RowAction};
use super::ties::{Made, add_ties};
use super::{Beside, ImportedDate, Who, date_key, fact_key, relation_key};
use crate::kit::declared::{Change, Draft, New};
use crate::kit::{Failure, Patch, Tx};
use crate::people::{self, ExternalRef, FactFields, Parts, UpdatePerson};
use crate::records;

/// Under what a key remembers.
const MEMORY: &str = "beside";

/// Takes in what these rows say beside, of those who are there now, and says in each outcome what of the row was left out.
///
/// # Errors
/// The database fails.
pub async fn write(
    tx: &mut Tx,
    rows: impl Iterator<Item = &NumberedRow>,
    outcomes: &mut [Outcome],
) -> Result<(), Failure> {
    for (row, outcome) in rows.zip(outcomes) {
        let Row::Contact(contact) = &row.row else { continue };
        let mut remarks = contact.remarks.clone();
        let is_here = !matches!(outcome.action, RowAction::Skipped | RowAction::Rejected);
        let person = outcome
            .person
            .filter(|_| is_here && !contact.beside.keys().is_empty());
        if let Some(person) = person {
            match tx.attempt(&(person, contact.beside.clone()), take).await {
                Ok(None) => {}
                Ok(Some(told)) => {
                    remarks.join(told);
                    note_change(outcome);
                }
                Err(Failure::Rejected(problems)) => {
                    let words = problems.first().map_or("", |problem| problem.message.as_str());
                    remarks.left_out("dates, facts and relations:", words);
                }
                Err(fault) => return Err(fault),
            }
        }
        outcome.reason = remarks.reason(outcome.reason.take());
    }
    Ok(())
}

pub(super) fn note_change(outcome: &mut Outcome) {
    if outcome.action == RowAction::Unchanged {
        outcome.action = RowAction::Updated;
    }
}

/// Nothing if all of it was taken in before.
async fn take(tx: &mut Tx, (person, beside): &(PersonId, Beside)) -> Result<Option<Remarks>, Failure> {
    let person = *person;
    let refs: Vec<external_ref::Model> = tx
        .read()
        .select::<external_ref::Entity>()
        .filter(external_ref::Column::PersonId.eq(person))
        .all(tx.conn())
        .await?;
    let memory = |it: &external_ref::Model| remembered(it.snapshot.as_ref());
    let done: HashSet<String> = refs.iter().flat_map(memory).collect();
    let is_new = |key: String| !done.contains(&key);
    let keys: Vec<String> = beside
        .keys()
        .into_iter()
        .filter(|key| is_new(key.clone()))
        .collect();
    // What the file has a row of is tied when all rows are there.
    let is_due = |it: &&super::ImportedRelation| it.in_file.is_none() && is_new(relation_key(it));
    let mut facts: Vec<FactFields> = Vec::new();
    let mut known = Vec::new();
    for relation in beside.relations.iter().filter(is_due) {
        let Who::Name(name) = &relation.who else { continue };
        match people::by_name(&tx.read(), name)
            .await?
            .filter(|id| *id != person)
        {
            Some(id) => known.push((person, id, relation.kind.clone())),
            None => facts.push(fact_fields(
                fact::FactKind::Other,
                &format!("{}: {name}", relation.kind),
            )),
        }
    }
    let due = beside.facts.iter().filter(|fact| is_new(fact_key(fact)));
    facts.extend(due.map(|it| fact_fields(it.kind, &it.text)));
    let due: Vec<&ImportedDate> = beside
        .dates
        .iter()
        .filter(|date| is_new(date_key(date)))
        .collect();
    let is_news = !known.is_empty() || !facts.is_empty() || !due.is_empty();
    if !is_news {
        return Ok(None);
    }
    let mut told = Remarks::default();
    let parts = Parts {
        on_update: true,
        add_facts: fitting(tx, person, facts, &mut told).await?,
        set_external_refs: refs.into_iter().map(|it| remembering(it, &keys)).collect(),
        ..Parts::default()
    };
    let change = Change {
        id: person,
        expected_revision: None,
        fields: Draft::default(),
    };
    let change = UpdatePerson { change, parts };
    people::update(tx, &change).await?;
    add_dates(tx, person, &due, &mut told).await?;
    for ((.., kind), made) in known.iter().zip(add_ties(tx, &known).await?) {
        if made == Made::Refused {
            told.left_out("a relation:", kind);
        }
    }
    Ok(Some(told))
}

fn remembered(snapshot: Option<&Value>) -> Vec<String> {
    let list = snapshot.and_then(|snapshot| snapshot.get(MEMORY)?.as_array());
    let words = list.into_iter().flatten().filter_map(Value::as_str);
    words.map(str::to_owned).collect()
}

fn remembering(it: external_ref::Model, keys: &[String]) -> ExternalRef {
    let mut all = remembered(it.snapshot.as_ref());
    all.extend(keys.iter().cloned());
    // A key that was made by hand remembers nothing, and stays as it is.
    let snapshot = it.snapshot.map(|mut snapshot| {
        if let Some(object) = snapshot.as_object_mut() {
            object.insert(MEMORY.to_owned(), json!(all));
        }
        snapshot
    });
    ExternalRef {
        source: it.source,
        key: it.external_id,
        url: it.url,
        snapshot,
    }
}

fn fact_fields(kind: fact::FactKind, text: &str) -> FactFields {
    FactFields {
        kind: Some(kind),
        text: Some(text.to_owned()),
        source: Patch::Set("import".to_owned()),
        noted_on: Patch::Clear,
        interaction: None,
    }
}

/// Those of the facts that the person does not have and has room for.
async fn fitting(
    tx: &Tx,
    person: PersonId,
    mut facts: Vec<FactFields>,
    told: &mut Remarks,
) -> Result<Vec<FactFields>, Failure> {
    if facts.is_empty() {
        return Ok(facts);
    }
    let there = people::facts_of(&tx.read(), &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    facts.retain(|new| !there.iter().any(|old| Some(&old.text) == new.text.as_ref()));
    let room = people::FACTS.saturating_sub(there.len()).min(facts.len());
    for fact in facts.split_off(room) {
        told.left_out("a fact, one too many:", fact.text.as_deref().unwrap_or_default());
    }
    Ok(facts)
}

async fn add_dates(
    tx: &mut Tx,
    person: PersonId,
    dates: &[&ImportedDate],
    told: &mut Remarks,
) -> Result<(), Failure> {
    if dates.is_empty() {
        return Ok(());
    }
    let is_own = people::own(&tx.read())
        .await?
        .is_some_and(|(own, _)| own == person);
    let there: Vec<milestone::Model> = tx
        .read()
        .select::<milestone::Entity>()
        .filter(milestone::Column::PersonId.eq(person))
        .all(tx.conn())
        .await?;
    for it in dates {
        let Ok(date) = it.date.parse::<PartialDate>() else {
            continue;
        };
        if is_own {
            told.left_out("a date of yourself:", &it.date);
            continue;
        }
        if there
            .iter()
            .any(|old| old.date == date && old.kind == it.kind && old.title == it.title)
        {
            continue;
        }
        let new = milestone::Model {
            person_id: person,
            kind: it.kind,
            title: it.title.clone(),
            date,
            ..milestone::Model::default()
        };
        let (id, fields) = (None, Draft::of(&new));
        records::create(tx, &New { id, fields }).await?;
    }
    Ok(())
}
