//! The loop on PostgreSQL: prepared statements on a few shared connections, pipelined; one statement a level, levels that do
//! not need each other at the same time; arrays of parents; the top of each feed by a lateral join.

use std::time::Instant;

use api::kit::{Clock, Ids};
use chrono::{DateTime, Utc};
use futures_util::future::{try_join, try_join_all};
use serde_json::Value;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Client, NoTls, Row, Statement};
use uuid::Uuid;

use super::turn;
use crate::Outcome;
use crate::contestant::{Effort, Times, Turns};
use crate::facts::{Field, Length, Level, Rows, Sink};
use crate::plan::{LOGGED_AT, LOGGED_BY, LOGGED_TITLE, Plan, Query};

/// Connections that the callers share.
const CONNECTIONS: usize = 4;

const PERSON: &str =
    "SELECT id, display_name, headline, last_interaction_at FROM person WHERE workspace_id = $1 AND id = $2";
macro_rules! people {
    ($columns:literal, $entries:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM person WHERE workspace_id = $1 AND archived_at IS NULL AND NOT is_self AND (sort_name, id) > ($2, $3) \
             ORDER BY sort_name, id LIMIT ",
            $entries
        )
    };
}
macro_rules! tags {
    ($columns:literal) => {
        concat!(
            "SELECT person_id, ",
            $columns,
            " FROM person_tag JOIN tag ON tag.workspace_id = person_tag.workspace_id AND tag.id = tag_id \
             WHERE person_tag.workspace_id = $1 AND person_id = ANY ($2) AND tag.archived_at IS NULL \
             ORDER BY tag.name_key, tag.id"
        )
    };
}
const FEEDS: &str = "SELECT person_id, interaction.id, interaction.happened_at, channel, title FROM unnest($2) AS person_id \
                     CROSS JOIN LATERAL (SELECT interaction_id FROM interaction_participant AS feed \
                     WHERE feed.workspace_id = $1 AND feed.person_id = person_id.person_id AND archived = false \
                     ORDER BY happened_at DESC, interaction_id DESC LIMIT 5) AS feed \
                     JOIN interaction ON interaction.workspace_id = $1 AND interaction.id = interaction_id";
const PARTICIPANTS: &str = "SELECT interaction_id, person.id, display_name FROM interaction_participant AS there \
                            JOIN person ON person.workspace_id = there.workspace_id AND person.id = person_id \
                            WHERE there.workspace_id = $1 AND interaction_id = ANY ($2) ORDER BY sort_name, person.id";
const FIRST: &str = "SELECT id, happened_at, channel, title FROM interaction WHERE workspace_id = $1 AND archived_at IS NULL \
                     ORDER BY happened_at DESC, id DESC LIMIT 101";
const BEYOND: &str = "SELECT id, happened_at, channel, title FROM interaction WHERE workspace_id = $1 AND archived_at IS NULL \
                      AND (happened_at, id) < ($2, $3) ORDER BY happened_at DESC, id DESC LIMIT 101";
/// Writes all there is to write, and reads who took part.
const LOG: &str = "WITH number AS (UPDATE workspace SET latest_seq = latest_seq + 1 WHERE id = $1 RETURNING latest_seq), \
    made AS (INSERT INTO interaction (workspace_id, id, happened_at, channel, title, revision, seq, created_at, updated_at, created_by) \
    SELECT $1, $2, $3, $4, $5, 1, latest_seq, now(), now(), $6 FROM number), \
    there AS (INSERT INTO interaction_participant (workspace_id, interaction_id, person_id, happened_at, archived) \
    SELECT $1, $2, person_id, $3, false FROM unnest($7) AS person_id), \
    seen AS (UPDATE person SET last_interaction_at = greatest(last_interaction_at, $3) WHERE workspace_id = $1 AND id = ANY ($7)), \
    document AS (INSERT INTO search_document (workspace_id, record_id, record_type, words) VALUES ($1, $2, 'INTERACTION', lower($5))), \
    noted AS (INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at) \
    SELECT $1, latest_seq, 'INTERACTION', $2, 'CREATE', 1, $6, now() FROM number) \
    SELECT $2::uuid, id, display_name FROM person WHERE workspace_id = $1 AND id = ANY ($7) ORDER BY sort_name, id";

