//! What documents run on: the database, and what some areas need beside it.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use crate::kit::{Db, Fault};

/// What documents run on; cheap to clone.
#[derive(Clone)]
pub struct Engine {
    /// The database.
    pub db: Db,
    services: Arc<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
}

impl Engine {
    /// One that has nothing beside the database.
    #[must_use]
    pub fn new(db: Db) -> Self {
        let services = Arc::default();
        Self { db, services }
    }

    /// With what some area needs.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, service: T) -> Self {
        if let Some(services) = Arc::get_mut(&mut self.services) {
            services.insert(TypeId::of::<T>(), Box::new(service));
        }
        self
    }

    /// What an area needs, by its type.
    ///
    /// # Errors
    /// Nobody gave it.
    pub fn service<T: Any>(&self) -> Result<&T, Fault> {
        let service = self.services.get(&TypeId::of::<T>());
        let missing = || Fault::Internal(format!("there is no {}", std::any::type_name::<T>()));
        service.and_then(|it| it.downcast_ref()).ok_or_else(missing)
    }
}
