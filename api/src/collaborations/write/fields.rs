//! The fields of the collaboration itself.

use entity::PartialDate;
use entity::collaboration::{self, CollaborationKind};
use serde::Serialize;

use super::super::rules::Period;
use crate::kit::fold::fold;
use crate::kit::{Checks, Code, Patch, Path};

const TITLE: usize = 200;
const SUMMARY: usize = 20_000;
const GOAL: usize = 2_000;
/// Longest outcome.
pub(super) const OUTCOME: usize = 5_000;

/// The fields that a client may write; title and kind are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// What it is called.
    pub title: Patch<String>,
    /// What it is.
    pub kind: Patch<CollaborationKind>,
    /// What it is about.
    pub summary: Patch<String>,
    /// What it is to reach.
    pub goal: Patch<String>,
    /// When it began.
    pub started_on: Patch<PartialDate>,
    /// When it ended.
    pub ended_on: Patch<PartialDate>,
    /// What came of it.
    pub outcome: Patch<String>,
}

impl Fields {
    /// The collaboration with these fields changed.
    pub(super) fn apply(&self, checks: &mut Checks, mut model: collaboration::Model) -> collaboration::Model {
        if !self.title.is_keep() || model.title.is_empty() {
            let title = self.title.as_set().map(String::as_str);
            model.title = checks.required(Path::input("title"), title, TITLE);
            model.sort_title = fold(&model.title);
        }
        match self.kind {
            Patch::Keep => {}
            Patch::Clear => checks.note(Code::Required, Path::input("kind"), "a value is required"),
            Patch::Set(kind) => model.kind = kind,
        }
        checks.lines(&mut model.summary, "summary", &self.summary, SUMMARY);
        checks.lines(&mut model.goal, "goal", &self.goal, GOAL);
        checks.lines(&mut model.outcome, "outcome", &self.outcome, OUTCOME);
        self.started_on.apply(&mut model.started_on);
        self.ended_on.apply(&mut model.ended_on);
        let period = Period {
            started_on: model.started_on,
            ended_on: model.ended_on,
        };
        check_period(
            checks,
            period,
            &Path::input("startedOn"),
            (&Path::input("endedOn"), &self.ended_on),
        );
        model
    }
}

/// Notes a problem where something ends before it begins: at the end if that is what the client says, else at the beginning.
pub(super) fn check_period(
    checks: &mut Checks,
    period: Period,
    start: &Path,
    (end, said): (&Path, &Patch<PartialDate>),
) {
    if !period.is_in_order() {
        let path = if said.is_keep() { start } else { end };
        checks.note(Code::Invalid, path.clone(), "it ends before it begins");
    }
}
