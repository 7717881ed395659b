//! Rows of which nobody said the kinds: as SeaORM's entities and tuples read them, by a column's name or by its place.
//!
//! SeaORM reads rows of the drivers that it knows, and of tables that a program fills. The latter are meant for tests; the feature that
//! is meant for other drivers does not compile beside SQLite's in this release. Both hold the same thing: a map of names to values.

use std::collections::BTreeMap;

use sea_orm::{
    DbBackend, DbErr, ExecResult, MockDatabase, MockDatabaseTrait, MockExecResult, QueryResult, Statement,
    Value,
};

/// A row: its values by name and by place.
pub type Record = BTreeMap<String, Value>;

/// What the columns of a statement are called, each twice. Columns that are read by their place are counted in the order of the
/// names, so each has another one that stands before all others, in the order of the places.
pub struct Names(Vec<(String, String)>);

impl Names {
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let names = names
            .enumerate()
            .map(|(place, name)| (format!("\0{place:04}"), name.to_owned()));
        Self(names.collect())
    }

    /// A row, to which values are added in the order of the columns.
    pub const fn record(&self) -> Begun<'_> {
        Begun {
            names: self,
            record: BTreeMap::new(),
            places: 0,
        }
    }
}

/// A row to which values are being added.
pub struct Begun<'a> {
    names: &'a Names,
    record: Record,
    places: usize,
}

impl Begun<'_> {
    pub fn push(&mut self, value: Value) {
        if let Some((place, name)) = self.names.0.get(self.places) {
            self.record.insert(name.clone(), value.clone());
            self.record.insert(place.clone(), value);
        }
        self.places += 1;
    }

    pub fn done(self) -> Record {
        self.record
    }
}

/// Rows as SeaORM reads them.
///
/// # Errors
/// None: they are there.
pub fn found(backend: DbBackend, records: Vec<Record>) -> Result<Vec<QueryResult>, DbErr> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut held = MockDatabase::new(backend).append_query_results([records]);
    held.query(0, Statement::from_string(backend, ""))
}

/// How many rows a statement changed, as SeaORM reads it.
///
/// # Errors
/// None: it is there.
pub fn changed(backend: DbBackend, rows_affected: u64) -> Result<ExecResult, DbErr> {
    let result = MockExecResult {
        last_insert_id: 0,
        rows_affected,
    };
    let mut held = MockDatabase::new(backend).append_exec_results([result]);
    held.execute(0, Statement::from_string(backend, ""))
}
