//! A server with a rich workspace, and what the reference knows of it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use entity::ids::WorkspaceId;
use sea_orm::DatabaseConnection;

use super::reference::{Accounts, Place, Tables};
use super::schema::Schema;

/// One workspace as the reference sees it, and what it has learnt of the server's cursors.
pub struct World {
    pub schema: Schema,
    pub tables: Tables,
    pub accounts: Accounts,
    pub now: DateTime<Utc>,
    /// The caller's scopes; all of them unless a test says otherwise.
    scopes: Option<Vec<&'static str>>,
    /// Fields of objects whose rows hold what cannot be read.
    corrupted: BTreeSet<(String, String)>,
    cursors: RefCell<BTreeMap<String, Place>>,
    numbers: Cell<usize>,
}

impl World {
    /// Reads a workspace.
    pub async fn load(db: &DatabaseConnection, workspace: WorkspaceId, now: DateTime<Utc>) -> Self {
        Self {
            accounts: Accounts::load(db, workspace).await,
            ..Self::of(Tables::load(db, workspace).await, now)
        }
    }

    /// A workspace that holds this.
    pub fn of(tables: Tables, now: DateTime<Utc>) -> Self {
        Self {
            schema: Schema::read(),
            tables,
            accounts: Accounts::default(),
            now,
            scopes: None,
            corrupted: BTreeSet::new(),
            cursors: RefCell::default(),
            numbers: Cell::new(0),
        }
    }

    /// The day that it is in the workspace.
    pub fn today(&self) -> NaiveDate {
        let utc = || self.now.date_naive();
        self.accounts
            .here()
            .map_or_else(utc, |it| api::aside::day_of(it, self.now))
    }

    /// For a caller with these scopes only.
    pub fn limit(&mut self, scopes: &[&'static str]) {
        self.scopes = Some(scopes.to_vec());
    }

    /// Whether the caller has fewer scopes than an owner.
    pub fn is_limited(&self) -> bool {
        self.scopes.is_some()
    }

    /// Whether the caller has a scope.
    pub fn may(&self, scope: &str) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }

    /// Notes that a field of an object cannot be read.
    pub fn corrupt(&mut self, object: &str, field: &str) {
        self.corrupted.insert((object.to_owned(), field.to_owned()));
    }

    /// Everything can be read again.
    pub fn heal(&mut self) {
        self.corrupted.clear();
    }

    /// Whether a field of an object cannot be read.
    pub fn is_corrupted(&self, object: &str, field: &str) -> bool {
        !self.corrupted.is_empty() && self.corrupted.contains(&(object.to_owned(), field.to_owned()))
    }

    /// Learns where a cursor of the server's leads.
    pub fn learn(&self, cursor: &str, place: Place) {
        self.cursors.borrow_mut().insert(cursor.to_owned(), place);
    }

    /// Where a cursor leads, if the server gave it out.
    pub fn place(&self, cursor: &str) -> Option<Place> {
        self.cursors.borrow().get(cursor).cloned()
    }

    /// Cursors of a field and where they lead, at most so many.
    pub fn cursors(&self) -> Vec<(String, Place)> {
        self.cursors
            .borrow()
            .iter()
            .map(|(cursor, place)| (cursor.clone(), place.clone()))
            .collect()
    }

    /// A number that no other page of the world has.
    pub fn number(&self) -> usize {
        self.numbers.set(self.numbers.get() + 1);
        self.numbers.get()
    }
}
