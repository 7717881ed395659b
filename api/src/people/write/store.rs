//! What is stored of what belongs to a person: each kind of part that a command touches is changed in memory, and checked as a whole.

use std::collections::{BTreeSet, HashMap};

use entity::contact_point::ContactKind;
use entity::ids::{AffiliationId, OrganizationId, PersonId};
use entity::{affiliation, contact_point, external_ref, organization, support_role};
use sea_orm::QueryFilter;

use super::super::{page, rules};
use super::facts;
use super::held::Both;
use super::parts::{self, AffiliationFields, ContactPointFields, Parts, Workplace};
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem, RecordRef};
use crate::kit::record::ids_among;
use crate::kit::{Code, Failure, Patch, Tx, line, phone};
use crate::{circles, diversity};

/// Of each of these people, notes a problem for each record that the parts name and that is not there. A statement for each kind of
/// record, however many people there are.
pub async fn check_references(tx: &Tx, all: &mut [(&mut Checks, &Parts)]) -> Result<(), Failure> {
    fn placed<I: Copy>(path: &Path, ids: &[I]) -> Vec<(Path, I)> {
        let ids = ids.iter().enumerate();
        ids.map(|(place, id)| (path.at(place), *id)).collect()
    }
    let mut tags = Vec::new();
    let mut circles = Vec::new();
    let mut places = Vec::new();
    for (_, parts) in all.iter() {
        tags.push(placed(&parts.added("add", "tagIds"), &parts.add_tags));
        circles.push(placed(&parts.added("add", "circleIds"), &parts.add_circles));
        places.push(workplaces(parts));
    }
    circles::require_tags_of(tx, &mut with(all, &tags)).await?;
    circles::require_circles_of(tx, &mut with(all, &circles)).await?;
    facts::check_talks(tx, all).await?;
    let ids = places.iter().flatten().map(|(_, id)| id.0).collect::<Vec<_>>();
    if ids.is_empty() {
        return Ok(());
    }
    let found = ids_among::<organization::Model>(&tx.read(), ids).await?;
    for ((checks, _), wanted) in all.iter_mut().zip(places) {
        for (path, id) in wanted {
            if !found.contains(&id.0) {
                checks.note(Code::NotFound, path, "there is no organization with this id");
            }
        }
    }
    Ok(())
}

/// What is wanted of each, beside what is wrong with it.
fn with<'a, I>(
    all: &'a mut [(&mut Checks, &Parts)],
    wanted: &'a [Vec<(Path, I)>],
) -> Vec<(&'a mut Checks, &'a [(Path, I)])> {
    let checks = all.iter_mut().map(|(checks, _)| &mut **checks);
    checks.zip(wanted.iter().map(Vec::as_slice)).collect()
}

/// The organisations that the parts name by their ids.
fn workplaces(parts: &Parts) -> Vec<(Path, OrganizationId)> {
    let path = parts.added("add", "affiliations");
    let added = parts.add_affiliations.iter().enumerate();
    let added = added.map(|(n, it)| (path.at(n), it));
    let changed = parts.update_affiliations.iter().enumerate();
    let changed = changed.map(|(n, (_, it))| (Path::input("updateAffiliations").at(n), it));
    let named = added.chain(changed).filter_map(|(path, it)| match it.workplace {
        Some(Workplace::Id(id)) => Some((path.at("organizationId"), id)),
        _ => None,
    });
    named.collect()
}

pub(super) fn missing(list: &str, position: usize) -> Failure {
    Problem::new(
        Code::NotFound,
        Path::input(list).at(position),
        "the person has nothing with this id",
    )
    .into()
}

pub(super) fn too_many(path: Path, max: usize) -> Failure {
    let problem = Problem::new(
        Code::TooMany,
        path,
        format!("a person has at most {max} of these"),
    );
    problem
        .with(Detail::Max(i32::try_from(max).unwrap_or(i32::MAX)))
        .into()
}

