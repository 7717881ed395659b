//! People, with all that files tell of them.

use std::collections::{HashMap, HashSet};

use calcard::vcard::VCardEntry;
use entity::ids::PersonId;
use entity::{
    affiliation, circle_member, contact_point, external_ref, fact, milestone, person, person_tag, photo, tag,
    tie,
};
use sea_orm::{
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _,
};

use super::Which;
use crate::kit::{Fault, Reader};
use crate::transfer::kept_entries;
use crate::{circles, organizations, people};

/// The source of keys that cards have themselves.
const CARDS: &str = "vcard";

/// What the key of a card begins with that has none of its own.
const CONTENT: &str = "content:";

/// A person, with all that files tell of them.
pub struct Told {
    pub person: person::Model,
    /// By what their card is known.
    pub uid: String,
    pub points: Vec<contact_point::Model>,
    /// Where they work, and what it is called.
    pub affiliations: Vec<(affiliation::Model, String)>,
    pub facts: Vec<fact::Model>,
    pub tags: Vec<tag::Model>,
    pub milestones: Vec<milestone::Model>,
    /// Their picture, where it was read.
    pub photo: Option<photo::Model>,
    /// As what they know whom: the other's name, and the key of their card.
    pub ties: Vec<(String, String, String)>,
    /// What files said of them that has no place here.
    pub left: Vec<VCardEntry>,
}

/// The next people, in the order of their ids. The number of statements does not depend on how many they are.
///
/// # Errors
/// The database fails.
pub async fn page(
    reader: &Reader<'_>,
    which: Which,
    after: Option<PersonId>,
    most: u64,
) -> Result<Vec<Told>, Fault> {
    use person::Column;
    let mut select = reader
        .select::<person::Entity>()
        .filter(Column::ArchivedAt.is_null());
    if let Some(after) = after {
        select = select.filter(Column::Id.gt(after));
    }
    let own = reader.workspace();
    select = match which {
        Which::All => select,
        Which::Circle(circle) => {
            let members = circle_member::Entity::find().select_only();
            let members = members.column(circle_member::Column::PersonId);
            let members = members.filter(circle_member::Column::WorkspaceId.eq(own));
            let members = members.filter(circle_member::Column::CircleId.eq(circle));
            select.filter(Column::Id.in_subquery(members.into_query()))
        }
        Which::Tag(tag) => {
            let tagged = person_tag::Entity::find().select_only();
            let tagged = tagged.column(person_tag::Column::PersonId);
            let tagged = tagged.filter(person_tag::Column::WorkspaceId.eq(own));
            let tagged = tagged.filter(person_tag::Column::TagId.eq(tag));
            select.filter(Column::Id.in_subquery(tagged.into_query()))
        }
    };
    let found = select
        .order_by_asc(Column::Id)
        .limit(most)
        .all(reader.conn())
        .await?;
    told(reader, found).await
}

async fn told(reader: &Reader<'_>, found: Vec<person::Model>) -> Result<Vec<Told>, Fault> {
    let ids: Vec<PersonId> = found.iter().map(|person| person.id).collect();
    let mut points = people::contact_points_of(reader, &ids).await?;
    let mut affiliations = people::affiliations_of(reader, &ids).await?;
    let mut facts = people::facts_of(reader, &ids).await?;
    let mut tags = circles::tags_of(reader, &ids).await?;
    let workplaces: HashSet<_> = affiliations
        .values()
        .flatten()
        .map(|it| it.organization_id)
        .collect();
    let workplaces = organizations::by_ids(reader, &workplaces.into_iter().collect::<Vec<_>>()).await?;
    let mut milestones = milestones(reader, &ids).await?;
    let (mut ties, uids, mut left) = ties(reader, &ids).await?;
    let each = found.into_iter().map(|person| {
        let id = person.id;
        let affiliations = affiliations.remove(&id).unwrap_or_default().into_iter();
        let affiliations = affiliations.filter_map(|it| {
            let name = workplaces.get(&it.organization_id)?.name.clone();
            Some((it, name))
        });
        Told {
            uid: uid(id, &uids),
            points: points.remove(&id).unwrap_or_default(),
            affiliations: affiliations.collect(),
            facts: facts.remove(&id).unwrap_or_default(),
            tags: tags.remove(&id).unwrap_or_default(),
            photo: None,
            milestones: milestones.remove(&id).unwrap_or_default(),
            ties: ties.remove(&id).unwrap_or_default(),
            left: left.remove(&id).unwrap_or_default(),
            person,
        }
    });
    Ok(each.collect())
}

async fn milestones(
    reader: &Reader<'_>,
    ids: &[PersonId],
) -> Result<HashMap<PersonId, Vec<milestone::Model>>, Fault> {
    use milestone::Column;
    let mut of: HashMap<PersonId, Vec<milestone::Model>> = HashMap::new();
    let live = reader
        .select::<milestone::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let live = live.filter(reader.among(Column::PersonId, ids.iter().copied()));
    for it in live.order_by_asc(Column::Id).all(reader.conn()).await? {
        of.entry(it.person_id).or_default().push(it);
    }
    Ok(of)
}

/// As what people know whom, by who they are; the keys of the cards of all who are named; and what is kept beside keys.
async fn ties(
    reader: &Reader<'_>,
    ids: &[PersonId],
) -> Result<
    (
        HashMap<PersonId, Vec<(String, String, String)>>,
        HashMap<PersonId, String>,
        HashMap<PersonId, Vec<VCardEntry>>,
    ),
    Fault,
> {
    use tie::Column;
    let live = reader
        .select::<tie::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let live = live.filter(reader.among(Column::FromId, ids.iter().copied()));
    let live = live.order_by_asc(Column::Id).all(reader.conn()).await?;
    let others: HashSet<PersonId> = live.iter().map(|it| it.to_id).collect();
    let others = people::by_ids(reader, &others.into_iter().collect::<Vec<_>>()).await?;
    let mut all: Vec<PersonId> = others.keys().chain(ids).copied().collect();
    all.sort_unstable();
    all.dedup();
    let (mut uids, mut left) = (HashMap::new(), HashMap::new());
    for (id, refs) in people::external_refs_of(reader, &all).await? {
        let is_own = |it: &&external_ref::Model| it.source == CARDS && !it.external_id.starts_with(CONTENT);
        let own = refs.iter().filter(is_own).map(|it| it.external_id.clone()).min();
        uids.extend(own.map(|own| (id, own)));
        let mut kept: Vec<VCardEntry> = Vec::new();
        for entry in refs
            .iter()
            .filter_map(|it| it.snapshot.as_ref())
            .flat_map(kept_entries)
        {
            if !kept.contains(&entry) {
                kept.push(entry);
            }
        }
        left.insert(id, kept);
    }
    let mut of: HashMap<PersonId, Vec<(String, String, String)>> = HashMap::new();
    for it in live {
        if let Some(other) = others.get(&it.to_id).filter(|other| other.archived_at.is_none()) {
            let told = (it.kind, other.display_name.clone(), uid(it.to_id, &uids));
            of.entry(it.from_id).or_default().push(told);
        }
    }
    Ok((of, uids, left))
}

/// By what a card is known: the key that it came with, or one that is made of the person's id.
fn uid(id: PersonId, known: &HashMap<PersonId, String>) -> String {
    let own = known.get(&id).cloned();
    own.unwrap_or_else(|| format!("urn:uuid:{}", id.0))
}
