//! Matches: derived at each read from needs, offers, skills, what was decided and who was introduced. However many there are,
//! the number of statements is the same.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::fact::FactKind;
use entity::ids::{NeedId, OfferId, PersonId};
use entity::{need, offer, person, person_topic};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::candidates::{Candidates, Giver, Which, candidates};
use super::decisions::decided;
use super::list::labels;
use crate::kit::topic::topic;
use crate::kit::{Fault, Reader, record};
use crate::needs::rules::{Fit, IN_TOUCH_DAYS, Points};
use crate::{circles, introductions, people};

/// What accepting a match makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// An introduction of two people.
    Introduction,
    /// An exchange between the user and a person.
    Exchange,
}

/// One side of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Who; nobody where it is the user.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: Option<String>,
    /// Whether the user was in touch with them lately.
    pub in_touch: bool,
}

/// A need, and what could meet it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The need.
    pub need: NeedId,
    /// What could meet it.
    pub giver: Giver,
    /// Who would give, as it is known: none where it is an offer of the user's.
    pub person: Option<PersonId>,
    /// Who needs.
    pub needer: Side,
    /// Who would give.
    pub giver_side: Side,
    /// What is needed, in one line.
    pub need_title: String,
    /// What is offered, in one line; none where skills imply it.
    pub offer_title: Option<String>,
    /// The topics in common, as the need has them.
    pub topics: Vec<String>,
    /// How well they fit.
    pub points: Points,
    /// The last day on which both are good.
    pub until: Option<NaiveDate>,
    /// The user's own person.
    pub own: Option<PersonId>,
}

impl Match {
    /// The offer, where there is one.
    #[must_use]
    pub const fn offer(&self) -> Option<OfferId> {
        match self.giver {
            Giver::Offer(id) => Some(id),
            Giver::Person(_) => None,
        }
    }

    /// Who is on a side of it, the user's own person where it is known.
    #[must_use]
    pub fn sides(&self) -> Vec<PersonId> {
        let own = |side: &Side| side.person.or(self.own);
        own(&self.needer)
            .into_iter()
            .chain(own(&self.giver_side))
            .collect()
    }

    /// What accepting it makes.
    #[must_use]
    pub const fn leads(&self) -> Leads {
        if self.needer.person.is_some() && self.giver_side.person.is_some() {
            Leads::Introduction
        } else {
            Leads::Exchange
        }
    }
}

/// What is known of those on whom matches depend.
struct Known {
    own: Option<PersonId>,
    needs: HashMap<NeedId, need::Model>,
    offers: HashMap<OfferId, offer::Model>,
    people: HashMap<PersonId, person::Model>,
    topics: HashMap<Uuid, Vec<(String, String)>>,
    /// What people care about.
    cares: HashMap<PersonId, BTreeSet<String>>,
    introduced: HashSet<(PersonId, PersonId)>,
    decided: HashSet<(NeedId, Giver)>,
    lately: DateTime<Utc>,
}

/// The matches that are open, best first.
///
/// # Errors
/// The database fails.
pub async fn matches(reader: &Reader<'_>, which: &Which, now: DateTime<Utc>) -> Result<Vec<Match>, Fault> {
    let own = people::own(reader).await?.map(|(own, _)| own);
    let candidates = candidates(reader, which, own, reader.day_of(now)).await?;
    let known = Known::of(reader, &candidates, own, now).await?;
    let mut stated: HashSet<(NeedId, Option<PersonId>)> = HashSet::new();
    let mut found = Vec::new();
    // The offers of a need come before the people; what a skill implies is no news beside an offer, whatever was decided on that.
    for ((need, giver), common) in &candidates {
        let party = known.party(known.person_of(*giver));
        let is_news = match giver {
            Giver::Offer(_) => {
                stated.insert((*need, party));
                true
            }
            Giver::Person(_) => !stated.contains(&(*need, party)),
        };
        found.extend(known.judge(*need, *giver, common).filter(|_| is_news));
    }
    found.sort_by_key(|it| (-it.points.score(), it.need, it.giver));
    Ok(found)
}

/// The matches that are open, of a need, an offer and a person as far as they are given, best first.
///
/// # Errors
/// The database fails.
pub async fn chosen(
    reader: &Reader<'_>,
    (need, offer, person): (Option<NeedId>, Option<OfferId>, Option<PersonId>),
    now: DateTime<Utc>,
) -> Result<Vec<Match>, Fault> {
    // The narrowest first; the others choose among what is found.
    let which = match (need, offer, person) {
        (Some(need), _, _) => Which::Needs(vec![need]),
        (None, Some(offer), _) => Which::Offers(vec![offer]),
        (None, None, Some(person)) => Which::People(vec![person]),
        (None, None, None) => Which::All,
    };
    let mut found = matches(reader, &which, now).await?;
    found.retain(|it| offer.is_none_or(|offer| it.offer() == Some(offer)));
    found.retain(|it| person.is_none_or(|person| it.sides().contains(&person)));
    Ok(found)
}

/// The best matches that are open, at most so many.
///
/// # Errors
/// The database fails.
pub async fn best_matches(
    reader: &Reader<'_>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Match>, Fault> {
    let mut found = matches(reader, &Which::All, now).await?;
    found.truncate(limit);
    Ok(found)
}

