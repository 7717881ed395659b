//! What the user and the others look for and can give. Some of it fits.

use chrono::{Days, NaiveDate};
use entity::ids::{GoalId, NeedId, OfferId, PersonId};
use entity::need::NeedKind::{self, Advice, Contact, Expertise, Feedback, Funding, Job, Resource};
use entity::{need, offer};

use super::dice::Dice;
use super::goals::Goals;
use super::people::Someone;
use crate::app::App;
use crate::kit::Patch;
use crate::kit::declared::New;
use crate::needs::{DismissMatch, Giver, NewWish};

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
    pub needs: Vec<NewWish<need::Model>>,
    /// The offers.
    pub offers: Vec<NewWish<offer::Model>>,
    /// What is not to be proposed.
    pub dismissed: Vec<DismissMatch>,
}

/// What somebody, or the user, looks for.
fn need(
    (kind, title, topics): Sketch,
    id: NeedId,
    person_id: Option<PersonId>,
) -> (need::Model, Vec<String>) {
    let model = need::Model {
        id,
        person_id,
        kind,
        title: title.to_owned(),
        ..need::Model::default()
    };
    (model, topics.iter().map(|topic| (*topic).to_owned()).collect())
}

/// What somebody, or the user, can give.
fn offer((kind, title, topics): Sketch, id: OfferId, person_id: Option<PersonId>) -> NewWish<offer::Model> {
    let model = offer::Model {
        id,
        person_id,
        kind,
        title: title.to_owned(),
        ..offer::Model::default()
    };
    NewWish {
        new: New::of(&model),
        topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
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
    let mut wanted = Vec::new();
    for (sketch, serves) in MINE {
        let (mut model, topics) = need(sketch, app.ids.next(app.clock.now()), None);
        model.goal_id = serves.and_then(goal);
        wanted.push((model, topics));
    }
    for (number, (sketch, someone)) in (0..).zip(WANTED.into_iter().zip(others.by_ref())) {
        let (mut model, topics) = need(sketch, app.ids.next(app.clock.now()), Some(someone.id));
        // Every other one has a last day, the first of them soon.
        model.until = (number % 2 == 0).then(|| today + Days::new(10 + 30 * number));
        wanted.push((model, topics));
    }
    let needs = wanted.into_iter().map(|(model, topics)| NewWish {
        new: New::of(&model),
        topics,
    });
    let needs: Vec<_> = needs.collect();
    let given = GIVEN.into_iter().map(|sketch| (sketch, None));
    let offered = OFFERED.into_iter().zip(others.map(|someone| Some(someone.id)));
    let offers = given.chain(offered);
    let offers = offers.map(|(sketch, person)| offer(sketch, app.ids.next(app.clock.now()), person));
    let offers: Vec<_> = offers.collect();
    // The room is too far away.
    let room = needs.get(MINE.len() - 1).and_then(|need| need.new.id);
    let hall = offers.get(GIVEN.len()).and_then(|offer| offer.new.id);
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
