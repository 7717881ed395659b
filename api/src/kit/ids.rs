//! Where new ids come from: UUIDv7, so that ids made later sort later, those of one millisecond in the order in which they were made.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use entity::TypedId;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use uuid::{Builder, Uuid};

/// A maker of ids.
#[derive(Clone, Debug)]
pub struct Ids {
    chance: Chance,
    /// The number of the next id: all copies of a maker count on.
    next: Arc<AtomicU64>,
}

#[derive(Clone, Debug)]
enum Chance {
    /// Random.
    Random,
    /// The same ids in every run, for tests and the demo.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Default for Ids {
    fn default() -> Self {
        Self::from(rand::rng().random(), Chance::Random)
    }
}

impl Ids {
    /// The ids that follow from this seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed);
        Self::from(rng.random(), Chance::Seeded(Arc::new(Mutex::new(rng))))
    }

    /// Counting begins at random in the lower half of 42 bits, so there is room for two million million.
    fn from(random: u64, chance: Chance) -> Self {
        Self {
            chance,
            next: Arc::new(AtomicU64::new(random >> 23)),
        }
    }

    /// A new id, made now.
    #[must_use]
    pub fn next<I: TypedId>(&self, now: DateTime<Utc>) -> I {
        I::from_uuid(self.uuid(now))
    }

    /// A new UUID, made now.
    #[must_use]
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        let mut random = [0; 4];
        match &self.chance {
            Chance::Random => rand::rng().fill_bytes(&mut random),
            Chance::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(&mut random),
        }
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &numbered(number, random)).into_uuid()
    }
}

/// What stands behind the time: 42 bits of the number, around those of version and variant, and 32 of chance.
const fn numbered(number: u64, [a, b, c, d]: [u8; 4]) -> [u8; 10] {
    let [.., low, lower, lowest] = number.to_be_bytes();
    let high = (number >> 38) as u8 & 0x0f;
    let middle = (number >> 30) as u8;
    let next = (number >> 24) as u8 & 0x3f;
    [high, middle, next, low, lower, lowest, a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_772_355_600, 0).unwrap()
    }

    #[test]
    fn ids_of_one_millisecond_sort_in_the_order_in_which_they_were_made() {
        for ids in [Ids::default(), Ids::seeded(1), Ids::seeded(2)] {
            let made: Vec<Uuid> = (0..70_000).map(|_| ids.clone().uuid(now())).collect();
            assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(made.iter().all(|id| id.get_version_num() == 7));
        }
    }

    #[test]
    fn the_number_keeps_its_order_over_all_its_bits() {
        let numbers = (0..42).map(|bit| 1_u64 << bit);
        let made: Vec<Uuid> = numbers
            .map(|number| Builder::from_unix_timestamp_millis(1, &numbered(number, [0xff; 4])).into_uuid())
            .collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]), "{made:?}");
    }

    #[test]
    fn a_seed_makes_the_same_ids_again_and_another_one_others() {
        let of = |seed| Ids::seeded(seed).uuid(now());
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
        assert_ne!(Ids::default().uuid(now()), Ids::default().uuid(now()));
    }
}
