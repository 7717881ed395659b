//! What the user and the others did for each other, and the thanks for it.

use chrono::NaiveDate;
use entity::Direction::{self, Given, Received};
use entity::exchange::ExchangeKind::{self, Advice, Feedback, Gift, Help, Referral, Resource, Time};
use entity::exchange::{self, ExchangeState};
use entity::gratitude::GratitudeMeans;

use super::collaborations::Together;
use super::dice::{Dice, filled};
use super::introductions::{Step, Story};
use super::people::{Someone, back};
use crate::app::App;
use crate::gratitude::{Cause, NewThanks, Saying};
use crate::kit::Patch;

/// How many exchanges there are beside those that follow from introductions.
const EXCHANGES: usize = 80;
/// Days within which a received favour may still wait for its thanks.
const FRESH: i64 = 45;

/// What somebody does for somebody: its kind, how it is told, and how it is promised.
type Line = (ExchangeKind, &'static str, &'static str);

/// What the user does for somebody.
#[rustfmt::skip]
const GIVEN: [Line; 8] = [
    (Advice, "Told {name} how we chose our first supplier", "Tell {name} how we chose our first supplier"),
    (Feedback, "Read {name}'s talk and marked what was unclear", "Go through {name}'s talk and mark what is unclear"),
    (Help, "Helped {name} prepare a difficult meeting", "Help {name} prepare a difficult meeting"),
    (Referral, "Recommended {name} to a client", "Recommend {name} to a client"),
    (Resource, "Lent {name} the projector and the screens", "Lend {name} the projector and the screens"),
    (Time, "Spent an afternoon on {name}'s numbers", "Spend an afternoon on {name}'s numbers"),
    (Gift, "A book on {interest} for {name}", "Give {name} the book on {interest}"),
    (Help, "Found {name} a room in {city}", "Find {name} a room in {city}"),
];

/// What somebody does for the user.
#[rustfmt::skip]
const RECEIVED: [Line; 8] = [
    (Advice, "{name} explained how {industry} buys", "Explain how {industry} buys"),
    (Feedback, "{name} went through the proposal line by line", "Go through the proposal line by line"),
    (Help, "{name} stood in at the fair", "Stand in at the fair"),
    (Referral, "{name} sent us a client", "Send us a client"),
    (Resource, "{name} shared their list of venues in {city}", "Share the list of venues in {city}"),
    (Time, "{name} gave us two hours with their team", "Give us two hours with the team"),
    (Gift, "Tickets from {name}", "Bring tickets"),
    (Advice, "{name} warned us of a clause in the contract", "Look at a clause in the contract"),
];

const WORDS: [&str; 4] = [
    "Thank you. It saved us a week, and a lot of worry.",
    "I have not forgotten what you did. Thank you.",
    "That was generous of you; it made the difference.",
    "Thank you for your time and your honest words.",
];

/// What happened, and the thanks that were given for it.
pub struct Ledger {
    /// The exchanges.
    pub exchanges: Vec<exchange::Model>,
    /// The commands that give thanks.
    pub thanks: Vec<NewThanks>,
}

/// The ledger of people who are in touch, over two years.
pub fn ledger(
    app: &App,
    dice: &mut Dice,
    (people, together, stories): (&[Someone], &[Together], &[Story]),
    today: NaiveDate,
) -> Ledger {
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm >= 4).collect();
    let mut ledger = Ledger {
        exchanges: introduced(app, stories, today),
        thanks: Vec::new(),
    };
    for number in 0..EXCHANGES {
        let Some(someone) = near.get(dice.place(near.len())).copied() else {
            break;
        };
        let direction = dice.one(Given, &[Received]);
        let new = exchange(app, dice, someone, (number, direction), today);
        if let (Received, Some(since)) = (direction, new.done_on)
            && (since < back(today, FRESH) || dice.percent(30))
        {
            let thanked_on = today.min(since + chrono::Days::new(3));
            ledger
                .thanks
                .push(thanks(dice, (someone.id, Cause::Exchange(new.id)), thanked_on));
        }
        ledger.exchanges.push(new);
    }
    ledger.thanks.extend(for_the_oldest(dice, people, together));
    ledger
}

