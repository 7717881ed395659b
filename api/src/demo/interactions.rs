//! Three years of being in touch: with some every week, with some once a year, with some no more.

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use entity::ids::{EventId, PersonId};
use entity::interaction::{self, Channel, Initiator, Sentiment};

use super::collaborations::Together;
use super::dice::{Dice, filled};
use super::people::Someone;
use super::phrases;
use crate::interactions::NewInteraction;
use crate::kit::Patch;
use crate::kit::declared::Draft;

/// How many interactions there are.
pub const INTERACTIONS: usize = 3_000;

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Talk {
    /// With whom.
    pub participants: Vec<PersonId>,
    /// What is said of it.
    pub model: interaction::Model,
    /// At which event.
    pub event: Option<EventId>,
}

impl Talk {
    /// The command that logs it.
    pub fn to_new(&self) -> NewInteraction {
        let event = self.event.map_or(Patch::Keep, |id| Patch::Set(id.0.into()));
        NewInteraction {
            id: None,
            participants: self.participants.clone(),
            fields: Draft::of(&self.model).with("eventId", event),
        }
    }
}

/// All interactions, in the order in which they happened.
pub fn interactions(
    dice: &mut Dice,
    people: &[Someone],
    together: &[Together],
    now: DateTime<Utc>,
) -> Vec<Talk> {
    let mut all: Vec<Talk> = Vec::with_capacity(INTERACTIONS);
    while all.len() < INTERACTIONS {
        let Some((place, someone)) = in_touch(dice, people) else {
            break;
        };
        let day = day(dice, someone);
        let meeting = together.iter().find(|it| {
            it.members.contains(&place) && it.period.is_some_and(|(from, to)| (from..=to).contains(&day))
        });
        let meeting = meeting.filter(|_| dice.percent(40));
        let channel = channel(dice);
        let happened_at = moment(dice, day, channel, now);
        let mut participants = vec![someone.id];
        participants.extend(company(dice, people, (someone, day), meeting).map(|other| other.id));
        let model = model(dice, someone, meeting, (channel, happened_at));
        all.push(Talk {
            participants,
            model,
            event: None,
        });
    }
    all.sort_by_key(|it| it.model.happened_at);
    all
}

/// Somebody, those with the faster rhythm more often.
fn in_touch<'a>(dice: &mut Dice, people: &'a [Someone]) -> Option<(usize, &'a Someone)> {
    let all: i64 = people.iter().map(|someone| someone.rhythm).sum();
    let mut left = dice.between(0..=(all - 1).max(0));
    people.iter().enumerate().find(|(_, someone)| {
        left -= someone.rhythm;
        left < 0
    })
}

/// A day on which the two were in touch: mostly a working day.
fn day(dice: &mut Dice, someone: &Someone) -> NaiveDate {
    let days = (someone.until - someone.from).num_days().max(1);
    let day = someone.from + Days::new(dice.between(0..=days).unsigned_abs());
    let off = match day.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    let worked = if off > 0 && dice.percent(85) {
        day - Days::new(off)
    } else {
        day
    };
    // Nobody is in touch before they met.
    worked.max(someone.from)
}

/// A time in working hours, or in the evening for what happens then; never in the future.
fn moment(dice: &mut Dice, day: NaiveDate, channel: Channel, now: DateTime<Utc>) -> DateTime<Utc> {
    let evening = matches!(channel, Channel::Event | Channel::Message) && dice.percent(35);
    let hour = if evening {
        dice.between(18..=21)
    } else {
        dice.between(8..=17)
    };
    let minutes = hour * 60 + dice.between(0..=11) * 5;
    let at = day.and_time(chrono::NaiveTime::MIN).and_utc() + chrono::TimeDelta::minutes(minutes);
    if at > now { at - Days::new(7) } else { at }
}

fn channel(dice: &mut Dice) -> Channel {
    match dice.between(0..=99) {
        0..=27 => Channel::Email,
        28..=45 => Channel::Message,
        46..=62 => Channel::InPerson,
        63..=76 => Channel::Video,
        77..=87 => Channel::Call,
        88..=93 => Channel::Event,
        94..=97 => Channel::Social,
        98 => Channel::Letter,
        _ => Channel::Other,
    }
}

