//! Taking a calendar in.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use entity::attendance::{AttendanceRole, AttendanceState};
use entity::contact_point::{self, ContactKind};
use entity::ids::{ChangeSetId, EventId, InteractionId, PersonId, UserId};
use entity::import_row::RowAction;
use entity::{
    Tenant as _, TypedId as _, attendance, event, event_ref, interaction, interaction_ref, person, user,
};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, Value,
};
use serde_json::{Map, Value as Json, json};

use super::parse::{Entry, Flaw, Guest, Span, When, parse};
use super::rules::{self, Becomes};
use crate::events::{self, Attendee, Recorded};
use crate::interactions::{self, NewInteraction, UpdateInteraction};
use crate::kit::check::Path;
use crate::kit::declared::{Change, Declared, Draft, New};
use crate::kit::record::by_ids;
use crate::kit::{Code, Db, Each, Failure, Fault, Patch, Problem, Tx, Writer, only};
use crate::{people, records};

/// As what keys of calendars are kept.
const SOURCE: &str = "ICALENDAR";

/// Entries of one transaction.
const CHUNK: usize = 100;

/// Who takes part, in what a file said the last time.
const PEOPLE: &str = "people";

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
    fn of(entry: &Entry, action: RowAction, reason: Option<String>) -> Self {
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
type Known<M> = Option<(M, Json)>;

/// An entry, and what is here of it.
struct One {
    entry: Entry,
    /// The people of these addresses.
    people: BTreeMap<String, PersonId>,
    /// The user's own addresses.
    own: BTreeSet<String>,
    interaction: Known<interaction::Model>,
    event: Known<event::Model>,
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

/// What a file says of the fields of a record, by their names; nothing where a field is empty.
type Fields = Vec<(&'static str, Option<Value>)>;

/// What is told of a date that was taken in.
#[derive(Default)]
struct Told(Vec<String>);

impl Told {
    /// A text as it fits, and a word on it where something was cut off.
    fn fit(&mut self, name: &str, text: Option<&String>, most: usize) -> Option<Value> {
        let (text, is_cut) = rules::fitting(text?, most);
        if is_cut {
            self.0.push(format!(
                "of the {name}, what is behind {most} characters was left out"
            ));
        }
        (!text.is_empty()).then(|| text.into())
    }

    fn reason(self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.join("; "))
    }
}

async fn talk(tx: &mut Tx, one: &One, guests: &[(PersonId, &Guest)]) -> Result<Outcome, Failure> {
    let entry = &one.entry;
    let (When::Hours(from, to), mut told) = (entry.when, Told::default()) else {
        return Err(Fault::Internal("days are no talk".to_owned()).into());
    };
    let minutes = i32::try_from((to - from).num_minutes()).unwrap_or_default();
    let title = entry.title.as_deref().map(rules::line);
    let place = entry.place.as_deref().map(rules::line);
    let fields: Fields = vec![
        ("happenedAt", Some(from.into())),
        ("channel", Some(rules::channel(entry).as_str().into())),
        ("durationMinutes", (minutes > 0).then(|| minutes.into())),
        ("title", told.fit("title", title.as_ref(), 200)),
        ("place", told.fit("place", place.as_ref(), 200)),
        (
            "notes",
            told.fit("description", entry.description.as_ref(), 20_000),
        ),
    ];
    // Who said that they would not come was not there.
    let came = guests
        .iter()
        .filter(|(_, guest)| guest.answer != rules::Answer::No);
    let people: BTreeSet<PersonId> = came.map(|(id, _)| *id).collect();
    if people.is_empty() {
        let why = "none of those in the network came";
        return Ok(Outcome::of(entry, RowAction::Skipped, Some(why.to_owned())));
    }
    let mut saying = said(&fields);
    saying.insert(PEOPLE.to_owned(), json!(people));
    let event = one
        .event
        .as_ref()
        .filter(|(event, _)| event.archived_at.is_none())
        .map(|(event, _)| event.id);
    let Some((before, last)) = &one.interaction else {
        let mut draft = fields
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .fold(Draft::default(), |draft, (name, value)| {
                draft.with(name, Patch::Set(value))
            });
        if let Some(event) = event {
            draft = draft.with("eventId", Patch::Set(event.uuid().into()));
        }
        let new = NewInteraction {
            id: None,
            participants: people.into_iter().collect(),
            fields: draft,
        };
        let wanted = [Each {
            input: &new,
            said: None,
        }];
        let made = only(interactions::log_all(tx, &wanted).await?)?;
        let key = interaction_ref::Model {
            workspace_id: tx.workspace(),
            source: SOURCE.to_owned(),
            external_id: entry.key.clone(),
            interaction_id: made.id,
            snapshot: Some(Json::Object(saying)),
        };
        interaction_ref::Entity::insert(key.into_active_model().reset_all())
            .exec_without_returning(tx.conn())
            .await
            .map_err(Fault::from)?;
        return Ok(Outcome {
            interaction: Some(made.id),
            event,
            ..Outcome::of(entry, RowAction::Created, told.reason())
        });
    };
    let outcome = |action, told: Told| Outcome {
        interaction: Some(before.id),
        event,
        ..Outcome::of(entry, action, told.reason())
    };
    if before.archived_at.is_some() {
        told.0.push("it was archived here".to_owned());
        return Ok(outcome(RowAction::Skipped, told));
    }
    let draft = news(before, last, &fields, &mut told);
    let were = listed(last);
    let wanted = UpdateInteraction {
        change: Change {
            id: before.id,
            expected_revision: None,
            fields: draft,
        },
        add: people
            .iter()
            .copied()
            .filter(|id| !were.contains_key(&id.to_string()))
            .collect(),
        remove: Vec::new(),
    };
    let after = interactions::update(tx, &wanted).await?;
    if *last != Json::Object(saying.clone()) {
        interaction_ref::Entity::update_many()
            .col_expr(interaction_ref::Column::Snapshot, Json::Object(saying).into())
            .filter(interaction_ref::Entity::workspace_column().eq(tx.workspace()))
            .filter(interaction_ref::Column::Source.eq(SOURCE))
            .filter(interaction_ref::Column::ExternalId.eq(&entry.key))
            .exec(tx.conn())
            .await
            .map_err(Fault::from)?;
    }
    let action = match after.revision == before.revision {
        true => RowAction::Unchanged,
        false => RowAction::Updated,
    };
    Ok(outcome(action, told))
}

async fn gathering(
    tx: &mut Tx,
    one: &One,
    guests: &[(PersonId, &Guest)],
    mine: Option<&Guest>,
) -> Result<Outcome, Failure> {
    let (entry, mut told) = (&one.entry, Told::default());
    let title = rules::line(entry.title.as_deref().unwrap_or("Meeting"));
    let place = entry.place.as_deref().map(rules::line);
    let (mut hours, mut days) = ((None, None), (None, None));
    match entry.when {
        When::Hours(from, to) => hours = (Some(from.into()), (to > from).then(|| to.into())),
        When::Days(from, to) => days = (Some(from.into()), (to > from).then(|| to.into())),
    }
    let fields: Fields = vec![
        ("title", told.fit("title", Some(&title), 200)),
        ("startsAt", hours.0),
        ("endsAt", hours.1),
        ("startsOn", days.0),
        ("endsOn", days.1),
        ("place", told.fit("place", place.as_ref(), 200)),
        (
            "url",
            entry
                .url
                .as_ref()
                .filter(|it| is_page(it))
                .map(|it| it.clone().into()),
        ),
        (
            "description",
            told.fit("description", entry.description.as_ref(), 5_000),
        ),
    ];
    let mut states: BTreeMap<Option<PersonId>, (AttendanceState, AttendanceRole)> = BTreeMap::new();
    for (id, guest) in guests {
        states.entry(Some(*id)).or_insert_with(|| rules::attends(guest));
    }
    if let Some(mine) = mine {
        states.insert(None, rules::attends(mine));
    }
    let mut saying = said(&fields);
    let stated = states
        .iter()
        .map(|(who, (state, _))| (key(*who), json!(state.as_str())));
    saying.insert(PEOPLE.to_owned(), Json::Object(stated.collect()));
    let (event, last) = match &one.event {
        Some((event, last)) => (event.clone(), last.clone()),
        None => {
            let zone = entry.zone.clone().map(Value::from);
            let said = fields.iter().cloned().chain([("timeZone", zone)]);
            let draft = said
                .filter_map(|(name, value)| Some((name, value?)))
                .fold(Draft::<event::Model>::default(), |draft, (name, value)| {
                    draft.with(name, Patch::Set(value))
                })
                .with("kind", Patch::Set(event::EventKind::Other.as_str().into()));
            let new = New {
                id: None,
                fields: draft,
            };
            let made: event::Model = records::create(tx, &new).await?;
            let key = event_ref::Model {
                workspace_id: tx.workspace(),
                source: SOURCE.to_owned(),
                external_id: entry.key.clone(),
                event_id: made.id,
                snapshot: Some(Json::Object(saying.clone())),
            };
            event_ref::Entity::insert(key.into_active_model().reset_all())
                .exec_without_returning(tx.conn())
                .await
                .map_err(Fault::from)?;
            (made, Json::Null)
        }
    };
    let outcome = |action, told: Told| Outcome {
        event: Some(event.id),
        ..Outcome::of(entry, action, told.reason())
    };
    if event.archived_at.is_some() {
        told.0.push("it was archived here".to_owned());
        return Ok(outcome(RowAction::Skipped, told));
    }
    let is_new = one.event.is_none();
    if !is_new {
        let change = Change {
            id: event.id,
            expected_revision: None,
            fields: news(&event, &last, &fields, &mut told),
        };
        let wanted = [Each {
            input: &change,
            said: None,
        }];
        only(events::update_all(tx, &wanted).await?)?;
        if last != Json::Object(saying.clone()) {
            event_ref::Entity::update_many()
                .col_expr(event_ref::Column::Snapshot, Json::Object(saying).into())
                .filter(event_ref::Entity::workspace_column().eq(tx.workspace()))
                .filter(event_ref::Column::Source.eq(SOURCE))
                .filter(event_ref::Column::ExternalId.eq(&entry.key))
                .exec(tx.conn())
                .await
                .map_err(Fault::from)?;
        }
    }
    let attendees = moved(tx, event.id, &states, &listed(&last)).await?;
    let recorded = Recorded {
        id: event.id,
        expected_revision: None,
        attendees,
    };
    let after = events::record_attendance(tx, &recorded).await?;
    let action = match is_new {
        true => RowAction::Created,
        false if after.revision == event.revision => RowAction::Unchanged,
        false => RowAction::Updated,
    };
    Ok(outcome(action, told))
}

/// Who is new on an event's list, or answered otherwise than the last time. Who was moved or taken off here stays so.
async fn moved(
    tx: &Tx,
    event: EventId,
    states: &BTreeMap<Option<PersonId>, (AttendanceState, AttendanceRole)>,
    were: &BTreeMap<String, String>,
) -> Result<Vec<Attendee>, Failure> {
    let there = tx
        .read()
        .select::<attendance::Entity>()
        .filter(attendance::Column::EventId.eq(event));
    let there = there.all(tx.conn()).await?;
    let there: BTreeMap<Option<PersonId>, AttendanceState> =
        there.into_iter().map(|it| (it.person_id, it.state)).collect();
    let moved = states.iter().filter(|(who, (state, _))| {
        let (was, is) = (were.get(&key(**who)), there.get(who));
        match (was, is) {
            (None, None) => true,
            (Some(was), Some(is)) => was == is.as_str() && is != state,
            _ => false,
        }
    });
    let attendee = |(who, (state, role)): (&Option<PersonId>, &(AttendanceState, AttendanceRole))| {
        let is_new = !there.contains_key(who);
        Attendee {
            person: *who,
            state: *state,
            role: if is_new { Patch::Set(*role) } else { Patch::Keep },
            note: Patch::Keep,
        }
    };
    Ok(moved.map(attendee).collect())
}

/// By what somebody is remembered.
fn key(who: Option<PersonId>) -> String {
    who.map_or_else(|| person::ME.to_owned(), |id| id.to_string())
}

fn is_page(text: &str) -> bool {
    text.starts_with("http") && text.chars().count() <= 2_000
}

/// What fields hold, as it is remembered.
fn said(fields: &Fields) -> Map<String, Json> {
    let said = fields.iter();
    said.map(|(name, value)| ((*name).to_owned(), remembered(value.as_ref())))
        .collect()
}

fn remembered(value: Option<&Value>) -> Json {
    match value {
        Some(Value::String(Some(text))) => json!(text),
        Some(Value::Int(Some(number))) => json!(number),
        Some(Value::ChronoDateTimeUtc(Some(at))) => json!(at.to_rfc3339()),
        Some(Value::ChronoDate(Some(day))) => json!(day.to_string()),
        _ => Json::Null,
    }
}

/// The people of whom a file spoke the last time, each with what it said of them.
fn listed(last: &Json) -> BTreeMap<String, String> {
    match last.get(PEOPLE) {
        Some(Json::Array(ids)) => ids
            .iter()
            .filter_map(|id| Some((id.as_str()?.to_owned(), String::new())))
            .collect(),
        Some(Json::Object(states)) => states
            .iter()
            .filter_map(|(id, state)| Some((id.clone(), state.as_str()?.to_owned())))
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// What a file says anew. What was changed here since stays, and is told.
fn news<M: Declared>(model: &M, last: &Json, fields: &Fields, told: &mut Told) -> Draft<M> {
    let is = Draft::of(model);
    let mut draft = Draft::default();
    let mut kept = Vec::new();
    for (name, value) in fields {
        let was = last.get(*name).cloned().unwrap_or_default();
        let (new, now) = (remembered(value.as_ref()), remembered(is.said(name).as_set()));
        if new == was || new == now {
            continue;
        }
        if now != was {
            kept.push(*name);
            continue;
        }
        draft = draft.with(
            name,
            match value {
                Some(value) => Patch::Set(value.clone()),
                None => Patch::Clear,
            },
        );
    }
    if !kept.is_empty() {
        told.0
            .push(format!("kept as it was changed here: {}", kept.join(", ")));
    }
    draft
}

/// When an entry begins.
#[must_use]
pub fn begins(when: When) -> (Option<DateTime<Utc>>, Option<chrono::NaiveDate>) {
    match when {
        When::Hours(from, _) => (Some(from), None),
        When::Days(from, _) => (None, Some(from)),
    }
}
