//! How often the user means to be in touch, and what they have planned.

use chrono::{Days, NaiveDate};
use entity::ids::CircleId;
use entity::interaction::Channel::{self, Call, InPerson, Video};

use super::dice::{Dice, filled};
use super::people::Someone;
use crate::app::App;
use crate::cadences::{NewCheckIn, SetCadence, SkipCheckIn, SnoozeCheckIn, Subject};

/// Days as meant and at most, for the first circles of the network; then for everybody.
const CIRCLES: [(i32, i32); 3] = [(14, 21), (45, 70), (90, 150)];
const EVERYBODY: (i32, i32) = (365, 540);
/// With how many people the user means to be in touch in a week.
pub const CAPACITY: i32 = 40;

/// By which means and about what something is planned.
const PLANS: [(Channel, &str); 5] = [
    (Call, "Ask how the move went"),
    (InPerson, "Lunch; bring the book on {interest}"),
    (Video, "Go through the proposal before the board meets"),
    (Call, "{name} wanted to know about {industry}"),
    (InPerson, "Coffee in {city}"),
];

/// What is set, planned and put off.
pub struct Rhythm {
    /// The cadences.
    pub cadences: Vec<SetCadence>,
    /// The plans.
    pub plans: Vec<NewCheckIn>,
    /// Who is put off.
    pub snoozes: Vec<SnoozeCheckIn>,
    /// Who is left out this time.
    pub skips: Vec<SkipCheckIn>,
}

fn cadence(subject: Subject, (ideal_days, max_days): (i32, i32), channels: &[Channel]) -> SetCadence {
    SetCadence {
        subject,
        expected_revision: None,
        ideal_days,
        max_days: Some(max_days),
        channels: channels.to_vec(),
        paused_until: None,
    }
}

/// Cadences for the close circles and for everybody, one for a person of their own, and a handful of decisions.
pub fn rhythm(
    app: &App,
    dice: &mut Dice,
    (people, circles): (&[Someone], &[CircleId]),
    today: NaiveDate,
) -> Rhythm {
    let of_circles = circles.iter().zip(CIRCLES);
    let mut cadences: Vec<SetCadence> = of_circles
        .map(|(circle, days)| cadence(Subject::Circle(*circle), days, &[]))
        .collect();
    cadences.push(cadence(Subject::Everybody, EVERYBODY, &[]));
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm >= 4).collect();
    let mut chosen = dice.some(&near, PLANS.len() + 3).into_iter();
    // A mentor, whom mail alone does not keep.
    let mentor = chosen.next().map(|someone| Subject::Person(someone.id));
    cadences.extend(mentor.map(|mentor| cadence(mentor, (30, 45), &[InPerson, Call, Video])));
    let plans = PLANS.iter().enumerate().zip(chosen.by_ref());
    let plans = plans.map(|((number, (channel, about)), someone)| NewCheckIn {
        id: Some(app.ids.next(app.clock.now())),
        person: someone.id,
        day: today + Days::new(2 * number as u64),
        channel: Some(*channel),
        note: Some(filled(
            about,
            &[
                ("name", someone.given),
                ("interest", someone.interest),
                ("industry", someone.industry),
                ("city", someone.city),
            ],
        )),
    });
    let plans = plans.collect();
    let snoozes = chosen.next().map(|someone| SnoozeCheckIn {
        id: Some(app.ids.next(app.clock.now())),
        person: someone.id,
        until: today + Days::new(10),
    });
    let skips = chosen.next().map(|someone| SkipCheckIn {
        id: Some(app.ids.next(app.clock.now())),
        person: someone.id,
    });
    Rhythm {
        cadences,
        plans,
        snoozes: snoozes.into_iter().collect(),
        skips: skips.into_iter().collect(),
    }
}
