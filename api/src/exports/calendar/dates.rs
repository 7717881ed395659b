//! The dates of a calendar, in the words of RFC 5545.
//!
//! A day without an hour is a day (`VALUE=DATE`), whatever the zone. What comes each year is one entry with a rule; 29 February comes on the
//! last day of February, as everywhere here. Who has no year of birth is entered from the year 2000, which was a leap year.

use std::collections::{HashMap, HashSet};

use calcard::icalendar::{
    ICalendarEntry, ICalendarParameter, ICalendarParameterName, ICalendarParameterValue, ICalendarProperty,
    ICalendarValue,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::check_in::CheckInState;
use entity::ids::PersonId;
use entity::{PartialDate, Tenant, check_in, event, milestone, person};
use sea_orm::{
    ColumnTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};

use super::Open;
use crate::kit::{Fault, Outlet, Reader};
use crate::{milestones, people};

/// Rows of one statement.
const ROWS: u64 = 500;

/// For how many days what is over stays in a calendar.
const PAST: u64 = 90;

/// The year from which what has none is entered.
const SOME_YEAR: i32 = 2000;

/// Writes all of it.
pub async fn write(reader: &Reader<'_>, open: &Open, outlet: &mut Outlet) -> Result<(), Fault> {
    let mut head = Text::default();
    head.plain("BEGIN", "VCALENDAR");
    head.plain("VERSION", "2.0");
    head.plain("PRODID", "-//Rapport//EN");
    head.plain("CALSCALE", "GREGORIAN");
    head.say(ICalendarProperty::Other("X-WR-CALNAME".to_owned()), &open.name)?;
    outlet.put(head.0.as_bytes()).await?;
    birthdays(reader, outlet).await?;
    marked(reader, open, outlet).await?;
    planned(reader, outlet).await?;
    events(reader, open, outlet).await?;
    outlet.put(b"END:VCALENDAR\r\n").await
}

async fn next<E: Tenant>(reader: &Reader<'_>, page: Select<E>) -> Result<Vec<E::Model>, Fault>
where
    E::Model: FromQueryResult + Send + Sync,
{
    Ok(page.limit(ROWS).all(reader.conn()).await?)
}

async fn birthdays(reader: &Reader<'_>, outlet: &mut Outlet) -> Result<(), Fault> {
    use person::Column;
    let mut after = PersonId::default();
    loop {
        let born = reader.select::<person::Entity>().filter(Column::Id.gt(after));
        let born = born
            .filter(Column::ArchivedAt.is_null())
            .filter(Column::DiedOn.is_null())
            .filter(Column::Birthday.is_not_null());
        let people = next(reader, born.order_by_asc(Column::Id)).await?;
        for it in &people {
            let Some(birthday) = it.birthday else { continue };
            if let Some(day) = day_of(birthday) {
                let what = Entry {
                    uid: format!("{}-birthday", it.id),
                    stamp: it.updated_at,
                    summary: format!("{}: birthday", it.display_name),
                };
                let mut text = what.begin()?;
                text.yearly(day, birthday)?;
                text.end(outlet).await?;
            }
        }
        match people.last() {
            Some(last) if people.len() as u64 == ROWS => after = last.id,
            _ => return Ok(()),
        }
    }
}

async fn marked(reader: &Reader<'_>, open: &Open, outlet: &mut Outlet) -> Result<(), Fault> {
    use milestone::Column;
    let mut after = entity::ids::MilestoneId::default();
    let since = open.today.checked_sub_days(Days::new(PAST)).unwrap_or(open.today);
    loop {
        let live = reader.select::<milestone::Entity>().filter(Column::Id.gt(after));
        let found = next(
            reader,
            live.filter(Column::ArchivedAt.is_null()).order_by_asc(Column::Id),
        )
        .await?;
        let names = names(reader, found.iter().map(|it| it.person_id)).await?;
        for it in &found {
            let (Some(name), Some(day)) = (names.get(&it.person_id), day_of(it.date)) else {
                continue;
            };
            if !it.recurs && day < since {
                continue;
            }
            let what = it.title.as_deref().unwrap_or_else(|| milestones::word(it.kind));
            let entry = Entry {
                uid: it.id.to_string(),
                stamp: it.updated_at,
                summary: format!("{name}: {what}"),
            };
            let mut text = entry.begin()?;
            if it.recurs {
                text.yearly(day, it.date)?;
            } else {
                text.day(ICalendarProperty::Dtstart, day)?;
            }
            text.noted(it.notes.as_deref())?;
            text.end(outlet).await?;
        }
        match found.last() {
            Some(last) if found.len() as u64 == ROWS => after = last.id,
            _ => return Ok(()),
        }
    }
}

async fn planned(reader: &Reader<'_>, outlet: &mut Outlet) -> Result<(), Fault> {
    use check_in::Column;
    let mut after = entity::ids::CheckInId::default();
    loop {
        let live = reader.select::<check_in::Entity>().filter(Column::Id.gt(after));
        let live = live
            .filter(Column::ArchivedAt.is_null())
            .filter(Column::State.eq(CheckInState::Planned));
        let found = next(reader, live.order_by_asc(Column::Id)).await?;
        let names = names(reader, found.iter().map(|it| it.person_id)).await?;
        for it in &found {
            let Some(name) = names.get(&it.person_id) else {
                continue;
            };
            let entry = Entry {
                uid: it.id.to_string(),
                stamp: it.updated_at,
                summary: format!("Check in with {name}"),
            };
            let mut text = entry.begin()?;
            text.day(ICalendarProperty::Dtstart, it.day)?;
            text.noted(it.note.as_deref())?;
            text.end(outlet).await?;
        }
        match found.last() {
            Some(last) if found.len() as u64 == ROWS => after = last.id,
            _ => return Ok(()),
        }
    }
}

async fn events(reader: &Reader<'_>, open: &Open, outlet: &mut Outlet) -> Result<(), Fault> {
    use event::Column;
    let mut after = entity::ids::EventId::default();
    let since = open.today.checked_sub_days(Days::new(PAST)).unwrap_or(open.today);
    let since = open.scope.begin_of(since);
    loop {
        let live = reader.select::<event::Entity>().filter(Column::Id.gt(after));
        let live = live
            .filter(Column::ArchivedAt.is_null())
            .filter(Column::OverAt.gt(since));
        let found = next(reader, live.order_by_asc(Column::Id)).await?;
        for it in &found {
            let entry = Entry {
                uid: it.id.to_string(),
                stamp: it.updated_at,
                summary: it.title.clone(),
            };
            let mut text = entry.begin()?;
            match (it.starts_at, it.starts_on) {
                (Some(begin), _) => {
                    text.moment(ICalendarProperty::Dtstart, begin)?;
                    if let Some(end) = it.ends_at {
                        text.moment(ICalendarProperty::Dtend, end)?;
                    }
                }
                (None, Some(first)) => {
                    text.day(ICalendarProperty::Dtstart, first)?;
                    // The day on which it does not take place any more.
                    if let Some(end) = it.ends_on.unwrap_or(first).succ_opt() {
                        text.day(ICalendarProperty::Dtend, end)?;
                    }
                }
                (None, None) => text.moment(ICalendarProperty::Dtstart, it.begins_at)?,
            }
            text.noted(it.description.as_deref())?;
            if let Some(place) = &it.place {
                text.say(ICalendarProperty::Location, place)?;
            }
            if it.cancelled_at.is_some() {
                text.plain("STATUS", "CANCELLED");
            }
            text.end(outlet).await?;
        }
        match found.last() {
            Some(last) if found.len() as u64 == ROWS => after = last.id,
            _ => return Ok(()),
        }
    }
}

/// The names of those who are live, and alive.
async fn names(
    reader: &Reader<'_>,
    of: impl Iterator<Item = PersonId>,
) -> Result<HashMap<PersonId, String>, Fault> {
    let ids: HashSet<PersonId> = of.collect();
    let found = people::by_ids(reader, &ids.into_iter().collect::<Vec<_>>()).await?;
    let live = found
        .into_iter()
        .filter(|(_, person)| person.archived_at.is_none() && person.died_on.is_none());
    Ok(live.map(|(id, person)| (id, person.display_name)).collect())
}

/// The first day on which a date occurs. A month stands for its first day, a year alone for none.
fn day_of(date: PartialDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(
        date.year().unwrap_or(SOME_YEAR),
        date.month()?,
        date.day().unwrap_or(1),
    )
}

/// What every entry has.
struct Entry {
    uid: String,
    stamp: DateTime<Utc>,
    summary: String,
}

impl Entry {
    fn begin(&self) -> Result<Text, Fault> {
        let mut text = Text::default();
        text.plain("BEGIN", "VEVENT");
        text.plain("UID", &format!("{}@rapport", self.uid));
        text.moment(ICalendarProperty::Dtstamp, self.stamp)?;
        text.say(ICalendarProperty::Summary, &self.summary)?;
        Ok(text)
    }
}

/// Lines under way.
#[derive(Default)]
struct Text(String);

impl Text {
    /// Something that needs no escaping, and is short.
    fn plain(&mut self, name: &str, value: &str) {
        self.0.push_str(name);
        self.0.push(':');
        self.0.push_str(value);
        self.0.push_str("\r\n");
    }

    fn write(&mut self, entry: &ICalendarEntry) -> Result<(), Fault> {
        let written = entry.write_to(&mut self.0);
        written.map_err(|error| Fault::Internal(format!("a calendar cannot be written: {error}")))
    }

    fn say(&mut self, name: ICalendarProperty, value: &str) -> Result<(), Fault> {
        self.write(&ICalendarEntry::new(name).with_value(ICalendarValue::Text(value.to_owned())))
    }

    fn noted(&mut self, notes: Option<&str>) -> Result<(), Fault> {
        notes.map_or(Ok(()), |notes| self.say(ICalendarProperty::Description, notes))
    }

    fn moment(&mut self, name: ICalendarProperty, at: DateTime<Utc>) -> Result<(), Fault> {
        self.say(name, &at.format("%Y%m%dT%H%M%SZ").to_string())
    }

    fn day(&mut self, name: ICalendarProperty, day: NaiveDate) -> Result<(), Fault> {
        let date = ICalendarParameterValue::Text("DATE".to_owned());
        let date = ICalendarParameter::new(ICalendarParameterName::Value, date);
        let value = ICalendarValue::Text(day.format("%Y%m%d").to_string());
        self.write(&ICalendarEntry::new(name).with_param(date).with_value(value))
    }

    /// From a day on each year.
    fn yearly(&mut self, day: NaiveDate, date: PartialDate) -> Result<(), Fault> {
        self.day(ICalendarProperty::Dtstart, day)?;
        let rule = match (date.month(), date.day()) {
            (Some(2), Some(29)) => "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
            _ => "FREQ=YEARLY",
        };
        self.plain("RRULE", rule);
        self.plain("TRANSP", "TRANSPARENT");
        Ok(())
    }

    async fn end(mut self, outlet: &mut Outlet) -> Result<(), Fault> {
        self.plain("END", "VEVENT");
        outlet.put(self.0.as_bytes()).await
    }
}
