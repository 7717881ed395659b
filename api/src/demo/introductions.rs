//! Introductions, in every state that can be reached today. `EXPIRED` is missing: nobody can have been asked with a
//! time limit in the past.

use std::collections::HashSet;

use entity::ids::{IntroductionId, PersonId};
use entity::introduction::IntroductionOutcome;
use entity::introduction_side::Side;

use super::dice::{Dice, filled};
use super::people::Someone;
use crate::app::App;
use crate::introductions::{Fields, NewIntroduction};
use crate::kit::Patch;

/// One thing done with an introduction.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A side is asked.
    Ask(Side),
    /// A side says yes or no, and adds this.
    Answer(Side, bool, &'static str),
    /// The two are brought together by these words.
    Make(&'static str),
    /// What came of it, and more on that.
    Outcome(IntroductionOutcome, &'static str),
    /// It is called off.
    Cancel,
}

/// An introduction and what is done with it.
pub struct Story {
    /// Its id.
    pub id: IntroductionId,
    /// The command that makes it.
    pub new: NewIntroduction,
    /// What is done with it, in this order.
    pub steps: &'static [Step],
}

use IntroductionOutcome::{Collaboration, Met, NoReply, NotUseful, Ongoing};
use Side::{A, B, Connector};
use Step::{Answer, Ask, Cancel, Make, Outcome};

const ASKED_BOTH: &[Step] = &[Ask(A), Ask(B)];
const ASKED_ONE: &[Step] = &[Ask(A)];
const HALF: &[Step] = &[
    Ask(A),
    Ask(B),
    Answer(A, true, "Gladly, I have time from next week on."),
];
const READY: &[Step] = &[
    Ask(A),
    Ask(B),
    Answer(A, true, "Yes, please."),
    Answer(B, true, ""),
];
const DECLINED: &[Step] = &[Ask(A), Ask(B), Answer(B, false, "Not this quarter, I am sorry.")];
const WORDS: &str =
    "You two should know each other, for reasons that you will find out in five minutes. Over to you!";
const MADE: &[Step] = &[
    Ask(A),
    Ask(B),
    Answer(A, true, ""),
    Answer(B, true, "Of course."),
    Make(WORDS),
];

macro_rules! closed {
    ($outcome:expr, $note:literal) => {
        &[
            Ask(A),
            Ask(B),
            Answer(A, true, ""),
            Answer(B, true, ""),
            Make(WORDS),
            Outcome($outcome, $note),
        ]
    };
}

/// Somebody else brought them together, and is owed thanks.
const MET_BY_OTHERS: &[Step] = &[
    Ask(Connector),
    Answer(Connector, true, "With pleasure."),
    Ask(A),
    Ask(B),
    Answer(A, true, ""),
    Answer(B, true, ""),
    Make(WORDS),
    Outcome(Met, "Had coffee and liked each other."),
];

/// What is done with each of them.
const STORIES: [&[Step]; 25] = [
    &[],
    &[],
    &[],
    ASKED_ONE,
    ASKED_BOTH,
    ASKED_BOTH,
    HALF,
    HALF,
    HALF,
    READY,
    READY,
    READY,
    MADE,
    MADE,
    MADE,
    MADE,
    MET_BY_OTHERS,
    closed!(Ongoing, "They speak every month now."),
    closed!(Collaboration, "They are writing a joint proposal."),
    closed!(NoReply, "One of them never wrote back."),
    closed!(NotUseful, "Friendly, but they look for different things."),
    DECLINED,
    DECLINED,
    &[Cancel],
    &[Ask(A), Cancel],
];

/// Which of them ask somebody else to introduce the user, who is side B.
const FOR_ME: [usize; 2] = [5, 7];
/// Which of them somebody else is to make.
const BY_OTHERS: [usize; 4] = [5, 7, 8, 16];

const REASONS: [&str; 5] = [
    "{a} asked for somebody who knows {industry} from the inside.",
    "Both are into {interest}, and neither knows anybody else who is.",
    "{a} is hiring; {b} knows everyone.",
    "{b} has solved what {a} is struggling with.",
    "They will both be in {city} in spring.",
];

/// All introductions.
pub fn introductions(app: &App, dice: &mut Dice, people: &[Someone], me: PersonId) -> Vec<Story> {
    let near: Vec<&Someone> = people.iter().filter(|someone| someone.rhythm >= 6).collect();
    let mut used = HashSet::new();
    let mut all = Vec::with_capacity(STORIES.len());
    for (number, steps) in STORIES.into_iter().enumerate() {
        // Nobody twice: whoever is introduced every week stops answering.
        let free: Vec<&Someone> = near.iter().copied().filter(|it| !used.contains(&it.id)).collect();
        let [a, b, connector] = *dice.some(&free, 3).as_slice() else {
            break;
        };
        used.extend([a.id, b.id, connector.id]);
        let (for_me, by_others) = (FOR_ME.contains(&number), BY_OTHERS.contains(&number));
        let industry = b.industry.to_lowercase();
        let gaps = [
            ("a", a.given),
            ("b", b.given),
            ("industry", industry.as_str()),
            ("interest", a.interest),
            ("city", b.city),
        ];
        let told = |someone: &Someone| {
            let at = someone.industry.to_lowercase();
            format!(
                "{} works in {at}, and is good company on {}.",
                someone.given, someone.interest
            )
        };
        let fields = Fields {
            reason: Patch::Set(if for_me {
                format!(
                    "I would like to learn from {} how {} works.",
                    a.given,
                    a.industry.to_lowercase()
                )
            } else {
                filled(dice.text(&REASONS), &gaps)
            }),
            blurb_for_a: Patch::Set(if for_me {
                "Robin would like to ask you a few questions; half an hour is plenty.".to_owned()
            } else {
                told(b)
            }),
            blurb_for_b: if for_me { Patch::Keep } else { Patch::Set(told(a)) },
            ..Fields::default()
        };
        let id = app.ids.next(app.clock.now());
        let new = NewIntroduction {
            id: Some(id),
            person_a: a.id,
            person_b: if for_me { me } else { b.id },
            connector: by_others.then_some(connector.id),
            fields,
        };
        let steps = if for_me { ASKED_FOR_ME } else { steps };
        all.push(Story { id, new, steps });
    }
    all
}

/// The user has nothing to be asked.
const ASKED_FOR_ME: &[Step] = &[Ask(Side::Connector), Ask(A)];
