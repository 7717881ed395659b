//! Why somebody is due, in sentences.

use chrono::NaiveDate;

use super::{Band, Source, Standing};

fn days(count: i64) -> String {
    match count {
        1 => "1 day".to_owned(),
        count => format!("{count} days"),
    }
}

/// Why somebody stands as they do, in sentences for the user.
#[must_use]
pub fn why(it: &Standing) -> Vec<String> {
    let whose = match it.source {
        Source::Person => "with them",
        Source::Circle => "with the people of their circle",
        Source::Workspace => "with everybody",
    };
    let meant = format!(
        "you mean to be every {} {whose}",
        days(it.cadence.ideal_days.into())
    );
    let first = match it.contact.map(|day| (it.on - day).num_days()) {
        Some(0) => format!("You were in touch today; {meant}."),
        Some(since) => format!("You were last in touch {} ago; {meant}.", days(since)),
        None => format!("You have not been in touch yet; {meant}."),
    };
    let planned = it.planned.map(|(_, day)| match day {
        day if day == it.on => "A check-in is planned for today.".to_owned(),
        day if day < it.on => format!("A check-in was planned for {day}."),
        day => format!("A check-in is planned for {day}."),
    });
    let ahead = |day: Option<NaiveDate>| day.filter(|day| *day >= it.on);
    let snoozed = ahead(it.snoozed).map(|day| format!("Put off until {day}."));
    let paused = ahead(it.cadence.paused_until).map(|day| format!("The cadence rests until {day}."));
    let late = (it.due.band == Band::Overdue).then(|| {
        let late = (it.on - it.due.latest_on).num_days();
        format!("That is {} more than the cadence allows.", days(late))
    });
    [Some(first), planned, snoozed, paused, late]
        .into_iter()
        .flatten()
        .collect()
}
