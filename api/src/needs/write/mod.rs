//! Making and changing needs and offers, and deciding about matches.

mod decide;
mod old;
mod topics;

pub use decide::{
    AcceptMatch, CollaborateOnMatch, DismissMatch, ReopenMatch, accept, collaborate, dismiss, undo,
};
pub use topics::Wish;

use std::collections::HashMap;

use entity::{Record, TypedId};
use uuid::Uuid;

use self::topics::Topics;
use crate::kit::afresh::Afresh;
use crate::kit::declared::{Change, New};
use crate::kit::each::Concerns;
use crate::kit::record::of_old;
use crate::kit::{Became, Each, Failure, Tx, only};
use crate::records::{self, Changing, Making, Said};
use crate::search;

/// A new need, or offer.
#[derive(Clone, Debug)]
pub struct NewWish<W: Record> {
    /// What is said of its fields.
    pub new: New<W>,
    /// What it is about.
    pub topics: Vec<String>,
}

/// A change to a need, or an offer. Its state is changed by steps.
#[derive(Clone, Debug)]
pub struct UpdateWish<W: Record> {
    /// Which one, and what to change of its fields.
    pub change: Change<W>,
    /// Topics to add behind the others.
    pub add_topics: Vec<String>,
    /// Topics to remove.
    pub remove_topics: Vec<String>,
}

impl<W: Wish> Concerns for NewWish<W> {
    fn concerns(&self) -> Option<Uuid> {
        self.new.concerns()
    }

    fn refers(&self) -> Vec<Uuid> {
        self.new.refers()
    }
}

impl<W: Wish> Concerns for UpdateWish<W> {
    fn concerns(&self) -> Option<Uuid> {
        self.change.concerns()
    }

    fn refers(&self) -> Vec<Uuid> {
        self.change.fields.refers()
    }
}

/// Makes needs, or offers. What is wrong with one keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn create_all<W: Wish>(
    tx: &mut Tx,
    wanted: &[Each<'_, NewWish<W>>],
) -> Result<Vec<Became<W>>, Failure> {
    let news = wanted.iter().map(|it| Said {
        id: it.input.new.id,
        fields: &it.input.new.fields,
        said: it.said,
    });
    let news: Vec<_> = news.collect();
    let content = |place: usize| match wanted.get(place) {
        Some(it) => of_old(it.input),
        None => Ok(String::new()),
    };
    let mut making = Making::begin(tx, &news, content).await?;
    let mut topics: HashMap<usize, Topics> = HashMap::new();
    for open in making.open() {
        if let Some(it) = wanted.get(open.place) {
            let added = topics::with(&mut open.checks, "topics", Topics::new(), &it.input.topics);
            topics.insert(open.place, added);
        }
    }
    making.require(tx).await?;
    let of = |place: &usize| topics.get(place).map_or(&[][..], Vec::as_slice);
    making
        .store(tx, |tx, together, stored| {
            let rows = stored.iter().map(|(place, model)| (model.id(), of(place)));
            topics::add::<W>(tx, together, rows);
            let texts = stored.iter().map(|(place, model)| text(model, of(place)));
            search::index_all_with(tx, together, W::TYPE, texts);
        })
        .await
}

/// Makes a need, or an offer.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn create<W: Wish>(tx: &mut Tx, new: &NewWish<W>) -> Result<W, Failure> {
    let wanted = [Each {
        input: new,
        said: None,
    }];
    only(create_all(tx, &wanted).await?)
}

/// Changes needs, or offers. Nothing is written of what would not change; what is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_all<W: Wish>(
    tx: &mut Tx,
    wanted: &[Each<'_, UpdateWish<W>>],
) -> Result<Vec<Became<W>>, Failure> {
    let changes: Vec<_> = wanted.iter().map(|it| &it.input.change).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    let ids: Vec<Uuid> = changing.open().map(|open| open.before.id().uuid()).collect();
    let mut known = topics::of::<W>(tx, &ids).await?;
    let mut topics: HashMap<Uuid, Topics> = HashMap::new();
    for open in changing.open() {
        let Some(it) = wanted.get(open.place) else {
            continue;
        };
        let id = open.before.id().uuid();
        let before = known.entry(id).or_default();
        let mut after = before.clone();
        topics::remove(&mut after, &it.input.remove_topics);
        let after = topics::with(&mut open.checks, "addTopics", after, &it.input.add_topics);
        open.parts_changed = after != *before;
        topics.insert(id, after);
    }
    changing.require(tx).await?;
    changing.check();
    let moved = changing.open().filter(|open| open.parts_changed);
    let moved = moved.map(|open| (open.before.id(), open.before.id().uuid()));
    let moved: Vec<_> = moved.collect();
    let of = |id: &Uuid| topics.get(id).map_or(&[][..], Vec::as_slice);
    let gone = moved.iter().map(|(_, id)| *id);
    let gone: Vec<Uuid> = gone
        .filter(|id| known.get(id).is_some_and(|topics| !topics.is_empty()))
        .collect();
    topics::remove_all::<W>(tx, gone).await?;
    let mut together = tx.together();
    topics::add::<W>(tx, &mut together, moved.iter().map(|(id, uuid)| (*id, of(uuid))));
    together.send(tx.conn()).await?;
    let mut changed = Vec::new();
    let became = changing.store(tx, |moved| changed = moved).await?;
    let changed = changed.iter().filter(|(before, after)| before != after);
    let texts = changed.map(|(_, after)| text(after, of(&after.id().uuid())));
    search::index_all(tx, W::TYPE, texts.collect::<Vec<_>>()).await?;
    Ok(became)
}

/// By which words needs, or offers, are found, worked out again.
#[must_use]
pub fn afresh<W: Wish>() -> Afresh {
    Afresh {
        of: W::TYPE,
        run: |tx, ids| {
            Box::pin(async move {
                let models: Vec<W> = records::models(tx, ids).await?;
                let topics = topics::of::<W>(tx, ids).await?;
                let of = |id: Uuid| topics.get(&id).map_or(&[][..], Vec::as_slice);
                let texts = models.iter().map(|model| text(model, of(model.id().uuid())));
                Ok(search::index_all(tx, W::TYPE, texts.collect::<Vec<_>>()).await?)
            })
        },
    }
}

/// What it is found by: its title, its description and its topics.
fn text<W: Wish>(model: &W, topics: &[(String, String)]) -> (Uuid, String) {
    let mut text = W::declaration().text(model);
    for (_, label) in topics {
        text.push(' ');
        text.push_str(label);
    }
    (model.id().uuid(), text)
}
