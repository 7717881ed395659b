//! Matches: derived at each read from needs, offers, skills, what was decided and who was introduced. All pairs are looked at by a
//! few numbers; names and titles are read of those that are shown.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::{NeedId, OfferId, PersonId};
use entity::need::NeedKind;
use uuid::Uuid;

use super::best::{Best, Scored, Take, offer_of};
use super::cares::Cares;
use super::open::{Given, Giver, Open, Wanted, Which};
use super::shown::told;
use super::view::View;
use crate::kit::{Fault, Reader};
use crate::needs::rules::{IMPLIED, Ladder, Points};
use crate::people;

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

/// A need, and what could meet it. Names, titles and topics are there once it was told.
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
    /// The topics in common, as they are compared.
    pub(super) common: Vec<String>,
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

/// Which of the matches, after which place, and how many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of this need.
    pub need: Option<NeedId>,
    /// Of this offer.
    pub offer: Option<OfferId>,
    /// With this person on either side.
    pub person: Option<PersonId>,
    /// Of needs of this kind.
    pub kind: Option<NeedKind>,
    /// With at least this score.
    pub least: Option<i32>,
    /// Only those that come after a place in the order of [`rank`].
    pub after: Option<(String, Uuid)>,
    /// At most so many; all if it is not said.
    pub most: Option<usize>,
}

impl Asked {
    /// Whether all that are good enough are wanted, from the best on.
    const fn is_for_all(&self) -> bool {
        let of_any = self.need.is_none() && self.offer.is_none() && self.person.is_none();
        of_any && self.kind.is_none() && self.after.is_none()
    }
}

/// The place of a match among all, as text and id that sort as matches do: best first, then by need and by what meets it.
#[must_use]
pub fn rank(score: i32, need: NeedId, giver: Giver) -> (String, Uuid) {
    let (kind, id) = match giver {
        Giver::Offer(id) => (0, id.0),
        Giver::Person(id) => (1, id.0),
    };
    (format!("{:03} {} {kind}", 100 - score, need.0), id)
}

