//! The declaration of custom fields.

use chrono::NaiveDate;
use entity::custom_field::{self, Column, CustomFieldKind};

use super::rules;
use crate::kit::declared::custom;
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::images::of_owner;
use crate::kit::{Checks, Code, Path};

declared!(custom_field::Model: declare,
    fn judge(&mut self, _: &Draft<Self>, checks: &mut Checks, _: NaiveDate) {
        self.place = rules::place(self.record_type, &self.key);
        let own = of_owner(self.record_type).next();
        if own.is_none_or(|table| table.column(custom::COLUMN).is_none()) {
            let message = format!("records of the type {} have no custom fields", self.record_type);
            checks.note(Code::Invalid, Path::input("recordType"), message);
        }
        let path = || Path::input("choices");
        match (self.kind, &self.choices) {
            (CustomFieldKind::Choice, None) => {
                checks.note(Code::Required, path(), "a field of the kind CHOICE has choices");
            }
            (CustomFieldKind::Choice, Some(_)) | (_, None) => {}
            (kind, Some(_)) => checks.note(Code::Invalid, path(), format!("a field of the kind {kind} has no choices")),
        }
    }
);

/// The most choices of a field, and the most characters of each.
const CHOICES: (usize, usize) = (100, 200);

fn declare() -> Declaration<custom_field::Model> {
    Declaration::new(
        "CustomField",
        ("custom field", "custom fields"),
        "A field that users define themselves, for the records of one type. What records hold in it is in their `customFields`.",
    )
    .word("recordType", "The type of the records that have it.", Column::RecordType)
    .said_once()
    .filtered()
    .form(
        "key",
        "By which values of it are written and read: a letter from a to z, then letters, digits and `_`, at most 50 characters. No two fields \
         of one type have the same.",
        Column::Key,
        custom::key,
    )
    .twin(Column::Place, str::to_owned)
    .unique()
    .said_once()
    .line("name", "What it is called, as the user wrote it.", Column::Name, 100)
    .folded(Column::NameKey)
    .filtered()
    .ordered()
    .lines("description", "What it means, and how it is to be filled in.", Column::Description, 2_000)
    .word("kind", "What a value of it is: any text, a number, a flag, a day, or one of its choices.", Column::Kind)
    .said_once()
    .initially(CustomFieldKind::Text)
    .texts(
        "choices",
        "The choices of a field of the kind `CHOICE`, at most 100 of at most 200 characters each; null of other kinds. Values that are \
         there stay when their choice goes.",
        Column::Choices,
        CHOICES,
    )
    .number(
        "position",
        "Where it stands among the fields of its type: the lowest comes first.",
        Column::Position,
        (0, 1_000_000, "a position"),
    )
    .initially(0)
    .ordered()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .listed_from_lowest(Column::Position)
}
