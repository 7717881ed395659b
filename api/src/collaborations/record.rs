//! The declaration of collaborations. Members and milestones are parts of a collaboration.

use chrono::NaiveDate;
use entity::collaboration::{self, CollaborationState, Column};

use super::rules::{Period, is_over};
use crate::kit::declared::{Declaration, Draft, declared};
use crate::kit::{Checks, Code, Patch, Path};

declared!(collaboration::Model: declare,
    const IS_FOUND_BY_PARTS: bool = true;

    fn judge(&mut self, said: &Draft<Self>, checks: &mut Checks, _: NaiveDate) {
        let period = Period {
            started_on: self.started_on,
            ended_on: self.ended_on,
        };
        let is_end_said = !said.said("endedOn").is_keep();
        check_period(checks, period, &Path::input("startedOn"), (&Path::input("endedOn"), is_end_said));
        let looks_back = matches!(said.said("retrospective"), Patch::Set(_)) && self.retrospective.is_some();
        check_retrospective(checks, self.state, looks_back);
    }
);

/// Longest result.
pub(super) const RESULT: usize = 5_000;
/// Longest reason.
const REASON: usize = 2_000;
/// Longest retrospective.
pub(super) const RETROSPECTIVE: usize = 10_000;

fn declare() -> Declaration<collaboration::Model> {
    Declaration::new(
        "Collaboration",
        ("collaboration", "collaborations"),
        "Something that people do together, or could: an opportunity, a proposal, a project, an initiative, a joint venture.",
    )
    .line("title", "What it is called, in one line.", Column::Title, 200)
    .folded(Column::SortTitle)
    .filtered()
    .ordered()
    .searched()
    .word("kind", "What kind of thing it is.", Column::Kind)
    .filtered()
    .word(
        "state",
        "How far it is. It may begin in any state, which fills in no date: it may have been in it for long. `moveCollaboration` \
         changes it.",
        Column::State,
    )
    .said_once()
    .initially(CollaborationState::Idea)
    .filtered()
    .lines("description", "What it is about, in as many words as it needs.", Column::Summary, 20_000)
    .once_called("summary")
    .searched()
    .lines("aim", "What it is to reach.", Column::Goal, 2_000)
    .once_called("goal")
    .searched()
    .partial_date(
        "startedOn",
        "When it began, or is to begin. Filled in when it becomes `ACTIVE`.",
        Column::StartedOn,
    )
    .partial_date(
        "endedOn",
        "When it ended, or is to end; not before it begins. Filled in when it is moved to `DONE` or `DROPPED`, cleared when it is taken up \
         again.",
        Column::EndedOn,
    )
    .lines("result", "What came of it in the end.", Column::Outcome, RESULT)
    .once_called("outcome")
    .searched()
    .lines(
        "reason",
        "What it came from: why these people, what they share or could do for each other.",
        Column::Reason,
        REASON,
    )
    .added_later()
    .searched()
    .lines(
        "retrospective",
        "What is thought of it, looking back: what was learnt, what to do otherwise. It is written when it is `DONE` or `DROPPED`, and stays \
         when it is taken up again.",
        Column::Retrospective,
        RETROSPECTIVE,
    )
    .added_later()
    .searched()
    .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
    .ordered_by_creation(Column::CreatedAt)
    .ordered_by_change(Column::UpdatedAt)
    .listed_from_highest(Column::UpdatedAt)
}

/// Notes a problem where something ends before it begins: at the end if that is what the client says, else at the beginning.
pub(super) fn check_period(
    checks: &mut Checks,
    period: Period,
    start: &Path,
    (end, is_end_said): (&Path, bool),
) {
    if !period.is_in_order() {
        let path = if is_end_said { end } else { start };
        checks.note(Code::Invalid, path.clone(), "it ends before it begins");
    }
}

/// Notes a problem where somebody looks back on what is not over.
pub(super) fn check_retrospective(checks: &mut Checks, state: CollaborationState, looks_back: bool) {
    if looks_back && !is_over(state) {
        let message = format!(
            "it is {state}: look back when it is DONE or DROPPED; moveCollaboration takes both at once"
        );
        checks.note(Code::Invalid, Path::input("retrospective"), message);
    }
}