/// The matches that are open, best first; of each need, offer or person that is asked for at most so many.
///
/// # Errors
/// The database fails.
pub async fn matches(
    reader: &Reader<'_>,
    which: &Which,
    most: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Match>, Fault> {
    let mut all = Vec::new();
    for which in parts(which) {
        let view = view(reader, &which, now).await?;
        let open = view.all().await?;
        let mut counts: HashMap<Uuid, usize> = HashMap::new();
        let own = open.own;
        let (givers, ladder) = (0..open.givers.len(), Ladder::new(None, None));
        let mut best = Best::of(reader, &open, (&which, &givers), ladder)?;
        let mut cares = Cares::of(None);
        let found = best.take(reader, &mut cares, |need, given, _| {
            let mut is_wanted = false;
            for parent in parents((need, given), &which, own) {
                let count = counts.entry(parent).or_default();
                *count += 1;
                is_wanted |= *count <= most;
            }
            if is_wanted { Take::Keep } else { Take::Skip }
        });
        all.append(&mut open.matches(&found.await?));
    }
    told(reader, all).await
}

/// Within what one statement may carry on either database.
fn parts(which: &Which) -> Vec<Which> {
    match which {
        Which::All | Which::People(_) => vec![which.clone()],
        Which::Needs(ids) => ids.chunks(500).map(|ids| Which::Needs(ids.to_vec())).collect(),
        Which::Offers(ids) => ids.chunks(500).map(|ids| Which::Offers(ids.to_vec())).collect(),
    }
}

/// Of what a match is one of the best.
fn parents((need, given): (&Wanted, &Given), which: &Which, own: Option<PersonId>) -> Vec<Uuid> {
    match which {
        Which::All => Vec::new(),
        Which::Needs(_) => vec![need.id.0],
        Which::Offers(_) => offer_of(given.giver).map(|id| id.0).into_iter().collect(),
        Which::People(people) => {
            let sides = [need.party.person, given.party.person].map(|person| person.or(own));
            let sides = sides.into_iter().flatten();
            sides
                .filter(|side| people.contains(side))
                .map(|side| side.0)
                .collect()
        }
    }
}

/// The matches that are open and asked for, best first.
///
/// # Errors
/// The database fails.
pub async fn chosen(reader: &Reader<'_>, asked: &Asked, now: DateTime<Utc>) -> Result<Vec<Match>, Fault> {
    told(reader, untold(reader, asked, now).await?).await
}

async fn untold(reader: &Reader<'_>, asked: &Asked, now: DateTime<Utc>) -> Result<Vec<Match>, Fault> {
    // The narrowest first; the others choose among what is found.
    let which = match (asked.need, asked.offer, asked.person) {
        (Some(need), _, _) => Which::Needs(vec![need]),
        (None, Some(offer), _) => Which::Offers(vec![offer]),
        (None, None, Some(person)) => Which::People(vec![person]),
        (None, None, None) => Which::All,
    };
    let view = view(reader, &which, now).await?;
    let mut open = view.stated().await?;
    let mut cares = Cares::of(asked.most);
    let offers = open.givers.len();
    let mut found = page(reader, &open, (&which, asked), &(0..offers), &mut cares).await?;
    // What a skill implies counts from the worst on that is on a full page; most pages are full of better.
    let is_full = asked.most.is_some_and(|most| found.len() >= most);
    let worst = is_full.then(|| found.last().map_or(i32::MAX, |last| last.score));
    if worst.is_none_or(|worst| worst <= IMPLIED) {
        let least = asked.least.max(worst);
        view.skilled(&mut open, least).await?;
        let asked = Asked {
            least,
            ..asked.clone()
        };
        let skilled = offers..open.givers.len();
        found.append(&mut page(reader, &open, (&which, &asked), &skilled, &mut cares).await?);
        // Both are in their order already.
        found.sort_by_key(|it| (Reverse(it.score), it.pair));
        found.truncate(asked.most.unwrap_or(usize::MAX));
    }
    Ok(open.matches(&found))
}

/// Those that are asked for, best first, as far as these givers could give.
async fn page(
    reader: &Reader<'_>,
    open: &Open,
    (which, asked): (&Which, &Asked),
    givers: &Range<usize>,
    cares: &mut Cares,
) -> Result<Vec<Scored>, Fault> {
    let (own, mut count) = (open.own, 0);
    let ladder = Ladder::new(asked.least, asked.most.filter(|_| asked.is_for_all()));
    let mut best = Best::of(reader, open, (which, givers), ladder)?;
    best.take(reader, cares, |need, given, score| {
        if asked.most.is_some_and(|most| count >= most) || asked.least.is_some_and(|least| score < least) {
            return Take::Stop;
        }
        let sides = [need.party.person, given.party.person].map(|person| person.or(own));
        let is_wanted = asked.need.is_none_or(|asked| need.id == asked)
            && asked.kind.is_none_or(|kind| need.kind == kind)
            && asked
                .offer
                .is_none_or(|offer| offer_of(given.giver) == Some(offer))
            && asked.person.is_none_or(|person| sides.contains(&Some(person)))
            && asked
                .after
                .as_ref()
                .is_none_or(|after| rank(score, need.id, given.giver) > *after);
        if !is_wanted {
            return Take::Skip;
        }
        count += 1;
        Take::Keep
    })
    .await
}

/// The best matches that are open, at most so many, of which nothing is told yet.
///
/// # Errors
/// The database fails.
pub async fn best_matches(
    reader: &Reader<'_>,
    limit: usize,
    now: DateTime<Utc>,
) -> Result<Vec<Match>, Fault> {
    let asked = Asked {
        most: Some(limit),
        ..Asked::default()
    };
    untold(reader, &asked, now).await
}

async fn view<'a, 'c>(
    reader: &'a Reader<'c>,
    which: &'a Which,
    now: DateTime<Utc>,
) -> Result<View<'a, 'c>, Fault> {
    Ok(View {
        reader,
        which,
        own: people::own(reader).await?.map(|(own, _)| own),
        now,
    })
}
