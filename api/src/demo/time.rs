//! Time that the user wrote down, and what they mean to take it for.

use chrono::{Days, NaiveDate};
use entity::ids::{CircleId, CommunityId};
use entity::time_entry::TimeKind::{self, Collaboration, Learning, Preparation, Support, Travel};

use super::dice::Dice;
use super::people::{Someone, back};
use crate::kit::Patch;
use crate::time::{EntryFields, IntentionFields, NewEntry, NewIntention};

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
    pub intentions: Vec<NewIntention>,
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
        NewEntry {
            id: None,
            people: someone.into_iter().map(|someone| someone.id).collect(),
            fields: EntryFields {
                on: Patch::Set(day),
                minutes: Patch::Set(minutes),
                kind: Patch::Set(kind),
                note: Patch::Set(note.to_owned()),
                community: community.map_or(Patch::Keep, |id| Patch::Set(*id)),
                ..EntryFields::default()
            },
        }
    });
    let entries = entries.collect();
    let since = today.checked_sub_days(Days::new(182)).unwrap_or(today);
    let meant = |minutes: i32| IntentionFields {
        minutes_per_week: Patch::Set(minutes),
        starts_on: Patch::Set(since),
        ends_on: Patch::Keep,
    };
    let for_nothing = |minutes: i32| NewIntention {
        id: None,
        circle: None,
        goal: None,
        community: None,
        kind: None,
        fields: meant(minutes),
    };
    let of_circles = circles.iter().zip(CIRCLES).map(|(circle, minutes)| NewIntention {
        circle: Some(*circle),
        ..for_nothing(minutes)
    });
    let of_communities = communities.first().map(|community| NewIntention {
        community: Some(*community),
        ..for_nothing(COMMUNITY)
    });
    let learning = NewIntention {
        kind: Some(Learning),
        ..for_nothing(120)
    };
    let intentions = of_circles.chain(of_communities).chain([learning]).collect();
    Time { entries, intentions }
}
