//! Where new ids come from: UUIDv7, so that ids made later sort later.

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
        let mut random = [0; 10];
        match self {
            Self::Random => rand::rng().fill_bytes(&mut random),
            Self::Seeded(rng) => rng
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .fill_bytes(&mut random),
        }
        let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}
