//! Queries on cadences and check-ins.

use std::collections::BTreeSet;

use async_graphql::InputObject;
use entity::ids::{CadenceId, CheckInId, CircleId, PersonId};

use super::object::CheckInState;
use super::status::{CheckInStatus, on};
use crate::cadences::{self, Band, CheckInFilter, CheckInLeaf, Proposal};
use crate::graphql::comparators::{DateComparator, DateTimeComparator, IDComparator, word_comparator};
use crate::graphql::kinds::{Cadence, CheckIn};
use crate::graphql::plan::{Ask, Field, Ranked};
use crate::graphql::scalars::{Date, Id};
use crate::kit::Fault;
use crate::kit::check::{Checks, Path};
use crate::kit::filter::Predicate;
use crate::kit::list::List;
use crate::people::gql::CheckInBand;
use crate::workspaces;

word_comparator! {
    /// Conditions on how far a check-in is. All that are given must hold; give at least one, and no null.
    CheckInStateComparator(CheckInState as entity::check_in::CheckInState)
}

/// Which check-ins. Fields side by side must all hold; `and`, `or` and `not` nest at most 3 deep, with at most 20 conditions in
/// all.
#[derive(InputObject, Clone, Default)]
#[graphql(name = "CheckInFilter")]
pub struct CheckInFilterInput {
    /// All of these conditions hold.
    and: Option<Vec<CheckInFilterInput>>,
    /// At least one of these conditions holds.
    or: Option<Vec<CheckInFilterInput>>,
    /// This condition does not hold.
    not: Option<Box<CheckInFilterInput>>,
    /// The person to be in touch with.
    person_id: Option<IDComparator>,
    /// The state that it has reached.
    state: Option<CheckInStateComparator>,
    /// Its day: for which it is planned, until which it is put off, or from which the interval begins anew.
    on: Option<DateComparator>,
    /// When it was made, by the server's clock.
    created_at: Option<DateTimeComparator>,
    /// When it was last changed.
    updated_at: Option<DateTimeComparator>,
}

impl CheckInFilterInput {
    fn read(self, checks: &mut Checks, path: &Path) -> Predicate<CheckInLeaf> {
        let mut leaves = Vec::new();
        if let Some(it) = self.person_id {
            let tests = it.read::<PersonId>(checks, &path.at("personId"));
            leaves.extend(tests.into_iter().map(CheckInLeaf::Person));
        }
        if let Some(it) = self.state {
            let tests = it.read(checks, &path.at("state"));
            leaves.extend(tests.into_iter().map(CheckInLeaf::State));
        }
        let days = self.on.into_iter().flat_map(DateComparator::read);
        leaves.extend(days.map(CheckInLeaf::Day));
        let times = |it: Option<DateTimeComparator>| it.into_iter().flat_map(DateTimeComparator::read);
        leaves.extend(times(self.created_at).map(CheckInLeaf::CreatedAt));
        leaves.extend(times(self.updated_at).map(CheckInLeaf::UpdatedAt));
        let all = leaves.into_iter().map(Predicate::Leaf).collect();
        let nested = (self.and, self.or, self.not);
        Predicate::nesting(all, nested, path, |part, path| part.read(checks, path))
    }
}

/// Queries on cadences and check-ins.
#[must_use]
pub fn queries() -> Vec<Field> {
    vec![
        Field::by_id::<Cadence, CadenceId>("cadence", "A cadence by id; null when there is none.", "The id of the cadence."),
        Field::list::<Cadence>("cadences", "The cadences of the workspace, oldest first.", |ask| {
            Ok(cadences::list(&ask.place(), ask.flag("includeArchived")?))
        })
        .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
        .paged(),
        Field::by_id::<CheckIn, CheckInId>("checkIn", "A check-in by id; null when there is none.", "The id of the check-in."),
        Field::list::<CheckIn>("checkIns", "The check-ins of the workspace, newest first.", check_ins)
            .argument::<Option<CheckInFilterInput>>("filter", "Only check-ins of which this holds.")
            .argument::<Option<String>>("search", "Words of the note; their beginnings are enough.")
            .argument::<Option<bool>>("includeArchived", "Whether archived ones are listed, too.")
            .paged(),
        Field::ranked::<CheckInStatus>(
            "dueCheckIns",
            "With whom to be in touch, longest due first: everybody whose cadence says so on a day, by what is logged until then. Who has no cadence, is archived, died or is yourself is left out.",
            |ask| Box::pin(due(ask)),
        )
        .argument::<Option<Date>>("on", "The day from which it is seen; today in the workspace's time zone if left out.")
        .argument::<Option<Vec<CheckInBand>>>("bands", "Those in one of these bands; `DUE` and `OVERDUE` if left out.")
        .argument::<Option<Id<CircleId>>>("circleId", "Those in this circle.")
        .argument::<Option<bool>>(
            "withinCapacity",
            "Only those for whom a check-in is planned or who have one of the places that the workspace's `weeklyCapacity` leaves in this week, as in the agenda; all if left out.",
        )
        .paged(),
    ]
}

fn check_ins(ask: &Ask<'_>) -> Result<List, Fault> {
    let filter = CheckInFilter {
        predicate: ask.filter(CheckInFilterInput::read)?,
        search: ask.search()?,
        archived: ask.flag("includeArchived")?,
    };
    cadences::check_ins(&ask.place(), &filter, ask.now)
}

async fn due(ask: &Ask<'_>) -> Result<Ranked, Fault> {
    let bands = ask.get::<Option<Vec<CheckInBand>>>("bands")?;
    let bands: Vec<Band> = match bands {
        Some(bands) => bands.into_iter().map(Into::into).collect(),
        None => vec![Band::Due, Band::Overdue],
    };
    let circle = match ask.get::<Option<Id<CircleId>>>("circleId")? {
        Some(_) => Some(ask.id::<CircleId>("circleId")?),
        None => None,
    };
    let proposal = Proposal {
        on: on(ask)?,
        bands: BTreeSet::from_iter(bands),
        circle,
        within_capacity: ask.flag("withinCapacity")?,
    };
    let workspace = workspaces::here(ask.reader).await?;
    let mut found = cadences::proposed(ask.reader, &workspace, &proposal, ask.now).await?;
    // What is in order already is sorted as text in no time.
    found.sort_unstable_by_key(|it| (it.due.due_on, it.person));
    // Days in this form sort as text.
    let entries = found
        .into_iter()
        .map(|it| (it.due.due_on.to_string(), it.person.0, it));
    Ok(Ranked::of(entries.collect()))
}
