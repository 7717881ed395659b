//! Why now: each sentence, and the same as data.

use chrono::NaiveDate;
use entity::ids::PersonId;
use entity::introduction_step::IntroductionAction as Step;

use super::{Names, count, is, when};
use crate::agenda::read::{Cause, Meeting, Waiting};
use crate::cadences::{self, WhyCode};
use crate::needs::{self, Match};

/// Of what a reason is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// When you were last in touch with them: on `date`. You mean to be every `count` days.
    LastContact,
    /// You were not in touch with them yet. You mean to be every `count` days.
    NoContact,
    /// A check-in is, or was, planned for `date`.
    Planned,
    /// The check-in was put off until `date`.
    PutOff,
    /// The cadence rests until `date`.
    CadencePaused,
    /// It is longer ago than the cadence allows at most: since `date`.
    TooLong,
    /// You have owed them, `person`, thanks since `date`.
    OwedSince,
    /// You have begun to write the thanks.
    Drafted,
    /// You promised it.
    YouPromised,
    /// They, `person`, promised it to you.
    TheyPromised,
    /// They, `person`, were asked and have not answered.
    NoAnswer,
    /// They, `person`, were not asked yet.
    NotAsked,
    /// Both sides have said yes.
    BothAgreed,
    /// You introduced them on `date`.
    Introduced,
    /// It is, or was, due on `date`; null where no day was set.
    Due,
    /// What one looks for, and what `person` offers; null where it is you.
    NeedAndOffer,
    /// The need and the offer have `count` topics in common.
    TopicsInCommon,
    /// Whoever would give, `person`, cares about it, too.
    CaresToo,
    /// You were lately in touch with them, `person` first.
    InTouch,
    /// It is good until `date`.
    GoodUntil,
    /// Nobody in the network offers it, as far as you know.
    NobodyOffers,
    /// The event begins on `date`.
    Begins,
    /// You met them, `person`, at the event on `date`, and nothing was logged since.
    MetAtEvent,
    /// It happens, or happened, in the life of `person` on `date`; `count` years after it first did, where that is known.
    Occurs,
}

/// Why now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Of what it is.
    pub code: Code,
    /// Its day.
    pub date: Option<NaiveDate>,
    /// Days from the agenda's day until its own; negative where it is over.
    pub days: Option<i64>,
    /// Its number.
    pub count: Option<i64>,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// It in a sentence.
    pub text: String,
}

/// The reasons of one nudge, seen from a day.
struct Telling {
    on: NaiveDate,
}

impl Telling {
    fn say(&self, code: Code, date: Option<NaiveDate>, text: String) -> Reason {
        Reason {
            code,
            date,
            days: date.map(|date| (date - self.on).num_days()),
            count: None,
            person: None,
            text,
        }
    }

    /// "It was due 3 days ago."
    fn due(&self, day: Option<NaiveDate>) -> Reason {
        let text = match day {
            Some(day) => format!("It {} due {}.", is(day, self.on), when(day, self.on)),
            None => "No day was set.".to_owned(),
        };
        self.say(Code::Due, day, text)
    }

    fn introduction(&self, it: &Waiting, names: Names<'_>) -> Reason {
        let person = names.first(it.person);
        let about = |code, text| Reason {
            person: Some(it.person),
            ..self.say(code, None, text)
        };
        match it.step {
            Step::Nudge => about(Code::NoAnswer, format!("{person} has not answered yet.")),
            Step::Make => self.say(Code::BothAgreed, None, "Everybody has said yes.".to_owned()),
            Step::RecordOutcome => {
                let made = it.made_on;
                let ago = made.map_or_else(String::new, |day| format!(" {}", when(day, self.on)));
                self.say(Code::Introduced, made, format!("You introduced them{ago}."))
            }
            _ => about(Code::NotAsked, format!("{person} was not asked yet.")),
        }
    }

    /// The sentences of a match are those of its area; what each is of follows from the same that they follow from.
    fn fits(&self, it: &Match, named: bool) -> Vec<Reason> {
        let topics = i64::try_from(it.topics.len()).ok();
        let cares = it
            .points
            .parts()
            .iter()
            .any(|(part, points)| *part == needs::Part::Affinity && *points > 0);
        // With the user themselves they are not in touch.
        let near = [&it.needer, &it.giver_side]
            .into_iter()
            .find(|side| side.in_touch && side.person.is_some());
        let codes = [
            Some((Code::NeedAndOffer, None, None, it.giver_side.person)),
            it.offer_title
                .as_ref()
                .map(|_| (Code::TopicsInCommon, None, topics, None)),
            cares.then_some((Code::CaresToo, None, None, it.giver_side.person)),
            near.map(|side| (Code::InTouch, None, None, side.person)),
            it.until.map(|until| (Code::GoodUntil, Some(until), None, None)),
        ];
        let texts = needs::reasons(it, named);
        let told = codes.into_iter().flatten().zip(texts);
        told.map(|((code, date, count, person), text)| Reason {
            count,
            person,
            ..self.say(code, date, text)
        })
        .collect()
    }
}

