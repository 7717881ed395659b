//! Reading iCalendar (RFC 5545).

use std::collections::BTreeMap;

use calcard::common::timezone::Tz;
use calcard::icalendar::{
    ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarEntry, ICalendarFrequency,
    ICalendarParameterName, ICalendarProperty, ICalendarStatus, ICalendarValue,
};
use calcard::{Entry as Piece, Parser};
use chrono::{DateTime, Days, NaiveDate, Utc};

use super::rules::{Answer, ROWS};

/// Occurrences of one series that are looked at.
const OCCURRENCES: usize = 12_000;

/// When an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// From one moment to another.
    Hours(DateTime<Utc>, DateTime<Utc>),
    /// Whole days: the first and the last.
    Days(NaiveDate, NaiveDate),
}

/// Somebody whom an entry names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Their address, in lower case.
    pub address: String,
    /// What they answered.
    pub answer: Answer,
    /// Whether it is theirs.
    pub is_organizer: bool,
}

/// What a file says of one date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which entry of the file, from 1; the dates of a series have the same.
    pub position: usize,
    /// Its key.
    pub key: String,
    /// What it is called.
    pub title: Option<String>,
    /// What it is about.
    pub description: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// Its web page.
    pub url: Option<String>,
    /// When.
    pub when: When,
    /// The IANA time zone in which it was written, if that is said.
    pub zone: Option<String>,
    /// Whether it is one of a series.
    pub is_of_series: bool,
    /// Whether it was called off.
    pub is_cancelled: bool,
    /// Who takes part.
    pub guests: Vec<Guest>,
}

/// An entry that cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Which entry of the file, from 1.
    pub position: usize,
    /// What it is called.
    pub title: Option<String>,
    /// What is wrong.
    pub why: String,
    /// Whether it is wrong, and not only left out.
    pub is_wrong: bool,
}

/// What a file has.
#[derive(Debug, Default)]
pub struct Calendar {
    /// The dates that it names, by their entries.
    pub entries: Vec<Entry>,
    /// What of it cannot be read.
    pub flaws: Vec<Flaw>,
    /// Dates before those that are wanted, or of a series behind now.
    pub left_out: usize,
}

/// Which dates are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// The zone in which a time is that names none.
    pub zone: chrono_tz::Tz,
    /// From this day on.
    pub since: NaiveDate,
    /// Now: the dates of a series that lie ahead are no news.
    pub now: DateTime<Utc>,
}

/// Reads a file.
///
/// # Errors
/// It is no calendar, or has too many dates; in words.
pub fn parse(text: &str, span: Span) -> Result<Calendar, String> {
    let mut parser = Parser::new(text);
    let (mut found, mut is_calendar, mut position) = (Calendar::default(), false, 0);
    loop {
        match parser.entry() {
            Piece::ICalendar(calendar) => {
                is_calendar = true;
                read(&calendar, span, &mut position, &mut found);
            }
            Piece::Eof => break,
            _ => {}
        }
        if found.entries.len() > ROWS {
            return Err(format!(
                "the file has more than {ROWS} dates since {}: say a later day in since",
                span.since
            ));
        }
    }
    match is_calendar {
        true => Ok(found),
        false => Err("this is no iCalendar file: it has no BEGIN:VCALENDAR".to_owned()),
    }
}

fn read(calendar: &ICalendar, span: Span, position: &mut usize, found: &mut Calendar) {
    let is_event = |it: &&ICalendarComponent| it.component_type == ICalendarComponentType::VEvent;
    let zones: Vec<&ICalendarComponent> = calendar
        .components
        .iter()
        .filter(|it| {
            matches!(
                it.component_type,
                ICalendarComponentType::VTimezone
                    | ICalendarComponentType::Standard
                    | ICalendarComponentType::Daylight
            )
        })
        .collect();
    // An entry with those that replace dates of it.
    let mut groups: BTreeMap<usize, Vec<&ICalendarComponent>> = BTreeMap::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for event in calendar.components.iter().filter(is_event) {
        *position += 1;
        let place = match event.uid() {
            Some(uid) => *places.entry(uid).or_insert(*position),
            None => *position,
        };
        groups.entry(place).or_default().push(event);
    }
    for (place, events) in groups {
        let Some(uid) = events.iter().find_map(|it| it.uid()) else {
            found.flaws.push(Flaw {
                position: place,
                title: events
                    .first()
                    .and_then(|it| text(it, &ICalendarProperty::Summary)),
                why: "it has no UID, by which it would be known again".to_owned(),
                is_wrong: true,
            });
            continue;
        };
        let series = events
            .iter()
            .find(|it| it.is_recurrent() && !it.is_recurrence_override());
        if let Some(frequency) = series.and_then(|it| rare(it)) {
            found.flaws.push(Flaw {
                position: place,
                title: events
                    .first()
                    .and_then(|it| text(it, &ICalendarProperty::Summary)),
                why: format!("a series that is {frequency} is no meeting"),
                is_wrong: false,
            });
            continue;
        }
        // Zones first, so that entries refer to what stands before them.
        let mut alone = ICalendar::default();
        alone.components.extend(zones.iter().map(|it| (*it).clone()));
        let first = alone.components.len();
        alone.components.extend(events.iter().map(|it| (*it).clone()));
        dates(
            &alone,
            (first, series.is_some()),
            span,
            (place, uid),
            &events,
            found,
        );
    }
}

