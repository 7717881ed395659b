//! Row sources: what is stored comes back, by either driver and within a transaction, and nothing runs on unseen.

use std::sync::Arc;
use std::time::{Duration, Instant};

use api::kit::aside::Room;
use api::kit::rows::{Cell, Kind, Limits, Rows, Session, Statement};
use api::kit::server::{PlanCacheMode, Pooler, Prepare};
use api::kit::{
    Caller, Clock, Db, DbSettings, Failure, Fault, Ids, PostgresSettings, Right, Synchronous, Tx,
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Value};
use tests::{Engine, TestApp, both};
use uuid::Uuid;

/// How many bytes of memory this process has.
fn resident() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: usize = pages.split(' ').nth(1).map_or(0, |pages| pages.parse().unwrap());
    pages * 4096
}

/// A statement with `?`, as this database writes it.
fn statement(engine: Engine, sql: &str, values: Vec<Value>, kinds: &[Kind]) -> Statement {
    let mut text = String::new();
    let mut number = 0;
    for part in sql.split_inclusive('?') {
        match part.strip_suffix('?') {
            Some(before) if engine == Engine::Postgres => {
                number += 1;
                text.push_str(&format!("{before}${number}"));
            }
            _ => text.push_str(part),
        }
    }
    if engine == Engine::Postgres {
        text = text.replace("rarray($", "unnest($");
    }
    Statement {
        sql: Arc::from(text),
        values,
        kinds: Arc::from(kinds),
    }
}

/// Another application's view of the same database.
async fn db(app: &TestApp, limits: Limits) -> Db {
    let settings = DbSettings {
        url: app.database_url().to_owned(),
        pool: 2,
        synchronous: Synchronous::Normal,
        postgres: PostgresSettings::default(),
        limits,
    };
    Db::connect(&settings, Clock::System, Ids::default())
        .await
        .unwrap()
}

async fn orm(app: &TestApp) -> DatabaseConnection {
    Database::connect(app.database_url()).await.unwrap()
}

async fn caller(app: &TestApp) -> Caller {
    let owner = app.owner().await;
    app.app.entrance.authenticate(owner.token()).await.ok().unwrap()
}

/// A session of nobody's.
fn ask_of(db: &Db) -> Session {
    db.session(Caller::nobody().scope())
}

const COLUMNS: &str = "id, b, i, n, t, at, d";
const KINDS: [Kind; 7] = [
    Kind::Uuid,
    Kind::Bool,
    Kind::Int,
    Kind::Big,
    Kind::Text,
    Kind::Time,
    Kind::Date,
];

/// A table with a column of each kind, of the types that the migrations give them.
async fn samples(app: &TestApp, rows: &[[Value; 7]]) -> DatabaseConnection {
    let orm = orm(app).await;
    let types = match app.engine {
        Engine::Sqlite => [
            "uuid_text",
            "boolean",
            "integer",
            "bigint",
            "text",
            "timestamp_with_timezone_text",
            "date_text",
        ],
        Engine::Postgres => [
            "uuid",
            "boolean",
            "integer",
            "bigint",
            "text",
            "timestamptz",
            "date",
        ],
    };
    let columns: Vec<String> = COLUMNS
        .split(", ")
        .zip(types)
        .map(|(name, ty)| format!("{name} {ty}"))
        .collect();
    let create = format!("CREATE TABLE sample ({})", columns.join(", "));
    orm.execute_unprepared(&create).await.unwrap();
    for row in rows {
        let sql = "INSERT INTO sample (id, b, i, n, t, at, d) VALUES (?, ?, ?, ?, ?, ?, ?)";
        let insert = statement(app.engine, sql, row.to_vec(), &[]);
        let insert =
            sea_orm::Statement::from_sql_and_values(orm.get_database_backend(), &*insert.sql, insert.values);
        orm.execute_raw(insert).await.unwrap();
    }
    orm
}

