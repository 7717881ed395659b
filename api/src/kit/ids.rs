//! Where new ids come from: UUIDv7, so that ids made later sort later, those of one write in the order in which it made them.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use entity::TypedId;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// A maker of ids.
#[derive(Clone, Debug, Default)]
pub struct Ids {
    chance: Chance,
    /// The number of the next id of a write, once it has made one.
    next: Option<Arc<Mutex<Option<u32>>>>,
}

#[derive(Clone, Debug, Default)]
enum Chance {
    /// Random.
    #[default]
    Random,
    /// The same ids in every run, for tests and the demo.
    Seeded(Arc<Mutex<StdRng>>),
}

impl Ids {
    /// The ids that follow from this seed.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self {
            chance: Chance::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))),
            next: None,
        }
    }

    /// The ids of one write, all made at one time: each sorts behind the one before.
    #[must_use]
    pub fn of_a_write(&self) -> Self {
        Self {
            chance: self.chance.clone(),
            next: Some(Arc::default()),
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
        let mut random = [0; 10];
        match &self.chance {
            Chance::Random => rand::rng().fill_bytes(&mut random),
            Chance::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(&mut random),
        }
        if let Some(next) = &self.next {
            let mut next = next.lock().unwrap_or_else(PoisonError::into_inner);
            random = numbered(random, &mut next);
        }
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// The random part of an id with the write's counter in its first 26 bits, around those of version and variant. It begins at random
/// in their lower half, so there is room for 33 million, and 48 bits of chance are left to each id.
const fn numbered(random: [u8; 10], next: &mut Option<u32>) -> [u8; 10] {
    let [a, b, c, d, rest @ ..] = random;
    let number = match *next {
        Some(number) => number,
        None => u32::from_be_bytes([a, b, c, d]) >> 7,
    };
    *next = Some(number + 1);
    let [_, _, _, last] = number.to_be_bytes();
    let [e, f, g, h, i, j] = rest;
    let (high, middle, low) = (
        (number >> 22) as u8 & 0x0f,
        (number >> 14) as u8,
        (number >> 8) as u8 & 0x3f,
    );
    [high, middle, low, last, e, f, g, h, i, j]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ids_of_a_write_sort_in_the_order_in_which_it_made_them() {
        for ids in [Ids::default(), Ids::seeded(1), Ids::seeded(2)] {
            let (write, now) = (ids.of_a_write(), Utc::now());
            let made: Vec<Uuid> = (0..2_000).map(|_| write.clone().uuid(now)).collect();
            assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(made.iter().all(|id| id.get_version_num() == 7));
        }
    }

    #[test]
    fn a_seed_makes_the_same_ids_again_and_writes_make_others() {
        let (a, b, now) = (Ids::seeded(7), Ids::seeded(7), Utc::now());
        let of = |ids: &Ids| {
            let write = ids.of_a_write();
            [write.uuid(now), write.uuid(now)]
        };
        let first = of(&a);
        assert_eq!(first, of(&b));
        assert_ne!(first, of(&a));
    }
}
