//! When milestones and birthdays come, and what became of it. However many there are, the statements are as many; those of a
//! short time are found by an index of the days on which they occur.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc};
use entity::ids::{CircleId, MilestoneAcknowledgementId, PersonId};
use entity::milestone::{MilestoneKind, MilestoneTone};
use entity::{PartialDate, circle_member, milestone, milestone_acknowledgement, person};
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, join, join_all};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};
use uuid::Uuid;

use crate::kit::list::bare;
use crate::kit::models::models;
use crate::kit::packed::{ordered, packed};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader};
use crate::milestones::rules::{self, REMIND_DAYS, REMIND_DAYS_MOST, Subject, When};
use crate::people;

/// So many are asked for by id; for more, all of their years are read.
const NAMED: usize = 500;
/// Most occurrences that are shown of one person.
const NEXT: usize = 10;

/// A milestone, or a person's birthday, in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// In whose life.
    pub person: PersonId,
    /// What occurs.
    pub subject: Subject,
    /// What it is.
    pub kind: MilestoneKind,
    /// What it calls for.
    pub tone: MilestoneTone,
    /// One line on it, if the user wrote one.
    pub title: Option<String>,
    /// The day.
    pub date: NaiveDate,
    /// Whether the day is known, rather than the month alone.
    pub is_day_known: bool,
    /// How many years it has been.
    pub turning: Option<i32>,
    /// From which day on the user is reminded.
    pub remind_on: NaiveDate,
    /// The day from which it is seen.
    pub on: NaiveDate,
    /// What was done about it.
    pub acknowledgement: Option<MilestoneAcknowledgementId>,
}

impl Occurrence {
    /// Whether being in touch since its day is all that it calls for: so it is with birthdays.
    #[must_use]
    pub const fn is_answered_by_talk(&self) -> bool {
        matches!(self.kind, MilestoneKind::Birthday)
    }

    /// By what it is sorted, soonest first; no two are alike in it.
    #[must_use]
    pub const fn place(&self) -> (NaiveDate, Uuid) {
        (self.date, self.subject.uuid())
    }
}

/// Which occurrences.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Seen from this day.
    pub on: NaiveDate,
    /// Not before this day.
    pub from: NaiveDate,
    /// Not after this day.
    pub to: NaiveDate,
    /// That call for this.
    pub tone: Option<MilestoneTone>,
    /// Of people in this circle.
    pub circle: Option<CircleId>,
    /// That something was done about, or nothing.
    pub acknowledged: Option<bool>,
}

/// The occurrences from one day to another, in no order. Archived people and milestones have none, nor have the user and who died.
///
/// # Errors
/// The database fails.
pub async fn upcoming(reader: &Reader<'_>, wanted: &Wanted) -> Result<Vec<Occurrence>, Fault> {
    let yearly = rules::days_of_year(wanted.from, wanted.to);
    if yearly.is_empty() {
        return Ok(Vec::new());
    }
    let in_circle = |column: SimpleExpr| {
        let circle = wanted.circle?;
        let members = reader
            .select::<circle_member::Entity>()
            .filter(circle_member::Column::CircleId.eq(circle))
            .select_only()
            .column(circle_member::Column::PersonId);
        Some(column.in_subquery(members.into_query()))
    };
    // A statement for each range: of several at once SQLite would walk all rows.
    let mut all: Vec<BoxFuture<'_, Result<Vec<Occurrence>, Fault>>> = Vec::new();
    for range in yearly
        .iter()
        .filter(|_| wanted.tone != Some(MilestoneTone::Support))
    {
        let mut select = born(reader).filter(within((person::Entity, "birthday_on"), range));
        if let Some(members) = in_circle(person::Column::Id.into_expr()) {
            select = select.filter(members);
        }
        all.push(birthdays(reader, select, wanted).boxed());
    }
    let once = (wanted.from.to_string(), wanted.to.to_string());
    for range in yearly.iter().chain([&once]) {
        let mut select = kept(reader).filter(within((milestone::Entity, "occurs_on"), range));
        if let Some(tone) = wanted.tone {
            select = select.filter(milestone::Column::Tone.eq(tone));
        }
        if let Some(members) = in_circle(milestone::Column::PersonId.into_expr()) {
            select = select.filter(members);
        }
        all.push(milestones(reader, select, wanted).boxed());
    }
    let mut found = Vec::new();
    for them in join_all(all).await {
        found.append(&mut them?);
    }
    keep_living(reader, &mut found).await?;
    acknowledge(reader, &mut found).await?;
    if let Some(acknowledged) = wanted.acknowledged {
        found.retain(|it| it.acknowledgement.is_some() == acknowledged);
    }
    Ok(found)
}

