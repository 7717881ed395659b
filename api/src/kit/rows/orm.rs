//! Rows through SeaORM: for what a mutation returns, which only its own transaction can see yet.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbBackend, QueryResult,
    TryGetable, Value,
};
use uuid::Uuid;

use super::{Cell, Fault, Kind, Rows, Statement, misread, unbound, whole};

/// A list of ids on SQLite, whose table-valued `rarray` belongs to the other driver: the ids in hexadecimal, as JSON.
/// One value as well, so that the text stays the same whatever its length.
const LIST: &str = "(SELECT unhex(value) AS value FROM json_each(?))";

/// What is read from.
#[derive(Clone, Copy)]
pub(super) enum Conn<'a> {
    Pool(&'a DatabaseConnection),
    Transaction(&'a DatabaseTransaction),
    /// Nothing in the program makes one.
    Owned,
}

impl<'a> Conn<'a> {
    pub(super) const fn of(executor: &DatabaseExecutor<'a>) -> Self {
        match executor {
            DatabaseExecutor::Connection(connection) => Self::Pool(connection),
            DatabaseExecutor::Transaction(transaction) => Self::Transaction(transaction),
            DatabaseExecutor::OwnedTransaction(_) => Self::Owned,
        }
    }

    pub(super) async fn run(self, statement: &Statement) -> Result<Rows, Fault> {
        match self {
            Self::Pool(connection) => run(connection, statement).await,
            Self::Transaction(transaction) => run(transaction, statement).await,
            Self::Owned => Err(Fault::Internal(
                "a reader does not own its transaction".to_owned(),
            )),
        }
    }
}

async fn run(connection: &impl ConnectionTrait, statement: &Statement) -> Result<Rows, Fault> {
    let Statement { sql, values, kinds } = statement;
    let backend = connection.get_database_backend();
    let (sql, values) = match backend {
        DbBackend::Sqlite => (
            sql.replace("rarray(?)", LIST),
            values.iter().map(listed).collect::<Result<_, _>>()?,
        ),
        _ => (sql.to_string(), values.clone()),
    };
    let found = connection
        .query_all_raw(sea_orm::Statement::from_sql_and_values(backend, sql, values))
        .await?;
    let mut rows = Rows::of(kinds);
    for row in &found {
        for (column, kind) in kinds.iter().enumerate() {
            read(&mut rows, row, column, *kind)?;
        }
    }
    Ok(rows)
}

fn listed(value: &Value) -> Result<Value, Fault> {
    let Value::Array(_, ids) = value else {
        return Ok(value.clone());
    };
    let Some(ids) = ids else {
        return Ok(Value::String(None));
    };
    let mut json = String::with_capacity(2 + ids.len() * 35);
    for id in ids.iter() {
        let Value::Uuid(Some(id)) = id else {
            return Err(unbound(value));
        };
        json.push(if json.is_empty() { '[' } else { ',' });
        json.push('"');
        json.push_str(id.simple().encode_lower(&mut Uuid::encode_buffer()));
        json.push('"');
    }
    json.push_str(if json.is_empty() { "[]" } else { "]" });
    Ok(json.into())
}

fn read(rows: &mut Rows, row: &QueryResult, column: usize, kind: Kind) -> Result<(), Fault> {
    let cell = match kind {
        Kind::Bool => get(row, column, kind)?.map(Cell::Bool),
        Kind::Int | Kind::Big => match number(row, column, kind)? {
            Some(number) => Some(whole(kind, number).ok_or_else(|| misread(column, kind, number))?),
            None => None,
        },
        Kind::Uuid => get(row, column, kind)?.map(Cell::Uuid),
        Kind::Time => get(row, column, kind)?.map(|time: DateTime<Utc>| Cell::Time(time.timestamp_micros())),
        Kind::Date => get(row, column, kind)?.map(|date: NaiveDate| Cell::Date(date.to_epoch_days())),
        Kind::Text => {
            if let Some(text) = get::<String>(row, column, kind)? {
                rows.push_text(&text);
                return Ok(());
            }
            None
        }
    };
    rows.push(cell.unwrap_or(Cell::Null));
    Ok(())
}

fn get<T: TryGetable>(row: &QueryResult, column: usize, kind: Kind) -> Result<Option<T>, Fault> {
    row.try_get_by_index(column)
        .map_err(|error| misread(column, kind, error))
}

/// Either width serves: PostgreSQL counts in 64 bits what a column keeps in 32.
fn number(row: &QueryResult, column: usize, kind: Kind) -> Result<Option<i64>, Fault> {
    let narrow = |()| get::<i32>(row, column, kind).map(|number| number.map(i64::from));
    let wide = |()| get::<i64>(row, column, kind);
    match kind {
        Kind::Int => narrow(()).or_else(|_| wide(())),
        _ => wide(()).or_else(|_| narrow(())),
    }
}
