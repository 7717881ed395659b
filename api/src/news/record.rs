//! The declaration of news.

use chrono::NaiveDate;
use entity::news::{self, Column, NO_END};

use super::rules;
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::topic::{TOPIC, topic};
use crate::kit::{Checks, Code, Path};

declared!(news::Model: declare,
    fn judge(&mut self, _: &Draft<Self>, checks: &mut Checks, _: NaiveDate) {
        if self.starts_on.zip(self.until).is_some_and(|(first, last)| last < first) {
            checks.note(Code::Invalid, Path::input("until"), "it ends before it begins");
        }
        for (place, text) in rules::texts(self.topics.as_deref()).iter().enumerate() {
            if topic(text).is_none() {
                let message = "write a topic of letters, digits or signs";
                checks.note(Code::Invalid, Path::input("topics").at(place), message);
            }
        }
    }
);

fn declare() -> Declaration<news::Model> {
    Declaration::new(
        "Update",
        ("update", "updates"),
        "News of the user: what they want people to know. Who has been told follows from the talks that name it in `toldUpdateIds`.",
    )
    .line("title", "What it is, in one line.", Column::Title, 200)
    .searched()
    .lines("description", "What there is to tell, beyond its title.", Column::Description, 5_000)
    .searched()
    .texts(
        "topics",
        "What it is about, at most 20 topics of at most 60 characters each: people whose facts name one of them would like to hear of it.",
        Column::Topics,
        (rules::TOPICS, TOPIC),
    )
    .date(
        "startsOn",
        "The first day on which it may be told; null where it may be at once.",
        Column::StartsOn,
    )
    .date(
        "until",
        "The last day on which it is news; null where there is none.",
        Column::Until,
    )
    .filtered()
    .ordered_as(Column::SortUntil, NO_END)
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::CreatedAt)
}
