//! The rules of a field, each said after the field: how it is found, kept, checked and left out.

use entity::Record;
use sea_orm::Value;

use super::entry::{DayObjects, Entry, Form, Found, Reads, Usual};
use super::{ColumnOf, Declaration};
use crate::kit::fold::fold;

impl<M: Record> Declaration<M> {
    pub(super) fn that(mut self, change: impl FnOnce(&mut Entry<M>)) -> Self {
        if let Some(entry) = self.entries.last_mut() {
            change(entry);
        }
        self
    }

    /// The field before can be filtered by.
    #[must_use]
    pub fn filtered(self) -> Self {
        self.that(|it| it.is_filtered = true)
    }

    /// The field before can be filtered by, with an index that holds only its rare words.
    #[must_use]
    pub fn filtered_where_rare(self) -> Self {
        self.filtered().that(|it| it.is_rare = true)
    }

    /// The field before can be sorted by.
    #[must_use]
    pub fn ordered(self) -> Self {
        self.that(|it| it.is_ordered = true)
    }

    /// The record is found by the words of the field before.
    #[must_use]
    pub fn searched(self) -> Self {
        self.that(|it| it.is_searched = true)
    }

    /// The record is found by the words of the field before, which come behind those of others, the further the more: an index takes
    /// only so many.
    #[must_use]
    pub fn searched_behind(self, behind: u8) -> Self {
        self.searched().that(|it| it.behind = behind)
    }

    /// No two records of the workspace hold the same in the field before, archived ones counted: the same by all forms in which it is
    /// kept.
    #[must_use]
    pub fn unique(self) -> Self {
        self.that(|it| it.is_unique = true)
    }

    /// The field before is kept without case and accents, too: by that it is filtered and sorted.
    #[must_use]
    pub fn folded(self, column: ColumnOf<M>) -> Self {
        self.twin(column, fold)
    }

    /// The field before is kept in another form, too.
    #[must_use]
    pub fn twin(self, column: ColumnOf<M>, form: Form) -> Self {
        self.that(|it| it.twins.push((column, form)))
    }

    /// What is sent for the field before is kept as a function makes it, or is a problem as it says.
    #[must_use]
    pub fn reads(self, reads: Reads) -> Self {
        self.that(|it| it.reads = Some(reads))
    }

    /// As [`Self::reads`]; the function is asked of a text in which nothing shows, too, which else is none.
    #[must_use]
    pub fn reads_all(self, reads: Reads) -> Self {
        self.reads(reads).that(|it| it.reads_blank = true)
    }

    /// What the field before is compared with goes through this form first.
    #[must_use]
    pub fn compared(self, form: Form) -> Self {
        self.that(|it| it.compared = Some(form))
    }

    /// The field before had this name first: what was said then is known by it.
    #[must_use]
    pub fn once_called(self, name: &'static str) -> Self {
        self.that(|it| it.first_name = name)
    }

    /// Creates were remembered by the value alone of the field before, before forms had a version; and a null for it is refused as soon as
    /// what was sent is read, beside ids that are none.
    #[must_use]
    pub fn once_plain(self) -> Self {
        self.that(|it| {
            it.was_plain = true;
            it.is_told_early = true;
        })
    }

    /// There was no field like the one before while creates were remembered without a version of their form: those that say nothing of it are
    /// the same as they were.
    #[must_use]
    pub fn added_later(self) -> Self {
        self.that(|it| it.is_newer = true)
    }

    /// A null leaves the field before as it is, though it is never empty: so it was before other fields refused that, and clients may send
    /// it. Creates were remembered by its value alone.
    #[must_use]
    pub fn kept_by_null(self) -> Self {
        self.that(|it| {
            it.was_plain = true;
            it.is_kept_by_null = true;
        })
    }

    /// What the field before refers to is looked up by this function, which may object to what there is.
    #[must_use]
    pub fn looked_up(self, found: Found) -> Self {
        self.that(|it| it.found = Some(found))
    }

    /// The field before is changed by steps, and in no other way.
    #[must_use]
    pub fn by_steps(self) -> Self {
        self.that(|it| it.is_by_steps = true)
    }

    /// The field before is said only when the record is made.
    #[must_use]
    pub fn said_once(self) -> Self {
        self.that(|it| it.is_said_once = true)
    }

    /// The field before holds this if it is left out when the record is made.
    #[must_use]
    pub fn initially(self, value: impl Into<Value>) -> Self {
        let value = value.into();
        self.that(|it| it.initially = Some(value))
    }

    /// The field before holds what follows from the others if it is left out when the record is made, or cleared: in words, and
    /// by a function.
    #[must_use]
    pub fn usually(self, words: &'static str, value: fn(&M) -> Value) -> Self {
        self.that(|it| it.usual = Some(Usual { words, value }))
    }

    /// The field before holds what the area decides if it is left out when the record is made, in words; it cannot be cleared later.
    #[must_use]
    pub fn decided(self, words: &'static str) -> Self {
        self.that(|it| it.decided = Some(words))
    }

    /// Lists can be sorted by the day before, which is kept as a text for that; what has none has this text.
    #[must_use]
    pub fn ordered_as(self, column: ColumnOf<M>, none: &'static str) -> Self {
        self.ordered().as_text(column, none)
    }

    /// The day before is kept as a text, too, by which the area sorts; what has none has this text.
    #[must_use]
    pub fn as_text(self, column: ColumnOf<M>, none: &'static str) -> Self {
        self.that(|it| it.sorted = Some((column, none)))
    }

    /// What a function has against the day before, on a day, is a problem.
    #[must_use]
    pub fn objects(self, objects: DayObjects) -> Self {
        self.that(|it| it.day_objects = Some(objects))
    }
}
