//! What lies ahead, is of whole days or of many: events.

use std::collections::BTreeMap;

use entity::attendance::{AttendanceRole, AttendanceState};
use entity::ids::{EventId, PersonId};
use entity::import_row::RowAction;
use entity::{Tenant as _, attendance, event, event_ref};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, Value,
};
use serde_json::{Value as Json, json};

use super::parse::{Guest, When};
use super::rules;
use super::said::{Fields, PEOPLE, SOURCE, Told, key, listed, news, said, whole};
use super::write::{One, Outcome};
use crate::events::{self, Attendee, Recorded};
use crate::kit::declared::{Change, New};
use crate::kit::{Each, Failure, Fault, Patch, Tx, only};
use crate::records;

pub(super) async fn gathering(
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
            let kind = Some(event::EventKind::Other.as_str().into());
            let all = [&fields[..], &[("timeZone", zone), ("kind", kind)]].concat();
            let new = New {
                id: None,
                fields: whole(&all),
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

fn is_page(text: &str) -> bool {
    text.starts_with("http") && text.chars().count() <= 2_000
}
