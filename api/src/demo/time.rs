//! Time that the user wrote down, and what they mean to take it for.

use chrono::{Days, NaiveDate};
use entity::ids::{CircleId, CommunityId};
use entity::time_entry::TimeKind::{self, Collaboration, Learning, Preparation, Support, Travel};
use entity::{time_entry, time_intention};

use super::dice::Dice;
use super::people::{Someone, back};
use crate::kit::declared::{Draft, New};
use crate::time::NewEntry;

/// How many entries there are.
const ENTRIES: usize = 40;

/// What is written down: for what, how long, and a note.
const LINES: [(TimeKind, i32, &str); 6] = [
    (Preparation, 30, "Read up before we met"),
    (Travel, 50, "On the way there and back"),
    (Support, 60, "Went through their plan"),
    (Collaboration, 90, "Worked on it together"),
    (Learning, 45, "Notes on what they told me"),
    (Preparation, 20, "Slides"),
];

/// Minutes a week that are meant for the circles, from the closest on.
const CIRCLES: [i32; 3] = [180, 120, 60];
/// And for the first of the communities.
const COMMUNITY: i32 = 90;

/// Time taken and meant.
pub struct Time {
    /// What was taken.
    pub entries: Vec<NewEntry>,
    /// What is meant.
    pub intentions: Vec<New<time_intention::Model>>,
}

/// Entries of the last half year, and intentions since then.
pub fn time(
    dice: &mut Dice,
    (people, circles, communities): (&[Someone], &[CircleId], &[CommunityId]),
    today: NaiveDate,
) -> Time {
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm >= 4).collect();
    let entries = (0..ENTRIES).map(|number| {
        let (kind, minutes, note) = LINES
            .get(number % LINES.len())
            .copied()
            .unwrap_or((Learning, 30, ""));
        let day = back(today, dice.between(0..=180));
        let someone = dice.some(&near, 1);
        let community = communities.get(number % 9).filter(|_| dice.percent(30));
        let entry = time_entry::Model {
            day,
            minutes,
            kind,
            note: Some(note.to_owned()),
            community_id: community.copied(),
            ..time_entry::Model::default()
        };
        NewEntry {
            id: None,
            people: someone.into_iter().map(|someone| someone.id).collect(),
            fields: Draft::of(&entry),
        }
    });
    let entries = entries.collect();
    let since = today.checked_sub_days(Days::new(182)).unwrap_or(today);
    let meant = |minutes_per_week: i32| time_intention::Model {
        minutes_per_week,
        starts_on: since,
        ..time_intention::Model::default()
    };
    let of_circles = circles.iter().zip(CIRCLES);
    let of_circles = of_circles.map(|(circle, minutes)| time_intention::Model {
        circle_id: Some(*circle),
        ..meant(minutes)
    });
    let of_communities = communities.first().map(|community| time_intention::Model {
        community_id: Some(*community),
        ..meant(COMMUNITY)
    });
    let learning = time_intention::Model {
        kind: Some(Learning),
        ..meant(120)
    };
    let intentions = of_circles.chain(of_communities).chain([learning]);
    let new = |model: time_intention::Model| New {
        id: None,
        fields: Draft::of(&model),
    };
    let intentions = intentions.map(new).collect();
    Time { entries, intentions }
}
