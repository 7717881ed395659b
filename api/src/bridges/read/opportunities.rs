//! What could be done together: matches of who looks for a partner, and aims that several people have.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use chrono::{DateTime, Utc};
use entity::collaboration::{self, CollaborationState};
use entity::goal_collaboration;
use entity::ids::{GoalId, PersonId};
use entity::need::NeedKind;
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::blocks::{Aim, aims};
use crate::bridges::rules::aim_score;
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::needs::{self, Match};
use crate::people;

/// An aim that several people have, the user among them or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedAim {
    /// How it is called.
    pub title: String,
    /// The goals.
    pub goals: Vec<GoalId>,
    /// Who has one of them, or supports one.
    pub people: Vec<PersonId>,
    /// Whether one of them is the user's own.
    pub is_own: bool,
}

/// Something that could be done together.
#[derive(Clone, Debug)]
pub enum Opportunity {
    /// One looks for a partner, and another could be it.
    Match(Box<Match>),
    /// Several are after the same.
    Aim(SharedAim),
}

impl Opportunity {
    /// How much speaks for it.
    #[must_use]
    pub fn score(&self) -> i32 {
        match self {
            Self::Match(it) => it.points.score(),
            Self::Aim(it) => aim_score(it.people.len() + usize::from(it.is_own)),
        }
    }
}

/// What could be done together, the best first: at most so many.
///
/// # Errors
/// The database fails.
pub async fn opportunities(
    reader: &Reader<'_>,
    most: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Opportunity>, Fault> {
    let asked = needs::Asked {
        kind: Some(NeedKind::Collaboration),
        most: Some(most),
        ..needs::Asked::default()
    };
    let matches = needs::chosen(reader, &asked, now).await?;
    let aims = shared(reader).await?.into_iter().map(Opportunity::Aim);
    let matches = matches.into_iter().map(|it| Opportunity::Match(Box::new(it)));
    let mut all: Vec<Opportunity> = matches.chain(aims).collect();
    all.sort_by_key(|it| Reverse(it.score()));
    all.truncate(most);
    Ok(all)
}

/// Aims of several people who are there, for which nobody works together yet.
async fn shared(reader: &Reader<'_>) -> Result<Vec<SharedAim>, Fault> {
    let aims = aims(reader).await?;
    let served = served(reader).await?;
    let ids: BTreeSet<PersonId> = aims.iter().flat_map(|aim| aim.people.iter().copied()).collect();
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let mut gone = people::gone(reader, Some(&ids)).await?;
    let own = people::own(reader).await?.map(|(own, _)| own);
    gone.extend(own);
    let there = |aim: Aim| {
        let is_own = aim.is_own || own.is_some_and(|own| aim.people.contains(&own));
        let people = aim.people.into_iter().filter(|person| !gone.contains(person));
        SharedAim {
            title: aim.title,
            people: people.collect(),
            goals: aim.goals,
            is_own,
        }
    };
    let open = aims
        .into_iter()
        .filter(|aim| aim.goals.iter().all(|goal| !served.contains(&goal.0)));
    let several = |it: &SharedAim| it.people.len() + usize::from(it.is_own) > 1;
    Ok(open.map(there).filter(several).collect())
}

/// The goals that a collaboration serves which was not given up.
async fn served(reader: &Reader<'_>) -> Result<HashSet<Uuid>, Fault> {
    use goal_collaboration::Column;
    let live = reader
        .select::<collaboration::Entity>()
        .filter(collaboration::Column::ArchivedAt.is_null())
        .filter(collaboration::Column::State.ne(CollaborationState::Dropped));
    let live = live.select_only().column(collaboration::Column::Id).into_query();
    let links = reader
        .select::<goal_collaboration::Entity>()
        .filter(Column::CollaborationId.in_subquery(live));
    let columns = [(Kind::Uuid, Column::GoalId.into_expr())];
    let rows: Vec<(Uuid,)> = packed(reader, bare(links), columns).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