pub(super) fn place(position: usize) -> i32 {
    i32::try_from(position).unwrap_or(i32::MAX)
}

/// A text of one line of the input, checked before; none where nothing shows.
fn one_line(text: &str) -> Option<String> {
    Some(line::line(text)).filter(|text| !text.is_empty())
}

/// A text of the input that may have many lines, checked before; none where nothing shows.
pub(super) fn block(text: &str) -> Option<String> {
    Some(line::block(text)).filter(|text| !text.is_empty())
}

pub(super) fn set_line(field: &mut Option<String>, patch: &Patch<String>) {
    patch.apply(field);
    *field = field.as_deref().and_then(one_line);
}

/// The ways to reach the person, as they will be.
pub(super) fn contact_points(
    tx: &Tx,
    person: PersonId,
    parts: &Parts,
    after: &mut Vec<contact_point::Model>,
) -> Result<(), Failure> {
    let (add, update, remove) = (
        &parts.add_contact_points,
        &parts.update_contact_points,
        &parts.remove_contact_points,
    );
    if !parts.touch_points() {
        return Ok(());
    }
    for (position, id) in remove.iter().enumerate() {
        let here = after.iter().position(|point| point.id == *id);
        after.remove(here.ok_or_else(|| missing("removeContactPointIds", position))?);
    }
    let mut primary = Vec::new();
    for (position, (id, change)) in update.iter().enumerate() {
        let point = after.iter_mut().find(|point| point.id == *id);
        let point = point.ok_or_else(|| missing("updateContactPoints", position))?;
        change_point(
            tx,
            point,
            change,
            &Path::input("updateContactPoints").at(position),
        )?;
        primary.extend((change.is_primary == Some(true)).then_some(point.id));
    }
    for (position, new) in add.iter().enumerate() {
        let mut point = contact_point::Model {
            workspace_id: tx.workspace(),
            id: tx.new_id(),
            person_id: person,
            kind: new.kind.unwrap_or(ContactKind::Other),
            value: String::new(),
            normalized: String::new(),
            e164: None,
            profile: None,
            label: None,
            is_primary: false,
            position: 0,
        };
        change_point(
            tx,
            &mut point,
            new,
            &parts.added("add", "contactPoints").at(position),
        )?;
        // The same address twice is one address.
        if after
            .iter()
            .any(|other| other.kind == point.kind && other.normalized == point.normalized)
        {
            continue;
        }
        primary.extend(point.is_primary.then_some(point.id));
        after.push(point);
    }
    if after.len() > parts::CONTACT_POINTS {
        return Err(too_many(
            parts.added("add", "contactPoints"),
            parts::CONTACT_POINTS,
        ));
    }
    // The one that was named primary last is; it takes the place of the one before.
    for id in primary {
        let Some(kind) = after.iter().find(|point| point.id == id).map(|point| point.kind) else {
            continue;
        };
        after
            .iter_mut()
            .filter(|point| point.kind == kind)
            .for_each(|point| point.is_primary = point.id == id);
    }
    after
        .iter_mut()
        .enumerate()
        .for_each(|(position, point)| point.position = place(position));
    Ok(())
}

fn change_point(
    tx: &Tx,
    point: &mut contact_point::Model,
    change: &ContactPointFields,
    path: &Path,
) -> Result<(), Failure> {
    if let Some(kind) = change.kind {
        point.kind = kind;
    }
    if let Some(value) = change.value.as_deref().and_then(one_line) {
        point.value = value;
    }
    point.normalized = rules::normalized(point.kind, &point.value);
    (point.e164, point.profile) = match point.kind {
        ContactKind::Phone => (phone::e164(&point.value, tx.region()), None),
        ContactKind::Url => (None, page::profile(&point.value)),
        _ => (None, None),
    };
    set_line(&mut point.label, &change.label);
    if let Some(primary) = change.is_primary {
        point.is_primary = primary;
    }
    match rules::objection(point.kind, &point.value) {
        Some(objection) => Err(Problem::new(Code::Invalid, path.at("value"), objection).into()),
        None => Ok(()),
    }
}

