//! Which cadence counts for whom.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use entity::ids::{CircleId, PersonId};
use entity::{cadence, circle_member};
use sea_orm::{ColumnTrait, Condition, QueryFilter};
use uuid::Uuid;

use super::named;
use crate::kit::list::bare;
use crate::kit::models::models;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// Where a person's cadence comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// It is their own.
    Person,
    /// It is that of a circle.
    Circle,
    /// It is that of everybody.
    Workspace,
}

/// The cadences of a workspace, and for whom they are.
#[derive(Debug)]
pub struct Cadences {
    everybody: Option<Arc<cadence::Model>>,
    people: HashMap<PersonId, Arc<cadence::Model>>,
    circles: HashMap<CircleId, Arc<cadence::Model>>,
    members: HashMap<PersonId, Vec<CircleId>>,
}

impl Cadences {
    /// The one that counts for a person: the nearest; of several circles the one that means to be in touch most often.
    #[must_use]
    pub fn of(&self, person: PersonId) -> Option<(&Arc<cadence::Model>, Source)> {
        if let Some(own) = self.people.get(&person) {
            return Some((own, Source::Person));
        }
        let circles = self.members.get(&person).into_iter().flatten();
        let of_circles = circles.filter_map(|circle| self.circles.get(circle));
        if let Some(circle) = of_circles.min_by_key(|it| (it.ideal_days, it.max_days, it.id)) {
            return Some((circle, Source::Circle));
        }
        self.everybody.as_ref().map(|it| (it, Source::Workspace))
    }

    /// The one that counts where there is no nearer one.
    pub(super) const fn of_everybody(&self) -> Option<&Arc<cadence::Model>> {
        self.everybody.as_ref()
    }

    /// For whom another than that of everybody may count.
    pub(super) fn apart(&self) -> BTreeSet<PersonId> {
        self.people.keys().chain(self.members.keys()).copied().collect()
    }

    /// Whether everybody has one, or who may.
    pub(super) fn subjects(&self) -> Option<Vec<PersonId>> {
        if self.everybody.is_some() {
            return None;
        }
        Some(self.apart().into_iter().collect())
    }
}

/// The live cadences that may count for these people, or for anybody.
///
/// # Errors
/// The database fails.
pub async fn cadences_of(reader: &Reader<'_>, people: Option<&[PersonId]>) -> Result<Cadences, Fault> {
    let mut select = reader
        .select::<cadence::Entity>()
        .filter(cadence::Column::ArchivedAt.is_null());
    if let Some(people) = named(people) {
        let for_them = Condition::any()
            .add(cadence::Column::PersonId.is_null())
            .add(cadence::Column::PersonId.is_in(people));
        select = select.filter(for_them);
    }
    let mut found = Cadences {
        everybody: None,
        people: HashMap::new(),
        circles: HashMap::new(),
        members: HashMap::new(),
    };
    for cadence in models(reader, select).await? {
        let cadence = Arc::new(cadence);
        match (cadence.person_id, cadence.circle_id) {
            (Some(person), _) => drop(found.people.insert(person, cadence)),
            (None, Some(circle)) => drop(found.circles.insert(circle, cadence)),
            (None, None) => found.everybody = Some(cadence),
        }
    }
    if found.circles.is_empty() {
        return Ok(found);
    }
    let mut members = reader
        .select::<circle_member::Entity>()
        .filter(circle_member::Column::CircleId.is_in(found.circles.keys().copied()));
    if let Some(people) = named(people) {
        members = members.filter(circle_member::Column::PersonId.is_in(people));
    }
    let columns = [circle_member::Column::PersonId, circle_member::Column::CircleId];
    let columns = columns.map(|column| (Kind::Uuid, column.into_expr()));
    let members: Vec<(Uuid, Uuid)> = packed(reader, bare(members), columns).await?;
    for (person, circle) in members {
        found
            .members
            .entry(PersonId(person))
            .or_default()
            .push(CircleId(circle));
    }
    Ok(found)
}
