//! Meetings that have been: interactions.

use std::collections::BTreeSet;

use entity::ids::PersonId;
use entity::import_row::RowAction;
use entity::{Tenant as _, TypedId as _, interaction_ref};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
};
use serde_json::{Value as Json, json};

use super::parse::{Guest, When};
use super::rules;
use super::said::{Fields, PEOPLE, SOURCE, Told, listed, news, said, whole};
use super::write::{One, Outcome};
use crate::interactions::{self, NewInteraction, UpdateInteraction};
use crate::kit::declared::Change;
use crate::kit::{Each, Failure, Fault, Patch, Tx, only};
use crate::news::Retold;

pub(super) async fn talk(tx: &mut Tx, one: &One, guests: &[(PersonId, &Guest)]) -> Result<Outcome, Failure> {
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
        let mut draft = whole(&fields);
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
        told: Retold::default(),
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
