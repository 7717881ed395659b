//! Whom to tell.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::ids::{CircleId, PersonId, UpdateId};
use entity::person::{self, Column};
use entity::{circle, circle_member, news, news_circle, person_topic};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::super::rules::{Known, Part, rank, score, topics};
use super::list::told;
use crate::kit::record::by_ids;
use crate::kit::{Fault, Reader};
use crate::{cadences, people};

/// Most people who are ranked: those with whom the user was in touch last.
const RANKED: u64 = 500;

/// Somebody to be told.
#[derive(Clone, Debug)]
pub struct ToTell {
    /// Who.
    pub person: PersonId,
    /// How much speaks for it.
    pub score: i32,
    /// Why, what counts most first.
    pub parts: Vec<Part>,
}

/// Who is to be told news, the first so many: whoever was told, is archived, died or is the user is left out. Where it names circles or
/// topics, those who are in one of these circles or care for one of these topics; else those with whom the user was ever in touch.
///
/// # Errors
/// The database fails.
pub async fn whom_to_tell(
    reader: &Reader<'_>,
    id: UpdateId,
    first: usize,
    now: DateTime<Utc>,
) -> Result<Vec<ToTell>, Fault> {
    let found: Vec<news::Model> = by_ids(reader, &[id]).await?;
    let Some(news) = found.into_iter().find(|news| news.archived_at.is_none()) else {
        return Ok(Vec::new());
    };
    let topics = topics(news.topics.as_deref());
    let circles = circles(reader, id).await?;
    let mut possible =
        people::living(reader).filter(Column::Id.not_in_subquery(told(reader.scope(), id_of(id))));
    let is_for_all = topics.is_empty() && circles.is_empty();
    possible = possible.filter(if is_for_all {
        Condition::all().add(Column::LastInteractionAt.ne(person::NEVER))
    } else {
        let mut such = Condition::any();
        if !circles.is_empty() {
            let members = members(reader, &circles).select_only();
            let members = members.column(circle_member::Column::PersonId).into_query();
            such = such.add(Column::Id.in_subquery(members));
        }
        if !topics.is_empty() {
            let caring = caring(reader, &topics).select_only();
            let caring = caring.column(person_topic::Column::PersonId).into_query();
            such = such.add(Column::Id.in_subquery(caring));
        }
        such
    });
    let possible: Vec<(PersonId, DateTime<Utc>)> = possible
        .select_only()
        .columns([Column::Id, Column::LastInteractionAt])
        .order_by_desc(Column::LastInteractionAt)
        .order_by_asc(Column::Id)
        .limit(RANKED)
        .into_tuple()
        .all(reader.conn())
        .await?;
    let ids: Vec<PersonId> = possible.iter().map(|(id, _)| *id).collect();
    let mut known = known(reader, &ids, (&circles, &topics)).await?;
    let mut ranked = Vec::with_capacity(possible.len());
    for (person, last) in possible {
        let mut known = known.remove(&person).unwrap_or_default();
        known.last_on = (last != person::NEVER).then(|| reader.day_of(last));
        let parts = known.parts(reader.day_of(now));
        let score = score(&parts);
        ranked.push((rank(score, last), ToTell { person, score, parts }));
    }
    ranked.sort_by_key(|(rank, it)| (*rank, it.person));
    let ranked = ranked.into_iter().map(|(_, it)| it);
    Ok(ranked.filter(|it| it.score > 0).take(first).collect())
}

fn id_of(id: UpdateId) -> SimpleExpr {
    sea_orm::sea_query::Expr::val(id.0)
}

/// The live circles that news is meant for, by id, with their names.
async fn circles(reader: &Reader<'_>, id: UpdateId) -> Result<HashMap<CircleId, String>, Fault> {
    use news_circle::Column as Link;
    let links = reader.select::<news_circle::Entity>().filter(Link::NewsId.eq(id));
    let ids: Vec<CircleId> = links
        .select_only()
        .column(Link::CircleId)
        .into_tuple()
        .all(reader.conn())
        .await?;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let circles: Vec<circle::Model> = by_ids(reader, &ids).await?;
    let live = circles.into_iter().filter(|it| it.archived_at.is_none());
    Ok(live.map(|it| (it.id, it.name)).collect())
}

fn members(
    reader: &Reader<'_>,
    circles: &HashMap<CircleId, String>,
) -> sea_orm::Select<circle_member::Entity> {
    use circle_member::Column as Member;
    let ids = circles.keys().copied();
    reader
        .select::<circle_member::Entity>()
        .filter(reader.among(Member::CircleId, ids))
}

fn caring(reader: &Reader<'_>, topics: &BTreeSet<String>) -> sea_orm::Select<person_topic::Entity> {
    use person_topic::Column as Topic;
    reader
        .select::<person_topic::Entity>()
        .filter(reader.among(Topic::Topic, topics.iter().cloned()))
}

/// What is known of these people: three statements.
async fn known(
    reader: &Reader<'_>,
    people: &[PersonId],
    (circles, topics): (&HashMap<CircleId, String>, &BTreeSet<String>),
) -> Result<HashMap<PersonId, Known>, Fault> {
    use circle_member::Column as Member;
    use person_topic::Column as Topic;
    let mut known: HashMap<PersonId, Known> = HashMap::new();
    if people.is_empty() {
        return Ok(known);
    }
    if !circles.is_empty() {
        let members = members(reader, circles)
            .filter(reader.among(Member::PersonId, people.iter().copied()))
            .select_only()
            .columns([Member::PersonId, Member::CircleId]);
        let members: Vec<(PersonId, CircleId)> = members.into_tuple().all(reader.conn()).await?;
        for (person, circle) in members {
            let name = circles.get(&circle).cloned();
            known.entry(person).or_default().circles.extend(name);
        }
    }
    if !topics.is_empty() {
        let caring = caring(reader, topics)
            .filter(reader.among(Topic::PersonId, people.iter().copied()))
            .select_only()
            .columns([Topic::PersonId, Topic::Topic]);
        let caring: Vec<(PersonId, String)> = caring.into_tuple().all(reader.conn()).await?;
        for (person, topic) in caring {
            known.entry(person).or_default().topics.insert(topic);
        }
    }
    let cadences = cadences::cadences_of(reader, Some(people)).await?;
    for person in people {
        if let Some((cadence, _)) = cadences.of(*person) {
            known.entry(*person).or_default().ideal_days = Some(cadence.ideal_days);
        }
    }
    Ok(known)
}
