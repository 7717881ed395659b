//! The table of a record's fields, and how it is written down: one line a field.

use entity::{Record, TypedId};
use futures_util::FutureExt as _;

use super::entry::{Entry, Kind, Objects, Reads};
use super::{ColumnOf, custom};
use crate::kit::list::Column;
use crate::kit::record::{id_column, ids_among};

const fn made_at<M: Record>(column: ColumnOf<M>) -> Stamp<M> {
    Stamp {
        name: "createdAt",
        description: "When it was made, by the server's clock.",
        column,
    }
}

const fn changed_at<M: Record>(column: ColumnOf<M>) -> Stamp<M> {
    Stamp {
        name: "updatedAt",
        description: "When it was last changed.",
        column,
    }
}

/// The declaration of a record: its fields, in their order.
pub struct Declaration<M: Record> {
    /// The name of its type.
    pub name: &'static str,
    /// What it is called in a sentence: `organisation`.
    pub one: &'static str,
    /// What many of it are called.
    pub many: &'static str,
    /// What it means.
    pub description: &'static str,
    /// Its fields.
    pub entries: Vec<Entry<M>>,
    /// What the program keeps of it, by which lists can be sorted: the moments at which it was written, say.
    pub stamps: Vec<Stamp<M>>,
    /// What a filter of it can say that is not seen at once, by an example.
    pub filter_example: &'static str,
    /// The moments at which it was written, by which lists can be filtered.
    filtered_stamps: Vec<Stamp<M>>,
    /// By what lists are sorted if nothing is said of that, and whether the highest comes first; else by the first field.
    listed_by: Option<(ColumnOf<M>, bool)>,
}

/// What the program keeps of a record: a moment at which it was written, say.
pub struct Stamp<M: Record> {
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// Where it is kept.
    pub column: ColumnOf<M>,
}

impl<M: Record> Declaration<M> {
    /// A record without fields yet.
    #[must_use]
    pub const fn new(
        name: &'static str,
        (one, many): (&'static str, &'static str),
        description: &'static str,
    ) -> Self {
        Self {
            name,
            one,
            many,
            description,
            entries: Vec::new(),
            stamps: Vec::new(),
            filter_example: "",
            filtered_stamps: Vec::new(),
            listed_by: None,
        }
    }

    /// What it is called in a sentence, with its article: `an organisation`.
    #[must_use]
    pub fn a(&self) -> String {
        let article = if self.one.starts_with(['a', 'e', 'i', 'o', 'u']) {
            "an"
        } else {
            "a"
        };
        format!("{article} {}", self.one)
    }

    /// Shows what a filter can say, by an example.
    #[must_use]
    pub const fn filter_example(mut self, example: &'static str) -> Self {
        self.filter_example = example;
        self
    }

    /// Lists show the highest in this column first, unless ordered otherwise.
    #[must_use]
    pub const fn listed_from_highest(mut self, column: ColumnOf<M>) -> Self {
        self.listed_by = Some((column, true));
        self
    }

    /// Lists show the lowest in this column first, unless ordered otherwise.
    #[must_use]
    pub const fn listed_from_lowest(mut self, column: ColumnOf<M>) -> Self {
        self.listed_by = Some((column, false));
        self
    }

    /// By what lists are sorted if nothing is said of that, and whether the highest comes first.
    #[must_use]
    pub fn usual_order(&self) -> (ColumnOf<M>, bool) {
        let first = || self.entries.first().map(|entry| (entry.order_key(), false));
        let order = self.listed_by.or_else(first);
        order.unwrap_or_else(|| (Self::id(), false))
    }

    /// Lists can be filtered by when it was made and when it was last changed.
    #[must_use]
    pub fn filtered_by_time(mut self, created_at: ColumnOf<M>, updated_at: ColumnOf<M>) -> Self {
        self.filtered_stamps
            .extend([made_at(created_at), changed_at(updated_at)]);
        self
    }

    /// Lists can be sorted by when it was made.
    #[must_use]
    pub fn ordered_by_creation(mut self, created_at: ColumnOf<M>) -> Self {
        self.stamps.push(made_at(created_at));
        self
    }

    /// Lists can be sorted by when it was last changed.
    #[must_use]
    pub fn ordered_by_change(mut self, updated_at: ColumnOf<M>) -> Self {
        self.stamps.push(changed_at(updated_at));
        self
    }

    /// Lists can be filtered by a moment that the program keeps in this column.
    #[must_use]
    pub fn filtered_by(mut self, name: &'static str, description: &'static str, column: ColumnOf<M>) -> Self {
        self.filtered_stamps.push(Stamp {
            name,
            description,
            column,
        });
        self
    }

    /// Lists can be sorted by what the program keeps in this column.
    #[must_use]
    pub fn ordered_by(mut self, name: &'static str, description: &'static str, column: ColumnOf<M>) -> Self {
        self.stamps.push(Stamp {
            name,
            description,
            column,
        });
        self
    }

