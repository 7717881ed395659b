//! A day in a sentence.

use entity::nudge_decision::NudgeKind;

use crate::agenda::read::Nudge;

/// "2 people to be in touch with, 1 promise to keep", and the first card.
pub fn headline(away: bool, counts: &[(NudgeKind, usize)], top: &[Nudge]) -> String {
    if away {
        return "You are away: nothing is proposed.".to_owned();
    }
    let Some(first) = top.first() else {
        return "Nothing is waiting for you.".to_owned();
    };
    let parts: Vec<String> = counts.iter().map(|(kind, many)| of_kind(*kind, *many)).collect();
    format!("{}. First: {}.", parts.join(", "), first.title())
}

fn of_kind(kind: NudgeKind, many: usize) -> String {
    let (one, more) = match kind {
        NudgeKind::CheckIn => ("person to be in touch with", "people to be in touch with"),
        NudgeKind::Gratitude => ("person to thank", "people to thank"),
        NudgeKind::Promise => ("promise to keep", "promises to keep"),
        NudgeKind::Expectation => ("promise to ask about", "promises to ask about"),
        NudgeKind::Introduction => (
            "introduction that waits for you",
            "introductions that wait for you",
        ),
        NudgeKind::Collaboration => ("milestone of a collaboration", "milestones of collaborations"),
        NudgeKind::Goal => ("goal to reach", "goals to reach"),
        NudgeKind::Milestone => ("milestone to think of", "milestones to think of"),
        NudgeKind::Event => ("event ahead", "events ahead"),
        NudgeKind::FollowUp => ("person to follow up with", "people to follow up with"),
        NudgeKind::Match => ("need that somebody could meet", "needs that somebody could meet"),
        NudgeKind::Need => ("need to think about", "needs to think about"),
    };
    format!("{many} {}", if many == 1 { one } else { more })
}