/// What comes next in people's lives: of each birthday and milestone the next occurrence within a year from a day on, soonest
/// first, and at most 10 of a person.
///
/// # Errors
/// The database fails.
pub async fn next_of_people(
    reader: &Reader<'_>,
    people: &[PersonId],
    on: NaiveDate,
) -> Result<Vec<Occurrence>, Fault> {
    let wanted = Wanted {
        on,
        from: on,
        to: on + Days::new(rules::LONGEST),
        tone: None,
        circle: None,
        acknowledged: None,
    };
    let mut found = Vec::new();
    for people in people.chunks(NAMED) {
        let named = || people.iter().copied();
        let select = born(reader).filter(person::Column::Id.is_in(named()));
        let born = birthdays(reader, select, &wanted);
        let select = kept(reader).filter(milestone::Column::PersonId.is_in(named()));
        let (born, kept) = join(born, milestones(reader, select, &wanted)).await;
        found.append(&mut born?);
        found.append(&mut kept?);
    }
    keep_living(reader, &mut found).await?;
    found.sort_unstable_by_key(|it| (it.person, it.place()));
    let mut seen: HashMap<PersonId, Vec<Subject>> = HashMap::new();
    found.retain(|it| {
        let seen = seen.entry(it.person).or_default();
        let is_next = seen.len() < NEXT && !seen.contains(&it.subject);
        if is_next {
            seen.push(it.subject);
        }
        is_next
    });
    acknowledge(reader, &mut found).await?;
    Ok(found)
}

/// What to think of on a day: the occurrences whose reminder has come and about which nothing was done, no older than a day in
/// the past, soonest first.
///
/// # Errors
/// The database fails.
pub async fn near(
    reader: &Reader<'_>,
    on: NaiveDate,
    since: NaiveDate,
    limit: usize,
) -> Result<Vec<Occurrence>, Fault> {
    let ahead = u64::try_from(REMIND_DAYS_MOST).unwrap_or_default();
    let wanted = Wanted {
        on,
        from: since,
        to: on + Days::new(ahead),
        tone: None,
        circle: None,
        acknowledged: Some(false),
    };
    let mut found = upcoming(reader, &wanted).await?;
    found.retain(|it| it.remind_on <= on);
    leave_out_answered(reader, &mut found).await?;
    found.sort_unstable_by_key(Occurrence::place);
    found.truncate(limit);
    Ok(found)
}

/// Leaves out the birthdays of those with whom there was contact on the day or since: the call answered it.
async fn leave_out_answered(reader: &Reader<'_>, found: &mut Vec<Occurrence>) -> Result<(), Fault> {
    let begun = |it: &&Occurrence| it.is_answered_by_talk() && it.date <= it.on;
    let people: BTreeSet<PersonId> = found.iter().filter(begun).map(|it| it.person).collect();
    let people = Vec::from_iter(people);
    let mut last: HashMap<PersonId, NaiveDate> = HashMap::new();
    for people in people.chunks(NAMED) {
        let these = reader.listed(person::Column::Id, people.iter().copied());
        let select = reader.select::<person::Entity>().filter(these);
        let columns = [
            (Kind::Uuid, person::Column::Id.into_expr()),
            (Kind::Time, person::Column::LastInteractionAt.into_expr()),
        ];
        let rows: Vec<(Uuid, DateTime<Utc>)> = packed(reader, bare(select), columns).await?;
        let days = rows.into_iter().map(|(id, at)| (PersonId(id), reader.day_of(at)));
        last.extend(days);
    }
    let is_answered = |it: &Occurrence| begun(&it) && last.get(&it.person).is_some_and(|day| *day >= it.date);
    found.retain(|it| !is_answered(it));
    Ok(())
}

/// Living people whose birthday is known.
fn born(reader: &Reader<'_>) -> Select<person::Entity> {
    people::living(reader).filter(person::Column::Birthday.is_not_null())
}

/// Live milestones, of people who may be archived.
fn kept(reader: &Reader<'_>) -> Select<milestone::Entity> {
    reader
        .select::<milestone::Entity>()
        .filter(milestone::Column::ArchivedAt.is_null())
}