/// Promises among the first: some overdue, some dropped. What is done happened at any time.
fn exchange(
    app: &App,
    dice: &mut Dice,
    someone: &Someone,
    (number, direction): (usize, Direction),
    today: NaiveDate,
) -> exchange::Model {
    let lines: &[Line] = match direction {
        Given => &GIVEN,
        Received => &RECEIVED,
    };
    let line = lines.get(dice.place(lines.len())).copied();
    let (kind, told, promised) = line.unwrap_or((Help, "", ""));
    let (state, due_on, done_on) = match number {
        0..5 => (
            ExchangeState::Promised,
            Some(back(today, dice.between(2..=30))),
            None,
        ),
        5..14 => {
            let due_on = today + chrono::Days::new(dice.between(1..=60).unsigned_abs());
            (ExchangeState::Promised, Some(due_on), None)
        }
        14..17 => (ExchangeState::Promised, None, None),
        17..20 => (
            ExchangeState::Dropped,
            Some(back(today, dice.between(60..=400))),
            None,
        ),
        _ => (
            ExchangeState::Done,
            None,
            Some(back(today, dice.between(0..=730))),
        ),
    };
    let line = match state {
        ExchangeState::Done => told,
        _ => promised,
    };
    let industry = someone.industry.to_lowercase();
    let gaps = [
        ("name", someone.given),
        ("interest", someone.interest),
        ("industry", industry.as_str()),
        ("city", someone.city),
    ];
    exchange::Model {
        id: app.ids.next(app.clock.now()),
        state,
        person_id: someone.id,
        direction,
        kind,
        title: filled(line, &gaps),
        due_on,
        done_on,
        result: (state == ExchangeState::Done && direction == Received)
            .then(|| result(kind))
            .flatten()
            .map(str::to_owned),
        ..exchange::Model::default()
    }
}

/// What came of what was received.
const fn result(kind: ExchangeKind) -> Option<&'static str> {
    match kind {
        Advice => Some("We did as they said, and it held."),
        Referral => Some("A first order, and another one in autumn."),
        _ => None,
    }
}

/// Bringing two people together is something that the user gave to both.
fn introduced(app: &App, stories: &[Story], today: NaiveDate) -> Vec<exchange::Model> {
    let ended = stories.iter().filter(|story| {
        let is_own = story.new.connector.is_none();
        is_own && story.steps.iter().any(|step| matches!(step, Step::Outcome(..)))
    });
    let given =
        ended.flat_map(|story| [story.new.person_a, story.new.person_b].map(|person| (story, person)));
    given
        .map(|(story, person)| exchange::Model {
            id: app.ids.next(app.clock.now()),
            state: ExchangeState::Done,
            person_id: person,
            direction: Given,
            kind: ExchangeKind::Introduction,
            title: "An introduction".to_owned(),
            introduction_id: Some(story.id),
            done_on: Some(today),
            ..exchange::Model::default()
        })
        .collect()
}

/// Everybody who contributed to what was done first has been thanked; the others wait.
fn for_the_oldest(dice: &mut Dice, people: &[Someone], together: &[Together]) -> Vec<NewThanks> {
    let done = together.iter().filter(|it| it.is_done);
    let over = done.filter_map(|it| it.period.map(|(_, ended)| (ended, it)));
    let Some((ended, oldest)) = over.min_by_key(|(ended, _)| *ended) else {
        return Vec::new();
    };
    let members = oldest.members.iter().filter_map(|place| people.get(*place));
    members
        .map(|someone| thanks(dice, (someone.id, Cause::Collaboration(oldest.id)), ended))
        .collect()
}

fn thanks(
    dice: &mut Dice,
    (person, cause): (entity::ids::PersonId, Cause),
    thanked_on: NaiveDate,
) -> NewThanks {
    NewThanks {
        id: None,
        person,
        cause: Some(cause),
        saying: Saying {
            means: Patch::Set(dice.one(GratitudeMeans::Note, &[GratitudeMeans::InPerson])),
            text: Patch::Set(dice.text(&WORDS).to_owned()),
            public_url: Patch::Keep,
            interaction: Patch::Keep,
        },
        thanked_on: Some(thanked_on),
    }
}
