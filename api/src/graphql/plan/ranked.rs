//! Computed objects in an order, of which a page is shown.

use std::ops::Range;

use uuid::Uuid;

use super::computed::Values;
use super::groups::place;
use crate::kit::page::{Key, PageRequest, Position};

/// A list of computed objects in its order, of which a page is shown.
pub struct Ranked {
    /// By what they are ordered.
    pub(super) keys: Vec<Position>,
    pub(super) values: Values,
}

impl Ranked {
    /// A list by text and then id, which together tell an entry from all others.
    #[must_use]
    pub fn of<T: Send + Sync + 'static>(mut entries: Vec<(String, Uuid, T)>) -> Self {
        entries.sort_unstable_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
        let (keys, values) = entries
            .into_iter()
            .map(|(key, id, value)| {
                let key = Key::Text(key);
                (Position { key, id }, value)
            })
            .unzip();
        Self {
            keys,
            values: Values::of(values),
        }
    }

    /// Which of some entries, in their order, a page shows: for what is read only of those.
    #[must_use]
    pub fn shown<T>(
        entries: &[T],
        request: &PageRequest,
        place: impl Fn(&T) -> (String, Uuid),
    ) -> Range<usize> {
        let range = beyond(entries, request, |it| {
            let (key, id) = place(it);
            let key = Key::Text(key);
            Position { key, id }
        });
        let size = usize::try_from(request.size).unwrap_or(usize::MAX);
        if request.backward {
            range.end.saturating_sub(size).max(range.start)..range.end
        } else {
            range.start..range.start.saturating_add(size).min(range.end)
        }
    }

    /// The rows beyond a place, in the direction of reading.
    pub(super) fn beyond(&self, request: &PageRequest) -> Vec<u32> {
        let rows = beyond(&self.keys, request, Clone::clone).map(place);
        if request.backward {
            rows.rev().collect()
        } else {
            rows.collect()
        }
    }
}

/// Which of some entries, in their order, are beyond the place that a page begins at.
fn beyond<T>(entries: &[T], request: &PageRequest, position: impl Fn(&T) -> Position) -> Range<usize> {
    let split = |after: bool| {
        request.beyond.as_ref().map(|beyond| {
            entries.partition_point(|it| {
                let it = position(it);
                let order = (&it.key, it.id).cmp(&(&beyond.key, beyond.id));
                order.is_lt() || (after && order.is_eq())
            })
        })
    };
    if request.backward {
        0..split(false).unwrap_or(entries.len())
    } else {
        split(true).unwrap_or(0)..entries.len()
    }
}
