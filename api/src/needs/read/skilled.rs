//! What skills imply: people who know what a need for knowledge is about.

use std::collections::{HashMap, HashSet};

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::person_topic::{self, Column};
use sea_orm::sea_query::{ExprTrait as _, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, Select};
use uuid::Uuid;

use super::open::{Given, Giver, Open, Wanted, Which};
use super::view::View;
use super::who::Who;
use crate::kit::Fault;
use crate::kit::list::bare;
use crate::kit::packed::ordered;
use crate::kit::rows::Kind;
use crate::needs::rules::{Fit, Points, can_be_implied};

/// Within what one statement may carry on either database.
const AT_ONCE: usize = 500;

impl View<'_, '_> {
    /// Adds people whose skills name a topic of a need for knowledge. Of people who are asked for, all; of others only those who
    /// could help them, and with at least a score, if one is given.
    ///
    /// # Errors
    /// The database fails.
    pub async fn skilled(&self, open: &mut Open, least: Option<i32>) -> Result<(), Fault> {
        if open.needs.is_empty() || matches!(self.which, Which::Offers(_)) {
            return Ok(());
        }
        let Some(mut fewest) = fewest(open, least.unwrap_or_default()) else {
            return Ok(());
        };
        let topics = self.sought(open);
        let named = topics.chunks(AT_ONCE);
        if named.len() > 1 {
            // Somebody's topics may be in several parts.
            fewest = 1;
        }
        let named = named.map(|topics| self.reader.listed(Column::Topic, topics.iter().cloned()));
        let mut parts: Vec<SimpleExpr> = named.collect();
        if let Which::People(people) = self.which {
            parts.push(Column::PersonId.is_in(people.iter().copied()));
        }
        let mut found: HashMap<Uuid, Vec<u32>> = HashMap::new();
        for part in parts {
            let mut skills = self.reader.select::<person_topic::Entity>();
            skills = skills.filter(Column::Kind.eq(FactKind::Skill)).filter(part);
            if fewest > 1 {
                let able = self.able(skills.clone(), fewest).await?;
                if able.is_empty() {
                    continue;
                }
                skills = skills.filter(self.reader.listed(Column::PersonId, able));
            }
            let rows = self.topics(skills, Column::PersonId, Column::Topic);
            for (id, topics) in rows.await? {
                let known = topics.lines().filter_map(|topic| open.topics.get(topic));
                let topics = found.entry(id).or_default();
                for topic in known {
                    if !topics.contains(topic) {
                        topics.push(*topic);
                    }
                }
            }
        }
        let mut found: Vec<_> = found
            .into_iter()
            .filter(|(_, topics)| !topics.is_empty())
            .collect();
        found.sort_unstable_by_key(|(id, _)| *id);
        let who = match open.who.take().filter(Who::is_whole) {
            Some(who) => who,
            None => {
                let people = found.iter().map(|(id, _)| *id);
                Who::of(self.reader, &people.collect(), self.lately()).await?
            }
        };
        for (id, topics) in found {
            let party = open.party(who.person(Some(id)));
            open.givers.push(Given {
                giver: Giver::Person(PersonId(id)),
                party,
                kind: None,
                topics,
                until: None,
            });
        }
        open.who = Some(who);
        Ok(())
    }

    /// Who has at least so many of these skills. They are few, so that less is read than all that anybody has.
    async fn able(&self, skills: Select<person_topic::Entity>, fewest: usize) -> Result<Vec<Uuid>, Fault> {
        let fewest = i64::try_from(fewest).unwrap_or(i64::MAX);
        let able = skills
            .group_by(Column::PersonId)
            .having(Column::Topic.count().gte(fewest));
        let columns = [(Kind::Uuid, Column::PersonId.into_expr())];
        let ids: Vec<(Uuid,)> = ordered(self.reader, bare(able), columns).await?;
        Ok(ids.into_iter().map(|(id,)| id).collect())
    }

    /// The topics of needs for knowledge: where people are asked for, of theirs.
    fn sought(&self, open: &Open) -> Vec<String> {
        let is_theirs = |need: &&Wanted| match self.which {
            Which::People(people) => {
                let person = need.party.person.or(self.own);
                person.is_some_and(|person| people.contains(&person))
            }
            _ => true,
        };
        let needs = open.needs.iter().filter(|need| can_be_implied(need.kind));
        let topics = needs.filter(is_theirs).flat_map(|need| &need.topics);
        let topics: HashSet<u32> = topics.copied().collect();
        let names = open.topics.iter().filter(|(_, place)| topics.contains(place));
        names.map(|(name, _)| name.clone()).collect()
    }
}

/// How many topics somebody's skills have to name at least, for a match with a need to reach a score; none where no match can.
fn fewest(open: &Open, least: i32) -> Option<usize> {
    let needs = open.needs.iter().filter(|need| can_be_implied(need.kind));
    let fewest = needs.filter_map(|need| {
        (1..=need.topics.len()).find(|common| {
            let fit = Fit {
                sought: need.kind,
                offered: None,
                topics: need.topics.len(),
                common: *common,
                affinity: true,
                in_touch: 2,
            };
            Points::of(fit).score() >= least
        })
    });
    fewest.min()
}
