//! Where new ids come from: UUIDv7, so that ids made later sort later, those of one write too.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use entity::TypedId;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// A maker of ids.
#[derive(Clone, Debug, Default)]
pub enum Ids {
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
        Self::Seeded(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// A new id, made now.
    #[must_use]
    pub fn next<I: TypedId>(&self, now: DateTime<Utc>) -> I {
        I::from_uuid(self.uuid(now))
    }

    /// A new UUID, made now.
    #[must_use]
    pub fn uuid(&self, now: DateTime<Utc>) -> Uuid {
        uuid(now, self.random())
    }

    /// The ids of a write that happens now.
    #[must_use]
    pub fn of_write(&self, now: DateTime<Utc>) -> Sequence {
        Sequence {
            ids: self.clone(),
            now,
            last: Arc::default(),
        }
    }

    fn random(&self) -> [u8; 10] {
        let mut random = [0; 10];
        match self {
            Self::Random => rand::rng().fill_bytes(&mut random),
            Self::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(&mut random),
        }
        random
    }
}

fn uuid(now: DateTime<Utc>, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// The ids of one write, each behind the one before: what was made first is first wherever ids tell equals apart.
#[derive(Clone, Debug)]
pub struct Sequence {
    ids: Ids,
    now: DateTime<Utc>,
    last: Arc<Mutex<Option<u128>>>,
}

impl Sequence {
    /// The next id.
    #[must_use]
    pub fn next<I: TypedId>(&self) -> I {
        let random = self.ids.random();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let next = match *last {
            None => counted(random),
            // RFC 9562, 6.2, method 2: what was random is counted on, in steps that nobody can guess.
            Some(last) => last + 1 + (counted(random) & 0xffff_ffff),
        };
        *last = Some(next);
        I::from_uuid(uuid(self.now, spread(next)))
    }
}

/// The bits that are the id's own, as one number: 12 of the first two bytes, 62 of the rest. The others hold the version.
fn counted(random: [u8; 10]) -> u128 {
    let [a, b, rest @ ..] = random;
    let high = u128::from(u16::from_be_bytes([a, b]) & 0x0fff);
    (high << 62) | u128::from(u64::from_be_bytes(rest) & (u64::MAX >> 2))
}

/// The other way round.
fn spread(number: u128) -> [u8; 10] {
    let high = ((number >> 62) & 0x0fff).to_be_bytes();
    let low = (number & u128::from(u64::MAX >> 2)).to_be_bytes();
    let mut bytes = [0; 10];
    let ends = high.iter().skip(14).chain(low.iter().skip(8));
    for (byte, part) in bytes.iter_mut().zip(ends) {
        *byte = *part;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::PersonId;

    #[test]
    fn the_ids_of_a_write_keep_its_order() {
        for seed in 0..50 {
            let now = DateTime::from_timestamp_millis(1_800_000_000_000).unwrap();
            let write = Ids::seeded(seed).of_write(now);
            let again = Ids::seeded(seed).of_write(now);
            let ids: Vec<PersonId> = (0..500).map(|_| write.next()).collect();
            assert!(ids.is_sorted_by(|one, next| one < next), "{seed}");
            assert_eq!(ids, (0..500).map(|_| again.next()).collect::<Vec<_>>(), "{seed}");
            assert!(ids.iter().all(|id| id.0.get_version_num() == 7));
        }
    }

    #[test]
    fn the_first_id_of_a_write_is_any() {
        let now = DateTime::from_timestamp_millis(1_800_000_000_000).unwrap();
        let first: PersonId = Ids::seeded(1).of_write(now).next();
        assert_eq!(first.0, Ids::seeded(1).uuid(now));
    }
}
