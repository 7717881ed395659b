//! Whole rows as models: straight from the database's own driver where that may be, which costs half of what it does by way of
//! SeaORM; else through that.

use chrono::{DateTime, NaiveDate};
use sea_orm::sea_query::ColumnType;
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, EntityTrait, Iterable, QueryTrait, Select,
    TryIntoModel, Value,
};

use super::packed::{rows, statement};
use super::rows::{Cell, Kind, Rows};
use super::{Fault, Reader};

/// The rows of a select, in its order.
///
/// # Errors
/// The database fails, or a row is not what its entity says.
pub async fn models<E>(reader: &Reader<'_>, select: Select<E>) -> Result<Vec<E::Model>, Fault>
where
    E: EntityTrait,
    E::ActiveModel: ActiveModelBehavior + TryIntoModel<E::Model>,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    let kinds: Option<Vec<Kind>> = columns.iter().map(|column| kind_of(*column)).collect();
    let Some(kinds) = kinds else {
        return Ok(Box::pin(select.all(reader.conn())).await?);
    };
    let statement = statement(reader.direct().backend(), &select.into_query(), kinds);
    let rows = Box::pin(rows(reader, &statement)).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in 0..rows.len() {
        let mut model = <E::ActiveModel as ActiveModelTrait>::default();
        for (place, (column, kind)) in columns.iter().zip(&*statement.kinds).enumerate() {
            model.try_set(*column, value(&rows, rows.cell(row, place), *kind))?;
        }
        found.push(model.try_into_model()?);
    }
    Ok(found)
}

/// As what a column is read; none for types that no entity has that is read so.
fn kind_of(column: impl ColumnTrait) -> Option<Kind> {
    match column.def().get_column_type() {
        ColumnType::Uuid => Some(Kind::Uuid),
        ColumnType::String(_) | ColumnType::Text | ColumnType::Enum { .. } => Some(Kind::Text),
        ColumnType::Integer => Some(Kind::Int),
        ColumnType::BigInteger => Some(Kind::Big),
        ColumnType::Boolean => Some(Kind::Bool),
        ColumnType::Date => Some(Kind::Date),
        ColumnType::TimestampWithTimeZone => Some(Kind::Time),
        _ => None,
    }
}

fn value(rows: &Rows, cell: Cell, kind: Kind) -> Value {
    match (kind, cell) {
        (_, Cell::Uuid(id)) => id.into(),
        (_, Cell::Bool(is)) => is.into(),
        (_, Cell::Text { .. }) => rows.text(cell).into(),
        (_, Cell::Time(micros)) => DateTime::from_timestamp_micros(micros).into(),
        (_, Cell::Date(days)) => NaiveDate::from_epoch_days(days).into(),
        (Kind::Int, Cell::Int(number)) => i32::try_from(number).ok().into(),
        (_, Cell::Int(number)) => number.into(),
        (Kind::Uuid, Cell::Null) => Value::Uuid(None),
        (Kind::Bool, Cell::Null) => Value::Bool(None),
        (Kind::Text, Cell::Null) => Value::String(None),
        (Kind::Time, Cell::Null) => Value::ChronoDateTimeUtc(None),
        (Kind::Date, Cell::Null) => Value::ChronoDate(None),
        (Kind::Int, Cell::Null) => Value::Int(None),
        (Kind::Big, Cell::Null) => Value::BigInt(None),
    }
}
