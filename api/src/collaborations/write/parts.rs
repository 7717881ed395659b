//! Changing the parts of a collaboration. A command reads them at once, changes them in memory, checks them as a whole and
//! writes back what differs: three statements a kind at most, however many there are.

use entity::Tenant;
use entity::ids::{CollaborationId, PersonId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter};

use super::part::{MemberFields, Names, Part};
use crate::kit::{Checks, Code, Failure, Path, Tx};

/// What to do with the parts of one kind.
#[derive(Clone, Debug)]
pub struct Parts<I, F> {
    /// New ones.
    pub add: Vec<F>,
    /// Changed ones.
    pub update: Vec<(I, F)>,
    /// Those to remove.
    pub remove: Vec<I>,
}

impl<I, F> Parts<I, F> {
    /// Whether there is nothing to do.
    pub(super) const fn is_empty(&self) -> bool {
        self.add.is_empty() && self.update.is_empty() && self.remove.is_empty()
    }
}

/// The people whom new members name, and where.
pub(super) fn people(members: &[MemberFields], path: &Path) -> Vec<(Path, PersonId)> {
    let named = members.iter().enumerate();
    named
        .filter_map(|(n, member)| Some((path.at(n).at("personId"), member.person?)))
        .collect()
}

/// The parts of a new collaboration.
pub(super) fn added<P: Part>(
    tx: &Tx,
    checks: &mut Checks,
    collaboration: CollaborationId,
    new: &[P::Fields],
    path: &Path,
) -> Vec<P> {
    let mut parts = Vec::with_capacity(new.len());
    append(tx, checks, collaboration, (&mut parts, new), path);
    parts
}

/// Adds parts at the end. Positions grow and may leave gaps, so that removing one part rewrites no other.
fn append<P: Part>(
    tx: &Tx,
    checks: &mut Checks,
    collaboration: CollaborationId,
    (parts, new): (&mut Vec<P>, &[P::Fields]),
    path: &Path,
) {
    checks.count(path.clone(), parts.len() + new.len(), P::MAX);
    let mut next = parts
        .iter()
        .map(|part| part.position().saturating_add(1))
        .max()
        .unwrap_or(0);
    for (place, fields) in new.iter().enumerate() {
        let mut part = P::blank(tx, collaboration, next);
        part.change(checks, &path.at(place), fields);
        parts.push(part);
        next = next.saturating_add(1);
    }
}

/// The parts after a change: some removed, then some changed, then some added.
pub(super) fn changed<P: Part>(
    tx: &Tx,
    checks: &mut Checks,
    collaboration: CollaborationId,
    before: &[P],
    change: &Parts<P::Id, P::Fields>,
) -> Vec<P> {
    let Names {
        add,
        update,
        remove,
        one,
    } = P::NAMES;
    let missing = || format!("the collaboration has no {one} with this id");
    let mut parts = before.to_vec();
    checks.count(Path::input(remove), change.remove.len(), P::MAX);
    for (place, id) in change.remove.iter().enumerate() {
        match parts.iter().position(|part| part.id() == *id) {
            Some(found) => drop(parts.remove(found)),
            None => checks.note(Code::NotFound, Path::input(remove).at(place), missing()),
        }
    }
    checks.count(Path::input(update), change.update.len(), P::MAX);
    for (place, (id, fields)) in change.update.iter().enumerate() {
        let path = Path::input(update).at(place);
        match parts.iter_mut().find(|part| part.id() == *id) {
            Some(part) => part.change(checks, &path, fields),
            None => checks.note(Code::NotFound, path.at("id"), missing()),
        }
    }
    append(
        tx,
        checks,
        collaboration,
        (&mut parts, &change.add),
        &Path::input(add),
    );
    parts
}

/// Writes what differs; answers whether anything did.
pub(super) async fn store<P>(tx: &Tx, before: &[P], after: &[P]) -> Result<bool, Failure>
where
    P: Part,
    P::Entity: Tenant,
    <P::Entity as EntityTrait>::ActiveModel: Send,
{
    let gone: Vec<P::Id> = before
        .iter()
        .filter(|part| !after.contains(part))
        .map(Part::id)
        .collect();
    let new: Vec<P> = after
        .iter()
        .filter(|part| !before.contains(part))
        .cloned()
        .collect();
    let changed = !gone.is_empty() || !new.is_empty();
    if !gone.is_empty() {
        let own = P::Entity::delete_many().filter(P::Entity::workspace_column().eq(tx.workspace()));
        own.filter(P::id_column().is_in(gone)).exec(tx.conn()).await?;
    }
    if !new.is_empty() {
        let rows = new.into_iter().map(|part| part.into_active_model().reset_all());
        P::Entity::insert_many(rows)
            .exec_without_returning(tx.conn())
            .await?;
    }
    Ok(changed)
}
