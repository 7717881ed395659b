//! The best pairs of what is open: scored but for what whoever gives cares about, and given out best first. The database is asked
//! what somebody cares about only when the next best depends on it.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::fact::FactKind;
use entity::ids::PersonId;
use entity::{person_tag, person_topic, tag};
use sea_orm::{ColumnTrait, QueryFilter};
use uuid::Uuid;

use super::open::{Given, Giver, Open, Wanted, Which};
use crate::kit::list::bare;
use crate::kit::packed::packed;
use crate::kit::rows::Kind;
use crate::kit::topic::topic;
use crate::kit::{Fault, Reader};
use crate::needs::rules::{Fit, Ladder, Next, Points, can_be_implied};

/// How many pairs cost as much to look at as one row that is read.
const OF_A_ROW: usize = 200;
/// Within what one statement may carry on either database.
const AT_ONCE: usize = 500;

/// A need and what could meet it, scored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored<'a> {
    pub need: &'a Wanted,
    pub given: &'a Given,
    pub fit: Fit,
    pub score: i32,
}

/// What is done with a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Take {
    /// It is wanted.
    Keep,
    /// It is not.
    Skip,
    /// Neither it nor what comes after it is.
    Stop,
}

/// Pairs that match, and what is known of those who give.
pub(super) struct Best<'a> {
    open: &'a Open,
    ladder: Ladder,
    /// The topics that parties care about; of the user too, by whatever place.
    cares: HashMap<u32, HashSet<u32>>,
    /// The tags that name a topic of a need, once they are known.
    tags: Option<HashMap<Uuid, String>>,
}

impl<'a> Best<'a> {
    /// Looks at all pairs with a topic in common.
    ///
    /// # Errors
    /// There are more than may be looked at here.
    pub fn of(reader: &Reader<'_>, open: &'a Open, which: &Which) -> Result<Self, Fault> {
        let mut best = Self {
            open,
            ladder: Ladder::default(),
            cares: HashMap::new(),
            tags: None,
        };
        let mut pairs = 0;
        let by_topic = open.by_topic();
        let mut common: Vec<usize> = vec![0; open.givers.len()];
        let mut met: Vec<u32> = Vec::new();
        // Of which need, counted from 1, a party has an offer last.
        let mut stated: Vec<u32> = vec![0; open.parties.len() + 1];
        for (place, need) in (0..).zip(&open.needs) {
            for topic in &need.topics {
                for giver in by_topic.get(*topic as usize).into_iter().flatten() {
                    if let Some(count) = common.get_mut(*giver as usize) {
                        if *count == 0 {
                            met.push(*giver);
                        }
                        *count += 1;
                    }
                }
            }
            pairs += met.len();
            let offers = met.iter().filter_map(|giver| open.givers.get(*giver as usize));
            for given in offers.filter(|given| given.kind.is_some()) {
                if let Some(stated) = stated.get_mut(given.party.place as usize) {
                    *stated = place + 1;
                }
            }
            let hidden = Hidden::of(open, need);
            for giver in met.drain(..) {
                let found = open
                    .givers
                    .get(giver as usize)
                    .zip(common.get_mut(giver as usize));
                let Some((given, shared)) = found else { continue };
                let shared = std::mem::take(shared);
                // What a skill implies is no news beside an offer, whatever was decided on that.
                let is_stated = stated.get(given.party.place as usize) == Some(&(place + 1));
                let is_news = given.kind.is_some() || !is_stated;
                if is_news && hidden.shows(need, given) && open.is_asked(need, given, which) {
                    let fit = fit(need, given, shared, true);
                    best.ladder.add(Points::of(fit).score(), (place, giver));
                }
            }
        }
        reader.spend(pairs / OF_A_ROW)?;
        Ok(best)
    }

    /// Those that are wanted, best first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn take(
        &mut self,
        reader: &Reader<'_>,
        mut take: impl FnMut(&Scored<'a>) -> Take + Send,
    ) -> Result<Vec<Scored<'a>>, Fault> {
        let mut found = Vec::new();
        loop {
            let (open, cares) = (self.open, &self.cares);
            let next = self.ladder.next(|(need, giver)| {
                let (need, given) = (open.needs.get(need as usize)?, open.givers.get(giver as usize)?);
                let cares = cares.get(&given.party.place)?;
                Some(need.topics.iter().any(|topic| cares.contains(topic)))
            });
            match next {
                Next::End => return Ok(found),
                Next::Ask(givers) => self.learn(reader, &givers).await?,
                Next::Pair((need, giver), affinity, score) => {
                    let pair = open.needs.get(need as usize).zip(open.givers.get(giver as usize));
                    let Some((need, given)) = pair else { continue };
                    let fit = fit(need, given, in_common(need, given).count(), affinity);
                    let scored = Scored {
                        need,
                        given,
                        fit,
                        score,
                    };
                    match take(&scored) {
                        Take::Keep => found.push(scored),
                        Take::Skip => {}
                        Take::Stop => return Ok(found),
                    }
                }
            }
        }
    }

    /// Learns what givers care about: the topics of their interests and of what they talk about, and their tags.
    async fn learn(&mut self, reader: &Reader<'_>, givers: &[u32]) -> Result<(), Fault> {
        let mut places: HashMap<Uuid, u32> = HashMap::new();
        for given in givers
            .iter()
            .filter_map(|giver| self.open.givers.get(*giver as usize))
        {
            self.cares.entry(given.party.place).or_default();
            // The user cares, too, whether or not an offer of theirs says who they are.
            let person = given.party.person.or(self.open.own);
            places.extend(person.map(|person| (person.0, given.party.place)));
        }
        let people: Vec<PersonId> = places.keys().copied().map(PersonId).collect();
        for people in people.chunks(AT_ONCE) {
            let mut rows = interests(reader, people).await?;
            rows.extend(self.tags(reader, people).await?);
            for (person, topic) in rows {
                let known = self.open.topics.get(&topic);
                let cares = places.get(&person).and_then(|place| self.cares.get_mut(place));
                if let (Some(topic), Some(cares)) = (known, cares) {
                    cares.insert(*topic);
                }
            }
        }
        Ok(())
    }
}

