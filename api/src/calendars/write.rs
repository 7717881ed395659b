//! Taking a calendar in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::contact_point::{self, ContactKind};
use entity::ids::{ChangeSetId, EventId, InteractionId, PersonId, UserId};
use entity::import_row::RowAction;
use entity::{event, event_ref, interaction, interaction_ref, person, user};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};
use serde_json::Value as Json;

use super::gathering::gathering;
use super::parse::{Entry, Flaw, Guest, Span, When, parse};
use super::rules::{self, Becomes};
use super::said::SOURCE;
use super::talk::talk;
use crate::events;
use crate::kit::check::Path;
use crate::kit::record::by_ids;
use crate::kit::{Code, Db, Failure, Problem, Tx, Writer};
use crate::people;

/// Entries of one transaction.
const CHUNK: usize = 100;

/// What became of an entry.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Which entry of the file, from 1.
    pub position: usize,
    /// What it is called.
    pub title: Option<String>,
    /// When it begins.
    pub begins: Option<When>,
    /// What became of it.
    pub action: RowAction,
    /// Why it was left out, or what of it was.
    pub reason: Option<String>,
    /// The interaction that it is.
    pub interaction: Option<InteractionId>,
    /// The event that it is.
    pub event: Option<EventId>,
}

impl Outcome {
    pub(super) fn of(entry: &Entry, action: RowAction, reason: Option<String>) -> Self {
        Self {
            position: entry.position,
            title: entry.title.clone(),
            begins: Some(entry.when),
            action,
            reason,
            interaction: None,
            event: None,
        }
    }

    fn left(flaw: Flaw) -> Self {
        Self {
            position: flaw.position,
            title: flaw.title,
            begins: None,
            action: match flaw.is_wrong {
                true => RowAction::Rejected,
                false => RowAction::Skipped,
            },
            reason: Some(flaw.why),
            interaction: None,
            event: None,
        }
    }
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its entries.
    pub rows: Vec<Outcome>,
    /// Dates before those that are wanted, and of series, those that lie ahead.
    pub left_out: usize,
    /// The workspace's last change after the import; none of a dry run.
    pub seq: Option<i64>,
    /// What it changed, as a whole; none of a dry run.
    pub set: Option<ChangeSetId>,
}

impl Report {
    /// How many entries became this.
    #[must_use]
    pub fn count(&self, action: RowAction) -> usize {
        self.rows.iter().filter(|row| row.action == action).count()
    }
}

/// Entries that are taken in by one transaction.
struct Chunk {
    entries: Vec<Entry>,
    /// The user's address.
    own: Option<String>,
    is_dry: bool,
}

/// How a file is taken in.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    /// Which dates.
    pub span: Span,
    /// Whose calendar it is.
    pub user: UserId,
    /// Whether nothing is stored.
    pub is_dry: bool,
}

/// Takes a file in, in transactions of a hundred entries. When the server dies on the way, importing the file again does the rest.
///
/// # Errors
/// The file is no calendar, or the database fails.
pub async fn import(db: &Db, by: &Writer, bytes: &[u8], how: Taken) -> Result<Report, Failure> {
    let text = String::from_utf8_lossy(bytes);
    let file =
        parse(&text, how.span).map_err(|why| Problem::new(Code::Invalid, Path::argument("input"), why))?;
    let set = db.change_set("importCalendar");
    let importing = by.importing();
    let importing = match how.is_dry {
        true => importing,
        false => importing.within(set),
    };
    let mut report = Report {
        rows: file.flaws.into_iter().map(Outcome::left).collect(),
        left_out: file.left_out,
        seq: None,
        set: (!how.is_dry).then_some(set.id),
    };
    let entries = file.entries;
    let user = user::Entity::find_by_id(how.user).one(&db.global()).await?;
    let own = user.map(|user| user.email.to_lowercase());
    // A file without entries is a write as well, of nothing: it answers the workspace's last change.
    for entries in entries.chunks(CHUNK).chain(entries.is_empty().then_some(&[][..])) {
        let chunk = Chunk {
            entries: entries.to_vec(),
            own: own.clone(),
            is_dry: how.is_dry,
        };
        let done = db.write(&importing, &chunk, take).await?;
        report.rows.extend(done.value);
        report.seq = (!how.is_dry).then_some(done.seq);
    }
    report.rows.sort_by_key(|row| row.position);
    Ok(report)
}

