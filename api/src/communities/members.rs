//! Who belongs to a community: put on its list, changed, taken off.

use std::collections::{HashMap, HashSet};

use community_member::Column;
use entity::ids::{CommunityId, PersonId};
use entity::{PartialDate, community, community_member};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};

use super::rules::Period;
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};
use crate::people;

const ROLE: usize = 200;

/// Somebody's part in a community.
#[derive(Clone, Debug)]
pub struct Member {
    /// Who; the user if none.
    pub person: Option<PersonId>,
    /// As what.
    pub role: Patch<String>,
    /// From when.
    pub started_on: Patch<PartialDate>,
    /// Until when.
    pub ended_on: Patch<PartialDate>,
    /// Whether it lasts, if that is said.
    pub is_current: Option<bool>,
}

/// People's parts in a community.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Which community.
    pub id: CommunityId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Who, and as what.
    pub members: Vec<Member>,
}

/// Who is to be taken off a community's list.
#[derive(Clone, Debug)]
pub struct Leaving {
    /// Which community.
    pub id: CommunityId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// These people.
    pub people: Vec<PersonId>,
    /// The user, too.
    pub mine: bool,
}

/// Puts people on a community's list, or changes what is said of those who are on it. The community changes only if one of them
/// does.
///
/// # Errors
/// The community does not exist, was changed meanwhile or is archived; somebody is not there, is named twice, or would leave
/// before they came.
pub async fn record_members(tx: &mut Tx, recorded: &Recorded) -> Result<community::Model, Failure> {
    let before: community::Model = tx
        .find_for_update(recorded.id, recorded.expected_revision)
        .await?;
    let mut checks = Checks::new();
    let given = recorded.members.iter().enumerate();
    let given = given.map(|(position, it)| {
        let path = Path::input("members").at(position).at("personId");
        (path, it.person)
    });
    let named = people::require_listed(tx, &mut checks, given).await?;
    let keys: Vec<String> = named.iter().map(|person| people::listed_as(*person)).collect();
    let present = present(tx, recorded.id, &keys).await?;
    let mut rows = Vec::new();
    let mut seen = HashSet::new();
    for (position, (member, person)) in recorded.members.iter().zip(named).enumerate() {
        let path = Path::input("members").at(position);
        let key = people::listed_as(person);
        if !seen.insert(key.clone()) {
            checks.note(Code::Invalid, path.at("personId"), "the list names them twice");
        }
        let there = present.get(&key);
        let blank = || community_member::Model {
            workspace_id: tx.workspace(),
            id: tx.new_id(),
            community_id: before.id,
            person_id: person,
            member: key,
            role: None,
            started_on: None,
            ended_on: None,
            is_current: Period::NEW.is_current,
            added_at: tx.now(),
        };
        let row = there.cloned().unwrap_or_else(blank);
        let row = changed(&mut checks, &path, row, member);
        if there != Some(&row) {
            rows.push((there.is_some(), row));
        }
    }
    checks.done()?;
    let is_changed = !rows.is_empty();
    store(tx, rows).await?;
    tx.save(&before, before.clone(), is_changed).await
}

/// Takes people off a community's list; whoever is not on it is passed over. The community changes only if somebody was.
///
/// # Errors
/// The community does not exist, was changed meanwhile or is archived.
pub async fn remove_members(tx: &mut Tx, leaving: &Leaving) -> Result<community::Model, Failure> {
    let before: community::Model = tx.find_for_update(leaving.id, leaving.expected_revision).await?;
    let names = people::leaving(tx, &leaving.people, leaving.mine).await?;
    if names.is_empty() {
        return Ok(before);
    }
    let gone = community_member::Entity::delete_many()
        .filter(Column::WorkspaceId.eq(tx.workspace()))
        .filter(Column::CommunityId.eq(before.id))
        .filter(Column::Member.is_in(names));
    let gone = gone.exec(tx.conn()).await?.rows_affected;
    tx.save(&before, before.clone(), gone > 0).await
}

fn changed(
    checks: &mut Checks,
    path: &Path,
    row: community_member::Model,
    member: &Member,
) -> community_member::Model {
    let before = Period {
        started_on: row.started_on,
        ended_on: row.ended_on,
        is_current: row.is_current,
    };
    let period = before.after(&member.started_on, &member.ended_on, member.is_current);
    if !period.is_in_order() {
        let end = if member.ended_on.is_keep() {
            "startedOn"
        } else {
            "endedOn"
        };
        checks.note(Code::Invalid, path.at(end), "it ends before it begins");
    }
    let role = match &member.role {
        Patch::Keep => row.role,
        Patch::Clear => None,
        Patch::Set(role) => checks.one_line(path.at("role"), Some(role), ROLE),
    };
    community_member::Model {
        role,
        started_on: period.started_on,
        ended_on: period.ended_on,
        is_current: period.is_current,
        ..row
    }
}

/// Those who are on the list already, by name.
async fn present(
    tx: &Tx,
    community: CommunityId,
    keys: &[String],
) -> Result<HashMap<String, community_member::Model>, Failure> {
    let rows = tx
        .read()
        .select::<community_member::Entity>()
        .filter(Column::CommunityId.eq(community))
        .filter(Column::Member.is_in(keys.iter().cloned()))
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (row.member.clone(), row)).collect())
}

/// Writes the rows: those that are there are replaced as one, so that a list costs as many statements as one of it.
async fn store(tx: &Tx, rows: Vec<(bool, community_member::Model)>) -> Result<(), Failure> {
    if rows.is_empty() {
        return Ok(());
    }
    let there = rows.iter().filter(|(is_there, _)| *is_there);
    let there: Vec<_> = there.map(|(_, row)| row.id).collect();
    if !there.is_empty() {
        community_member::Entity::delete_many()
            .filter(Column::WorkspaceId.eq(tx.workspace()))
            .filter(Column::Id.is_in(there))
            .exec(tx.conn())
            .await?;
    }
    let rows = rows
        .into_iter()
        .map(|(_, row)| row.into_active_model().reset_all());
    community_member::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}
