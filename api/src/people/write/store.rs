//! Storing what belongs to a person. Each kind of part that a command touches is read, changed in memory, checked as a whole
//! and written back: three statements a kind, however many parts there are.

use entity::contact_point::ContactKind;
use entity::fact::FactKind;
use entity::ids::{AffiliationId, PersonId};
use entity::{Tenant, affiliation, contact_point, external_ref, fact, organization, support_role};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, ModelTrait, QueryFilter, QuerySelect};

use super::super::{page, read, rules};
use super::parts::{self, AffiliationFields, ContactPointFields, FactFields, Parts, Workplace};
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem, RecordRef};
use crate::kit::fold::fold;
use crate::kit::{Code, Failure, Patch, Tx, line, phone};
use crate::{circles, diversity, organizations};

/// Notes a problem for each record that the parts name and that is not there.
pub async fn check_references(tx: &Tx, checks: &mut Checks, parts: &Parts) -> Result<(), Failure> {
    let at = |name: &str, position: usize| parts.added("add", name).at(position);
    let tags: Vec<_> = parts
        .add_tags
        .iter()
        .enumerate()
        .map(|(n, id)| (at("tagIds", n), *id))
        .collect();
    circles::require_tags(tx, checks, &tags).await?;
    let circles: Vec<_> = parts
        .add_circles
        .iter()
        .enumerate()
        .map(|(n, id)| (at("circleIds", n), *id))
        .collect();
    circles::require_circles(tx, checks, &circles).await?;
    let added = parts
        .add_affiliations
        .iter()
        .enumerate()
        .map(|(n, it)| (at("affiliations", n), it));
    let changed = parts.update_affiliations.iter().enumerate();
    let changed = changed.map(|(n, (_, it))| (Path::input("updateAffiliations").at(n), it));
    let wanted: Vec<_> = added
        .chain(changed)
        .filter_map(|(path, it)| match it.workplace {
            Some(Workplace::Id(id)) => Some((path.at("organizationId"), id)),
            _ => None,
        })
        .collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let ids = wanted.iter().map(|(_, id)| *id);
    let select = tx
        .read()
        .select::<organization::Entity>()
        .filter(organization::Column::Id.is_in(ids));
    let found: Vec<entity::ids::OrganizationId> = select
        .select_only()
        .column(organization::Column::Id)
        .into_tuple()
        .all(tx.conn())
        .await?;
    for (path, id) in wanted {
        if !found.contains(&id) {
            checks.note(Code::NotFound, path, "there is no organization with this id");
        }
    }
    Ok(())
}

/// Stores the parts of a person; answers whether anything changed.
pub async fn apply(tx: &mut Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    let mut changed = contact_points(tx, person, parts).await?;
    changed |= affiliations(tx, person, parts).await?;
    changed |= facts(tx, person, parts).await?;
    changed |= support_roles(tx, person, parts).await?;
    changed |= attributes(tx, person, parts).await?;
    changed |= external_refs(tx, person, parts).await?;
    let mut tags = parts.add_tags.clone();
    tags.extend(
        circles::find_or_create_tags(tx, &parts.add_tag_names, &Path::input("addTagNames"))
            .await?
            .into_iter()
            .map(|tag| tag.id),
    );
    let at = |_| Path::argument("input");
    let tags = (tags.as_slice(), parts.remove_tags.as_slice());
    changed |= !circles::tag_people(tx, &[person], tags, at).await?.is_empty();
    let circles = (parts.add_circles.as_slice(), parts.remove_circles.as_slice());
    changed |= !circles::circle_people(tx, &[person], circles, at)
        .await?
        .is_empty();
    Ok(changed)
}

/// Writes the parts of one kind back, if they changed.
pub(super) async fn replace<E>(
    tx: &Tx,
    owner: E::Column,
    person: PersonId,
    before: &[E::Model],
    after: Vec<E::Model>,
) -> Result<bool, Failure>
where
    E: Tenant,
    E::Model: IntoActiveModel<E::ActiveModel> + ModelTrait<Entity = E> + PartialEq,
    E::ActiveModel: Send,
{
    if before == after.as_slice() {
        return Ok(false);
    }
    if !before.is_empty() {
        let own = E::delete_many()
            .filter(E::workspace_column().eq(tx.workspace()))
            .filter(owner.eq(person));
        own.exec(tx.conn()).await?;
    }
    if !after.is_empty() {
        let rows = after
            .into_iter()
            .map(|model| model.into_active_model().reset_all());
        E::insert_many(rows).exec_without_returning(tx.conn()).await?;
    }
    Ok(true)
}

fn missing(list: &str, position: usize) -> Failure {
    Problem::new(
        Code::NotFound,
        Path::input(list).at(position),
        "the person has nothing with this id",
    )
    .into()
}

fn too_many(path: Path, max: usize) -> Failure {
    let problem = Problem::new(
        Code::TooMany,
        path,
        format!("a person has at most {max} of these"),
    );
    problem
        .with(Detail::Max(i32::try_from(max).unwrap_or(i32::MAX)))
        .into()
}

fn place(position: usize) -> i32 {
    i32::try_from(position).unwrap_or(i32::MAX)
}

/// A text of one line of the input, checked before; none where nothing shows.
fn one_line(text: &str) -> Option<String> {
    Some(line::line(text)).filter(|text| !text.is_empty())
}

/// A text of the input that may have many lines, checked before; none where nothing shows.
fn block(text: &str) -> Option<String> {
    Some(line::block(text)).filter(|text| !text.is_empty())
}

