use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::*;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_772_355_600, 0).unwrap()
}

fn draft(sides: &[(Side, bool)]) -> Progress {
    let sides = sides
        .iter()
        .map(|(side, is_self)| SideProgress::new(*side, *is_self))
        .collect();
    Progress {
        state: State::Draft,
        expires_at: None,
        sides,
    }
}

fn two() -> Progress {
    draft(&[(Side::A, false), (Side::B, false)])
}

fn taken(from: &Progress, steps: &[Step]) -> Progress {
    steps
        .iter()
        .fold(from.clone(), |it, step| it.after(*step, now()).unwrap())
}

#[test]
fn two_who_say_yes_are_ready_and_can_be_brought_together() {
    let asked = taken(
        &two(),
        &[
            Step::Ask(Side::A),
            Step::Ask(Side::B),
            Step::Answer(Side::A, true),
        ],
    );
    assert_eq!(
        (asked.state, asked.expires_at),
        (State::Asking, Some(now() + TimeDelta::days(30)))
    );
    assert_eq!(asked.after(Step::Make, now()), Err(Refusal::State));
    let ready = taken(&asked, &[Step::Answer(Side::B, true)]);
    assert_eq!(
        (ready.state, ready.allowed(now())),
        (State::Ready, vec![Action::Make, Action::Cancel])
    );
    let made = taken(&ready, &[Step::Make]);
    assert_eq!(made.allowed(now()), [Action::RecordOutcome]);
    assert_eq!(taken(&made, &[Step::RecordOutcome]).allowed(now()), []);
}

#[test]
fn the_user_is_not_asked() {
    let mine = draft(&[(Side::A, true), (Side::B, false), (Side::Connector, false)]);
    assert_eq!(
        mine.after(Step::Ask(Side::A), now()),
        Err(Refusal::Consent(Consent::Accepted))
    );
    let steps = [
        Step::Ask(Side::Connector),
        Step::Answer(Side::Connector, true),
        Step::Ask(Side::B),
    ];
    assert_eq!(
        taken(&taken(&mine, &steps), &[Step::Answer(Side::B, true)]).state,
        State::Ready
    );
}

#[test]
fn one_no_is_the_end() {
    let declined = taken(&two(), &[Step::Ask(Side::A), Step::Answer(Side::A, false)]);
    assert_eq!(
        (declined.state, declined.allowed(now())),
        (State::Declined, vec![])
    );
    assert_eq!(declined.after(Step::Ask(Side::B), now()), Err(Refusal::State));
}

#[test]
fn a_side_answers_only_when_asked_and_only_once() {
    let asked = taken(&two(), &[Step::Ask(Side::A)]);
    assert_eq!(
        asked.after(Step::Answer(Side::B, true), now()),
        Err(Refusal::Consent(Consent::NotAsked))
    );
    assert_eq!(
        asked.after(Step::Ask(Side::Connector), now()),
        Err(Refusal::NoSide)
    );
    let answered = taken(&asked, &[Step::Answer(Side::A, true)]);
    assert_eq!(
        answered.after(Step::Answer(Side::A, false), now()),
        Err(Refusal::Consent(Consent::Accepted))
    );
    assert_eq!(answered.allowed(now()), [Action::Ask, Action::Cancel]);
}

#[test]
fn the_time_to_answer_ends_just_after_the_expiry() {
    let asked = taken(&two(), &[Step::Ask(Side::A)]);
    let end = asked.expires_at.unwrap();
    assert!(asked.after(Step::Answer(Side::A, true), end).is_ok());
    let late = end + TimeDelta::microseconds(1);
    assert_eq!(
        (asked.effective(late), asked.allowed(late)),
        (State::Expired, vec![])
    );
    assert_eq!(
        asked.after(Step::Answer(Side::A, true), late),
        Err(Refusal::State)
    );
    assert_eq!(asked.after(Step::Expire, end), Err(Refusal::State));
    assert_eq!(asked.after(Step::Expire, late).unwrap().state, State::Expired);
}

#[test]
fn a_draft_beyond_its_expiry_waits_for_a_later_one() {
    let stale = Progress {
        expires_at: Some(now() - TimeDelta::days(1)),
        ..two()
    };
    assert_eq!(
        (stale.effective(now()), stale.allowed(now())),
        (State::Draft, vec![Action::Cancel])
    );
    assert_eq!(stale.after(Step::Ask(Side::A), now()), Err(Refusal::Overdue));
}

