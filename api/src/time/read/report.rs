//! What was taken in a range of days, by group, and what was meant.

use std::collections::HashMap;

use chrono::Days;
use entity::ids::{CircleId, CollaborationId, CommunityId, EventId, GoalId, PersonId};
use entity::time_entry::TimeKind;
use entity::{time_intention, workspace};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, ConnectionTrait, QueryFilter, QueryResult, Statement, Value,
};
use uuid::Uuid;

use super::sql;
use crate::kit::{Fault, Reader};
use crate::time::rules::{self, MOST_DAYS, Range};
use crate::workspaces;

/// By what time is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// People.
    Person,
    /// Circles.
    Circle,
    /// Goals.
    Goal,
    /// Communities.
    Community,
    /// Events.
    Event,
    /// Kinds of activity.
    Kind,
    /// Collaborations.
    Collaboration,
    /// Weeks.
    Week,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// A person.
    Person(PersonId),
    /// A circle.
    Circle(CircleId),
    /// A goal.
    Goal(GoalId),
    /// A community.
    Community(CommunityId),
    /// An event.
    Event(EventId),
    /// A kind of activity.
    Kind(TimeKind),
    /// A collaboration.
    Collaboration(CollaborationId),
    /// The week of this place in the range.
    Week(usize),
}

/// What was taken for one of the groups, and what was meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// For what.
    pub subject: Subject,
    /// The days of the week, where it is one.
    pub week: Option<Range>,
    /// How much was taken.
    pub minutes: i64,
    /// How much of it is estimated.
    pub estimated: i64,
    /// Of how many interactions and entries.
    pub sources: i64,
    /// How much was meant; none where nothing can be meant for such a group.
    pub intended: Option<i64>,
    /// Its part of what the rows have together.
    pub share: f64,
}

/// What was taken in a range of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The days.
    pub range: Range,
    /// By what.
    pub group: Group,
    /// How much in all, each interaction and entry once.
    pub minutes: i64,
    /// How much of it is estimated.
    pub estimated: i64,
    /// The sum of the rows: what counts for several of them counts for each.
    pub attributed: i64,
    /// How much was meant, in all rows; none where nothing can be meant for such groups.
    pub intended: Option<i64>,
    /// How far what was taken is from what was meant.
    pub misallocation: Option<f64>,
    /// How many rows there are.
    pub row_count: usize,
    /// The first of the rows: weeks in their order, others by the larger of what was taken and meant.
    pub rows: Vec<Row>,
}

/// What was taken in a range of days of the workspace's time zone; the first `most` rows of it. At most four
/// statements, of which one looks at each interaction of the range for its groups, and one for the sum where groups overlap.
///
/// # Errors
/// The range makes no sense, or the database fails.
pub async fn report(reader: &Reader<'_>, range: Range, group: Group, most: usize) -> Result<Report, Fault> {
    if !(1..=MOST_DAYS).contains(&range.days()) {
        return Err(Fault::bad_input(format!(
            "to: the last of 1 to {MOST_DAYS} days belongs here"
        )));
    }
    let workspace = workspaces::here(reader).await?;
    let weeks = match group {
        Group::Week => range.weeks(workspaces::weekday(&workspace)),
        _ => Vec::new(),
    };
    let backend = reader.conn().get_database_backend();
    let values = values(reader, &workspace, range, &weeks);
    // Where nothing can be meant, what was taken says which rows are shown, and the database need not tell of the others.
    let is_cut = !can_be_meant(group) && group != Group::Week;
    let grouped = sql::grouped(backend, group, weeks.len(), is_cut.then_some(most));
    let taken = reader
        .conn()
        .query_all_raw(statement(reader, grouped, &values, values.len()))
        .await?;
    let mut rows: HashMap<Subject, Row> = HashMap::new();
    let all: (i64, i64) = match taken.first() {
        Some(first) => (
            first.try_get("", "attributed")?,
            first.try_get("", "group_count")?,
        ),
        None => (0, 0),
    };
    for row in &taken {
        let subject = subject(group, row)?;
        let taken = Row {
            minutes: row.try_get("", "minutes")?,
            estimated: row.try_get("", "estimated")?,
            sources: row.try_get("", "sources")?,
            ..blank(group, subject)
        };
        rows.insert(subject, taken);
    }
    for (subject, meant) in meant(reader, range, group).await? {
        let row = rows.entry(subject).or_insert_with(|| blank(group, subject));
        row.intended = Some(rules::intended(range, &meant));
    }
    for (number, week) in weeks.iter().enumerate() {
        let subject = Subject::Week(number);
        rows.entry(subject).or_insert_with(|| blank(group, subject)).week = Some(*week);
    }
    let total = if counts_each_once(group) {
        let rows = rows.values();
        rows.fold((0, 0), |sum, row| (sum.0 + row.minutes, sum.1 + row.estimated))
    } else {
        let total = statement(reader, sql::total(backend), &values, 5);
        let total = reader.conn().query_one_raw(total).await?;
        let total = total.ok_or_else(|| Fault::Internal("no sum".to_owned()))?;
        (total.try_get("", "minutes")?, total.try_get("", "estimated")?)
    };
    let (attributed, row_count) = (all.0, usize::try_from(all.1).unwrap_or_default());
    let mut report = summed(range, group, total, (attributed, rows), most);
    if is_cut {
        report.row_count = row_count;
    }
    Ok(report)
}

