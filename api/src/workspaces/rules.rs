//! What holds for members and invitations.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;
use entity::Role;
use entity::workspace::{Model, WeekDay};

use crate::kit::check::{Checks, Path};
use crate::kit::day::{begin_in, day_in};
use crate::kit::{Code, Detail, Problem};

/// Most members and open invitations of a workspace, together.
pub const SEATS: u64 = 200;
/// Most workspaces of a user.
pub const WORKSPACES: u64 = 200;
/// Days for which an invitation is good if nothing else is said.
const DAYS: i64 = 7;
/// Most days for which an invitation is good.
const MOST_DAYS: i64 = 90;

/// The workspace's time zone.
#[must_use]
pub fn zone(workspace: &Model) -> Tz {
    workspace.time_zone.parse().unwrap_or(Tz::UTC)
}

/// The day of a moment in the workspace's time zone.
#[must_use]
pub fn day_of(workspace: &Model, at: DateTime<Utc>) -> NaiveDate {
    day_in(zone(workspace), at)
}

/// When a day begins in the workspace's time zone.
#[must_use]
pub fn begin_of(workspace: &Model, day: NaiveDate) -> DateTime<Utc> {
    begin_in(zone(workspace), day)
}

/// The day on which the workspace's weeks begin.
#[must_use]
pub const fn weekday(workspace: &Model) -> Weekday {
    match workspace.week_start {
        WeekDay::Monday => Weekday::Mon,
        WeekDay::Tuesday => Weekday::Tue,
        WeekDay::Wednesday => Weekday::Wed,
        WeekDay::Thursday => Weekday::Thu,
        WeekDay::Friday => Weekday::Fri,
        WeekDay::Saturday => Weekday::Sat,
        WeekDay::Sunday => Weekday::Sun,
    }
}

/// From when a new invitation is refused; a time that makes no sense is a problem.
pub fn expiry(
    checks: &mut Checks,
    path: Path,
    wanted: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> DateTime<Utc> {
    let expiry = wanted.unwrap_or(now + TimeDelta::days(DAYS));
    if expiry <= now {
        checks.note(Code::Invalid, path, "the expiry must lie in the future");
    } else if expiry > now + TimeDelta::days(MOST_DAYS) {
        checks.note(
            Code::Invalid,
            path,
            format!("an invitation is good for at most {MOST_DAYS} days"),
        );
    }
    expiry
}

/// Whether an owner is left when one member of a workspace with so many owners goes (`None`) or gets another role.
#[must_use]
pub fn keeps_an_owner(before: Role, after: Option<Role>, owners: u64) -> bool {
    before != Role::Owner || after == Some(Role::Owner) || owners > 1
}

/// Why the last owner stays one.
#[must_use]
pub fn last_owner(path: Path) -> Problem {
    let detail = Detail::State {
        state: "LAST_OWNER".to_owned(),
        allowed: vec![Role::Owner.as_str().to_owned()],
    };
    let message = "this is the workspace's last owner; make somebody else an owner first";
    Problem::new(Code::State, path, message).with(detail)
}

/// Too many, and how many are allowed.
#[must_use]
pub fn full(path: Path, most: u64, message: String) -> Problem {
    Problem::new(Code::TooMany, path, message).with(Detail::Max(i32::try_from(most).unwrap_or(i32::MAX)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_355_600, 0).unwrap()
    }

    fn expires(wanted: Option<TimeDelta>) -> Option<TimeDelta> {
        let mut checks = Checks::new();
        let expiry = expiry(
            &mut checks,
            Path::input("expiresAt"),
            wanted.map(|after| now() + after),
            now(),
        );
        checks.is_empty().then(|| expiry - now())
    }

    #[test]
    fn an_invitation_is_good_for_a_week_unless_said_otherwise_and_for_90_days_at_most() {
        assert_eq!(expires(None), Some(TimeDelta::days(7)));
        assert_eq!(
            expires(Some(TimeDelta::microseconds(1))),
            Some(TimeDelta::microseconds(1))
        );
        assert_eq!(expires(Some(TimeDelta::days(90))), Some(TimeDelta::days(90)));
        assert_eq!(expires(Some(TimeDelta::zero())), None);
        assert_eq!(expires(Some(TimeDelta::days(-1))), None);
        assert_eq!(
            expires(Some(TimeDelta::days(90) + TimeDelta::microseconds(1))),
            None
        );
    }

    fn role() -> impl Strategy<Value = Role> {
        prop_oneof![Just(Role::Viewer), Just(Role::Editor), Just(Role::Owner)]
    }

    proptest! {
        #[test]
        fn what_is_allowed_leaves_an_owner(mut roles in prop::collection::vec(role(), 1..6), at: prop::sample::Index, after in prop::option::of(role())) {
            let owners = |roles: &[Role]| roles.iter().filter(|role| **role == Role::Owner).count() as u64;
            let (count, at) = (owners(&roles), at.index(roles.len()));
            prop_assume!(count > 0);
            let allowed = keeps_an_owner(roles[at], after, count);
            match after {
                Some(after) => roles[at] = after,
                None => drop(roles.remove(at)),
            }
            prop_assert_eq!(allowed, owners(&roles) > 0);
        }
    }
}
