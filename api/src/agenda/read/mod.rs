//! The agenda of a day.

mod cards;
mod cause;
mod check_ins;
mod digest;
mod nudges;
mod sources;
mod told;
mod waiting;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::PersonId;
use entity::nudge_decision::{self, Column, NudgeKind};
use futures_util::join;
use sea_orm::{ColumnTrait, QueryFilter};

pub use cause::{Cause, Meeting, Waiting};
pub use digest::{Digest, digest};
use nudges::nudges;
use sources::Found;
pub use told::told;

use super::rules::{Key, Score};
use super::words::{self, Action, Reason};
use crate::kit::list::{List, Place, Sort};
use crate::kit::{Fault, Reader, Right, Rights};
use crate::{needs, people, workspaces};

/// Most nudges of each kind.
pub const MOST: u64 = 100;

/// What to do next.
#[derive(Clone, Debug)]
pub struct Nudge {
    /// Which one.
    pub key: Key,
    /// Why.
    pub cause: Cause,
    /// What its words are made of, beside the cause: the same for many. They are made where they are asked for.
    telling: Arc<Telling>,
    /// How it ranks.
    pub score: Score,
    /// Whether it comes before all that does not.
    pub comes_first: bool,
    /// Whether the week's capacity keeps it back.
    pub held_back: bool,
    /// The other nudges of the same person or cause.
    pub inside: Vec<Self>,
    rank: String,
    /// Where it is a card of no one person: to how many people it says that thanks are owed, or 0.
    of_nobody: Option<usize>,
}

impl Nudge {
    /// For whom it is, if it is for one person. A card of a need of the user's own, or of debts for one collaboration, is of nobody.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.cause.person().filter(|_| self.of_nobody.is_none())
    }

    /// What is so, in a line.
    #[must_use]
    pub fn title(&self) -> String {
        match (&self.cause, self.of_nobody) {
            (Cause::Thanks(_, what), Some(many)) => words::owed_together(many, what.as_deref()),
            (cause, _) => words::title(cause, self.telling.names(), self.telling.on),
        }
    }

    /// Why now.
    #[must_use]
    pub fn reasons(&self) -> Vec<Reason> {
        words::reasons(&self.cause, self.telling.names(), self.telling.on)
    }

    /// What answers it, the most fitting first.
    #[must_use]
    pub fn actions(&self) -> Vec<Action> {
        words::actions(&self.cause, self.telling.names(), self.telling.dates)
    }

    /// By what the agenda is sorted, as text: what comes first, then the highest score, and last what is held back; among equals
    /// what others count on, then who is the latest, and what is due soonest.
    #[must_use]
    pub fn rank(&self) -> &str {
        &self.rank
    }
}

/// From when an agenda is seen, and the names that its words may say, as far as they are known.
#[derive(Debug)]
struct Telling {
    on: NaiveDate,
    dates: words::Dates,
    names: Option<HashMap<PersonId, String>>,
}

impl Telling {
    const fn names(&self) -> words::Names<'_> {
        words::Names(self.names.as_ref())
    }
}

/// What of the agenda is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// Seen from this day; from today if none is given.
    pub on: Option<NaiveDate>,
    /// Of these kinds; of all if none are given.
    pub kinds: Option<BTreeSet<NudgeKind>>,
    /// Those, too, that the week's capacity keeps back.
    pub held_back: bool,
    /// What the caller may see; the rest is left out.
    pub rights: Rights,
}

/// The agenda of a day.
#[derive(Clone, Debug)]
pub struct Agenda {
    /// The day.
    pub on: NaiveDate,
    /// Whether the user is away, and nothing is proposed.
    pub away: bool,
    /// What to do: one nudge of each person or cause, with the others inside, in their order.
    pub cards: Vec<Nudge>,
    /// How many check-ins the week's capacity keeps back.
    pub held_back: usize,
}

/// What to do next, seen from a day. However large the network is, the statements are as many. What its words say is not read yet:
/// [`tell`] does, for what is shown.
///
/// # Errors
/// The database fails.
pub async fn agenda(reader: &Reader<'_>, question: &Question, now: DateTime<Utc>) -> Result<Agenda, Fault> {
    let workspace = workspaces::here(reader).await?;
    let on = question.on.unwrap_or_else(|| workspaces::day_of(&workspace, now));
    let absence = workspace.away_from.zip(workspace.away_until);
    let away = absence.is_some_and(|(begin, end)| begin <= on && on <= end);
    let found = if away {
        Found::default()
    } else {
        let place = sources::Place {
            reader,
            workspace: &workspace,
            on,
            now,
        };
        place.causes(question).await?
    };
    let held_back = found.held_back_count;
    let dates = words::Dates::of(on, workspaces::day_of(&workspace, now), now);
    let names = question.rights.contains(Right::PeopleRead).then(HashMap::new);
    let telling = Arc::new(Telling { on, dates, names });
    let nudges = nudges(reader, found, &telling).await?;
    Ok(Agenda {
        on,
        away,
        cards: cards::cards(nudges),
        held_back,
    })
}

/// Reads what the words of these cards say: names, where they may name people, and what is sought and offered.
///
/// # Errors
/// The database fails.
pub async fn tell(reader: &Reader<'_>, cards: &mut [Nudge]) -> Result<(), Fault> {
    let Some(telling) = cards.first().map(|it| it.telling.clone()) else {
        return Ok(());
    };
    let all = cards.iter().flat_map(cards::all_of);
    let people: BTreeSet<PersonId> = all.flat_map(|it| it.cause.people()).collect();
    let people = Vec::from_iter(people);
    let mut tellings = Vec::new();
    let mut matches = Vec::new();
    for (cause, telling) in cards.iter_mut().flat_map(to_tell) {
        tellings.push(telling);
        if let Cause::Match(it) = cause {
            matches.push(&mut **it);
        }
    }
    let names = async {
        match telling.names {
            Some(_) if !people.is_empty() => people::names(reader, &people).await.map(Some),
            ref none => Ok(none.clone()),
        }
    };
    let (names, told) = join!(Box::pin(names), Box::pin(needs::tell(reader, &mut matches)));
    told?;
    let names = names?;
    let telling = Arc::new(Telling { names, ..*telling });
    for its in tellings {
        *its = telling.clone();
    }
    Ok(())
}

/// What the words of a card's nudges are made of.
fn to_tell(card: &mut Nudge) -> impl Iterator<Item = (&mut Cause, &mut Arc<Telling>)> {
    let inside = card.inside.iter_mut().map(|it| (&mut it.cause, &mut it.telling));
    std::iter::once((&mut card.cause, &mut card.telling)).chain(inside)
}

/// What the user decided about nudges, newest first.
#[must_use]
pub fn decisions(place: &Place, archived: bool) -> List {
    let mut select = place.scope.select::<nudge_decision::Entity>();
    if !archived {
        select = select.filter(Column::ArchivedAt.is_null());
    }
    let sort = Sort::by(Column::CreatedAt, Column::Id, true);
    List::of(select, sort)
}
