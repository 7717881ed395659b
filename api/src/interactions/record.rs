//! The declaration of interactions.

use chrono::{DateTime, Utc};
use entity::interaction::{self, Column};
use entity::{collaboration, event};

use super::rules::{self, Impossible};
use crate::kit::Tx;
use crate::kit::declared::{Declaration, declared};

declared!(interaction::Model: declare,
    fn blank(tx: &Tx) -> Self {
        Self { happened_at: tx.now(), ..Self::default() }
    }
);

fn declare() -> Declaration<interaction::Model> {
    Declaration::new(
        "Interaction",
        ("interaction", "interactions"),
        "Something that happened, at a time, with one or many people.",
    )
    .time(
        "happenedAt",
        "When it began; not in the future, give or take a day.",
        Column::HappenedAt,
        objection,
    )
    .once_plain()
    .decided("now")
    .filtered()
    .ordered()
    .word("channel", "By which means they were in touch.", Column::Channel)
    .once_plain()
    .filtered()
    .word("initiator", "Who began it; null when it is not known.", Column::Initiator)
    .filtered()
    .number(
        "durationMinutes",
        "How long it took, in minutes.",
        Column::DurationMinutes,
        (0, rules::MINUTES, "minutes"),
    )
    .filtered()
    .line("title", "What it is, in one line.", Column::Title, 200)
    .searched()
    .lines("summary", "What it was about, in a sentence or two.", Column::Summary, 2_000)
    .searched()
    .lines("notes", "The user's own notes.", Column::Notes, 20_000)
    .searched_behind(2)
    .word("sentiment", "How it felt, as the user judged it.", Column::Sentiment)
    .filtered_where_rare()
    .line("place", "The place where it was.", Column::Place, 200)
    .searched()
    .lines("updatesShared", "What the user told of themselves.", Column::UpdatesShared, 5_000)
    .searched_behind(1)
    .lines("updatesHeard", "What the others told of themselves.", Column::UpdatesHeard, 5_000)
    .searched_behind(1)
    .line("eventName", "The event at which it happened, in words.", Column::Event, 200)
    .searched()
    .beside::<event::Model>(
        "eventId",
        "The event at which it happened, or which it was about. It says nothing about who attended: `recordAttendance` does.",
    )
    .refers::<collaboration::Model>("collaborationId", "The collaboration it belongs to.", Column::CollaborationId)
    .filtered()
    .lines("challenged", "What in it challenged the user's own view or assumptions.", Column::Challenged, 5_000)
    .added_later()
    .searched_behind(1)
    .lines("learnt", "What the user learnt in it.", Column::Learnt, 5_000)
    .added_later()
    .searched_behind(1)
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
}

fn objection(at: DateTime<Utc>, now: DateTime<Utc>) -> Option<&'static str> {
    Some(match rules::happened(at, now) {
        Ok(()) => return None,
        Err(Impossible::Ahead) => "it lies in the future; log what has happened",
        Err(Impossible::BeforeAll) => "nothing can have happened at the beginning of the year 1",
    })
}
