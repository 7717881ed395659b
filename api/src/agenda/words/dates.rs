//! The days that actions name, and the moment.

use chrono::{DateTime, Days, NaiveDate, Utc};

/// The days that actions name, and the moment.
#[derive(Clone, Copy, Debug)]
pub struct Dates {
    /// Today: what happened did so on it.
    pub(super) today: NaiveDate,
    /// Plans and delays count from this day: that of the agenda, or today if it is over.
    from: NaiveDate,
    pub(super) now: DateTime<Utc>,
}

impl Dates {
    /// Seen from a day, at a moment of today.
    pub fn of(on: NaiveDate, today: NaiveDate, now: DateTime<Utc>) -> Self {
        let from = on.max(today);
        Self { today, from, now }
    }

    /// So many days ahead.
    pub(super) fn ahead(self, days: u64) -> NaiveDate {
        self.from.checked_add_days(Days::new(days)).unwrap_or(self.from)
    }

    /// So many days more for what is due: from its day, or from now if that is over.
    pub(super) fn more(self, due: Option<NaiveDate>, days: u64) -> NaiveDate {
        let from = due.map_or(self.from, |due| due.max(self.from));
        from.checked_add_days(Days::new(days)).unwrap_or(from)
    }
}
