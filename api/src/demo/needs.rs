//! What the user and the others look for and can give. Some of it fits.

use chrono::{Days, NaiveDate};
use entity::ids::{GoalId, NeedId, OfferId, PersonId};
use entity::need::NeedKind::{self, Advice, Contact, Expertise, Feedback, Funding, Job, Resource};

use super::dice::Dice;
use super::goals::Goals;
use super::people::Someone;
use crate::app::App;
use crate::kit::Patch;
use crate::needs::{DismissMatch, Fields, Giver, NewWish};

/// A kind, a title and topics; by topics with the same words they find each other.
type Sketch = (NeedKind, &'static str, &'static [&'static str]);

/// What the user looks for, each with the goal that it serves, if any.
const MINE: [(Sketch, Option<&str>); 4] = [
    (
        (
            Advice,
            "How to get a talk accepted",
            &["Public speaking", "Conferences"],
        ),
        Some("Speak at two conferences a year"),
    ),
    (
        (
            Expertise,
            "Somebody to check the numbers of the study",
            &["Statistics"],
        ),
        Some("Publish the study on four-day weeks"),
    ),
    (
        (Contact, "A first museum for the studio", &["Museums", "Design"]),
        Some("Find a partner for the studio"),
    ),
    (
        (Resource, "A room for thirty on a Thursday evening", &["Venues"]),
        None,
    ),
];

/// What the user can give.
const GIVEN: [Sketch; 3] = [
    (Feedback, "Reading a grant application", &["Grants", "Writing"]),
    (
        Contact,
        "Knows the people at the city's data office",
        &["Open data", "City planning"],
    ),
    (Resource, "A projector and screens", &["Events", "Projectors"]),
];

/// What others look for.
const WANTED: [Sketch; 7] = [
    (
        Contact,
        "Somebody at the city who answers",
        &["City planning", "Open data"],
    ),
    (
        Funding,
        "Seed money for a repair workshop",
        &["Repair", "Seed money"],
    ),
    (
        Feedback,
        "A second pair of eyes on a grant application",
        &["Grants"],
    ),
    (
        Advice,
        "How to run a workshop that is not boring",
        &["Running workshops"],
    ),
    (
        Expertise,
        "Somebody who can model a budget",
        &["Financial modelling", "Budgets"],
    ),
    (Job, "A position in a small team", &["Education", "Part time"]),
    (
        Resource,
        "A place to show photographs",
        &["Film photography", "Venues"],
    ),
];

/// What others can give.
const OFFERED: [Sketch; 5] = [
    (
        Resource,
        "A hall behind the café, free on weekdays",
        &["Venues", "Events"],
    ),
    (
        Funding,
        "Small grants, decided in two weeks",
        &["Seed money", "Grants"],
    ),
    (Contact, "Twenty years in museums", &["Museums"]),
    (
        Job,
        "Looking for a teacher, three days a week",
        &["Education", "Part time"],
    ),
    (Advice, "Has sat on the jury of two conferences", &["Conferences"]),
];

/// Needs, offers, and a match that was put aside.
pub struct Needs {
    /// The needs.
    pub needs: Vec<NewWish<NeedId>>,
    /// The offers.
    pub offers: Vec<NewWish<OfferId>>,
    /// What is not to be proposed.
    pub dismissed: Vec<DismissMatch>,
}

fn fields((kind, title, topics): Sketch, person: Option<PersonId>) -> Fields {
    Fields {
        person: person.map_or(Patch::Keep, Patch::Set),
        kind: Patch::Set(kind),
        title: Patch::Set(title.to_owned()),
        add_topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
        ..Fields::default()
    }
}

/// The user's needs and offers, and those of some who are in touch.
pub fn needs(app: &App, dice: &mut Dice, (people, goals): (&[Someone], &Goals), today: NaiveDate) -> Needs {
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm >= 4).collect();
    let mut others = dice.some(&near, WANTED.len() + OFFERED.len()).into_iter();
    let goal = |title: &str| -> Option<GoalId> {
        let mut own = goals.goals.iter();
        own.find(|goal| goal.fields.said("title") == Patch::Set(title.into()))?
            .id
    };
    let mine = MINE.iter().map(|(sketch, serves)| Fields {
        goal: serves.and_then(goal).map_or(Patch::Keep, Patch::Set),
        ..fields(*sketch, None)
    });
    let mut wanted: Vec<Fields> = mine.collect();
    for (number, (sketch, someone)) in (0..).zip(WANTED.iter().zip(others.by_ref())) {
        // Every other one has a last day, the first of them soon.
        let until = (number % 2 == 0).then(|| today + Days::new(10 + 30 * number));
        wanted.push(Fields {
            until: until.map_or(Patch::Keep, Patch::Set),
            ..fields(*sketch, Some(someone.id))
        });
    }
    let given = GIVEN.iter().map(|sketch| fields(*sketch, None));
    let offered = OFFERED.iter().zip(others);
    let offered = offered.map(|(sketch, someone)| fields(*sketch, Some(someone.id)));
    let needs: Vec<NewWish<NeedId>> = wanted
        .into_iter()
        .map(|fields| NewWish {
            id: Some(app.ids.next(app.clock.now())),
            fields,
        })
        .collect();
    let offers: Vec<NewWish<OfferId>> = given
        .chain(offered)
        .map(|fields| NewWish {
            id: Some(app.ids.next(app.clock.now())),
            fields,
        })
        .collect();
    // The room is too far away.
    let room = needs.get(MINE.len() - 1).and_then(|need| need.id);
    let hall = offers.get(GIVEN.len()).and_then(|offer| offer.id);
    let dismissed = room.zip(hall).map(|(need, offer)| DismissMatch {
        need,
        giver: Giver::Offer(offer),
        note: Some("Too far from the station".to_owned()),
    });
    Needs {
        needs,
        offers,
        dismissed: dismissed.into_iter().collect(),
    }
}