#[test]
fn a_side_is_reminded_three_times_with_days_between() {
    let mut it = taken(&two(), &[Step::Ask(Side::B)]);
    let mut time = now();
    for _ in 0..NUDGES {
        let next = time + TimeDelta::days(NUDGE_DAYS);
        assert_eq!(
            it.after(Step::Nudge(Side::B), next - TimeDelta::seconds(1)),
            Err(Refusal::TooSoon(next))
        );
        it = it.after(Step::Nudge(Side::B), next).unwrap();
        time = next;
    }
    let later = time + TimeDelta::days(NUDGE_DAYS);
    assert_eq!(it.after(Step::Nudge(Side::B), later), Err(Refusal::NudgesUsedUp));
    assert!(!it.allowed(later).contains(&Action::Nudge));
}

#[test]
fn asking_again_does_not_let_a_reminder_go_out_earlier_or_later() {
    let it = taken(&two(), &[Step::Ask(Side::B)]);
    let again = it.after(Step::Ask(Side::B), now() + TimeDelta::days(2)).unwrap();
    assert_eq!(again, it);
}

#[test]
fn advice_grows_sterner_with_the_number_of_requests() {
    assert!(advice(1, 1, 0).contains("wait"));
    assert!(advice(0, 0, 0).contains("have not asked"));
    assert!(advice(0, 1, 1).contains("once"));
    assert!(advice(0, 4, 2).contains("thank them"));
    assert!(advice(0, 3, 0).contains("someone else"));
}

/// What an introduction is, told in another way: what each side said last, and how it ended.
#[derive(Debug, Default)]
struct Tale {
    asked: Vec<Side>,
    yes: Vec<Side>,
    no: bool,
    end: Option<State>,
}

impl Tale {
    fn tell(&mut self, step: Step) {
        match step {
            Step::Ask(side) if !self.asked.contains(&side) => self.asked.push(side),
            Step::Answer(side, true) => self.yes.push(side),
            Step::Answer(_, false) => self.no = true,
            Step::Make => self.end = Some(State::Made),
            Step::RecordOutcome => self.end = Some(State::Closed),
            Step::Cancel => self.end = Some(State::Cancelled),
            Step::Expire => self.end = Some(State::Expired),
            Step::Ask(_) | Step::Nudge(_) => {}
        }
    }

    fn state(&self, sides: usize) -> State {
        match self.end {
            Some(end) => end,
            None if self.no => State::Declined,
            None if self.yes.len() == sides => State::Ready,
            None if self.asked.is_empty() => State::Draft,
            None => State::Asking,
        }
    }
}

fn side() -> impl Strategy<Value = Side> {
    prop_oneof![Just(Side::A), Just(Side::B), Just(Side::Connector)]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => side().prop_map(Step::Ask),
        8 => (side(), prop::bool::weighted(0.9)).prop_map(|(side, yes)| Step::Answer(side, yes)),
        2 => side().prop_map(Step::Nudge),
        3 => Just(Step::Make),
        2 => Just(Step::RecordOutcome),
        1 => Just(Step::Cancel),
        1 => Just(Step::Expire),
    ]
}

proptest! {
    #[test]
    fn no_steps_lead_to_an_illegal_state(
        steps in prop::collection::vec((step(), 0..60i64), 0..40),
        connector: bool,
        is_self: bool,
    ) {
        let mut sides = vec![(Side::A, is_self), (Side::B, false)];
        sides.extend(connector.then_some((Side::Connector, false)));
        let (mut it, mut tale, mut time) = (draft(&sides), Tale::default(), now());
        tale.yes.extend(is_self.then_some(Side::A));
        for (step, hours) in steps {
            time += TimeDelta::hours(hours);
            let before = it.clone();
            let allowed = it.allowed(time);
            match it.after(step, time) {
                Ok(after) => {
                    prop_assert!(step == Step::Expire || allowed.contains(&step.action()));
                    prop_assert!(!is_over(before.effective(time)) || step == Step::Expire);
                    tale.tell(step);
                    it = after;
                }
                Err(Refusal::State) if step != Step::Expire => prop_assert!(!may(it.effective(time), step.action())),
                Err(_) => {}
            }
            prop_assert_eq!(it.state, tale.state(it.sides.len()));
            let all = |consent| it.sides.iter().all(|side| side.consent == consent);
            let any = |consent| it.sides.iter().any(|side| side.consent == consent);
            let everybody = matches!(it.state, State::Ready | State::Made | State::Closed);
            prop_assert!(!everybody || all(Consent::Accepted));
            prop_assert_eq!(it.state == State::Declined, any(Consent::Declined));
            prop_assert!(it.state != State::Asking || it.expires_at.is_some());
            prop_assert!(it.state != State::Draft || !any(Consent::Asked));
            prop_assert!(it.sides.iter().all(|side| side.nudges <= NUDGES));
            prop_assert_eq!(it.allowed(time).is_empty(), is_over(it.effective(time)));
        }
    }
}