fn id(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

fn ids(count: usize) -> Value {
    (0..count).map(id).collect::<Vec<_>>().into()
}

fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn full(number: usize, text: &str, at: &str, on: &str) -> [Value; 7] {
    let (i, n) = (i32::MIN + number as i32, i64::MAX - number as i64);
    [
        id(number).into(),
        (number % 2 == 1).into(),
        i.into(),
        n.into(),
        text.into(),
        time(at).into(),
        day(on).into(),
    ]
}

fn empty(number: usize) -> [Value; 7] {
    [
        id(number).into(),
        Value::Bool(None),
        Value::Int(None),
        Value::BigInt(None),
        Value::String(None),
        Value::ChronoDateTimeUtc(None),
        Value::ChronoDate(None),
    ]
}

/// What a row should hold, with its text.
fn held(rows: &Rows, row: usize) -> Vec<(Cell, String)> {
    (0..rows.width())
        .map(|column| {
            let cell = rows.cell(row, column);
            let text = rows.text(cell).to_owned();
            // Where a text lies says nothing.
            let cell = if let Cell::Text { len, .. } = cell {
                Cell::Text { at: 0, len }
            } else {
                cell
            };
            (cell, text)
        })
        .collect()
}

fn expected(row: &[Value; 7]) -> Vec<(Cell, String)> {
    row.iter()
        .map(|value| match value {
            Value::Uuid(Some(id)) => (Cell::Uuid(*id), String::new()),
            Value::Bool(Some(value)) => (Cell::Bool(*value), String::new()),
            Value::Int(Some(value)) => (Cell::Int(i64::from(*value)), String::new()),
            Value::BigInt(Some(value)) => (Cell::Int(*value), String::new()),
            Value::String(Some(text)) => (
                Cell::Text {
                    at: 0,
                    len: text.len() as u32,
                },
                text.clone(),
            ),
            Value::ChronoDateTimeUtc(Some(at)) => (Cell::Time(at.timestamp_micros()), String::new()),
            Value::ChronoDate(Some(day)) => (Cell::Date(day.to_epoch_days()), String::new()),
            _ => (Cell::Null, String::new()),
        })
        .collect()
}

/// Runs a statement as a query does, where nobody waits, and within a write: all must find the same.
async fn everywhere(app: &TestApp, db: &Db, ask: &Statement) -> Result<Rows, Fault> {
    let caller = caller(app).await;
    let first = db.session(caller.scope()).run(ask).await;
    let beside = Session::within(&db.read_beside(caller.scope())).run(ask).await;
    let writer = caller.writer(Right::PeopleWrite).unwrap();
    let within = match db.write(writer, ask, reads).await {
        Ok(written) => Ok(written.value),
        Err(Failure::Fault(fault)) => Err(fault),
        Err(Failure::Rejected(problems)) => panic!("{problems:?}"),
    };
    let all = |rows: &Rows| (0..rows.len()).map(|row| held(rows, row)).collect::<Vec<_>>();
    for other in [beside, within] {
        match (&first, other) {
            (Ok(first), Ok(other)) => assert_eq!(all(first), all(&other), "{}", ask.sql),
            (Err(_), Err(_)) => {}
            (first, other) => panic!("{}: {first:?} is not {other:?}", ask.sql),
        }
    }
    first
}

async fn reads(tx: &mut Tx, ask: &Statement) -> Result<Rows, Failure> {
    Ok(Session::within(&tx.read()).run(ask).await?)
}

async fn adds_and_reads(tx: &mut Tx, (db, ask): &(Db, Statement)) -> Result<(Rows, Rows), Failure> {
    tx.conn()
        .execute_unprepared("INSERT INTO sample (t) VALUES ('new')")
        .await?;
    let within = Session::within(&tx.read()).run(ask).await?;
    Ok((within, db.session(tx.by().scope()).run(ask).await?))
}

fn is_send<T: Send>(value: T) -> T {
    value
}

both! {
    every_kind_comes_back_as_it_was_stored(app) {
        let rows = [
            full(0, "", "1970-01-01T00:00:00Z", "1970-01-01"),
            full(1, "Grüße, 世界 👋🏽 'quoted' \"?\"", "2026-03-01T09:00:00.000001Z", "2024-02-29"),
            full(2, "one", "0001-01-01T00:00:00Z", "0001-01-01"),
            full(3, "two", "9999-12-31T23:59:59.999999Z", "9999-12-31"),
            full(4, "three", "1969-12-31T23:59:59.5Z", "1969-12-31"),
            empty(5),
        ];
        samples(&app, &rows).await;
        let ask = statement(app.engine, &format!("SELECT {COLUMNS} FROM sample ORDER BY id"), vec![], &KINDS);
        let found = everywhere(&app, &app.app.db, &ask).await.unwrap();
        assert_eq!(found.len(), rows.len());
        for (number, row) in rows.iter().enumerate() {
            assert_eq!(held(&found, number), expected(row));
        }
    }

    a_value_finds_the_row_that_holds_it(app) {
        let row = full(7, "thé", "2026-03-01T09:00:00.120Z", "2026-03-01");
        samples(&app, &[row.clone(), empty(8)]).await;
        for (column, value) in COLUMNS.split(", ").zip(row.clone()) {
            let sql = format!("SELECT {COLUMNS} FROM sample WHERE {column} = ?");
            let found = everywhere(&app, &app.app.db, &statement(app.engine, &sql, vec![value], &KINDS)).await.unwrap();
            assert_eq!(found.len(), 1, "{column}");
            assert_eq!(held(&found, 0), expected(&row));
        }
        let echo = statement(app.engine, "SELECT ?, ?, ?, ?, ?, ?, ?", row.to_vec(), &KINDS);
        let echoed = ask_of(&app.app.db).run(&echo).await;
        // SQLite keeps no booleans of its own: its numbers are read as the kind says.
        assert_eq!(held(&echoed.unwrap(), 0), expected(&row));
        for (column, nothing) in COLUMNS.split(", ").zip(empty(0)).skip(1) {
            let sql = format!("SELECT {COLUMNS} FROM sample WHERE {column} = ?");
            let found = everywhere(&app, &app.app.db, &statement(app.engine, &sql, vec![nothing], &KINDS)).await.unwrap();
            assert!(found.is_empty(), "{column}");
        }
    }

    a_list_of_any_length_is_one_value(app) {
        let rows: Vec<_> = (0..1003).map(empty).collect();
        samples(&app, &rows).await;
        for count in [0, 1, 1000] {
            let (sql, value) = match app.engine {
                Engine::Sqlite => ("SELECT id FROM sample WHERE id IN (SELECT value FROM rarray(?)) ORDER BY id", ids(count)),
                Engine::Postgres => ("SELECT id FROM sample WHERE id = ANY(?) ORDER BY id", ids(count)),
            };
            let found = everywhere(&app, &app.app.db, &statement(app.engine, sql, vec![value], &[Kind::Uuid])).await.unwrap();
            assert_eq!(found.len(), count);
            assert!((0..count).all(|row| found.cell(row, 0) == Cell::Uuid(id(row))));
        }
        let sql = "SELECT p.value, count(*) FROM rarray(?) AS p(value) JOIN sample s ON s.id = p.value AND s.id < ? GROUP BY p.value ORDER BY 1";
        let sql = if app.engine == Engine::Sqlite { sql.replace("p(value)", "p") } else { sql.to_owned() };
        let ask = statement(app.engine, &sql, vec![ids(10), id(3).into()], &[Kind::Uuid, Kind::Int]);
        let found = everywhere(&app, &app.app.db, &ask).await.unwrap();
        assert_eq!((found.len(), found.cell(2, 0), found.cell(2, 1)), (3, Cell::Uuid(id(2)), Cell::Int(1)));
    }

    a_list_is_freed_when_its_statement_is_done(app) {
        // 320 MB of ids in all; other tests of this process need some memory meanwhile.
        let sql = if app.engine == Engine::Sqlite { "SELECT count(*) FROM rarray(?)" } else { "SELECT cardinality(?)" };
        let ask = statement(app.engine, sql, vec![ids(1_000)], &[Kind::Int]);
        let session = ask_of(&app.app.db);
        let before = resident();
        for _ in 0..5_000 {
            assert_eq!(session.run(&ask).await.unwrap().cell(0, 0), Cell::Int(1_000));
        }
        let grown = resident().saturating_sub(before);
        assert!(grown < 150 << 20, "{} MiB are left behind", grown >> 20);
    }

    a_long_statement_runs_anew_where_it_holds_up_nobody(app) {
        let limits = Limits { steps: 20_000, ..Limits::default() };
        let db = db(&app, limits).await;
        // Rows come before the steps are used up: none of them may come twice.
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i FROM n";
        let ask = statement(app.engine, sql, vec![], &[Kind::Int]);
        let short = statement(app.engine, "SELECT 7", vec![], &[Kind::Int]);
        let (one, two) = (ask_of(&db), ask_of(&db));
        let order = std::sync::Mutex::new(Vec::new());
        let long = async {
            let found = one.run(&ask).await.unwrap();
            order.lock().unwrap().push("long");
            found
        };
        let short = async {
            let found = two.run(&short).await.unwrap();
            order.lock().unwrap().push("short");
            found
        };
        let (found, seven) = futures_util::join!(long, short);
        assert_eq!((found.len(), found.cell(0, 0), found.cell(99_999, 0)), (100_000, Cell::Int(1), Cell::Int(100_000)));
        assert_eq!(seven.cell(0, 0), Cell::Int(7));
        assert_eq!(*order.lock().unwrap(), ["short", "long"]);
        // What the request asks next, too, with its steps used up.
        assert_eq!(one.run(&ask).await.unwrap().len(), 100_000);
    }

    a_value_of_another_kind_is_a_fault(app) {
        let orm = samples(&app, &[full(1, "words", "2026-03-01T09:00:00Z", "2026-03-01")]).await;
        for (column, wrong) in [("t", Kind::Int), ("t", Kind::Time), ("t", Kind::Date), ("t", Kind::Uuid), ("id", Kind::Text), ("id", Kind::Big), ("n", Kind::Int), ("i", Kind::Text), ("b", Kind::Uuid)] {
            let ask = statement(app.engine, &format!("SELECT {column} FROM sample"), vec![], &[wrong]);
            let session = ask_of(&app.app.db);
            let fault = session.run(&ask).await.unwrap_err();
            assert!(matches!(&fault, Fault::Internal(message) if message.contains("cannot be read as")), "{column} as {wrong:?}: {fault}");
            let again = statement(app.engine, "SELECT n FROM sample", vec![], &[Kind::Big]);
            assert_eq!(session.run(&again).await.unwrap().len(), 1);
        }
        let of = |sql: &str, values, kinds: &[Kind]| statement(app.engine, sql, values, kinds);
        for ask in [
            of("SELECT n FROM sample WHERE n = ?", vec![], &[Kind::Big]),
            of("SELECT n, i FROM sample", vec![], &[Kind::Big]),
            of("SELECT n FROM sample WHERE n = ?", vec![1.5f64.into()], &[Kind::Big]),
            of("SELECT nothing FROM nowhere", vec![], &[Kind::Big]),
        ] {
            assert!(ask_of(&app.app.db).run(&ask).await.is_err(), "{}", ask.sql);
        }
        drop(orm);
    }

    a_session_cannot_write(app) {
        samples(&app, &[empty(1)]).await;
        let ask = statement(app.engine, "DELETE FROM sample RETURNING id", vec![], &[Kind::Uuid]);
        assert!(ask_of(&app.app.db).run(&ask).await.is_err());
        let ask = statement(app.engine, "SELECT id FROM sample", vec![], &[Kind::Uuid]);
        assert_eq!(everywhere(&app, &app.app.db, &ask).await.unwrap().len(), 1);
    }

    a_transaction_is_read_from_within(app) {
        samples(&app, &[]).await;
        let caller = caller(&app).await;
        let ask = statement(app.engine, "SELECT count(*) FROM sample", vec![], &[Kind::Int]);
        let writer = caller.writer(Right::PeopleWrite).unwrap();
        let written = app.app.db.write(writer, &(app.app.db.clone(), ask), adds_and_reads).await.unwrap();
        let (within, without) = written.value;
        assert_eq!((within.cell(0, 0), without.cell(0, 0)), (Cell::Int(1), Cell::Int(0)));
    }

    a_slow_statement_is_cut_off(app) {
        let limits = Limits { statement: Duration::from_millis(300), ..Limits::default() };
        let db = db(&app, limits).await;
        let sql = match app.engine {
            Engine::Sqlite => "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
            Engine::Postgres => "SELECT count(*) FROM pg_sleep(30)",
        };
        let (began, session) = (Instant::now(), ask_of(&db));
        let fault = session.run(&statement(app.engine, sql, vec![], &[Kind::Big])).await.unwrap_err();
        assert!(matches!(fault, Fault::Db(_)), "{fault}");
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
        let one = session.run(&statement(app.engine, "SELECT 1", vec![], &[Kind::Int])).await.unwrap();
        assert_eq!(one.cell(0, 0), Cell::Int(1));
    }

    statements_of_one_session_may_be_in_flight_together(app) {
        let session = ask_of(&app.app.db);
        let all = (0..100).map(|number| {
            let sql = format!("SELECT {number}");
            let (session, engine) = (&session, app.engine);
            async move { session.run(&statement(engine, &sql, vec![], &[Kind::Int])).await.unwrap().cell(0, 0) }
        });
        for (number, cell) in is_send(futures_util::future::join_all(all)).await.into_iter().enumerate() {
            assert_eq!(cell, Cell::Int(number as i64));
        }
    }

    many_sessions_share_a_few_connections(app) {
        let limits = Limits { connections: 2, ..Limits::default() };
        let db = db(&app, limits).await;
        let sql = if app.engine == Engine::Postgres { "SELECT count(*) FROM pg_sleep(0.01)" } else { "SELECT 1" };
        let ask = statement(app.engine, sql, vec![], &[Kind::Int]);
        let all = (0..50).map(|_| async {
            let session = ask_of(&db);
            for _ in 0..2 {
                assert_eq!(session.run(&ask).await.unwrap().cell(0, 0), Cell::Int(1));
            }
        });
        futures_util::future::join_all(all).await;
    }

    two_applications_do_not_mix(app) {
        let other = TestApp::start(app.engine).await;
        let ask = statement(app.engine, "SELECT t FROM sample", vec![], &[Kind::Text]);
        for (app, name) in [(&app, "here"), (&other, "there")] {
            samples(app, &[full(1, name, "2026-03-01T09:00:00Z", "2026-03-01")]).await;
        }
        for _ in 0..2 {
            for (app, name) in [(&app, "here"), (&other, "there")] {
                let found = ask_of(&app.app.db).run(&ask).await.unwrap();
                assert_eq!(found.text(found.cell(0, 0)), name);
            }
        }
    }

    each_statement_is_shown_once(app) {
        let orm = samples(&app, &[]).await;
        let ask = statement(app.engine, "SELECT i FROM sample", vec![], &[Kind::Int]);
        let caller = caller(&app).await;
        let seen = app.statements(async {
            ask_of(&app.app.db).run(&ask).await.unwrap();
            Session::within(&app.app.db.read(caller.scope())).run(&ask).await.unwrap();
        }).await;
        assert_eq!(seen, vec![ask.sql.to_string(); 2]);
        drop(orm);
    }

    a_closed_database_keeps_no_connection(app) {
        if app.engine == Engine::Sqlite {
            return;
        }
        let db = db(&app, Limits::default()).await;
        let ask = statement(app.engine, "SELECT pg_backend_pid()", vec![], &[Kind::Int]);
        let pid = pid(&ask_of(&db).run(&ask).await.unwrap());
        db.close().await;
        assert!(ends(&orm(&app).await, pid).await);
    }
}

fn pid(rows: &Rows) -> i64 {
    match rows.cell(0, 0) {
        Cell::Int(pid) => pid,
        other => panic!("{other:?}"),
    }
}

/// How many backends answer to a condition.
async fn backends(orm: &DatabaseConnection, condition: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM pg_stat_activity WHERE {condition}");
    let count = sea_orm::Statement::from_string(orm.get_database_backend(), sql);
    let row = orm.query_one_raw(count).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Whether there come to be none within three seconds.
async fn none(orm: &DatabaseConnection, condition: &str) -> bool {
    for _ in 0..60 {
        if backends(orm, condition).await == 0 {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

async fn ends(orm: &DatabaseConnection, pid: i64) -> bool {
    none(orm, &format!("pid = {pid}")).await
}

#[test]
fn a_dropped_session_has_its_statements_cancelled() {
    tests::run(Engine::Postgres, |app| async move {
        let (orm, db) = (orm(&app).await, db(&app, Limits::default()).await);
        let me = statement(app.engine, "SELECT pg_backend_pid()", vec![], &[Kind::Int]);
        let sleep = |name: &str| {
            let sql = format!("SELECT count(*) /* {name} */ FROM pg_sleep(15)");
            statement(app.engine, &sql, vec![], &[Kind::Int])
        };
        let (one, two) = (sleep("asleep"), sleep("asleep too"));
        let first = {
            let session = ask_of(&db);
            let first = pid(&session.run(&me).await.unwrap());
            let both = futures_util::future::join(session.run(&one), session.run(&two));
            assert!(
                tokio::time::timeout(Duration::from_millis(300), both)
                    .await
                    .is_err()
            );
            assert_eq!(
                backends(
                    &orm,
                    "query LIKE '%asleep%' AND state = 'active' AND pid <> pg_backend_pid()"
                )
                .await,
                1
            );
            first
        };
        assert!(
            ends(&orm, first).await,
            "the connection whose statement was cancelled is not used again"
        );
        let second = pid(&ask_of(&db).run(&me).await.unwrap());
        assert_ne!(first, second);
        let third = pid(&ask_of(&db).run(&me).await.unwrap());
        assert_eq!(second, third, "one that has done its work is");
    });
}

#[test]
fn a_dropped_session_gives_up_its_place_beside_the_workers() {
    tests::run(Engine::Sqlite, |app| async move {
        let limits = Limits {
            steps: 20_000,
            aside: Room {
                threads: 1,
                ..Room::default()
            },
            ..Limits::default()
        };
        let db = db(&app, limits).await;
        let count = |rows: u64| {
            let sql = format!(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT count(*) FROM n"
            );
            statement(app.engine, &sql, vec![], &[Kind::Int])
        };
        let endless = count(1 << 40);
        let session = ask_of(&db);
        let given_up = tokio::time::timeout(Duration::from_millis(300), session.run(&endless)).await;
        assert!(given_up.is_err());
        drop(session);
        let began = Instant::now();
        let found = ask_of(&db).run(&count(100_000)).await.unwrap();
        assert_eq!(found.cell(0, 0), Cell::Int(100_000));
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    });
}

#[test]
fn a_backend_that_was_killed_is_replaced() {
    tests::run(Engine::Postgres, |app| async move {
        let (orm, db) = (
            orm(&app).await,
            db(
                &app,
                Limits {
                    connections: 1,
                    ..Limits::default()
                },
            )
            .await,
        );
        let me = statement(app.engine, "SELECT pg_backend_pid()", vec![], &[Kind::Int]);
        let first = pid(&ask_of(&db).run(&me).await.unwrap());
        // While it is idle, and while a session holds it.
        orm.execute_unprepared(&format!("SELECT pg_terminate_backend({first})"))
            .await
            .unwrap();
        let session = ask_of(&db);
        let second = pid(&session.run(&me).await.unwrap());
        orm.execute_unprepared(&format!("SELECT pg_terminate_backend({second})"))
            .await
            .unwrap();
        assert!(ends(&orm, second).await);
        let third = pid(&session.run(&me).await.unwrap());
        assert!(first != second && second != third);
    });
}

#[test]
fn waiting_for_a_connection_ends() {
    tests::run(Engine::Postgres, |app| async move {
        let limits = Limits {
            wait: Duration::from_secs(1),
            connections: 1,
            ..Limits::default()
        };
        let db = db(&app, limits).await;
        let one = statement(app.engine, "SELECT 1", vec![], &[Kind::Int]);
        let holder = ask_of(&db);
        holder.run(&one).await.unwrap();
        let waiting = ask_of(&db);
        let fault = waiting.run(&one).await.unwrap_err();
        assert!(
            matches!(&fault, Fault::Db(error) if api::kit::failure::is_transient(error)),
            "{fault}"
        );
        drop(holder);
        assert_eq!(waiting.run(&one).await.unwrap().len(), 1);
    });
}

#[test]
fn a_url_with_a_certificate_that_is_not_there_is_refused_at_the_start() {
    tests::run(Engine::Postgres, |app| async move {
        let url = app
            .database_url()
            .replace("sslmode=disable", "sslmode=verify-full&sslrootcert=/nowhere.pem");
        let settings = DbSettings {
            url,
            pool: 2,
            synchronous: Synchronous::Normal,
            postgres: PostgresSettings::default(),
            limits: Limits::default(),
        };
        let refused = Db::connect(&settings, Clock::System, Ids::default()).await;
        assert!(refused.unwrap_err().to_string().contains("/nowhere.pem"));
    });
}

#[test]
fn a_statement_runs_under_the_settings_that_were_asked_for() {
    let ways = [
        (Pooler::None, None),
        (Pooler::None, Some(Prepare::Unnamed)),
        (Pooler::Transaction, None),
        (Pooler::Transaction, Some(Prepare::Named)),
    ];
    for (pooler, prepare) in ways {
        for mode in [PlanCacheMode::default(), PlanCacheMode::Auto] {
            let postgres = PostgresSettings {
                pooler,
                prepare,
                plan_cache_mode: mode,
                ..PostgresSettings::default()
            };
            tests::run(Engine::Postgres, |app| async move {
                let settings = DbSettings {
                    url: app.database_url().to_owned(),
                    pool: 2,
                    synchronous: Synchronous::Normal,
                    postgres,
                    limits: Limits::default(),
                };
                let db = Db::connect(&settings, Clock::System, Ids::default())
                    .await
                    .unwrap();
                let sql = "SELECT current_setting('plan_cache_mode'), current_setting('statement_timeout'), \
                    current_setting('max_parallel_workers_per_gather'), current_setting('transaction_read_only'), \
                    (SELECT count(*) FROM pg_prepared_statements) > 0";
                let kinds = [Kind::Text, Kind::Text, Kind::Text, Kind::Text, Kind::Bool];
                let ask = statement(app.engine, sql, vec![], &kinds);
                let session = ask_of(&db);
                // Those that follow each other on one connection, too.
                let both = futures_util::future::join(session.run(&ask), session.run(&ask)).await;
                let caller = caller(&app).await;
                let writer = caller.writer(Right::PeopleWrite).unwrap();
                let within = db.write(writer, &ask, reads).await.map(|it| it.value);
                let named = prepare.unwrap_or(match pooler {
                    Pooler::None => Prepare::Named,
                    Pooler::Transaction => Prepare::Unnamed,
                });
                for (rows, read_only) in [(both.0, "on"), (both.1, "on"), (Ok(within.ok().unwrap()), "off")] {
                    let rows = rows.unwrap();
                    let texts: Vec<_> = (0..4).map(|column| rows.text(rows.cell(0, column))).collect();
                    assert_eq!(
                        texts,
                        [mode.word(), "20s", "0", read_only],
                        "{pooler:?} {prepare:?}"
                    );
                    assert_eq!(rows.cell(0, 4), Cell::Bool(named == Prepare::Named));
                }
            });
        }
    }
}
