//! The best pairs of what is open: scored but for what whoever gives cares about, and given out best first. The database is asked
//! what somebody cares about only when the next best depends on it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::Range;

use entity::ids::PersonId;
use entity::need::NeedKind;

use super::cares::Cares;
use super::open::{Given, Giver, Open, Wanted, Which};
use crate::kit::{Fault, Reader};
use crate::needs::rules::{Fit, Ladder, Next, Pair, Points, can_be_implied};

/// How many looks at a need and a giver cost as much as one row that is read.
const OF_A_ROW: usize = 200;
/// Who needs, and who would give.
const PARTIES: usize = 2;

/// A need and what could meet it, by their places, scored.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scored {
    pub pair: Pair,
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
    /// Looks at all pairs with a topic in common, as far as these givers could give and the ladder admits them.
    ///
    /// # Errors
    /// There are more than may be looked at here.
    pub fn of(
        reader: &Reader<'_>,
        open: &'a Open,
        (which, givers): (&Which, &Range<usize>),
        ladder: Ladder,
    ) -> Result<Self, Fault> {
        let mut best = Self { open, ladder };
        let mut looks = 0;
        let by_topic = open.by_topic(givers);
        let offers = open.by_party();
        let mut scores: HashMap<(NeedKind, usize), Vec<Option<i32>>> = HashMap::new();
        // Which need a giver was met for last, and by how many topics.
        let mut common: Vec<(u32, usize)> = vec![(u32::MAX, 0); open.givers.len()];
        let mut met: Vec<u32> = Vec::new();
        for (place, need) in (0..).zip(&open.needs) {
            let different = (1 + NeedKind::ALL.len()) * (1 + need.topics.len()) * (1 + PARTIES);
            let alike = scores.entry((need.kind, need.topics.len()));
            let alike = alike.or_insert_with(|| vec![None; different]);
            let fewest = best.fewest(need, open.givers.get(givers.start), alike);
            let Some(fewest) = fewest else { continue };
            for topic in &need.topics {
                let having = by_topic.get(*topic as usize).map_or(&[][..], Vec::as_slice);
                looks += having.len();
                for giver in having {
                    let Some((of, count)) = common.get_mut(*giver as usize) else {
                        continue;
                    };
                    (*of, *count) = (place, if *of == place { *count + 1 } else { 1 });
                    if *count == fewest {
                        met.push(*giver);
                    }
                }
            }
            let hidden = Hidden::of(open, need);
            for giver in met.drain(..) {
                let found = open.givers.get(giver as usize).zip(common.get(giver as usize));
                let Some((given, (_, shared))) = found else {
                    continue;
                };
                let score = most(alike, fit(need, given, *shared, true));
                if !best.ladder.admits(score) {
                    continue;
                }
                // What a skill implies is no news beside an offer, whatever was decided on that.
                let is_stated = || {
                    let offers = offers.get(given.party.place as usize).into_iter().flatten();
                    let mut topics = offers.flat_map(|offer| &offer.topics);
                    topics.any(|topic| need.topics.contains(topic))
                };
                let is_news = given.kind.is_some() || !is_stated();
                if is_news && hidden.shows(need, given) && open.is_asked(need, given, which) {
                    best.ladder.add(score, (place, giver));
                }
            }
        }
        reader.spend(looks / OF_A_ROW)?;
        Ok(best)
    }

    /// How many topics have to be in common at least, for the ladder to admit a pair of this need; none where all would not do.
    fn fewest(&self, need: &Wanted, first: Option<&Given>, alike: &mut [Option<i32>]) -> Option<usize> {
        // Offers come first: where there are none, skills imply all.
        let offered = first.and_then(|given| given.kind).map(|_| need.kind);
        let topics = need.topics.len();
        (1..=topics).find(|common| {
            let fit = Fit {
                sought: need.kind,
                offered,
                topics,
                common: *common,
                affinity: true,
                in_touch: PARTIES,
            };
            self.ladder.admits(most(alike, fit))
        })
    }

    /// Those that are wanted, best first.
    ///
    /// # Errors
    /// The database fails.
    pub async fn take(
        &mut self,
        reader: &Reader<'_>,
        cares: &mut Cares,
        mut take: impl FnMut(&Wanted, &Given, i32) -> Take + Send,
    ) -> Result<Vec<Scored>, Fault> {
        let mut found = Vec::new();
        loop {
            let open = self.open;
            // The user cares, too, whether or not an offer of theirs says who they are.
            let who = |given: &Given| given.party.person.or(open.own);
            let next = self.ladder.next(|pair| {
                let (need, given) = open.pair(pair)?;
                cares.about(who(given), &need.topics)
            });
            match next {
                Next::End => return Ok(found),
                Next::Ask(givers) => {
                    let givers = givers.iter().filter_map(|giver| open.givers.get(*giver as usize));
                    let people = givers.filter_map(who).map(|person| person.0).collect();
                    cares.learn(reader, open, &people).await?;
                }
                Next::Pair(pair, affinity, score) => {
                    let Some((need, given)) = open.pair(pair) else {
                        continue;
                    };
                    match take(need, given, score) {
                        Take::Keep => {
                            let fit = fit(need, given, in_common(need, given).count(), affinity);
                            found.push(Scored { pair, fit, score });
                        }
                        Take::Skip => {}
                        Take::Stop => return Ok(found),
                    }
                }
            }
        }
    }
}

/// What a need and what could meet it score with the part that is not known. `known` holds it of all that are alike, for needs of one
/// kind with as many topics: there are far more pairs than there are different scores.
fn most(known: &mut [Option<i32>], fit: Fit) -> i32 {
    let kind = fit.offered.map_or(0, |kind| 1 + kind as usize);
    let place = (kind * (fit.topics + 1) + fit.common) * (PARTIES + 1) + fit.in_touch;
    let score = || Points::of(fit).score();
    match known.get_mut(place) {
        Some(known) => *known.get_or_insert_with(score),
        None => score(),
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
    /// A need and what could meet it.
    pub(super) fn pair(&self, (need, giver): Pair) -> Option<(&Wanted, &Given)> {
        let given = self.givers.get(giver as usize)?;
        Some((self.needs.get(need as usize)?, given))
    }

    /// The offers, by the places of the parties whose they are.
    fn by_party(&self) -> Vec<Vec<&Given>> {
        let mut by_party = vec![Vec::new(); self.parties.len() + 1];
        for given in self.givers.iter().filter(|given| given.kind.is_some()) {
            if let Some(offers) = by_party.get_mut(given.party.place as usize) {
                offers.push(given);
            }
        }
        by_party
    }

    /// The places of these who could give, by the places of topics.
    fn by_topic(&self, givers: &Range<usize>) -> Vec<Vec<u32>> {
        let mut by_topic = vec![Vec::new(); self.topics.len()];
        let these = (0..).zip(&self.givers).take(givers.end).skip(givers.start);
        for (place, given) in these {
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