/// Where the person works, as it will be; of an organisation that is known by its name, the place and the name.
pub(super) fn affiliations(
    tx: &Tx,
    person: PersonId,
    parts: &Parts,
    (after, named): (&mut Vec<affiliation::Model>, &mut Vec<(usize, String)>),
) -> Result<(), Failure> {
    let (add, update, remove) = (
        &parts.add_affiliations,
        &parts.update_affiliations,
        &parts.remove_affiliations,
    );
    if !parts.touch_affiliations() {
        return Ok(());
    }
    for (position, id) in remove.iter().enumerate() {
        let here = after.iter().position(|it| it.id == *id);
        after.remove(here.ok_or_else(|| missing("removeAffiliationIds", position))?);
    }
    let mut by_name = |at: usize, change: &AffiliationFields| match &change.workplace {
        Some(Workplace::Name(name)) => named.push((at, line::line(name))),
        Some(Workplace::Id(_)) | None => named.retain(|(place, _)| *place != at),
    };
    for (position, (id, change)) in update.iter().enumerate() {
        let at = after.iter().position(|it| it.id == *id);
        let at = at.ok_or_else(|| missing("updateAffiliations", position))?;
        by_name(at, change);
        if let Some(it) = after.get_mut(at) {
            it.organization_id = organization_of(change).unwrap_or(it.organization_id);
            change_affiliation(it, change, &Path::input("updateAffiliations").at(position))?;
        }
    }
    for (position, new) in add.iter().enumerate() {
        let path = parts.added("add", "affiliations").at(position);
        let mut it = affiliation::Model {
            workspace_id: tx.workspace(),
            id: tx.new_id::<AffiliationId>(),
            person_id: person,
            // Where the name alone is known, the organisation is looked up when all is known to be right.
            organization_id: organization_of(new).unwrap_or_default(),
            role: None,
            department: None,
            started_on: None,
            ended_on: None,
            is_current: true,
            position: 0,
        };
        if new.workplace.is_none() {
            let path = path.at("organizationId");
            return Err(Problem::new(Code::Required, path, "name the organisation").into());
        }
        change_affiliation(&mut it, new, &path)?;
        by_name(after.len(), new);
        after.push(it);
    }
    if after.len() > parts::AFFILIATIONS {
        return Err(too_many(parts.added("add", "affiliations"), parts::AFFILIATIONS));
    }
    after
        .iter_mut()
        .enumerate()
        .for_each(|(position, it)| it.position = place(position));
    Ok(())
}

const fn organization_of(fields: &AffiliationFields) -> Option<OrganizationId> {
    match fields.workplace {
        Some(Workplace::Id(id)) => Some(id),
        Some(Workplace::Name(_)) | None => None,
    }
}

fn change_affiliation(
    it: &mut affiliation::Model,
    change: &AffiliationFields,
    path: &Path,
) -> Result<(), Failure> {
    set_line(&mut it.role, &change.role);
    set_line(&mut it.department, &change.department);
    change.started_on.apply(&mut it.started_on);
    change.ended_on.apply(&mut it.ended_on);
    let begins = it.started_on.and_then(|date| date.earliest());
    if begins
        .zip(it.ended_on.and_then(|date| date.latest()))
        .is_some_and(|(from, to)| from > to)
    {
        return Err(Problem::new(Code::Invalid, path.at("endedOn"), "it ends before it begins").into());
    }
    match change.is_current {
        Some(current) => it.is_current = current,
        None if !change.ended_on.is_keep() => it.is_current = it.ended_on.is_none(),
        None => {}
    }
    Ok(())
}