/// A connection with its statements.
#[derive(Debug)]
struct Connection {
    client: Client,
    person: Statement,
    tagged: [Statement; 2],
    fed: [Statement; 2],
    feeds: Statement,
    participants: Statement,
    first: Statement,
    beyond: Statement,
    log: Statement,
}

/// The statements, on a few connections.
#[derive(Debug)]
pub struct PostgresLoop {
    connections: Vec<Connection>,
    /// The workspace.
    pub workspace: Uuid,
    /// Who wrote its records.
    pub actor: String,
}

impl PostgresLoop {
    /// Connects and prepares.
    pub async fn connect(url: &str) -> Outcome<Self> {
        let connections = try_join_all((0..CONNECTIONS).map(|_| Connection::open(url))).await?;
        let one = connections.first().ok_or("no connection")?;
        let row = one
            .client
            .query_one("SELECT workspace_id, created_by FROM interaction LIMIT 1", &[])
            .await?;
        Ok(Self {
            workspace: row.try_get(0)?,
            actor: row.try_get(1)?,
            connections,
        })
    }

    /// Runs through a query with so many callers until time or requests run out.
    pub async fn run(&self, query: Query, plan: &Plan, effort: Effort) -> Outcome<Times> {
        let turns = Turns::of(effort);
        let calls = (0..effort.connections).map(|caller| {
            let turns = turns.clone();
            async move {
                let (mut times, mut length) = (Vec::new(), Length::default());
                let connection = turn(&self.connections, caller)?;
                while let Some(number) = turns.take() {
                    let begun = Instant::now();
                    self.read(connection, query, plan, number, &mut length).await?;
                    times.push(begun.elapsed());
                }
                std::hint::black_box(length.0);
                Ok::<_, crate::Error>(times)
            }
        });
        Ok(try_join_all(calls).await?.concat())
    }

    /// The facts that it reads.
    pub async fn facts(&self, query: Query, plan: &Plan, number: usize) -> Outcome<Value> {
        let mut rows = Rows::default();
        let connection = turn(&self.connections, number)?;
        self.read(connection, query, plan, number, &mut rows).await?;
        Ok(rows.facts(query))
    }

    async fn read(
        &self,
        on: &Connection,
        query: Query,
        plan: &Plan,
        number: usize,
        sink: &mut impl Sink,
    ) -> Outcome<()> {
        let (client, workspace) = (&on.client, &self.workspace);
        match query {
            Query::Person => {
                let found = client
                    .query(&on.person, &[workspace, turn(&plan.people, number)?])
                    .await?;
                roots(&found, 1, sink)?;
            }
            Query::Tags => {
                let start = turn(&plan.starts, number)?;
                let [people, tags] = &on.tagged;
                let found = client.query(people, &[workspace, &start.name, &start.id]).await?;
                let people = roots(&found, query.entries(), sink)?;
                children(
                    &client.query(tags, &[workspace, &people]).await?,
                    Level::Tag,
                    sink,
                )?;
            }
            Query::Feeds => {
                let start = turn(&plan.starts, number)?;
                let [people, tags] = &on.fed;
                let found = client.query(people, &[workspace, &start.name, &start.id]).await?;
                let people = roots(&found, query.entries(), sink)?;
                let own: [&(dyn ToSql + Sync); 2] = [workspace, &people];
                // Both are on their way before either is answered.
                let (tags, feeds) = try_join(client.query(tags, &own), client.query(&on.feeds, &own)).await?;
                children(&tags, Level::Tag, sink)?;
                let met = children(&feeds, Level::Interaction, sink)?;
                let there = client.query(&on.participants, &[workspace, &met]).await?;
                children(&there, Level::Participant, sink)?;
            }
            Query::Log => {
                let people = turn(&plan.met, number)?.as_slice();
                let id = Ids::default().uuid(Clock::System.now());
                let happened: DateTime<Utc> = LOGGED_AT.parse()?;
                let given: [&(dyn ToSql + Sync); 7] = [
                    workspace,
                    &id,
                    &happened,
                    &LOGGED_BY,
                    &LOGGED_TITLE,
                    &self.actor,
                    &people,
                ];
                let there = client.query(&on.log, &given).await?;
                let time = Field::Time(happened.timestamp_micros());
                let own = [
                    Field::Id(id),
                    time,
                    Field::Text(LOGGED_BY),
                    Field::Text(LOGGED_TITLE),
                ];
                sink.row(Level::Root, Uuid::nil(), &own);
                children(&there, Level::Participant, sink)?;
            }
            Query::First => {
                roots(
                    &client.query(&on.first, &[workspace]).await?,
                    query.entries(),
                    sink,
                )?;
            }
            Query::Last => {
                let (_, happened, id) = &plan.far;
                let happened: DateTime<Utc> = happened.parse()?;
                let found = client.query(&on.beyond, &[workspace, &happened, id]).await?;
                roots(&found, query.entries(), sink)?;
            }
        }
        Ok(())
    }
}

