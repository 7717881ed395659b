//! What people care about, as far as some need is about it: the topics of their interests and of what they talk about, and their
//! tags.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::{person_tag, person_topic, tag};
use futures_util::future::join;
use sea_orm::sea_query::{ExprTrait as _, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::open::Open;
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::topic::topic;
use crate::kit::{Fault, Reader};

/// Within what one statement may carry on either database.
const AT_ONCE: usize = 500;

/// What is known of it so far. It is asked of those on whom the next best depends, of more each time; when they are very many, or for
/// all matches, of everybody at once: by topic, so that only those are read who care.
#[derive(Default)]
pub(super) struct Cares {
    /// The places of topics, by who cares about them.
    by: HashMap<Uuid, HashSet<u32>>,
    /// The tags that name a topic of a need, once they are known.
    tags: Option<HashMap<Uuid, u32>>,
    /// Whether it is known of everybody.
    is_whole: bool,
    /// Whether it is asked of everybody when it is asked first.
    is_for_all: bool,
}

impl Cares {
    /// Nothing yet, for all matches, if there is no most.
    pub fn of(most: Option<usize>) -> Self {
        Self {
            is_for_all: most.is_none(),
            ..Self::default()
        }
    }

    /// Whether somebody cares about one of these topics; nothing while that is not known.
    pub fn about(&self, person: Option<PersonId>, topics: &[u32]) -> Option<bool> {
        let Some(person) = person else {
            return Some(false);
        };
        match self.by.get(&person.0) {
            Some(cares) => Some(topics.iter().any(|topic| cares.contains(topic))),
            None => self.is_whole.then_some(false),
        }
    }

    /// Learns it of these people, or of everybody.
    ///
    /// # Errors
    /// The database fails.
    pub async fn learn(
        &mut self,
        reader: &Reader<'_>,
        open: &Open,
        people: &HashSet<Uuid>,
    ) -> Result<(), Fault> {
        let known = self.tags.take();
        let tags = async {
            match known {
                Some(tags) => Ok(tags),
                None => named(reader, open).await,
            }
        };
        let tags = if people.len() <= AT_ONCE && !self.is_for_all {
            self.by
                .extend(people.iter().map(|person| (*person, HashSet::new())));
            let these = people.iter().copied();
            // Of a person, what is no skill is found by one seek; of a topic, by one for each kind.
            let whose = reader.listed(person_topic::Column::PersonId, these.clone());
            let whose = whose.and(person_topic::Column::Kind.ne(FactKind::Skill));
            let (tags, interests) = join(tags, interests(reader, whose)).await;
            let tags = tags?;
            self.note(interests?, &open.topics);
            if !tags.is_empty() {
                let whose = reader.listed(person_tag::Column::PersonId, these);
                self.note(tagged(reader, whose).await?, &tags);
            }
            tags
        } else {
            let tags = tags.await?;
            let topics: Vec<&String> = open.topics.keys().collect();
            for topics in topics.chunks(AT_ONCE) {
                let these = topics.iter().map(|topic| (*topic).clone());
                let about = reader.listed(person_topic::Column::Topic, these);
                let kinds = [FactKind::Interest, FactKind::Topic];
                let about = about.and(person_topic::Column::Kind.is_in(kinds));
                self.note(interests(reader, about).await?, &open.topics);
            }
            let wanted: Vec<Uuid> = tags.keys().copied().collect();
            for wanted in wanted.chunks(AT_ONCE) {
                let with = reader.listed(person_tag::Column::TagId, wanted.iter().copied());
                self.note(tagged(reader, with).await?, &tags);
            }
            self.is_whole = true;
            tags
        };
        self.tags = Some(tags);
        Ok(())
    }

    /// Notes who cares about what, as far as it is a topic of a need.
    fn note<T: Eq + Hash>(&mut self, found: Vec<(Uuid, T)>, topics: &HashMap<T, u32>) {
        for (person, about) in found {
            if let Some(topic) = topics.get(&about) {
                self.by.entry(person).or_default().insert(*topic);
            }
        }
    }
}

/// Who is interested in what.
async fn interests(reader: &Reader<'_>, such: SimpleExpr) -> Result<Vec<(Uuid, String)>, Fault> {
    use person_topic::Column;
    let select = reader.select::<person_topic::Entity>().filter(such);
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Text, Column::Topic.into_expr()),
    ];
    packed(reader, bare(select), columns).await
}

/// Who has which tag.
async fn tagged(reader: &Reader<'_>, whose: SimpleExpr) -> Result<Vec<(Uuid, Uuid)>, Fault> {
    use person_tag::Column;
    let select = reader.select::<person_tag::Entity>().filter(whose);
    let columns = [Column::PersonId, Column::TagId].map(|column| (Kind::Uuid, column.into_expr()));
    packed(reader, bare(select), columns).await
}

/// The tags that name a topic of a need. There are few tags, and fewer such ones.
async fn named(reader: &Reader<'_>, open: &Open) -> Result<HashMap<Uuid, u32>, Fault> {
    use tag::Column;
    let live = reader
        .select::<tag::Entity>()
        .filter(Column::ArchivedAt.is_null());
    let columns = [
        (Kind::Uuid, Column::Id.into_expr()),
        (Kind::Text, Column::Name.into_expr()),
    ];
    let all: Vec<(Uuid, String)> = packed(reader, bare(live), columns).await?;
    let place = |(tag, name): (Uuid, String)| Some((tag, *open.topics.get(&topic(&name)?)?));
    Ok(all.into_iter().filter_map(place).collect())
}
