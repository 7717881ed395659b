//! The fields of a milestone.

use entity::PartialDate;
use entity::milestone::{MilestoneKind, MilestoneTone, Model};
use serde::Serialize;

use crate::kit::{Checks, Code, Detail, Patch, Path, Problem};
use crate::milestones::rules::{REMIND_DAYS, REMIND_DAYS_MOST, When, usual_tone, usually_recurs};

const TITLE: usize = 200;
const NOTES: usize = 5_000;

/// The fields that a client may write; kind and date are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// What it is.
    pub kind: Patch<MilestoneKind>,
    /// One line on it.
    pub title: Patch<String>,
    /// When it was, is, or first was.
    pub date: Patch<PartialDate>,
    /// Whether it comes again each year; cleared, as is usual for its kind and date.
    pub recurs: Patch<bool>,
    /// What it calls for; cleared, what its kind usually does.
    pub tone: Patch<MilestoneTone>,
    /// More on it.
    pub notes: Patch<String>,
    /// How many days before the user wants to be reminded; cleared, the usual number.
    pub remind_days_before: Patch<i32>,
}

/// A field that always has a value; a new record has to be given one.
fn always<T: Copy>(checks: &mut Checks, name: &str, field: &mut T, patch: Patch<T>, is_new: bool) {
    match patch {
        Patch::Keep if !is_new => {}
        Patch::Keep | Patch::Clear => checks.note(Code::Required, Path::input(name), "a value is required"),
        Patch::Set(value) => *field = value,
    }
}

impl Fields {
    /// The milestone with these fields changed. A later change of the kind leaves what follows from it: it may be the user's
    /// own choice.
    pub(super) fn apply(&self, checks: &mut Checks, mut model: Model) -> Model {
        let is_new = model.revision == 0;
        always(checks, "kind", &mut model.kind, self.kind, is_new);
        always(checks, "date", &mut model.date, self.date, is_new);
        checks.line(&mut model.title, "title", &self.title, TITLE);
        checks.lines(&mut model.notes, "notes", &self.notes, NOTES);
        match self.recurs {
            Patch::Keep if !is_new => {}
            Patch::Keep | Patch::Clear => model.recurs = usually_recurs(model.kind, model.date),
            Patch::Set(recurs) => model.recurs = recurs,
        }
        match self.tone {
            Patch::Keep if !is_new => {}
            Patch::Keep | Patch::Clear => model.tone = usual_tone(model.kind),
            Patch::Set(tone) => model.tone = tone,
        }
        match self.remind_days_before {
            Patch::Keep if !is_new => {}
            Patch::Keep | Patch::Clear => model.remind_days_before = REMIND_DAYS,
            Patch::Set(days) => model.remind_days_before = days,
        }
        self.check(checks, &model);
        model
    }

    fn check(&self, checks: &mut Checks, model: &Model) {
        let when = When {
            date: model.date,
            recurs: model.recurs,
        };
        if let Some(objection) = when.objection() {
            let field = if self.recurs.is_keep() { "date" } else { "recurs" };
            checks.note(Code::Invalid, Path::input(field), objection);
        }
        if !(0..=REMIND_DAYS_MOST).contains(&model.remind_days_before) {
            let message = format!("write a number of days from 0 to {REMIND_DAYS_MOST}");
            let problem = Problem::new(Code::Invalid, Path::input("remindDaysBefore"), message);
            checks.push(problem.with(Detail::Max(REMIND_DAYS_MOST)));
        }
    }
}