impl Connection {
    async fn open(url: &str) -> Outcome<Self> {
        let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
        // In this thread, so that its time counts as the loop's; it ends with the client.
        tokio::task::spawn_local(connection);
        // The plan of an array does not depend on what is in it.
        client
            .batch_execute("SET plan_cache_mode = force_generic_plan")
            .await?;
        let prepare = async |sql: &str| client.prepare(sql).await;
        Ok(Self {
            person: prepare(PERSON).await?,
            tagged: [
                prepare(people!("id, display_name, headline", "51")).await?,
                prepare(tags!("tag.id, tag.name, tag.color")).await?,
            ],
            fed: [
                prepare(people!("id, display_name", "21")).await?,
                prepare(tags!("tag.id, tag.name")).await?,
            ],
            feeds: client
                .prepare_typed(FEEDS, &[Type::UUID, Type::UUID_ARRAY])
                .await?,
            participants: prepare(PARTICIPANTS).await?,
            first: prepare(FIRST).await?,
            beyond: prepare(BEYOND).await?,
            log: client
                .prepare_typed(
                    LOG,
                    &[
                        Type::UUID,
                        Type::UUID,
                        Type::TIMESTAMPTZ,
                        Type::TEXT,
                        Type::TEXT,
                        Type::TEXT,
                        Type::UUID_ARRAY,
                    ],
                )
                .await?,
            client,
        })
    }
}

/// Takes no more than so many rows of a root list; answers their ids, with which they begin.
fn roots(rows: &[Row], most: usize, sink: &mut impl Sink) -> Outcome<Vec<Uuid>> {
    let mut ids = Vec::with_capacity(most);
    for row in rows.iter().take(most) {
        ids.push(row.try_get(0)?);
        emit(row, 0, Level::Root, Uuid::nil(), sink)?;
    }
    Ok(ids)
}

/// Takes rows that begin with the id of whom they belong to; answers their own, which follows.
fn children(rows: &[Row], level: Level, sink: &mut impl Sink) -> Outcome<Vec<Uuid>> {
    let mut ids = Vec::with_capacity(rows.len());
    for row in rows {
        ids.push(row.try_get(1)?);
        emit(row, 1, level, row.try_get(0)?, sink)?;
    }
    Ok(ids)
}

fn emit(row: &Row, from: usize, level: Level, parent: Uuid, sink: &mut impl Sink) -> Outcome<()> {
    let mut fields = [Field::Null; 4];
    let columns = row.columns().len() - from;
    for (number, (field, column)) in fields.iter_mut().zip(row.columns().iter().skip(from)).enumerate() {
        *field = match *column.type_() {
            Type::UUID => Field::Id(row.try_get(from + number)?),
            Type::TIMESTAMPTZ => {
                Field::Time(row.try_get::<_, DateTime<Utc>>(from + number)?.timestamp_micros())
            }
            _ => row.try_get::<_, Option<&str>>(from + number)?.into(),
        };
    }
    sink.row(level, parent, fields.get(..columns).unwrap_or_default());
    Ok(())
}