/// A record that has a key, and what was said of it the last time.
pub(super) type Known<M> = Option<(M, Json)>;

/// An entry, and what is here of it.
pub(super) struct One {
    pub entry: Entry,
    /// The people of these addresses.
    pub people: BTreeMap<String, PersonId>,
    /// The user's own addresses.
    pub own: BTreeSet<String>,
    pub interaction: Known<interaction::Model>,
    pub event: Known<event::Model>,
}

async fn take(tx: &mut Tx, chunk: &Chunk) -> Result<Vec<Outcome>, Failure> {
    let keys: Vec<String> = chunk.entries.iter().map(|it| it.key.clone()).collect();
    let addresses = chunk.entries.iter().flat_map(|it| &it.guests);
    let addresses: BTreeSet<String> = addresses.map(|it| it.address.clone()).collect();
    let mut own = own(tx).await?;
    own.extend(chunk.own.clone());
    let people = known(tx, &addresses).await?;
    let reader = tx.read();
    let talks = reader
        .select::<interaction_ref::Entity>()
        .filter(interaction_ref::Column::Source.eq(SOURCE))
        .filter(reader.among(interaction_ref::Column::ExternalId, keys.clone()));
    let talks = talks.all(tx.conn()).await?;
    let gatherings = reader
        .select::<event_ref::Entity>()
        .filter(event_ref::Column::Source.eq(SOURCE))
        .filter(reader.among(event_ref::Column::ExternalId, keys));
    let gatherings = gatherings.all(tx.conn()).await?;
    let ids: Vec<_> = talks.iter().map(|it| it.interaction_id).collect();
    let there: Vec<interaction::Model> = by_ids(&reader, &ids).await?;
    let there: HashMap<_, _> = there.into_iter().map(|it| (it.id, it)).collect();
    let mut interactions: HashMap<String, (interaction::Model, Json)> = HashMap::new();
    for it in talks {
        if let Some(model) = there.get(&it.interaction_id) {
            let said = it.snapshot.unwrap_or_default();
            interactions.insert(it.external_id, (model.clone(), said));
        }
    }
    let ids: Vec<_> = gatherings.iter().map(|it| it.event_id).collect();
    let there: Vec<event::Model> = by_ids(&reader, &ids).await?;
    let there: HashMap<_, _> = there.into_iter().map(|it| (it.id, it)).collect();
    let mut events: HashMap<String, (event::Model, Json)> = HashMap::new();
    for it in gatherings {
        if let Some(model) = there.get(&it.event_id) {
            let said = it.snapshot.unwrap_or_default();
            events.insert(it.external_id, (model.clone(), said));
        }
    }
    drop(reader);
    let mut outcomes = Vec::with_capacity(chunk.entries.len());
    let mut met = BTreeSet::new();
    for entry in &chunk.entries {
        if !met.insert(&entry.key) {
            let reason = "the file has this date twice".to_owned();
            outcomes.push(Outcome::of(entry, RowAction::Skipped, Some(reason)));
            continue;
        }
        let one = One {
            entry: entry.clone(),
            people: people.clone(),
            own: own.clone(),
            interaction: interactions.remove(&entry.key),
            event: events.remove(&entry.key),
        };
        outcomes.push(match tx.attempt(&one, become_it).await {
            Ok(outcome) => outcome,
            Err(Failure::Rejected(problems)) => {
                let words = problems.first().map(|problem| problem.message.clone());
                Outcome::of(entry, RowAction::Rejected, words)
            }
            Err(fault) => return Err(fault),
        });
    }
    if chunk.is_dry {
        tx.discard();
    }
    Ok(outcomes)
}