/// Up to three others: from the same collaboration, or else colleagues, or friends from the same town.
fn company<'a>(
    dice: &mut Dice,
    people: &'a [Someone],
    (someone, day): (&Someone, NaiveDate),
    meeting: Option<&Together>,
) -> impl Iterator<Item = &'a Someone> + use<'a> {
    let others = match dice.between(0..=99) {
        0..=77 => 0,
        78..=91 => 1,
        92..=97 => 2,
        _ => 3,
    };
    let known = |place: usize, it: &Someone| {
        let near = meeting.map_or_else(
            || it.workplace == someone.workplace || it.city == someone.city,
            |meeting| meeting.members.contains(&place),
        );
        near && it.rhythm > 0 && it.id != someone.id && (it.from..=it.until).contains(&day)
    };
    let known: Vec<&Someone> = people
        .iter()
        .enumerate()
        .filter(|(place, it)| known(*place, it))
        .map(|(_, it)| it)
        .collect();
    let chosen = if others == 0 {
        Vec::new()
    } else {
        dice.some(&known, others)
    };
    chosen.into_iter()
}

fn model(
    dice: &mut Dice,
    someone: &Someone,
    meeting: Option<&Together>,
    (channel, happened_at): (Channel, DateTime<Utc>),
) -> interaction::Model {
    let templates: &[(&str, &str)] = if meeting.is_some() {
        &phrases::MEETINGS
    } else {
        &phrases::TALKS
    };
    let (title, summary) = templates
        .get(dice.place(templates.len()))
        .copied()
        .unwrap_or_default();
    let industry = someone.industry.to_lowercase();
    let gaps = [
        ("who", someone.given),
        ("interest", someone.interest),
        ("industry", industry.as_str()),
        ("city", someone.city),
        ("title", meeting.map_or("", |it| it.title)),
    ];
    let mut sometimes = |chance, texts: &[&'static str]| {
        let is_said = dice.percent(chance);
        let text = dice.text(texts);
        is_said.then(|| filled(text, &gaps))
    };
    let face_to_face = matches!(channel, Channel::InPerson | Channel::Event);
    let (notes, updates_shared, updates_heard) = (
        sometimes(25, &phrases::NOTES),
        sometimes(20, &phrases::SHARED),
        sometimes(30, &phrases::HEARD),
    );
    // By the moment, so that no dice is thrown for them: all else stays as it was.
    let by = |every: i64, texts: &[&'static str]| {
        let minute = happened_at.timestamp() / 60;
        let text = usize::try_from(minute / every)
            .ok()
            .and_then(|turn| texts.get(turn % texts.len()));
        text.filter(|_| minute % every == 0)
            .map(|text| filled(text, &gaps))
    };
    let (challenged, learnt) = (by(13, &phrases::CHALLENGED), by(7, &phrases::LEARNT));
    let place = sometimes(if face_to_face { 70 } else { 0 }, &phrases::PLACES);
    let event = sometimes(if channel == Channel::Event { 100 } else { 0 }, &phrases::EVENTS);
    let initiator = dice.one(
        Initiator::Me,
        &[Initiator::Them, Initiator::Mutual, Initiator::Me],
    );
    let sentiment = dice.percent(60).then(|| {
        let good = [
            Sentiment::Positive,
            Sentiment::Positive,
            Sentiment::Neutral,
            Sentiment::Neutral,
        ];
        if dice.percent(8) {
            dice.one(Sentiment::Mixed, &[Sentiment::Negative])
        } else {
            dice.one(Sentiment::Positive, &good)
        }
    });
    interaction::Model {
        happened_at,
        channel,
        initiator: Some(initiator),
        duration_minutes: duration(dice, channel),
        title: Some(filled(title, &gaps)),
        summary: Some(filled(summary, &gaps)),
        notes,
        sentiment,
        place,
        updates_shared,
        updates_heard,
        challenged,
        learnt,
        event,
        collaboration_id: meeting.map(|it| it.id),
        ..interaction::Model::default()
    }
}

/// Minutes; what is written takes none.
fn duration(dice: &mut Dice, channel: Channel) -> Option<i32> {
    match channel {
        Channel::Call => Some(dice.one(15, &[10, 20, 30, 45])),
        Channel::Video => Some(dice.one(30, &[25, 45, 50, 60])),
        Channel::InPerson => Some(dice.one(60, &[30, 45, 75, 90, 120])),
        Channel::Event => Some(dice.one(120, &[90, 180, 240])),
        _ => None,
    }
}
