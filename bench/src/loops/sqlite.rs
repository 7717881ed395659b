//! The loop on SQLite, in this thread. A statement for each parent is the natural way here: nothing has to be fetched from
//! elsewhere. `CROSS JOIN` keeps the order in which the tables are written: left to itself, the planner may walk all names
//! of the workspace to spare itself the sorting of three.

use std::collections::HashSet;
use std::path::Path;
use std::time::Instant;

use api::kit::{Clock, Ids};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row, ToSql, TransactionBehavior, params};
use serde_json::Value;
use uuid::Uuid;

use super::turn;
use crate::Outcome;
use crate::contestant::{Effort, Times, Turns};
use crate::facts::{Field, Length, Level, Rows, Sink};
use crate::plan::{LOGGED_BY, LOGGED_TITLE, Plan, Query};
use crate::server::SYNCHRONOUS;

const PERSON: &str =
    "SELECT id, display_name, headline, last_interaction_at FROM person WHERE workspace_id = ?1 AND id = ?2";
macro_rules! people {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM person WHERE workspace_id = ?1 AND archived_at IS NULL AND NOT is_self \
             AND (sort_name, id) > (?2, ?3) ORDER BY sort_name, id LIMIT ?4"
        )
    };
}
macro_rules! tags {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM person_tag CROSS JOIN tag ON tag.workspace_id = ?1 AND tag.id = tag_id WHERE person_tag.workspace_id = ?1 \
             AND person_id = ?2 AND tag.archived_at IS NULL ORDER BY tag.name_key, tag.id"
        )
    };
}
const FEED: &str = "SELECT interaction.id, interaction.happened_at, channel, title FROM interaction_participant AS feed \
                    CROSS JOIN interaction ON interaction.workspace_id = ?1 AND interaction.id = interaction_id \
                    WHERE feed.workspace_id = ?1 AND person_id = ?2 AND archived = 0 \
                    ORDER BY feed.happened_at DESC, interaction_id DESC LIMIT 5";
const PARTICIPANTS: &str = "SELECT person.id, display_name FROM interaction_participant \
                            CROSS JOIN person ON person.workspace_id = ?1 AND person.id = person_id \
                            WHERE interaction_participant.workspace_id = ?1 AND interaction_id = ?2 \
                            ORDER BY sort_name, person.id";
const FIRST: &str = "SELECT id, happened_at, channel, title FROM interaction WHERE workspace_id = ?1 AND archived_at IS NULL \
                     ORDER BY happened_at DESC, id DESC LIMIT 101";
const BEYOND: &str = "SELECT id, happened_at, channel, title FROM interaction WHERE workspace_id = ?1 AND archived_at IS NULL \
                      AND (happened_at, id) < (?2, ?3) ORDER BY happened_at DESC, id DESC LIMIT 101";

const NUMBER: &str = "UPDATE workspace SET latest_seq = latest_seq + 1 WHERE id = ?1 RETURNING latest_seq";
const INTERACTION: &str = "INSERT INTO interaction (workspace_id, id, happened_at, channel, title, revision, seq, created_at, \
                           updated_at, created_by) VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6, ?7, ?7, ?8)";
const PARTICIPANT: &str = "INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived) \
                           VALUES (?1, ?2, ?3, ?4, 0)";
const SEEN: &str = "UPDATE person SET last_interaction_at = max(last_interaction_at, ?3) WHERE workspace_id = ?1 AND id = ?2";
const DOCUMENT: &str =
    "INSERT INTO search_document (workspace_id, record_id, record_type) VALUES (?1, ?2, 'INTERACTION')";
const WORDS: &str = "INSERT INTO search_words (rowid, workspace, words) VALUES (?1, ?2, ?3)";
const CHANGE: &str = "INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at) \
                      VALUES (?1, ?2, 'INTERACTION', ?3, 'CREATE', 1, ?4, ?5)";

/// [`crate::plan::LOGGED_AT`] as SQLite keeps it.
const HAPPENED: &str = "2019-06-01T12:00:00+00:00";

/// The statements, on a connection set up as Rapport's own.
#[derive(Debug)]
pub struct SqliteLoop {
    db: Connection,
    workspace: Uuid,
    actor: String,
}

impl SqliteLoop {
    /// Opens the file.
    pub fn open(file: &Path) -> Outcome<Self> {
        let db = Connection::open(file)?;
        db.execute_batch(
            "PRAGMA foreign_keys = on; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -8192; \
             PRAGMA temp_store = memory",
        )?;
        db.pragma_update(None, "synchronous", SYNCHRONOUS)?;
        db.set_prepared_statement_cache_capacity(64);
        let (workspace, actor) = db.query_row(
            "SELECT workspace_id, created_by FROM interaction LIMIT 1",
            (),
            |row| Ok((Uuid::from_bytes(row.get(0)?), row.get(1)?)),
        )?;
        Ok(Self { db, workspace, actor })
    }

    /// Runs through a query until time or requests run out.
    pub fn run(&mut self, query: Query, plan: &Plan, effort: Effort) -> Outcome<Times> {
        let (turns, mut times, mut length) = (Turns::of(effort), Vec::new(), Length::default());
        while let Some(number) = turns.take() {
            let begun = Instant::now();
            self.read(query, plan, number, &mut length)?;
            times.push(begun.elapsed());
        }
        std::hint::black_box(length.0);
        Ok(times)
    }

