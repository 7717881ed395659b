//! What the user and the others are after, and who helps.

use chrono::{Days, NaiveDate};
use entity::goal;
use entity::goal::GoalHorizon::{self, LongTerm, MediumTerm, Ongoing, ShortTerm};
use entity::goal::GoalState::{self, Achieved, Active, Dropped, Paused};
use entity::ids::GoalId;
use entity::support_role::SupportRoleKind::{self, Advisor, Mentor, Peer, Sponsor};

use super::collaborations::Together;
use super::dice::{Dice, filled};
use super::people::{Someone, back};
use crate::app::App;
use crate::goals::{Link, Supporter};
use crate::kit::declared::New;

/// A goal of the user's: its title, how far ahead, how it stands, in how many days it is to be reached, how many people help,
/// and which collaboration serves it.
type Sketch = (
    &'static str,
    GoalHorizon,
    GoalState,
    i64,
    usize,
    Option<&'static str>,
);

/// The user's own goals. Two of them have nobody yet.
const MINE: [Sketch; 6] = [
    (
        "Speak at two conferences a year",
        MediumTerm,
        Active,
        300,
        3,
        Some("Conference track on open data"),
    ),
    (
        "Publish the study on four-day weeks",
        ShortTerm,
        Active,
        80,
        2,
        Some("Study on four-day weeks"),
    ),
    (
        "Learn to lead a team of ten",
        LongTerm,
        Active,
        700,
        4,
        Some("Mentoring circle for first-time leads"),
    ),
    ("Find a partner for the studio", ShortTerm, Active, 45, 0, None),
    ("Hear from old colleagues again", Ongoing, Paused, 0, 0, None),
    (
        "Write the repair café toolkit",
        MediumTerm,
        Achieved,
        -260,
        2,
        Some("Repair café toolkit"),
    ),
];

/// What others are after.
const THEIRS: [(&str, GoalState); 5] = [
    ("Move into {industry} consulting", Active),
    ("Start a blog on {interest}", Active),
    ("Find a bigger flat in {city}", Paused),
    ("Run a workshop for career changers", Achieved),
    ("Open a shop in {city}", Dropped),
];

const HELP: [(SupportRoleKind, &str); 4] = [
    (Mentor, "An hour a month"),
    (Advisor, "Reads drafts"),
    (Peer, "Works for the same"),
    (Sponsor, "Opens doors"),
];

/// Goals, and who and what helps to reach them.
#[derive(Default)]
pub struct Goals {
    /// The goals.
    pub goals: Vec<New<goal::Model>>,
    /// Who helps.
    pub supporters: Vec<Supporter>,
    /// What is done for them.
    pub served: Vec<Link<entity::ids::CollaborationId>>,
}

/// The user's goals with their supporters, and a goal for some of those who are in touch.
pub fn goals(
    app: &App,
    dice: &mut Dice,
    (people, together): (&[Someone], &[Together]),
    today: NaiveDate,
) -> Goals {
    let mut goals = Goals::default();
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm >= 4).collect();
    for (title, horizon, state, days, helpers, served) in MINE {
        let goal: GoalId = app.ids.next(app.clock.now());
        let target = (horizon != Ongoing).then(|| ahead(today, days));
        let new = goal_of(goal, state, title.to_owned(), today);
        goals.goals.push(New::of(&goal::Model {
            horizon: Some(horizon),
            target_on: target,
            ..new
        }));
        let helpers = dice.some(&near, helpers).into_iter().zip(HELP);
        goals
            .supporters
            .extend(helpers.map(|(someone, (role, note))| Supporter {
                goal,
                expected_revision: None,
                person: someone.id,
                role,
                note: Some(note.to_owned()),
            }));
        let served = together.iter().filter(|it| Some(it.title) == served);
        goals.served.extend(served.map(|it| Link {
            goal,
            expected_revision: None,
            to: it.id,
        }));
    }
    let theirs = dice.some(&near, THEIRS.len() * 4);
    for (someone, (title, state)) in theirs.into_iter().zip(THEIRS.into_iter().cycle()) {
        let gaps = [
            ("industry", someone.industry),
            ("interest", someone.interest),
            ("city", someone.city),
        ];
        let new = goal_of(app.ids.next(app.clock.now()), state, filled(title, &gaps), today);
        goals.goals.push(New::of(&goal::Model {
            person_id: Some(someone.id),
            ..new
        }));
    }
    goals
}

fn ahead(today: NaiveDate, days: i64) -> NaiveDate {
    if days < 0 {
        back(today, -days)
    } else {
        today + Days::new(days.unsigned_abs())
    }
}

fn goal_of(id: GoalId, state: GoalState, title: String, today: NaiveDate) -> goal::Model {
    goal::Model {
        id,
        state,
        title,
        achieved_on: (state == Achieved).then(|| back(today, 265)),
        ..goal::Model::default()
    }
}
