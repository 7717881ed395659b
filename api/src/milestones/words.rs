//! Milestones in words.

use entity::milestone::MilestoneKind;

use super::Occurrence;

/// What occurs, in a few words for the user: as they wrote it, else by its kind; with the years that it has been.
#[must_use]
pub fn in_words(it: &Occurrence) -> String {
    let what = it.title.clone().unwrap_or_else(|| word(it.kind).to_owned());
    match it.turning {
        Some(years) => format!("{what} ({years})"),
        None => what,
    }
}

/// A kind of milestone in words.
#[must_use]
pub const fn word(kind: MilestoneKind) -> &'static str {
    match kind {
        MilestoneKind::Birthday => "birthday",
        MilestoneKind::Anniversary => "anniversary",
        MilestoneKind::Wedding => "wedding",
        MilestoneKind::Birth => "a birth",
        MilestoneKind::NewJob => "a new job",
        MilestoneKind::Promotion => "a promotion",
        MilestoneKind::Retirement => "retirement",
        MilestoneKind::Move => "a move",
        MilestoneKind::Launch => "a launch",
        MilestoneKind::Graduation => "graduation",
        MilestoneKind::Award => "an award",
        MilestoneKind::JobLoss => "the loss of their job",
        MilestoneKind::Illness => "an illness",
        MilestoneKind::Loss => "a loss",
        MilestoneKind::Other => "a day that matters",
    }
}