impl Known {
    async fn of(
        reader: &Reader<'_>,
        candidates: &Candidates,
        own: Option<PersonId>,
        now: DateTime<Utc>,
    ) -> Result<Self, Fault> {
        let needs: BTreeSet<NeedId> = candidates.keys().map(|(need, _)| *need).collect();
        let needs: Vec<NeedId> = needs.into_iter().collect();
        let offers: BTreeSet<OfferId> = candidates
            .keys()
            .filter_map(|(_, giver)| offer_of(*giver))
            .collect();
        let offers: Vec<OfferId> = offers.into_iter().collect();
        let found = record::by_ids::<need::Model>(reader, &needs).await?;
        let needs_by: HashMap<_, _> = found.into_iter().map(|it| (it.id, it)).collect();
        let found = record::by_ids::<offer::Model>(reader, &offers).await?;
        let offers_by: HashMap<_, _> = found.into_iter().map(|it| (it.id, it)).collect();
        let skilled = candidates.keys().filter_map(|(_, giver)| match giver {
            Giver::Person(id) => Some(*id),
            Giver::Offer(_) => None,
        });
        // The user gives, too, whether or not it says who.
        let givers: BTreeSet<PersonId> = skilled
            .chain(offers_by.values().filter_map(|it| it.person_id))
            .chain(own)
            .collect();
        let givers: Vec<PersonId> = givers.into_iter().collect();
        let everybody: BTreeSet<PersonId> = givers
            .iter()
            .copied()
            .chain(needs_by.values().filter_map(|it| it.person_id))
            .collect();
        let everybody: Vec<PersonId> = everybody.into_iter().collect();
        let ids: Vec<Uuid> = needs.iter().map(|id| id.0).collect();
        Ok(Self {
            own,
            topics: labels::<need::Model>(reader, &ids).await?,
            cares: cares(reader, &givers).await?,
            introduced: introductions::introduced(reader, &everybody, now).await?,
            decided: decided(reader, &needs).await?,
            people: people::by_ids(reader, &everybody).await?,
            needs: needs_by,
            offers: offers_by,
            lately: now - TimeDelta::days(IN_TOUCH_DAYS),
        })
    }

    /// Whose something is; nobody's where it is the user's.
    fn party(&self, person: Option<PersonId>) -> Option<PersonId> {
        person.filter(|person| Some(*person) != self.own)
    }

    /// The side of a person; none where they are archived.
    fn side(&self, person: Option<PersonId>) -> Option<Side> {
        let Some(id) = self.party(person) else {
            return Some(Side {
                person: None,
                name: None,
                in_touch: true,
            });
        };
        let model = self.people.get(&id).filter(|it| it.archived_at.is_none())?;
        Some(Side {
            person: Some(id),
            name: Some(model.display_name.clone()),
            in_touch: model.last_interaction_at >= self.lately,
        })
    }

    /// Who would give, as it is known.
    fn person_of(&self, giver: Giver) -> Option<PersonId> {
        match giver {
            Giver::Offer(id) => self.offers.get(&id)?.person_id,
            Giver::Person(id) => Some(id),
        }
    }

    fn judge(&self, need: NeedId, giver: Giver, common: &BTreeSet<String>) -> Option<Match> {
        let model = self.needs.get(&need)?;
        let offer = match giver {
            Giver::Offer(id) => Some(self.offers.get(&id)?),
            Giver::Person(_) => None,
        };
        let person = self.person_of(giver);
        let (needer, gives) = (self.side(model.person_id)?, self.side(person)?);
        let met = needer.person.zip(gives.person);
        let is_known = self.decided.contains(&(need, giver));
        if needer.person == gives.person
            || is_known
            || met.is_some_and(|pair| self.introduced.contains(&pair))
        {
            return None;
        }
        let topics = self.topics.get(&need.0).map_or(&[][..], Vec::as_slice);
        let cares = gives.person.or(self.own).and_then(|id| self.cares.get(&id));
        let fit = Fit {
            sought: model.kind,
            offered: offer.map(|it| it.kind),
            topics: topics.len(),
            common: common.len(),
            affinity: cares.is_some_and(|cares| topics.iter().any(|(topic, _)| cares.contains(topic))),
            in_touch: usize::from(needer.in_touch) + usize::from(gives.in_touch),
        };
        let shared = topics.iter().filter(|(topic, _)| common.contains(topic));
        let ends = [model.until, offer.and_then(|it| it.until)];
        Some(Match {
            need,
            giver,
            person,
            need_title: model.title.clone(),
            offer_title: offer.map(|it| it.title.clone()),
            topics: shared.map(|(_, label)| label.clone()).collect(),
            points: Points::of(fit),
            until: ends.into_iter().flatten().min(),
            needer,
            giver_side: gives,
            own: self.own,
        })
    }
}

const fn offer_of(giver: Giver) -> Option<OfferId> {
    match giver {
        Giver::Offer(id) => Some(id),
        Giver::Person(_) => None,
    }
}

/// What people care about: the topics of their interests and of what they talk about, and their tags.
async fn cares(
    reader: &Reader<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, BTreeSet<String>>, Fault> {
    use person_topic::Column;
    let mut cares: HashMap<PersonId, BTreeSet<String>> = HashMap::new();
    for people in people.chunks(500) {
        let select = reader
            .select::<person_topic::Entity>()
            .filter(Column::PersonId.is_in(people.iter().copied()))
            .filter(Column::Kind.is_in([FactKind::Interest, FactKind::Topic]));
        let rows = select.select_only().columns([Column::PersonId, Column::Topic]);
        for (person, topic) in rows.into_tuple::<(PersonId, String)>().all(reader.conn()).await? {
            cares.entry(person).or_default().insert(topic);
        }
    }
    for (person, tags) in circles::tags_of(reader, people).await? {
        let topics = tags.iter().filter_map(|tag| topic(&tag.name));
        cares.entry(person).or_default().extend(topics);
    }
    Ok(cares)
}
