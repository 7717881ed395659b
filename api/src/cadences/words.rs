//! Why somebody is due, in sentences.

use chrono::NaiveDate;

use super::{Band, Source, Standing};

/// Of what a sentence on somebody's standing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyCode {
    /// When the user was last in touch with them; its count is the days of the interval.
    LastContact,
    /// They were not in touch yet; its count is the days of the interval.
    NoContact,
    /// A check-in is or was planned.
    Planned,
    /// It was put off.
    PutOff,
    /// The cadence rests.
    Paused,
    /// It is longer ago than the cadence allows.
    TooLong,
}

/// One reason for a standing.
#[derive(Clone, Debug)]
pub struct Why {
    /// Of what it is.
    pub code: WhyCode,
    /// Its day.
    pub date: Option<NaiveDate>,
    /// Its number.
    pub count: Option<i64>,
    /// It in a sentence for the user.
    pub text: String,
}

impl Why {
    const fn dated(code: WhyCode, date: NaiveDate, text: String) -> Self {
        Self {
            code,
            date: Some(date),
            count: None,
            text,
        }
    }
}

fn days(count: i64) -> String {
    match count {
        1 => "1 day".to_owned(),
        count => format!("{count} days"),
    }
}

/// Why somebody stands as they do, in sentences for the user.
#[must_use]
pub fn why(it: &Standing) -> Vec<String> {
    whys(it).into_iter().map(|why| why.text).collect()
}

/// Why somebody stands as they do: as data, and in sentences for the user.
#[must_use]
pub fn whys(it: &Standing) -> Vec<Why> {
    let ahead = |day: Option<NaiveDate>| day.filter(|day| *day >= it.on);
    let planned = it.planned.map(|plan| {
        let day = plan.day;
        let text = match day {
            day if day == it.on => "A check-in is planned for today.".to_owned(),
            day if day < it.on => format!("A check-in was planned for {day}."),
            day => format!("A check-in is planned for {day}."),
        };
        Why::dated(WhyCode::Planned, day, text)
    });
    // A plan stands instead of what was put off.
    let snoozed = ahead(it.snoozed).filter(|_| it.planned.is_none());
    let snoozed = snoozed.map(|day| Why::dated(WhyCode::PutOff, day, format!("Put off until {day}.")));
    let paused = ahead(it.cadence.paused_until)
        .map(|day| Why::dated(WhyCode::Paused, day, format!("The cadence rests until {day}.")));
    let late = (it.due.band == Band::Overdue).then(|| {
        let late = (it.on - it.due.latest_on).num_days();
        let text = format!("That is {} more than the cadence allows.", days(late));
        Why::dated(WhyCode::TooLong, it.due.latest_on, text)
    });
    [Some(contact(it)), planned, snoozed, paused, late]
        .into_iter()
        .flatten()
        .collect()
}

fn contact(it: &Standing) -> Why {
    let whose = match it.source {
        Source::Person => "with them",
        Source::Circle => "with the people of their circle",
        Source::Workspace => "with everybody",
    };
    let ideal = i64::from(it.cadence.ideal_days);
    let meant = format!("you mean to be every {} {whose}", days(ideal));
    let (code, text) = match it.contact.map(|day| (it.on - day).num_days()) {
        Some(0) => (WhyCode::LastContact, format!("You were in touch today; {meant}.")),
        Some(since) => (
            WhyCode::LastContact,
            format!("You were last in touch {} ago; {meant}.", days(since)),
        ),
        None => (
            WhyCode::NoContact,
            format!("You have not been in touch yet; {meant}."),
        ),
    };
    Why {
        code,
        date: it.contact,
        count: Some(ideal),
        text,
    }
}
