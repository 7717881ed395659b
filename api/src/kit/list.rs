//! Lists as compiled reads take them: which rows, and in which order. Which columns of a row are read, and which page, is the
//! plan's matter.

use sea_orm::sea_query::{Condition, ExprTrait, SelectStatement, SimpleExpr, TableRef};
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DbBackend, DbErr, EntityTrait, IdenStatic, QueryTrait, Select,
};
use uuid::Uuid;

use entity::Tenant;

use super::rows::Kind;
use super::{Reader, Scope};

/// A column as rows are read by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it is read as.
    pub kind: Kind,
    /// Whether it may be empty.
    pub nullable: bool,
}

impl Column {
    /// A column of an entity.
    #[must_use]
    pub fn of(column: impl ColumnTrait) -> Self {
        let definition = column.def();
        let kind = match definition.get_column_type() {
            ColumnType::Boolean => Kind::Bool,
            ColumnType::Integer => Kind::Int,
            ColumnType::BigInteger => Kind::Big,
            ColumnType::Uuid => Kind::Uuid,
            ColumnType::TimestampWithTimeZone => Kind::Time,
            ColumnType::Date => Kind::Date,
            _ => Kind::Text,
        };
        Self {
            name: IdenStatic::as_str(&column),
            kind,
            nullable: definition.is_null(),
        }
    }
}

/// The select's conditions, joins and order, without its columns.
#[must_use]
pub fn bare<E: EntityTrait>(select: Select<E>) -> SelectStatement {
    let mut statement = select.into_query();
    statement.clear_selects();
    statement
}

/// All rows that belong to each of many parents: a list that is short by its nature.
#[derive(Clone, Debug)]
pub struct Children {
    /// The rows of all parents, in order; without columns, and without a condition on parents.
    pub select: SelectStatement,
    /// What holds the parent's id.
    pub parent: SimpleExpr,
    /// The table that is joined to a table of links, and how: from the links, which are few, never from all that could be linked.
    pub joined: Option<(TableRef, Condition)>,
}

impl Children {
    /// The rows of a table of which one column holds the parent.
    pub fn of<E: Tenant>(scope: &Scope, parent: E::Column, order: E::Column) -> Self {
        let mut select = bare(scope.select::<E>());
        select.order_by(order.as_column_ref(), sea_orm::Order::Asc);
        Self {
            select,
            parent: parent.into_expr(),
            joined: None,
        }
    }

    /// Rows that a table of links joins to their parents. The order is given on what this answers.
    pub fn linked<E: Tenant, L: Tenant>(
        scope: &Scope,
        id: E::Column,
        child: L::Column,
        parent: L::Column,
    ) -> Self {
        let joined = Condition::all()
            .add(E::workspace_column().into_expr().eq(scope.workspace()))
            .add(id.into_expr().eq(child.into_expr()));
        Self {
            select: bare(scope.select::<L>()),
            parent: parent.into_expr(),
            joined: Some((E::default().table_ref(), joined)),
        }
    }

    /// Only rows that meet this.
    #[must_use]
    pub fn filter(mut self, condition: impl Into<SimpleExpr>) -> Self {
        self.select.and_where(condition.into());
        self
    }

    /// Sorted by these, lowest first.
    #[must_use]
    pub fn order_by<C: ColumnTrait>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        for column in columns {
            self.select.order_by(column.as_column_ref(), sea_orm::Order::Asc);
        }
        self
    }
}

/// By what a list is sorted: a column that is never empty, and the id to tell equals apart.
#[derive(Clone, Debug)]
pub struct Sort {
    /// The column, of the objects' own table.
    pub column: Column,
    /// The same value where the list is selected: a copy in a table of links has an index of its own.
    pub key: SimpleExpr,
    /// The id where the list is selected.
    pub id: SimpleExpr,
    /// Highest first.
    pub descending: bool,
}

impl Sort {
    /// By a column of the objects' table.
    pub fn by<C: ColumnTrait>(key: C, id: C, descending: bool) -> Self {
        Self {
            column: Column::of(key),
            key: key.into_expr(),
            id: id.into_expr(),
            descending,
        }
    }
}

/// Where a list is read.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The workspace.
    pub scope: Scope,
    /// The database.
    pub backend: DbBackend,
}

/// Selects the rows of a list; of a parent's list where there is a parent.
pub type Rows = Box<dyn Fn(Option<SimpleExpr>) -> SelectStatement + Send + Sync>;

/// A list that can be long, and is read in pages.
pub struct List {
    /// Its rows: conditions and joins, without columns and order.
    pub rows: Rows,
    /// Its order.
    pub sort: Sort,
    /// As how many it is counted at most; all of them, if nothing is said.
    pub most: Option<u64>,
}

impl List {
    /// Counted as so many at most: counting more would read them all.
    #[must_use]
    pub const fn counted_to(mut self, most: Option<u64>) -> Self {
        self.most = most;
        self
    }

    /// The list of what a select finds.
    pub fn of<E: EntityTrait>(select: Select<E>, sort: Sort) -> Self {
        let statement = bare(select);
        Self {
            rows: Box::new(move |_| statement.clone()),
            sort,
            most: None,
        }
    }

    /// The ids of its rows, lowest first; so many at most.
    ///
    /// # Errors
    /// The database fails.
    pub async fn ids(&self, reader: &Reader<'_>, most: u64) -> Result<Vec<Uuid>, DbErr> {
        let mut select = (self.rows)(None);
        select.expr_as(self.sort.id.clone(), "id");
        select
            .order_by_expr(self.sort.id.clone(), sea_orm::Order::Asc)
            .limit(most);
        let rows = reader.conn().query_all(&select).await?;
        rows.into_iter().map(|row| row.try_get("", "id")).collect()
    }

    /// How many rows it has.
    ///
    /// # Errors
    /// The database fails.
    pub async fn count(&self, reader: &Reader<'_>) -> Result<i64, DbErr> {
        let mut select = (self.rows)(None);
        select.expr_as(self.sort.id.clone().count(), "rows");
        let row = reader.conn().query_one(&select).await?;
        row.map_or(Ok(0), |row| row.try_get("", "rows"))
    }

    /// The lists of parents: what the select finds where this column holds the parent.
    pub fn under(statement: SelectStatement, parent: SimpleExpr, sort: Sort) -> Self {
        let rows = move |of: Option<SimpleExpr>| {
            let mut statement = statement.clone();
            if let Some(of) = of {
                statement.and_where(parent.clone().eq(of));
            }
            statement
        };
        Self {
            rows: Box::new(rows),
            sort,
            most: None,
        }
    }
}

/// A part of the change feed, which is read by number.
pub struct Part {
    /// Its rows in order, one more than it holds; without columns.
    pub select: SelectStatement,
    /// How many it holds.
    pub size: usize,
    /// After which number it begins.
    pub after: i64,
}
