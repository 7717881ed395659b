//! Blocks: the people of one topic, and of one aim. Pairs are looked for within them, and nowhere else.

use std::collections::{BTreeMap, BTreeSet};

use entity::fact::FactKind;
use entity::goal::{self, GoalState};
use entity::ids::{GoalId, PersonId};
use entity::{goal_supporter, person_topic};
use sea_orm::sea_query::{Expr, ExprTrait as _, SelectStatement};
use sea_orm::{ActiveEnum as _, ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};

/// What more people than these share says nothing of two of them.
const CROWD: usize = 40;
/// So many topics are looked at, those of the fewest people first.
const TOPICS: u64 = 500;

/// Who is good at something, and who cares about it.
#[derive(Debug, Default)]
pub(super) struct Topic {
    pub able: BTreeSet<PersonId>,
    pub caring: BTreeSet<PersonId>,
}

/// The people of each topic, of all or of the topics of some people.
///
/// # Errors
/// The database fails.
pub(super) async fn topics(
    reader: &Reader<'_>,
    of: Option<&[PersonId]>,
) -> Result<BTreeMap<String, Topic>, Fault> {
    use person_topic::Column;
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Text, Column::Kind.into_expr()),
        (Kind::Text, Column::Topic.into_expr()),
    ];
    let shared = Column::Topic.in_subquery(shared(reader, of));
    let rows: Vec<(Uuid, String, String)> =
        packed(reader, bare(topical(reader).filter(shared)), columns).await?;
    let mut topics: BTreeMap<String, Topic> = BTreeMap::new();
    for (person, kind, topic) in rows {
        let block = topics.entry(topic).or_default();
        let people = match FactKind::try_from_value(&kind)? {
            FactKind::Skill => &mut block.able,
            _ => &mut block.caring,
        };
        people.insert(PersonId(person));
    }
    Ok(topics)
}

/// The topics that several people have and not a crowd, the rarest.
fn shared(reader: &Reader<'_>, of: Option<&[PersonId]>) -> SelectStatement {
    use person_topic::Column;
    let mut select = topical(reader);
    if let Some(people) = of {
        let theirs = topical(reader).filter(reader.listed(Column::PersonId, people.iter().copied()));
        let theirs = theirs.select_only().column(Column::Topic).into_query();
        select = select.filter(Column::Topic.in_subquery(theirs));
    }
    let count = || Expr::cust("COUNT(*)");
    let most = i64::try_from(CROWD).unwrap_or(i64::MAX);
    let few = select
        .select_only()
        .column(Column::Topic)
        .group_by(Column::Topic)
        .having(count().between(2, most));
    few.order_by_asc(count())
        .order_by_asc(Column::Topic)
        .limit(TOPICS)
        .into_query()
}

fn topical(reader: &Reader<'_>) -> Select<person_topic::Entity> {
    let kinds = [FactKind::Skill, FactKind::Interest, FactKind::Topic];
    reader
        .select::<person_topic::Entity>()
        .filter(person_topic::Column::Kind.is_in(kinds))
}

/// What several people are after.
#[derive(Debug)]
pub(super) struct Aim {
    /// The first of their titles.
    pub title: String,
    /// The goals, which are called alike.
    pub goals: Vec<GoalId>,
    /// Whose they are, and who supports one of them.
    pub people: BTreeSet<PersonId>,
    /// Whether one of them is the user's own.
    pub is_own: bool,
}

/// Goals under way that are called alike, with those whose they are and who support them, where these are no crowd. By their titles.
///
/// # Errors
/// The database fails.
pub(super) async fn aims(reader: &Reader<'_>) -> Result<Vec<Aim>, Fault> {
    use goal::Column;
    let under_way = || {
        reader
            .select::<goal::Entity>()
            .filter(Column::State.eq(GoalState::Active))
            .filter(Column::ArchivedAt.is_null())
    };
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Text, Column::SortTitle.into_expr()),
        (Kind::Text, Column::Title.into_expr()),
        (Kind::Uuid, Column::PersonId.into_expr()),
    ];
    let mut goals: Vec<(Uuid, String, String, Option<Uuid>)> =
        packed(reader, bare(under_way()), columns).await?;
    goals.sort_unstable_by(|one, other| (&one.2, one.0).cmp(&(&other.2, other.0)));
    let supported = {
        use goal_supporter::Column as Link;
        let of = under_way().select_only().column(Column::Id).into_query();
        let links = reader
            .select::<goal_supporter::Entity>()
            .filter(Link::GoalId.in_subquery(of));
        let columns = [Link::GoalId, Link::PersonId].map(|it| (Kind::Uuid, it.into_expr()));
        packed::<(Uuid, Uuid)>(reader, bare(links), columns).await?
    };
    let mut supporters: BTreeMap<Uuid, BTreeSet<PersonId>> = BTreeMap::new();
    for (goal, person) in supported {
        supporters.entry(goal).or_default().insert(PersonId(person));
    }
    let mut aims: BTreeMap<String, Aim> = BTreeMap::new();
    for (id, key, title, person) in goals {
        let aim = aims.entry(key).or_insert_with(|| Aim {
            title,
            goals: Vec::new(),
            people: BTreeSet::new(),
            is_own: false,
        });
        aim.goals.push(GoalId(id));
        aim.is_own |= person.is_none();
        aim.people.extend(person.map(PersonId));
        aim.people.extend(supporters.remove(&id).unwrap_or_default());
    }
    Ok(aims
        .into_values()
        .filter(|aim| aim.people.len() <= CROWD)
        .collect())
}
