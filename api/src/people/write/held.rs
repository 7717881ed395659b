//! What belongs to people, read for many at once, changed in memory, and written back for all of them: as many statements for many
//! people as for one.

use std::collections::HashMap;

use entity::ids::{OrganizationId, PersonId};
use entity::{Tenant, affiliation, contact_point, external_ref, fact, person_topic, support_role};
use sea_orm::ColumnTrait as _;
use sea_orm::{ActiveModelTrait, IntoActiveModel, ModelTrait, QueryFilter};

use super::super::read;
use super::parts::Parts;
use super::{facts, store, topics};
use crate::kit::{Failure, Tx};
use crate::organizations;

/// Rows of one statement.
const ROWS: usize = 1_000;

/// Parts of one kind, as they are and as they will be.
#[derive(Debug)]
pub(super) struct Both<T> {
    /// As they are.
    pub before: Vec<T>,
    /// As they will be.
    pub after: Vec<T>,
}

impl<T> Default for Both<T> {
    fn default() -> Self {
        Self {
            before: Vec::new(),
            after: Vec::new(),
        }
    }
}

impl<T: Clone + PartialEq> Both<T> {
    fn of(before: Option<Vec<T>>) -> Self {
        let before = before.unwrap_or_default();
        Self {
            after: before.clone(),
            before,
        }
    }

    /// Whether they change.
    pub fn is_changed(&self) -> bool {
        self.before != self.after
    }
}

/// What belongs to a person.
#[derive(Debug, Default)]
pub(super) struct Held {
    /// Ways to reach them.
    pub points: Both<contact_point::Model>,
    /// Where they work.
    pub affiliations: Both<affiliation::Model>,
    /// Of the affiliations as they will be, those at an organisation that is known by its name alone.
    pub named: Vec<(usize, String)>,
    /// What is worth remembering.
    pub facts: Both<fact::Model>,
    /// How they support the user.
    pub roles: Both<support_role::Model>,
    /// Their keys in other systems.
    pub refs: Both<external_ref::Model>,
}

impl Held {
    /// Whether any of it changes.
    pub fn is_changed(&self) -> bool {
        self.points.is_changed()
            || self.affiliations.is_changed()
            || self.facts.is_changed()
            || self.roles.is_changed()
            || self.refs.is_changed()
    }

    /// Changes it as the parts say. Of organisations that are known by their names, none is looked up yet.
    ///
    /// # Errors
    /// The parts make no sense for this person.
    pub fn change(&mut self, tx: &Tx, person: PersonId, parts: &Parts) -> Result<(), Failure> {
        store::contact_points(tx, person, parts, &mut self.points.after)?;
        store::affiliations(tx, person, parts, (&mut self.affiliations.after, &mut self.named))?;
        facts::facts(tx, person, parts, &mut self.facts.after)?;
        store::support_roles(tx, person, parts, &mut self.roles.after);
        Ok(())
    }
}

/// What belongs to these people, of the kinds that their parts touch. Nothing belongs to those who are new.
pub(super) async fn read_all(tx: &Tx, of: &[(PersonId, &Parts)]) -> Result<Vec<Held>, Failure> {
    let reader = tx.read();
    macro_rules! of_kind {
        ($touched:expr, $read:path) => {{
            let touched = of.iter().filter(|(_, parts)| $touched(parts));
            let people: Vec<PersonId> = touched.map(|(person, _)| *person).collect();
            if people.is_empty() {
                HashMap::new()
            } else {
                $read(&reader, &people).await?
            }
        }};
    }
    let mut points = of_kind!(Parts::touch_points, read::contact_points_of);
    let mut affiliations = of_kind!(Parts::touch_affiliations, read::affiliations_of);
    let mut facts = of_kind!(Parts::touch_facts, read::facts_of);
    let mut roles = of_kind!(Parts::touch_roles, read::support_roles_of);
    let mut refs = of_kind!(Parts::touch_refs, read::external_refs_of);
    let held = of.iter().map(|(person, _)| Held {
        points: Both::of(points.remove(person)),
        affiliations: Both::of(affiliations.remove(person)),
        named: Vec::new(),
        facts: Both::of(facts.remove(person)),
        roles: Both::of(roles.remove(person)),
        refs: Both::of(refs.remove(person)),
    });
    Ok(held.collect())
}

/// Finds the organisations that are known by their names, and makes those that there are not.
pub(super) async fn find_organizations(tx: &mut Tx, all: &mut [&mut Held]) -> Result<(), Failure> {
    let names = all
        .iter()
        .flat_map(|held| held.named.iter().map(|(_, name)| name.clone()));
    let names: Vec<String> = names.collect();
    let mut found = organizations::find_or_create_all(tx, &names).await?.into_iter();
    for held in all {
        for (place, _) in std::mem::take(&mut held.named) {
            let found: Option<OrganizationId> = found.next();
            if let (Some(it), Some(id)) = (held.affiliations.after.get_mut(place), found) {
                it.organization_id = id;
            }
        }
    }
    Ok(())
}

/// Writes what changed.
pub(super) async fn write_all(tx: &Tx, all: &[(PersonId, &Held)]) -> Result<(), Failure> {
    let of = |person: &PersonId| *person;
    let points = all.iter().map(|(person, held)| (of(person), &held.points));
    replace::<contact_point::Entity>(tx, contact_point::Column::PersonId, points).await?;
    let affiliations = all.iter().map(|(person, held)| (of(person), &held.affiliations));
    replace::<affiliation::Entity>(tx, affiliation::Column::PersonId, affiliations).await?;
    let topics = all
        .iter()
        .map(|(person, held)| (of(person), topics::of_facts(tx, of(person), &held.facts)));
    let topics: Vec<_> = topics.collect();
    let topics = topics.iter().map(|(person, topics)| (of(person), topics));
    replace::<person_topic::Entity>(tx, person_topic::Column::PersonId, topics).await?;
    let facts = all.iter().map(|(person, held)| (of(person), &held.facts));
    replace::<fact::Entity>(tx, fact::Column::PersonId, facts).await?;
    let roles = all.iter().map(|(person, held)| (of(person), &held.roles));
    replace::<support_role::Entity>(tx, support_role::Column::PersonId, roles).await?;
    let refs = all.iter().map(|(person, held)| (of(person), &held.refs));
    replace::<external_ref::Entity>(tx, external_ref::Column::PersonId, refs).await
}

/// Writes the parts of one kind back, of those of whom they changed.
async fn replace<'a, E>(
    tx: &Tx,
    owner: E::Column,
    of: impl Iterator<Item = (PersonId, &'a Both<E::Model>)>,
) -> Result<(), Failure>
where
    E: Tenant,
    E::Model: IntoActiveModel<E::ActiveModel> + ModelTrait<Entity = E> + PartialEq + Clone + 'a,
    E::ActiveModel: Send,
{
    let (mut had, mut rows) = (Vec::new(), Vec::new());
    for (person, both) in of.filter(|(_, both)| both.is_changed()) {
        if !both.before.is_empty() {
            had.push(person);
        }
        let after = both.after.iter().cloned();
        rows.extend(after.map(|model| model.into_active_model().reset_all()));
    }
    if !had.is_empty() {
        let own = E::delete_many().filter(E::workspace_column().eq(tx.workspace()));
        own.filter(tx.read().among(owner, had)).exec(tx.conn()).await?;
    }
    for rows in rows.chunks(ROWS) {
        E::insert_many(rows.to_vec())
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(())
}