/// Why now, in sentences, each with what it says as data.
pub fn reasons(cause: &Cause, names: Names<'_>, on: NaiveDate) -> Vec<Reason> {
    let it = Telling { on };
    match cause {
        Cause::CheckIn(standing) => check_in(&it, standing),
        Cause::Planned(plan) => {
            let text = match plan.day {
                day if day == on => "A check-in is planned for today.".to_owned(),
                day => format!("A check-in was planned for {day}."),
            };
            vec![it.say(Code::Planned, Some(plan.day), text)]
        }
        Cause::Thanks(thanks, _) => {
            let owed = thanks.owed_since.map(|since| {
                let (person, long) = (names.of(thanks.person_id), since_when(since, on));
                Reason {
                    person: Some(thanks.person_id),
                    ..it.say(
                        Code::OwedSince,
                        Some(since),
                        format!("You have owed {person} thanks {long}."),
                    )
                }
            });
            let drafted = (thanks.state == entity::gratitude::GratitudeState::Drafted)
                .then(|| it.say(Code::Drafted, None, "You have begun to write.".to_owned()));
            owed.into_iter().chain(drafted).collect()
        }
        Cause::Promise(made) => {
            let first = it.say(Code::YouPromised, None, "You promised it.".to_owned());
            vec![first, it.due(made.due_on)]
        }
        Cause::Expectation(made) => {
            let text = format!("{} promised it.", names.first(made.person_id));
            let first = Reason {
                person: Some(made.person_id),
                ..it.say(Code::TheyPromised, None, text)
            };
            vec![first, it.due(made.due_on)]
        }
        Cause::Introduction(waiting) => vec![it.introduction(waiting, names)],
        Cause::Collaboration(_, milestone) => vec![it.due(milestone.due_on)],
        Cause::Goal(goal) => vec![it.due(goal.target_on)],
        Cause::Match(found) => it.fits(found, names.0.is_some()),
        Cause::Event(_, day) => {
            vec![it.say(Code::Begins, Some(*day), format!("It begins {}.", when(*day, on)))]
        }
        Cause::FollowUp(Meeting { met, day, .. }) => vec![Reason {
            person: Some(met.person),
            ..it.say(
                Code::MetAtEvent,
                Some(*day),
                format!("You met there {}; nothing was logged since.", when(*day, on)),
            )
        }],
        Cause::Milestone(occurs) => {
            let (is, when) = (is(occurs.date, on), when(occurs.date, on));
            vec![Reason {
                count: occurs.turning.map(i64::from),
                person: Some(occurs.person),
                ..it.say(Code::Occurs, Some(occurs.date), format!("It {is} {when}."))
            }]
        }
        Cause::Need(need) => {
            let until = need.until.map(|until| {
                let text = format!("It is good until {until}.");
                it.say(Code::GoodUntil, Some(until), text)
            });
            let nobody = "Nobody in the network offers it, as far as you know.".to_owned();
            let nobody = it.say(Code::NobodyOffers, None, nobody);
            until.into_iter().chain([nobody]).collect()
        }
    }
}

fn check_in(it: &Telling, standing: &cadences::Standing) -> Vec<Reason> {
    let whys = cadences::whys(standing).into_iter();
    whys.map(|why| {
        let code = match why.code {
            WhyCode::LastContact => Code::LastContact,
            WhyCode::NoContact => Code::NoContact,
            WhyCode::Planned => Code::Planned,
            WhyCode::PutOff => Code::PutOff,
            WhyCode::Paused => Code::CadencePaused,
            WhyCode::TooLong => Code::TooLong,
        };
        Reason {
            count: why.count,
            ..it.say(code, why.date, why.text)
        }
    })
    .collect()
}

fn since_when(day: NaiveDate, on: NaiveDate) -> String {
    match (on - day).num_days() {
        ..=0 => "since today".to_owned(),
        1 => "since yesterday".to_owned(),
        days => format!("for {}", count(days, "day")),
    }
}
