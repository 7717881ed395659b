//! The application: what every request shares.

use std::sync::Arc;

use crate::config::Settings;
use crate::kit::{Clock, Db, Ids};

/// The application; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// What it holds.
pub struct Shared {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// How it is set up.
    pub settings: Settings,
}

impl std::ops::Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
