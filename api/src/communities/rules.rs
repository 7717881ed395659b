//! What a membership is after a change.

use entity::PartialDate;

use crate::kit::Patch;

/// Most people whose membership is recorded at once.
pub const MEMBERS_AT_ONCE: usize = 500;

/// From when, until when, and whether it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// From when.
    pub started_on: Option<PartialDate>,
    /// Until when.
    pub ended_on: Option<PartialDate>,
    /// Whether it lasts.
    pub is_current: bool,
}

impl Period {
    /// A membership of which nothing is said lasts.
    pub const NEW: Self = Self {
        started_on: None,
        ended_on: None,
        is_current: true,
    };

    /// The period after a change. Unless it is said whether it lasts, an end says that it does not, and taking the end back that
    /// it does.
    #[must_use]
    pub fn after(
        self,
        started_on: &Patch<PartialDate>,
        ended_on: &Patch<PartialDate>,
        is_current: Option<bool>,
    ) -> Self {
        let mut after = self;
        started_on.apply(&mut after.started_on);
        ended_on.apply(&mut after.ended_on);
        let said = (!ended_on.is_keep()).then_some(after.ended_on.is_none());
        after.is_current = is_current.or(said).unwrap_or(self.is_current);
        after
    }

    /// Whether it may begin before it ends: only certainty of the opposite says no, so a date that is vague, has no year or is not
    /// known fits any other.
    #[must_use]
    pub fn is_in_order(self) -> bool {
        let begins = self.started_on.and_then(PartialDate::earliest);
        let ends = self.ended_on.and_then(PartialDate::latest);
        begins.zip(ends).is_none_or(|(begins, ends)| begins <= ends)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn date() -> impl Strategy<Value = Patch<PartialDate>> {
        let dates = ["2020", "2020-05", "2020-05-12", "2021", "--05-12"];
        let set = prop::sample::select(dates.to_vec()).prop_map(|date| Patch::Set(date.parse().unwrap()));
        prop_oneof![Just(Patch::Keep), Just(Patch::Clear), set]
    }

    #[test]
    fn an_end_ends_it_unless_it_is_said_that_it_lasts() {
        let end = Patch::Set("2021".parse().unwrap());
        let over = Period::NEW.after(&Patch::Keep, &end, None);
        assert!(!over.is_current && Period::NEW.after(&Patch::Keep, &end, Some(true)).is_current);
        assert!(over.after(&Patch::Keep, &Patch::Clear, None).is_current);
        let late = over.after(&Patch::Set("2022".parse().unwrap()), &Patch::Keep, None);
        assert!(over.is_in_order() && !late.is_in_order());
        // Any day of the year fits the year.
        let same = over.after(&Patch::Set("2021-12-31".parse().unwrap()), &Patch::Keep, None);
        assert!(same.is_in_order());
    }

    proptest! {
        #[test]
        fn what_is_not_said_stays(steps in prop::collection::vec((date(), date(), prop::option::of(any::<bool>())), 0..8)) {
            let mut period = Period::NEW;
            for (start, end, current) in steps {
                let after = period.after(&start, &end, current);
                if start.is_keep() {
                    prop_assert_eq!(after.started_on, period.started_on);
                }
                match end {
                    Patch::Keep => prop_assert_eq!(after.is_current, current.unwrap_or(period.is_current)),
                    Patch::Clear => prop_assert_eq!(after.is_current, current.unwrap_or(true)),
                    Patch::Set(end) => prop_assert_eq!((after.ended_on, after.is_current), (Some(end), current.unwrap_or(false))),
                }
                prop_assert_eq!(after.after(&start, &end, current), after);
                period = after;
            }
        }
    }
}