/// The addresses of the user's own person.
async fn own(tx: &Tx) -> Result<BTreeSet<String>, Failure> {
    let Some((own, _)) = people::own(&tx.read()).await? else {
        return Ok(BTreeSet::new());
    };
    let points = tx
        .read()
        .select::<contact_point::Entity>()
        .filter(contact_point::Column::PersonId.eq(own))
        .filter(contact_point::Column::Kind.eq(ContactKind::Email));
    let points = points.all(tx.conn()).await?;
    Ok(points.into_iter().map(|it| it.value.to_lowercase()).collect())
}

/// The people who are there of these addresses. Of an address that several have, it is not known whose it is.
async fn known(tx: &Tx, addresses: &BTreeSet<String>) -> Result<BTreeMap<String, PersonId>, Failure> {
    use contact_point::Column;
    let forms: BTreeMap<String, &String> = addresses
        .iter()
        .map(|it| (people::normalized(ContactKind::Email, it), it))
        .collect();
    if forms.is_empty() {
        return Ok(BTreeMap::new());
    }
    let reader = tx.read();
    let points = reader
        .select::<contact_point::Entity>()
        .filter(Column::Kind.eq(ContactKind::Email))
        .filter(reader.among(Column::Normalized, forms.keys().cloned()));
    let points = points
        .select_only()
        .column(Column::Normalized)
        .column(Column::PersonId);
    let points: Vec<(String, PersonId)> = points.into_tuple().all(tx.conn()).await?;
    let ids: Vec<PersonId> = points.iter().map(|(_, id)| *id).collect();
    let there: Vec<person::Model> = by_ids(&reader, &ids).await?;
    let there: BTreeSet<PersonId> = there
        .iter()
        .filter(|it| it.archived_at.is_none() && !it.is_self)
        .map(|it| it.id)
        .collect();
    let mut holders: BTreeMap<String, BTreeSet<PersonId>> = BTreeMap::new();
    for (form, id) in points.into_iter().filter(|(_, id)| there.contains(id)) {
        holders.entry(form).or_default().insert(id);
    }
    let found = holders.into_iter().filter_map(|(form, ids)| {
        let only = ids.first().copied().filter(|_| ids.len() == 1)?;
        Some(((*forms.get(&form)?).clone(), only))
    });
    Ok(found.collect())
}

async fn become_it(tx: &mut Tx, one: &One) -> Result<Outcome, Failure> {
    let entry = &one.entry;
    let (mine, others): (Vec<&Guest>, Vec<&Guest>) = entry
        .guests
        .iter()
        .partition(|guest| one.own.contains(&guest.address));
    let guests: Vec<(PersonId, &Guest)> = others
        .iter()
        .filter_map(|guest| Some((*one.people.get(&guest.address)?, *guest)))
        .collect();
    let mine = mine.first().copied();
    match rules::becomes(
        entry,
        others.len(),
        guests.len(),
        mine.map(|it| it.answer),
        tx.now(),
    ) {
        Becomes::Interaction => talk(tx, one, &guests).await,
        Becomes::Event => gathering(tx, one, &guests, mine).await,
        Becomes::Nothing(why) => {
            let called_off = one
                .event
                .as_ref()
                .filter(|(event, _)| entry.is_cancelled && event.archived_at.is_none());
            if let Some((event, _)) = called_off {
                let event = events::cancel(tx, &(event.id, None)).await?;
                let action = match one.event.as_ref().is_some_and(|(before, _)| *before == event) {
                    true => RowAction::Unchanged,
                    false => RowAction::Updated,
                };
                return Ok(Outcome {
                    event: Some(event.id),
                    ..Outcome::of(entry, action, Some(why.to_owned()))
                });
            }
            Ok(Outcome::of(entry, RowAction::Skipped, Some(why.to_owned())))
        }
    }
}

/// When an entry begins.
#[must_use]
pub fn begins(when: When) -> (Option<DateTime<Utc>>, Option<NaiveDate>) {
    match when {
        When::Hours(from, _) => (Some(from), None),
        When::Days(from, _) => (None, Some(from)),
    }
}