    /// The facts that it reads.
    pub fn facts(&mut self, query: Query, plan: &Plan, number: usize) -> Outcome<Value> {
        let mut rows = Rows::default();
        self.read(query, plan, number, &mut rows)?;
        Ok(rows.facts(query))
    }

    fn read(&mut self, query: Query, plan: &Plan, number: usize, sink: &mut impl Sink) -> Outcome<()> {
        let (workspace, nil) = (self.workspace.into_bytes(), Uuid::nil());
        match query {
            Query::Person => {
                let id = turn(&plan.people, number)?.into_bytes();
                self.select(PERSON, params![workspace, id], 1, Level::Root, nil, sink)?;
            }
            Query::Tags | Query::Feeds => {
                // One state of the data for all statements, and the file is locked once.
                self.db.prepare_cached("BEGIN")?.execute(())?;
                let (start, entries) = (turn(&plan.starts, number)?, query.entries());
                let (people, tags) = match query {
                    Query::Tags => (
                        people!("id, display_name, headline"),
                        tags!("tag.id, tag.name, tag.color"),
                    ),
                    _ => (people!("id, display_name"), tags!("tag.id, tag.name")),
                };
                let page = params![
                    workspace,
                    start.name,
                    start.id.into_bytes(),
                    i64::try_from(entries + 1)?
                ];
                let mut known = HashSet::new();
                for person in self.select(people, page, entries, Level::Root, nil, sink)? {
                    let id = person.into_bytes();
                    let own = params![workspace, id];
                    self.select(tags, own, usize::MAX, Level::Tag, person, sink)?;
                    if query == Query::Feeds {
                        let met = self.select(FEED, own, usize::MAX, Level::Interaction, person, sink)?;
                        for id in met.into_iter().filter(|id| known.insert(*id)) {
                            self.participants(id, sink)?;
                        }
                    }
                }
                self.db.prepare_cached("COMMIT")?.execute(())?;
            }
            Query::Log => {
                let id = self.log(turn(&plan.met, number)?, sink)?;
                self.participants(id, sink)?;
            }
            Query::First => {
                self.select(FIRST, params![workspace], 100, Level::Root, nil, sink)?;
            }
            Query::Last => {
                let far = params![workspace, plan.far.1, plan.far.2.into_bytes()];
                self.select(BEYOND, far, 100, Level::Root, nil, sink)?;
            }
        }
        Ok(())
    }

    fn participants(&self, interaction: Uuid, sink: &mut impl Sink) -> Outcome<()> {
        let own = params![self.workspace.into_bytes(), interaction.into_bytes()];
        self.select(
            PARTICIPANTS,
            own,
            usize::MAX,
            Level::Participant,
            interaction,
            sink,
        )?;
        Ok(())
    }

    /// Reads rows; answers the ids, with which they begin, of no more than so many.
    fn select(
        &self,
        sql: &str,
        given: &[&dyn ToSql],
        most: usize,
        level: Level,
        parent: Uuid,
        sink: &mut impl Sink,
    ) -> Outcome<Vec<Uuid>> {
        let mut statement = self.db.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(given)?;
        let mut ids = Vec::new();
        while let Some(row) = rows.next()? {
            if ids.len() == most {
                break;
            }
            ids.push(emit(row, columns, level, parent, sink)?);
        }
        Ok(ids)
    }

    fn log(&mut self, people: &[Uuid; 2], sink: &mut impl Sink) -> Outcome<Uuid> {
        let (workspace, now) = (self.workspace.into_bytes(), Clock::System.now());
        let id = Ids::default().uuid(now);
        let (key, now) = (id.into_bytes(), now.to_rfc3339());
        let actor = &self.actor;
        let tx = self
            .db
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let seq: i64 = tx
            .prepare_cached(NUMBER)?
            .query_row([workspace], |row| row.get(0))?;
        let run = |sql: &str, given: &[&dyn ToSql]| tx.prepare_cached(sql)?.execute(given);
        run(
            INTERACTION,
            params![workspace, key, HAPPENED, LOGGED_BY, LOGGED_TITLE, seq, now, actor],
        )?;
        for person in people.map(Uuid::into_bytes) {
            run(PARTICIPANT, params![workspace, key, person, HAPPENED])?;
            run(SEEN, params![workspace, person, HAPPENED])?;
        }
        run(DOCUMENT, params![workspace, key])?;
        let words = LOGGED_TITLE.to_lowercase();
        run(
            WORDS,
            params![tx.last_insert_rowid(), self.workspace.simple().to_string(), words],
        )?;
        run(CHANGE, params![workspace, seq, key, actor, now])?;
        tx.commit()?;
        let own = [
            Field::Id(id),
            Field::Text(HAPPENED),
            Field::Text(LOGGED_BY),
            Field::Text(LOGGED_TITLE),
        ];
        sink.row(Level::Root, Uuid::nil(), &own);
        Ok(id)
    }
}

fn emit(row: &Row<'_>, columns: usize, level: Level, parent: Uuid, sink: &mut impl Sink) -> Outcome<Uuid> {
    let mut fields = [Field::Null; 4];
    for (column, field) in fields.iter_mut().enumerate().take(columns) {
        *field = match row.get_ref(column)? {
            ValueRef::Blob(bytes) => Field::Id(Uuid::from_slice(bytes)?),
            ValueRef::Text(text) => Field::Text(std::str::from_utf8(text)?),
            _ => Field::Null,
        };
    }
    sink.row(level, parent, fields.get(..columns).unwrap_or_default());
    match fields.first() {
        Some(Field::Id(id)) => Ok(*id),
        _ => Err("a row without an id".into()),
    }
}
