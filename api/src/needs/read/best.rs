//! The best pairs of what is open: scored but for what whoever gives cares about, and given out best first. The database is asked
//! what somebody cares about only when the next best depends on it.

use std::collections::{BTreeSet, HashSet};

use entity::ids::PersonId;

use super::cares::Cares;
use super::open::{Given, Giver, Open, Wanted, Which};
use crate::kit::{Fault, Reader};
use crate::needs::rules::{Fit, Ladder, Next, Points, can_be_implied};

/// How many pairs cost as much to look at as one row that is read.
const OF_A_ROW: usize = 200;

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
        cares: &mut Cares,
        mut take: impl FnMut(&Scored<'a>) -> Take + Send,
    ) -> Result<Vec<Scored<'a>>, Fault> {
        let mut found = Vec::new();
        loop {
            let open = self.open;
            // The user cares, too, whether or not an offer of theirs says who they are.
            let who = |given: &Given| given.party.person.or(open.own);
            let next = self.ladder.next(|(need, giver)| {
                let (need, given) = (open.needs.get(need as usize)?, open.givers.get(giver as usize)?);
                cares.about(who(given), &need.topics)
            });
            match next {
                Next::End => return Ok(found),
                Next::Ask(givers) => {
                    let givers = givers.iter().filter_map(|giver| open.givers.get(*giver as usize));
                    let people = givers.filter_map(who).map(|person| person.0).collect();
                    cares.learn(reader, open, &people).await?;
                }
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

/// Whether it is an offer.
pub(super) const fn offer_of(giver: Giver) -> Option<entity::ids::OfferId> {
    match giver {
        Giver::Offer(id) => Some(id),
        Giver::Person(_) => None,
    }
}