fn summed(
    range: Range,
    group: Group,
    (minutes, estimated): (i64, i64),
    (attributed, rows): (i64, HashMap<Subject, Row>),
    most: usize,
) -> Report {
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_unstable_by_key(|row| {
        let size = match row.subject {
            Subject::Week(_) => 0,
            _ => row.minutes.max(row.intended.unwrap_or_default()),
        };
        (std::cmp::Reverse(size), row.subject)
    });
    for row in &mut rows {
        row.share = rules::share(row.minutes, attributed);
    }
    let meant: Vec<(i64, i64)> = rows
        .iter()
        .filter_map(|row| Some((row.minutes, row.intended?)))
        .collect();
    let row_count = rows.len();
    let can = can_be_meant(group);
    rows.truncate(most);
    Report {
        range,
        group,
        minutes,
        estimated,
        attributed,
        intended: can.then(|| meant.iter().map(|(_, meant)| meant).sum()),
        misallocation: rules::misallocation(&meant),
        row_count,
        rows,
    }
}

/// Whether all that was taken is in one of the rows, and in no other.
const fn counts_each_once(group: Group) -> bool {
    matches!(group, Group::Kind | Group::Week)
}

const fn can_be_meant(group: Group) -> bool {
    matches!(
        group,
        Group::Circle | Group::Goal | Group::Community | Group::Kind
    )
}

const fn blank(group: Group, subject: Subject) -> Row {
    Row {
        subject,
        week: None,
        minutes: 0,
        estimated: 0,
        sources: 0,
        intended: if can_be_meant(group) { Some(0) } else { None },
        share: 0.0,
    }
}

fn values(reader: &Reader<'_>, workspace: &workspace::Model, range: Range, weeks: &[Range]) -> Vec<Value> {
    let after = |day: chrono::NaiveDate| {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(day);
        Value::from(workspaces::begin_of(workspace, next))
    };
    let mut values = vec![
        reader.workspace().0.into(),
        workspaces::begin_of(workspace, range.from).into(),
        after(range.to),
        range.from.into(),
        range.to.into(),
    ];
    values.extend(weeks.iter().map(|week| after(week.to)));
    values.extend(weeks.iter().map(|week| Value::from(week.to)));
    values
}

fn statement(reader: &Reader<'_>, sql: String, values: &[Value], count: usize) -> Statement {
    let values: Vec<Value> = values.iter().take(count).cloned().collect();
    Statement::from_sql_and_values(reader.conn().get_database_backend(), sql, values)
}

fn subject(group: Group, row: &QueryResult) -> Result<Subject, Fault> {
    let id = || row.try_get::<Uuid>("", "subject");
    Ok(match group {
        Group::Person => Subject::Person(PersonId(id()?)),
        Group::Circle => Subject::Circle(CircleId(id()?)),
        Group::Goal => Subject::Goal(GoalId(id()?)),
        Group::Community => Subject::Community(CommunityId(id()?)),
        Group::Event => Subject::Event(EventId(id()?)),
        Group::Collaboration => Subject::Collaboration(CollaborationId(id()?)),
        Group::Kind => Subject::Kind(TimeKind::try_from_value(&row.try_get("", "subject")?)?),
        Group::Week => {
            let week: i32 = row.try_get("", "subject")?;
            Subject::Week(usize::try_from(week).unwrap_or_default())
        }
    })
}

type Meant = Vec<(i32, chrono::NaiveDate, Option<chrono::NaiveDate>)>;

/// What was meant in the range for groups of this kind.
async fn meant(reader: &Reader<'_>, range: Range, group: Group) -> Result<HashMap<Subject, Meant>, Fault> {
    use time_intention::Column;
    let column = match group {
        Group::Circle => Column::CircleId,
        Group::Goal => Column::GoalId,
        Group::Community => Column::CommunityId,
        Group::Kind => Column::Kind,
        Group::Person | Group::Event | Group::Collaboration | Group::Week => return Ok(HashMap::new()),
    };
    let lasts = Condition::any()
        .add(Column::EndsOn.is_null())
        .add(Column::EndsOn.gte(range.from));
    let intentions = reader
        .select::<time_intention::Entity>()
        .filter(Column::ArchivedAt.is_null())
        .filter(Column::StartsOn.lte(range.to))
        .filter(lasts)
        .filter(column.is_not_null());
    let mut meant: HashMap<Subject, Meant> = HashMap::new();
    for it in intentions.all(reader.conn()).await? {
        let subjects = [
            it.circle_id.map(Subject::Circle),
            it.goal_id.map(Subject::Goal),
            it.community_id.map(Subject::Community),
            it.kind.map(Subject::Kind),
        ];
        for subject in subjects.into_iter().flatten() {
            let lasts = (it.minutes_per_week, it.starts_on, it.ends_on);
            meant.entry(subject).or_default().push(lasts);
        }
    }
    Ok(meant)
}