fn set_line(field: &mut Option<String>, patch: &Patch<String>) {
    patch.apply(field);
    *field = field.as_deref().and_then(one_line);
}

async fn contact_points(tx: &Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    let (add, update, remove) = (
        &parts.add_contact_points,
        &parts.update_contact_points,
        &parts.remove_contact_points,
    );
    if add.is_empty() && update.is_empty() && remove.is_empty() {
        return Ok(false);
    }
    let before = read::contact_points_of(&tx.read(), &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    let mut after = before.clone();
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
    replace::<contact_point::Entity>(tx, contact_point::Column::PersonId, person, &before, after).await
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

async fn affiliations(tx: &mut Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    let (add, update, remove) = (
        &parts.add_affiliations,
        &parts.update_affiliations,
        &parts.remove_affiliations,
    );
    if add.is_empty() && update.is_empty() && remove.is_empty() {
        return Ok(false);
    }
    let before = read::affiliations_of(&tx.read(), &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    let mut after = before.clone();
    for (position, id) in remove.iter().enumerate() {
        let here = after.iter().position(|it| it.id == *id);
        after.remove(here.ok_or_else(|| missing("removeAffiliationIds", position))?);
    }
    for (position, (id, change)) in update.iter().enumerate() {
        let organization = organization_of(tx, change).await?;
        let it = after
            .iter_mut()
            .find(|it| it.id == *id)
            .ok_or_else(|| missing("updateAffiliations", position))?;
        it.organization_id = organization.unwrap_or(it.organization_id);
        change_affiliation(it, change, &Path::input("updateAffiliations").at(position))?;
    }
    for (position, new) in add.iter().enumerate() {
        let path = parts.added("add", "affiliations").at(position);
        let organization = organization_of(tx, new).await?;
        let nowhere = || Problem::new(Code::Required, path.at("organizationId"), "name the organisation");
        let mut it = affiliation::Model {
            workspace_id: tx.workspace(),
            id: tx.new_id::<AffiliationId>(),
            person_id: person,
            organization_id: organization.ok_or_else(nowhere)?,
            role: None,
            department: None,
            started_on: None,
            ended_on: None,
            is_current: true,
            position: 0,
        };
        change_affiliation(&mut it, new, &path)?;
        after.push(it);
    }
    if after.len() > parts::AFFILIATIONS {
        return Err(too_many(parts.added("add", "affiliations"), parts::AFFILIATIONS));
    }
    after
        .iter_mut()
        .enumerate()
        .for_each(|(position, it)| it.position = place(position));
    replace::<affiliation::Entity>(tx, affiliation::Column::PersonId, person, &before, after).await
}

async fn organization_of(
    tx: &mut Tx,
    fields: &AffiliationFields,
) -> Result<Option<entity::ids::OrganizationId>, Failure> {
    Ok(match &fields.workplace {
        None => None,
        Some(Workplace::Id(id)) => Some(*id),
        Some(Workplace::Name(name)) => Some(organizations::find_or_create(tx, &line::line(name)).await?.id),
    })
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

async fn facts(tx: &Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    let (add, update, remove) = (&parts.add_facts, &parts.update_facts, &parts.remove_facts);
    if add.is_empty() && update.is_empty() && remove.is_empty() {
        return Ok(false);
    }
    let before = read::facts_of(&tx.read(), &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    let mut after = before.clone();
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
    super::topics::index(tx, person, &before, &after).await?;
    replace::<fact::Entity>(tx, fact::Column::PersonId, person, &before, after).await
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

async fn support_roles(tx: &Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    if parts.set_support_roles.is_empty() && parts.remove_support_roles.is_empty() {
        return Ok(false);
    }
    let before = read::support_roles_of(&tx.read(), &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    let mut after = before.clone();
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
    replace::<support_role::Entity>(tx, support_role::Column::PersonId, person, &before, after).await
}

async fn attributes(tx: &mut Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    let set = (parts.set_attributes.as_slice(), parts.added("set", "attributes"));
    diversity::set_attributes(tx, person, set, &parts.remove_attributes, parts::ATTRIBUTES).await
}

async fn external_refs(tx: &Tx, person: PersonId, parts: &Parts) -> Result<bool, Failure> {
    if parts.set_external_refs.is_empty() && parts.remove_external_refs.is_empty() {
        return Ok(false);
    }
    let before = read::external_refs_of(&tx.read(), &[person])
        .await?
        .remove(&person)
        .unwrap_or_default();
    let mut after = before.clone();
    after.retain(|it| {
        !parts
            .remove_external_refs
            .contains(&(it.source.clone(), it.external_id.clone()))
    });
    for (position, set) in parts.set_external_refs.iter().enumerate() {
        let (source, external_id) = (line::line(&set.source), line::line(&set.key));
        let holder = read::by_external(&tx.read(), &source, &external_id).await?;
        if let Some(holder) = holder.filter(|holder| *holder != person) {
            let existing = RecordRef {
                record_type: entity::RecordType::Person,
                id: holder.0,
            };
            let path = parts.added("set", "externalRefs").at(position);
            let problem = Problem::new(Code::Duplicate, path, "another person has this key");
            return Err(problem.with(Detail::Existing(existing)).into());
        }
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
    after.sort_by(|a, b| (&a.source, &a.external_id).cmp(&(&b.source, &b.external_id)));
    let mut sorted = before.clone();
    sorted.sort_by(|a, b| (&a.source, &a.external_id).cmp(&(&b.source, &b.external_id)));
    replace::<external_ref::Entity>(tx, external_ref::Column::PersonId, person, &sorted, after).await
}