    /// The moments by which lists can be filtered.
    #[must_use]
    pub fn compared_stamps(&self) -> &[Stamp<M>] {
        &self.filtered_stamps
    }

    fn with(
        mut self,
        kind: Kind,
        (name, description): (&'static str, &'static str),
        column: ColumnOf<M>,
    ) -> Self {
        self.entries.push(Entry {
            name,
            first_name: name,
            description,
            kind,
            column,
            is_beside: false,
            is_nullable: Column::of(column).nullable,
            max: None,
            is_filtered: false,
            is_rare: false,
            is_ordered: false,
            is_searched: false,
            behind: 0,
            is_unique: false,
            twins: Vec::new(),
            reads: None,
            reads_blank: false,
            compared: None,
            objects: None,
            day_objects: None,
            is_told_early: false,
            is_kept_by_null: false,
            found: None,
            is_by_steps: false,
            is_said_once: false,
            initially: None,
            usual: None,
            decided: None,
            sorted: None,
            was_plain: false,
            is_newer: false,
        });
        self
    }

    /// A text of one line, of at most so many characters.
    #[must_use]
    pub fn line(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
        max: usize,
    ) -> Self {
        self.with(Kind::Line, (name, description), column)
            .that(|it| it.max = Some(max))
    }

    /// A text of which a function makes what is kept, or says what is wrong with it.
    #[must_use]
    pub fn form(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
        reads: Reads,
    ) -> Self {
        self.with(Kind::Line, (name, description), column).reads(reads)
    }

    /// A text that may have many lines, of at most so many characters.
    #[must_use]
    pub fn lines(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
        max: usize,
    ) -> Self {
        self.with(Kind::Lines, (name, description), column)
            .that(|it| it.max = Some(max))
    }

    /// A word of an enum.
    #[must_use]
    pub fn word(self, name: &'static str, description: &'static str, column: ColumnOf<M>) -> Self {
        self.with(Kind::Word, (name, description), column)
    }

    /// A whole number of something, from one to another.
    #[must_use]
    pub fn number(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
        (least, most, unit): (i32, i32, &'static str),
    ) -> Self {
        self.with(Kind::Number(least, most, unit), (name, description), column)
    }

    /// A moment; what a function has against one, at a time, is a problem.
    #[must_use]
    pub fn time(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
        objects: Objects,
    ) -> Self {
        self.with(Kind::Time, (name, description), column)
            .that(|it| it.objects = Some(objects))
    }

    /// A day.
    #[must_use]
    pub fn date(self, name: &'static str, description: &'static str, column: ColumnOf<M>) -> Self {
        self.with(Kind::Date, (name, description), column)
    }

    /// Whether something is so.
    #[must_use]
    pub fn flag(self, name: &'static str, description: &'static str, column: ColumnOf<M>) -> Self {
        self.with(Kind::Flag, (name, description), column)
    }

    /// A date of which parts may be unknown.
    #[must_use]
    pub fn partial_date(self, name: &'static str, description: &'static str, column: ColumnOf<M>) -> Self {
        self.with(Kind::PartialDate, (name, description), column)
    }

    /// Texts of one line each: so many at most, each of at most so many characters.
    #[must_use]
    pub fn texts(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
        (most, max): (usize, usize),
    ) -> Self {
        self.with(Kind::Texts(most), (name, description), column)
            .that(|it| it.max = Some(max))
    }

    /// The declaration with what every record has whose table has a place for it: custom fields. It stands behind all others.
    #[must_use]
    pub fn complete(self) -> Self {
        let Some(column) = custom::column::<M>() else {
            return self;
        };
        let said = "What it holds in custom fields, the fields that users define themselves: each by its key. What is not named stays; \
                    a value that is left out or null is cleared.";
        self.with(Kind::Custom, (custom::FIELD, said), column)
            .added_later()
    }

    /// Another record, which must be in the workspace.
    #[must_use]
    pub fn refers<R: Record>(
        self,
        name: &'static str,
        description: &'static str,
        column: ColumnOf<M>,
    ) -> Self {
        let read = |text: &str| text.parse::<R::Id>().map(TypedId::uuid);
        let kind = Kind::Reference(R::Id::PREFIX, read);
        self.with(kind, (name, description), column)
            .looked_up(|reader, ids| {
                let found = async move {
                    let found = ids_among::<R>(reader, ids).await?;
                    Ok(found.into_iter().map(|id| (id, None)).collect())
                };
                found.boxed()
            })
    }

    /// Another record, which must be in the workspace; the area keeps which it is elsewhere than in the record's row.
    #[must_use]
    pub fn beside<R: Record>(self, name: &'static str, description: &'static str) -> Self {
        self.refers::<R>(name, description, id_column::<M>()).that(|it| {
            it.is_beside = true;
            it.is_nullable = true;
        })
    }

    /// A field by its name.
    #[must_use]
    pub fn entry(&self, name: &str) -> Option<&Entry<M>> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The column by which records are told apart.
    #[must_use]
    pub fn id() -> ColumnOf<M> {
        id_column::<M>()
    }
}