/// How often a series is, if that is nothing that people meet for.
fn rare(event: &ICalendarComponent) -> Option<&'static str> {
    let rule = event.property(&ICalendarProperty::Rrule)?;
    match rule.values.first()? {
        ICalendarValue::RecurrenceRule(rule) => match rule.freq {
            ICalendarFrequency::Yearly => Some("yearly"),
            ICalendarFrequency::Hourly | ICalendarFrequency::Minutely | ICalendarFrequency::Secondly => {
                Some("more often than daily")
            }
            _ => None,
        },
        _ => None,
    }
}

fn dates(
    calendar: &ICalendar,
    (first, is_series): (usize, bool),
    span: Span,
    (position, uid): (usize, &str),
    events: &[&ICalendarComponent],
    found: &mut Calendar,
) {
    let expanded = calendar.expand_dates(Tz::Tz(span.zone), OCCURRENCES);
    let event = |id: u32| {
        let place = usize::try_from(id).ok()?.checked_sub(first)?;
        events.get(place).copied()
    };
    for error in expanded.errors {
        found.flaws.push(Flaw {
            position,
            title: event(error.comp_id).and_then(|it| text(it, &ICalendarProperty::Summary)),
            why: error.error.to_string(),
            is_wrong: true,
        });
    }
    for date in expanded.events {
        let Some(event) = event(date.comp_id) else {
            continue;
        };
        let Some(date) = date.try_into_date_time() else {
            continue;
        };
        let is_day = event
            .property(&ICalendarProperty::Dtstart)
            .and_then(|it| it.values.first())
            .and_then(ICalendarValue::as_partial_date_time)
            .is_some_and(|it| it.hour.is_none());
        let (from, to) = (date.start, date.end.max(date.start));
        let when = match is_day {
            // The end of days is the day behind the last.
            true => {
                let (from, to) = (from.naive_local().date(), to.naive_local().date());
                When::Days(from, (to - Days::new(1)).max(from))
            }
            false => When::Hours(from.to_utc(), to.to_utc()),
        };
        let is_ahead = from.to_utc() > span.now;
        if from.naive_local().date() < span.since || (is_series && is_ahead) {
            found.left_out += 1;
            continue;
        }
        let named = match event.property(&ICalendarProperty::RecurrenceId) {
            Some(replaced) => moment(calendar, replaced, span.zone).unwrap_or(from.to_utc()),
            None => from.to_utc(),
        };
        let zone = match from.timezone() {
            Tz::Tz(zone) if zone != chrono_tz::UTC => Some(zone.name().to_owned()),
            _ => None,
        };
        let is_of_series = is_series || event.is_recurrence_override();
        found.entries.push(Entry {
            position,
            key: match is_of_series {
                true => format!("{uid}@{}", named.format("%Y%m%dT%H%M%SZ")),
                false => uid.to_owned(),
            },
            title: text(event, &ICalendarProperty::Summary),
            description: text(event, &ICalendarProperty::Description),
            place: text(event, &ICalendarProperty::Location),
            url: text(event, &ICalendarProperty::Url),
            when,
            zone,
            is_of_series,
            is_cancelled: event.status() == Some(&ICalendarStatus::Cancelled),
            guests: guests(event),
        });
        if found.entries.len() > ROWS {
            return;
        }
    }
}

fn moment(calendar: &ICalendar, entry: &ICalendarEntry, zone: chrono_tz::Tz) -> Option<DateTime<Utc>> {
    let zones = calendar.build_tz_resolver().with_default(Tz::Tz(zone));
    let id = entry
        .parameter(&ICalendarParameterName::Tzid)
        .and_then(|it| it.as_text());
    let at = entry.values.first()?.as_partial_date_time()?;
    Some(at.to_date_time_with_tz(zones.resolve_or_default(id))?.to_utc())
}

fn text(event: &ICalendarComponent, property: &ICalendarProperty) -> Option<String> {
    let value = event.property(property)?.values.first()?.as_text()?.trim();
    let value = value.replace('\0', "");
    (!value.is_empty()).then_some(value)
}

fn guests(event: &ICalendarComponent) -> Vec<Guest> {
    let mut guests: Vec<Guest> = Vec::new();
    for entry in &event.entries {
        let is_organizer = match entry.name {
            ICalendarProperty::Organizer => true,
            ICalendarProperty::Attendee => false,
            _ => continue,
        };
        let kind = entry.parameter(&ICalendarParameterName::Cutype);
        if kind
            .and_then(|it| it.as_text())
            .is_some_and(|it| ["ROOM", "RESOURCE"].contains(&it.to_uppercase().as_str()))
        {
            continue;
        }
        let Some(address) = entry.calendar_address().map(|it| it.trim().to_lowercase()) else {
            continue;
        };
        if !address.contains('@') || address.contains('\0') {
            continue;
        }
        let said = entry.parameter(&ICalendarParameterName::Partstat);
        let answer = match said.and_then(|it| it.as_text()).map(str::to_uppercase).as_deref() {
            Some("ACCEPTED" | "COMPLETED") => Answer::Yes,
            Some("DECLINED") => Answer::No,
            Some("TENTATIVE") => Answer::Perhaps,
            _ => Answer::None,
        };
        match guests.iter_mut().find(|it| it.address == address) {
            Some(there) => {
                there.is_organizer |= is_organizer;
                if there.answer == Answer::None {
                    there.answer = answer;
                }
            }
            None => guests.push(Guest {
                address,
                answer,
                is_organizer,
            }),
        }
    }
    guests
}
