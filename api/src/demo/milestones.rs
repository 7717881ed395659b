//! Dated things in people's lives, and which of them the user thought of. Birthdays are the people's own.

use chrono::{Datelike, Days, NaiveDate};
use entity::PartialDate;
use entity::milestone;
use entity::milestone::MilestoneKind::{
    self, Anniversary, Birth, Graduation, Illness, Launch, Loss, Move, NewJob, Promotion,
};
use entity::milestone_acknowledgement::AcknowledgementState;

use super::dice::{Dice, filled};
use super::people::{Someone, back};
use crate::app::App;
use crate::milestones::{Acknowledge, Subject};

/// What happens, from so many days ago to so many days ahead. What lies ahead was announced.
const STORIES: [(MilestoneKind, &str, i64, i64); 10] = [
    (NewJob, "Starts anew in {city}", -20, 20),
    (Promotion, "Leads the {industry} team now", -40, -5),
    (Launch, "The first release of the {industry} catalogue", 5, 60),
    (Move, "Moves to {city}", -10, 45),
    (Graduation, "Finishes the evening course", -60, 60),
    (Birth, "A daughter", -30, 10),
    (Illness, "An operation on the knee", -15, 10),
    (Loss, "Their father died", -25, -3),
    (Anniversary, "Wedding", -9_000, -400),
    (Anniversary, "The company that they founded", -5_000, -500),
];

/// How often each of these happens.
const TIMES: usize = 3;

/// What is noted, and what was done about some of it.
pub struct Milestones {
    /// The milestones.
    pub noted: Vec<milestone::Model>,
    /// What was done.
    pub done: Vec<Acknowledge>,
}

/// Things that happen to those with whom the user is often in touch; of what is over, half was acknowledged.
pub fn milestones(app: &App, dice: &mut Dice, people: &[Someone], today: NaiveDate) -> Milestones {
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm > 0).collect();
    let (mut noted, mut done) = (Vec::new(), Vec::new());
    for (kind, title, from, until) in STORIES {
        for someone in dice.some(&near, TIMES) {
            let date = day(today, dice.between(from..=until));
            let new = milestone(app, someone, (kind, title), date);
            let is_over = date < today && kind != Anniversary;
            if is_over && dice.percent(50) {
                done.push(Acknowledge {
                    subject: Subject::Milestone(new.id),
                    year: date.year(),
                    expected_revision: None,
                    state: AcknowledgementState::Acknowledged,
                    interaction: None,
                    gratitude: None,
                });
            }
            noted.push(new);
        }
    }
    Milestones { noted, done }
}

fn milestone(
    app: &App,
    someone: &Someone,
    (kind, title): (MilestoneKind, &str),
    date: NaiveDate,
) -> milestone::Model {
    let title = filled(title, &[("city", someone.city), ("industry", someone.industry)]);
    milestone::Model {
        id: app.ids.next(app.clock.now()),
        person_id: someone.id,
        kind,
        title: Some(title),
        date: PartialDate::from(date),
        ..milestone::Model::default()
    }
}

/// So many days from today; before it where they are below 0.
fn day(today: NaiveDate, days: i64) -> NaiveDate {
    u64::try_from(days).map_or_else(|_| back(today, -days), |days| today + Days::new(days))
}