/// Leaves out what is of people who are archived or died. They are looked up by their ids: a join might walk all people instead.
async fn keep_living(reader: &Reader<'_>, found: &mut Vec<Occurrence>) -> Result<(), Fault> {
    let of_milestones = found
        .iter()
        .filter(|it| matches!(it.subject, Subject::Milestone(_)));
    let people: BTreeSet<PersonId> = of_milestones.map(|it| it.person).collect();
    let named = Vec::from_iter(people);
    let mut gone: HashSet<PersonId> = HashSet::new();
    for these in named.chunks(NAMED) {
        gone.extend(people::gone(reader, Some(these)).await?);
    }
    found.retain(|it| !gone.contains(&it.person));
    Ok(())
}

/// What the database derives a text from is in this range.
fn within<E: EntityTrait>(
    (table, column): (E, &'static str),
    (first, last): &(String, String),
) -> SimpleExpr {
    Expr::col((table, column)).between(first.as_str(), last.as_str())
}

async fn birthdays(
    reader: &Reader<'_>,
    select: Select<person::Entity>,
    wanted: &Wanted,
) -> Result<Vec<Occurrence>, Fault> {
    let mut found = Vec::new();
    let columns = [
        (Kind::Uuid, person::Column::Id.into_expr()),
        (Kind::Text, person::Column::Birthday.into_expr()),
    ];
    let people: Vec<(Uuid, String)> = ordered(reader, bare(select), columns).await?;
    for (person, birthday) in people {
        let unread = |error| Fault::Internal(format!("a birthday cannot be read: {error}"));
        let date: PartialDate = birthday.parse().map_err(unread)?;
        let (person, when) = (PersonId(person), When { date, recurs: true });
        found.extend(when.between(wanted.from, wanted.to).map(|day| Occurrence {
            person,
            subject: Subject::Birthday(person),
            kind: MilestoneKind::Birthday,
            tone: MilestoneTone::Celebrate,
            title: None,
            date: day,
            is_day_known: date.day().is_some(),
            turning: when.turning(day),
            remind_on: rules::remind_on(day, REMIND_DAYS),
            on: wanted.on,
            acknowledgement: None,
        }));
    }
    Ok(found)
}

async fn milestones(
    reader: &Reader<'_>,
    select: Select<milestone::Entity>,
    wanted: &Wanted,
) -> Result<Vec<Occurrence>, Fault> {
    let mut found = Vec::new();
    for it in models(reader, select).await? {
        let when = When {
            date: it.date,
            recurs: it.recurs,
        };
        found.extend(when.between(wanted.from, wanted.to).map(|day| Occurrence {
            person: it.person_id,
            subject: Subject::Milestone(it.id),
            kind: it.kind,
            tone: it.tone,
            title: it.title.clone(),
            date: day,
            is_day_known: it.date.day().is_some(),
            turning: when.turning(day),
            remind_on: rules::remind_on(day, it.remind_days_before),
            on: wanted.on,
            acknowledgement: None,
        }));
    }
    Ok(found)
}

/// Fills in what was done about them.
async fn acknowledge(reader: &Reader<'_>, found: &mut [Occurrence]) -> Result<(), Fault> {
    use milestone_acknowledgement::Column;
    let years = found.iter().map(|it| it.date.year());
    let years: BTreeSet<i32> = years.collect();
    if years.is_empty() {
        return Ok(());
    }
    let mut select = reader
        .select::<milestone_acknowledgement::Entity>()
        .filter(Column::Year.is_in(years))
        .filter(Column::ArchivedAt.is_null());
    if found.len() <= NAMED {
        select = select.filter(reader.listed(Column::SubjectId, found.iter().map(|it| it.subject.uuid())));
    }
    let columns = [
        (Kind::Int, Column::Year.into_expr()),
        (Kind::Uuid, Column::SubjectId.into_expr()),
        (Kind::Uuid, Column::Id.into_expr()),
    ];
    let done: Vec<(i32, Uuid, Uuid)> = packed(reader, bare(select), columns).await?;
    let done = done.into_iter();
    let done = done.map(|(year, subject, id)| ((year, subject), MilestoneAcknowledgementId(id)));
    let done: HashMap<(i32, Uuid), MilestoneAcknowledgementId> = done.collect();
    for it in found {
        let of = (it.date.year(), it.subject.uuid());
        it.acknowledgement = done.get(&of).copied();
    }
    Ok(())
}
