//! The declaration of milestones.

use chrono::NaiveDate;
use entity::milestone::{self, Column};
use entity::person;

use super::rules::{REMIND_DAYS, REMIND_DAYS_MOST, When, usual_tone, usually_recurs};
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Patch, Path};
use crate::people;

declared!(milestone::Model: declare,
    fn judge(&mut self, said: &Draft<Self>, checks: &mut Checks, _: NaiveDate) {
        let (date, recurs) = (self.date, self.recurs);
        if let Some(objection) = (When { date, recurs }).objection() {
            let field = if said.said("recurs") == Patch::Keep { "date" } else { "recurs" };
            checks.note(Code::Invalid, Path::input(field), objection);
        }
    }
);

fn declare() -> Declaration<milestone::Model> {
    Declaration::new(
        "Milestone",
        ("milestone", "milestones"),
        "A dated thing in a person's life: to celebrate, or to stand by them. A person's own birthday needs none: it occurs by itself. An archived one occurs no more.",
    )
    .refers::<person::Model>("personId", "In whose life; not the user's own person.", Column::PersonId)
    .said_once()
    .looked_up(people::others)
    .filtered()
    .word(
        "kind",
        "What it is. A change of it leaves whether it recurs and what it calls for.",
        Column::Kind,
    )
    .filtered()
    .line("title", "What it is, in one line.", Column::Title, 200)
    .searched()
    .partial_date(
        "date",
        "When it was, is, or, where it recurs, first was. A month without a day occurs on its first day; a year alone does not occur; what \
         has no year recurs.",
        Column::Date,
    )
    .flag(
        "recurs",
        "Whether it comes again each year. 29 February is kept on the 28th in common years.",
        Column::Recurs,
    )
    .usually(
        "as is usual: birthdays, anniversaries and what has no year come again",
        |it: &milestone::Model| usually_recurs(it.kind, it.date).into(),
    )
    .filtered()
    .word("tone", "Whether it calls for joy or support.", Column::Tone)
    .usually(
        "what its kind usually does: `SUPPORT` for `LOSS`, `ILLNESS` and `JOB_LOSS`, else `CELEBRATE`",
        |it: &milestone::Model| usual_tone(it.kind).into(),
    )
    .filtered()
    .lines("notes", "The user's own notes about it.", Column::Notes, 5_000)
    .searched()
    .number(
        "remindDaysBefore",
        "How many days before it the user wants to be reminded.",
        Column::RemindDaysBefore,
        (0, REMIND_DAYS_MOST, "a number of days"),
    )
    .usually("7", |_: &milestone::Model| REMIND_DAYS.into())
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::CreatedAt)
}