/// How the person supports the user, as it will be.
pub(super) fn support_roles(tx: &Tx, person: PersonId, parts: &Parts, after: &mut Vec<support_role::Model>) {
    if !parts.touch_roles() {
        return;
    }
    after.retain(|it| !parts.remove_support_roles.contains(&it.role));
    for set in &parts.set_support_roles {
        after.retain(|it| it.role != set.role);
        let note = set.note.as_deref().and_then(block);
        let workspace_id = tx.workspace();
        after.push(support_role::Model {
            workspace_id,
            person_id: person,
            role: set.role,
            note,
            since: set.since,
        });
    }
    after.sort_by_key(|it| it.role.as_str());
}

/// Changes what holds of the person; answers whether anything did.
pub(super) async fn attributes(tx: &mut Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    let set = (parts.set_attributes.as_slice(), parts.added("set", "attributes"));
    diversity::set_attributes(tx, person, set, &parts.remove_attributes, parts::ATTRIBUTES).await
}

/// Who has the keys in other systems that the parts of some people set: `source` and key, as they are kept.
pub(super) type Keys = HashMap<(String, String), PersonId>;

/// Who has the keys that these parts set. One statement.
pub(super) async fn holders(tx: &Tx, all: &[&Parts]) -> Result<Keys, Failure> {
    let set = all.iter().flat_map(|parts| &parts.set_external_refs);
    let keys = set
        .map(key_of)
        .filter(|(source, key)| !source.contains('\0') && !key.contains('\0'));
    let (sources, keys): (BTreeSet<String>, BTreeSet<String>) = keys.unzip();
    if keys.is_empty() {
        return Ok(Keys::new());
    }
    let reader = tx.read();
    let refs = reader
        .select::<external_ref::Entity>()
        .filter(reader.among(external_ref::Column::Source, sources))
        .filter(reader.among(external_ref::Column::ExternalId, keys));
    let refs = refs.all(tx.conn()).await?.into_iter();
    Ok(refs
        .map(|it| ((it.source, it.external_id), it.person_id))
        .collect())
}

fn key_of(set: &parts::ExternalRef) -> (String, String) {
    (line::line(&set.source), line::line(&set.key))
}

/// The person's keys in other systems, as they will be; those that they take are noted among the holders.
pub(super) fn external_refs(
    tx: &Tx,
    person: PersonId,
    parts: &Parts,
    (refs, holders): (&mut Both<external_ref::Model>, &mut Keys),
) -> Result<(), Failure> {
    if !parts.touch_refs() {
        return Ok(());
    }
    let by_key = |a: &external_ref::Model, b: &external_ref::Model| {
        (&a.source, &a.external_id).cmp(&(&b.source, &b.external_id))
    };
    refs.before.sort_by(by_key);
    let after = &mut refs.after;
    after.retain(|it| {
        !parts
            .remove_external_refs
            .contains(&(it.source.clone(), it.external_id.clone()))
    });
    let mut taken = Vec::new();
    for (position, set) in parts.set_external_refs.iter().enumerate() {
        let (source, external_id) = key_of(set);
        let key = (source.clone(), external_id.clone());
        if let Some(holder) = holders.get(&key).filter(|holder| **holder != person) {
            let existing = RecordRef {
                record_type: entity::RecordType::Person,
                id: holder.0,
            };
            let path = parts.added("set", "externalRefs").at(position);
            let problem = Problem::new(Code::Duplicate, path, "another person has this key");
            return Err(problem.with(Detail::Existing(existing)).into());
        }
        taken.push(key);
        after.retain(|it| (&it.source, &it.external_id) != (&source, &external_id));
        let url = set.url.as_deref().and_then(one_line);
        let (workspace_id, snapshot) = (tx.workspace(), set.snapshot.clone());
        after.push(external_ref::Model {
            workspace_id,
            source,
            external_id,
            person_id: person,
            url,
            snapshot,
        });
    }
    if after.len() > parts::EXTERNAL_REFS {
        return Err(too_many(parts.added("set", "externalRefs"), parts::EXTERNAL_REFS));
    }
    after.sort_by(by_key);
    holders.extend(taken.into_iter().map(|key| (key, person)));
    Ok(())
}
