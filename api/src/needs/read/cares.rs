//! What people care about, as far as some need is about it: the topics of their interests and of what they talk about, and their
//! tags.

use std::collections::{HashMap, HashSet};

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::{person_tag, person_topic, tag};
use sea_orm::sea_query::SimpleExpr;
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
        let tags = match self.tags.take() {
            Some(tags) => tags,
            None => named(reader, open).await?,
        };
        if people.len() <= AT_ONCE && !self.is_for_all {
            self.by
                .extend(people.iter().map(|person| (*person, HashSet::new())));
            let these = people.iter().copied();
            self.interests(
                reader,
                open,
                reader.among(person_topic::Column::PersonId, these.clone()),
            )
            .await?;
            if !tags.is_empty() {
                self.tagged(reader, &tags, reader.among(person_tag::Column::PersonId, these))
                    .await?;
            }
        } else {
            let topics: Vec<&String> = open.topics.keys().collect();
            for topics in topics.chunks(AT_ONCE) {
                let these = topics.iter().map(|topic| (*topic).clone());
                self.interests(reader, open, reader.among(person_topic::Column::Topic, these))
                    .await?;
            }
            let wanted: Vec<Uuid> = tags.keys().copied().collect();
            for wanted in wanted.chunks(AT_ONCE) {
                let these = wanted.iter().copied();
                self.tagged(reader, &tags, reader.among(person_tag::Column::TagId, these))
                    .await?;
            }
            self.is_whole = true;
        }
        self.tags = Some(tags);
        Ok(())
    }

    async fn interests(&mut self, reader: &Reader<'_>, open: &Open, whose: SimpleExpr) -> Result<(), Fault> {
        use person_topic::Column;
        let select = reader
            .select::<person_topic::Entity>()
            .filter(Column::Kind.is_in([FactKind::Interest, FactKind::Topic]))
            .filter(whose);
        let columns = [
            (Kind::Uuid, Column::PersonId.into_expr()),
            (Kind::Text, Column::Topic.into_expr()),
        ];
        let rows: Vec<(Uuid, String)> = packed(reader, bare(select), columns).await?;
        for (person, topic) in rows {
            if let Some(topic) = open.topics.get(&topic) {
                self.by.entry(person).or_default().insert(*topic);
            }
        }
        Ok(())
    }

    async fn tagged(
        &mut self,
        reader: &Reader<'_>,
        tags: &HashMap<Uuid, u32>,
        whose: SimpleExpr,
    ) -> Result<(), Fault> {
        use person_tag::Column;
        let select = reader.select::<person_tag::Entity>().filter(whose);
        let columns = [Column::PersonId, Column::TagId].map(|column| (Kind::Uuid, column.into_expr()));
        let rows: Vec<(Uuid, Uuid)> = packed(reader, bare(select), columns).await?;
        for (person, tag) in rows {
            if let Some(topic) = tags.get(&tag) {
                self.by.entry(person).or_default().insert(*topic);
            }
        }
        Ok(())
    }
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