impl Best<'_> {
    /// The tags of people that name a topic of a need. There are few tags, and fewer such ones.
    async fn tags(&mut self, reader: &Reader<'_>, people: &[PersonId]) -> Result<Vec<(Uuid, String)>, Fault> {
        if self.tags.is_none() {
            let live = reader
                .select::<tag::Entity>()
                .filter(tag::Column::ArchivedAt.is_null());
            let columns = [
                (Kind::Uuid, tag::Column::Id.into_expr()),
                (Kind::Text, tag::Column::Name.into_expr()),
            ];
            let all: Vec<(Uuid, String)> = packed(reader, bare(live), columns).await?;
            let named = all
                .into_iter()
                .filter_map(|(tag, name)| Some((tag, topic(&name)?)));
            let wanted = named.filter(|(_, topic)| self.open.topics.contains_key(topic));
            self.tags = Some(wanted.collect());
        }
        let Some(tags) = self.tags.as_ref().filter(|tags| !tags.is_empty()) else {
            return Ok(Vec::new());
        };
        use person_tag::Column;
        let select = reader
            .select::<person_tag::Entity>()
            .filter(Column::PersonId.is_in(people.iter().copied()));
        let columns = [Column::PersonId, Column::TagId].map(|column| (Kind::Uuid, column.into_expr()));
        let rows: Vec<(Uuid, Uuid)> = packed(reader, bare(select), columns).await?;
        let rows = rows.into_iter();
        Ok(rows
            .filter_map(|(person, tag)| Some((person, tags.get(&tag)?.clone())))
            .collect())
    }
}

/// What is not proposed for a need.
struct Hidden<'a> {
    decided: Option<&'a HashSet<Giver>>,
    introduced: Option<&'a HashSet<PersonId>>,
}

impl<'a> Hidden<'a> {
    fn of(open: &'a Open, need: &Wanted) -> Self {
        let needer = need.party.person.filter(|_| need.party.place != 0);
        Self {
            decided: open.decided.get(&need.id),
            introduced: needer.and_then(|needer| open.introduced.get(&needer)),
        }
    }

    /// Whether the two may be proposed: not of one party, nor archived, decided about or introduced.
    fn shows(&self, need: &Wanted, given: &Given) -> bool {
        let (one, other) = (&need.party, &given.party);
        let met = |introduced: &HashSet<PersonId>| {
            let person = other.person.filter(|_| other.place != 0);
            person.is_some_and(|person| introduced.contains(&person))
        };
        // A skill meets no need but one for knowledge.
        one.place != other.place
            && !one.is_gone
            && !other.is_gone
            && (given.kind.is_some() || can_be_implied(need.kind))
            && !self.decided.is_some_and(|decided| decided.contains(&given.giver))
            && !self.introduced.is_some_and(met)
    }
}

impl Open {
    /// The places of those who could give, by the places of topics.
    fn by_topic(&self) -> Vec<Vec<u32>> {
        let mut by_topic = vec![Vec::new(); self.topics.len()];
        for (place, given) in (0..).zip(&self.givers) {
            for topic in &given.topics {
                if let Some(givers) = by_topic.get_mut(*topic as usize) {
                    givers.push(place);
                }
            }
        }
        by_topic
    }

    /// Whether one of the people who are asked for is on a side; what is of nobody is the user's.
    fn is_asked(&self, need: &Wanted, given: &Given, which: &Which) -> bool {
        let Which::People(people) = which else {
            return true;
        };
        let sides = [need.party.person, given.party.person].map(|person| person.or(self.own));
        sides.into_iter().flatten().any(|person| people.contains(&person))
    }
}

/// The topics that both have, as places.
pub(super) fn in_common<'a>(need: &'a Wanted, given: &'a Given) -> impl Iterator<Item = u32> + 'a {
    let topics: BTreeSet<u32> = given.topics.iter().copied().collect();
    need.topics
        .iter()
        .copied()
        .filter(move |topic| topics.contains(topic))
}

fn fit(need: &Wanted, given: &Given, common: usize, affinity: bool) -> Fit {
    Fit {
        sought: need.kind,
        offered: given.kind,
        topics: need.topics.len(),
        common,
        affinity,
        in_touch: usize::from(need.party.in_touch) + usize::from(given.party.in_touch),
    }
}

async fn interests(reader: &Reader<'_>, people: &[PersonId]) -> Result<Vec<(Uuid, String)>, Fault> {
    use person_topic::Column;
    let select = reader
        .select::<person_topic::Entity>()
        .filter(Column::PersonId.is_in(people.iter().copied()))
        .filter(Column::Kind.is_in([FactKind::Interest, FactKind::Topic]));
    let columns = [
        (Kind::Uuid, Column::PersonId.into_expr()),
        (Kind::Text, Column::Topic.into_expr()),
    ];
    packed(reader, bare(select), columns).await
}

/// Whether it is an offer.
pub(super) const fn offer_of(giver: Giver) -> Option<entity::ids::OfferId> {
    match giver {
        Giver::Offer(id) => Some(id),
        Giver::Person(_) => None,
    }
}
