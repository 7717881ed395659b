//! The statements of plans. Each reads one level for all of its parents, and one workspace only.

use std::sync::Arc;

use sea_orm::DbBackend;
use sea_orm::sea_query::{
    Alias, ArrayType, Condition, Expr, ExprTrait, JoinType, Order, PostgresQueryBuilder, SelectStatement,
    SimpleExpr, SqliteQueryBuilder, Value, Values,
};
use uuid::Uuid;

use super::shape::Object;
use super::tree::{Level, Pages};
use crate::kit::list::{Children, Column, List};
use crate::kit::page::PageRequest;
use crate::kit::rows::{Kind, Statement};
use crate::kit::{Scope, scope};

/// A statement that is the same for every workspace and all parents.
#[derive(Debug)]
pub struct Template {
    sql: Arc<str>,
    kinds: Arc<[Kind]>,
    slots: Vec<Slot>,
}

#[derive(Debug)]
enum Slot {
    Workspace,
    Parents,
    Value(Value),
}

/// What a template is filled with: ids of parents, or what the feed is read from.
fn ids(parents: &[Uuid]) -> Value {
    let ids = parents.iter().map(|id| Value::Uuid(Some(*id))).collect();
    Value::Array(ArrayType::Uuid, Some(Box::new(ids)))
}

impl Template {
    fn new(sql: String, values: impl IntoIterator<Item = Value>, kinds: Vec<Kind>) -> Arc<Self> {
        let slots = values.into_iter().map(|value| match value {
            Value::Uuid(Some(id)) if id == scope::TEMPLATE => Slot::Workspace,
            Value::Array(..) => Slot::Parents,
            value => Slot::Value(value),
        });
        Arc::new(Self {
            sql: sql.into(),
            kinds: kinds.into(),
            slots: slots.collect(),
        })
    }

    /// The statement for these parents of a workspace.
    #[must_use]
    pub fn fill(&self, scope: &Scope, parents: &[Uuid]) -> Statement {
        let values = self.slots.iter().map(|slot| match slot {
            Slot::Workspace => scope.workspace().0.into(),
            Slot::Parents => ids(parents),
            Slot::Value(value) => value.clone(),
        });
        Statement {
            sql: self.sql.clone(),
            values: values.collect(),
            kinds: self.kinds.clone(),
        }
    }
}

fn build(backend: DbBackend, select: &SelectStatement) -> (String, Vec<Value>) {
    let (sql, Values(values)) = match backend {
        DbBackend::Postgres => select.build_any(&PostgresQueryBuilder),
        _ => select.build_any(&SqliteQueryBuilder),
    };
    // Limits are unsigned, which neither database knows.
    let signed = values.into_iter().map(|value| match value {
        Value::BigUnsigned(number) => {
            Value::BigInt(number.map(|number| i64::try_from(number).unwrap_or(i64::MAX)))
        }
        value => value,
    });
    (sql, signed.collect())
}

fn kinds(columns: &[Column], more: &[Kind]) -> Vec<Kind> {
    columns
        .iter()
        .map(|column| column.kind)
        .chain(more.iter().copied())
        .collect()
}

/// The condition that an id is one of the parents'.
fn among(backend: DbBackend, id: SimpleExpr) -> SimpleExpr {
    let text = match backend {
        DbBackend::Postgres => "$1 = ANY($2)",
        _ => "? IN rarray(?)",
    };
    Expr::cust_with_exprs(text, [id, Expr::val(ids(&[]))])
}

fn show(select: &mut SelectStatement, table: &'static str, columns: &[Column]) {
    for column in columns {
        select.expr(Expr::col((Alias::new(table), Alias::new(column.name))));
    }
}

/// Objects by id: their columns, and the id.
#[must_use]
pub fn by_ids(backend: DbBackend, object: &Object, columns: &[Column]) -> Arc<Template> {
    let table = object.table;
    let id = || Expr::col((Alias::new(table), Alias::new("id")));
    let mut select = SelectStatement::new();
    show(&mut select, table, columns);
    select.expr(id()).from(Alias::new(table));
    let workspace = Expr::col((Alias::new(table), Alias::new("workspace_id")));
    select
        .and_where(workspace.eq(scope::TEMPLATE))
        .and_where(among(backend, id()));
    let (sql, values) = build(backend, &select);
    Template::new(sql, values, kinds(columns, &[Kind::Uuid]))
}

/// No statement: of what a function finds.
#[must_use]
pub fn nothing() -> Arc<Template> {
    Template::new(String::new(), [], Vec::new())
}

/// What belongs to parents: its columns, and the parent's id.
#[must_use]
pub fn belonging(backend: DbBackend, level: &Level, children: Children) -> Arc<Template> {
    let Children {
        mut select,
        parent,
        joined,
    } = children;
    if let Some((table, on)) = joined {
        match backend {
            DbBackend::Postgres => select.join(JoinType::InnerJoin, table, on),
            // SQLite keeps the order of a cross join; by itself it may walk the whole workspace in order to spare a sort.
            _ => select
                .join(JoinType::CrossJoin, table, Condition::all())
                .cond_where(on),
        };
    }
    show(&mut select, level.object.table, &level.columns);
    select.expr(parent.clone()).and_where(among(backend, parent));
    let (sql, values) = build(backend, &select);
    Template::new(sql, values, kinds(&level.columns, &[Kind::Uuid]))
}

/// A part of the change feed: its columns, and the number of the change.
#[must_use]
pub fn feed(backend: DbBackend, level: &Level, mut select: SelectStatement) -> Statement {
    show(&mut select, level.object.table, &level.columns);
    select.expr(Expr::col((Alias::new(level.object.table), Alias::new("seq"))));
    let (sql, values) = build(backend, &select);
    Statement {
        sql: sql.into(),
        values,
        kinds: kinds(&level.columns, &[Kind::Big]).into(),
    }
}

fn order(down: bool) -> Order {
    if down { Order::Desc } else { Order::Asc }
}

/// One page of a list, with an entry more if it matters whether there is one: its columns and, for cursors, the id and the sort key.
#[must_use]
pub fn page(backend: DbBackend, pages: &Pages, list: &List, page: &PageRequest) -> Statement {
    let (level, sort) = (&pages.level, &list.sort);
    let down = sort.descending != page.backward;
    let mut select = (list.rows)(None);
    show(&mut select, level.object.table, &level.columns);
    // Without cursors nobody asks for the place of an entry; a row needs some column, though.
    let place = if pages.cursors || level.columns.is_empty() {
        select.expr(sort.id.clone()).expr(sort.key.clone());
        vec![Kind::Uuid, sort.column.kind]
    } else {
        Vec::new()
    };
    cut(&mut select, list, page, (down, pages.more));
    let (sql, values) = build(backend, &select);
    Statement {
        sql: sql.into(),
        values,
        kinds: kinds(&level.columns, &place).into(),
    }
}

/// Order, beginning and end of a page.
fn cut(select: &mut SelectStatement, list: &List, page: &PageRequest, (down, more): (bool, bool)) {
    let sort = &list.sort;
    if let Some(beyond) = page.beyond_of(sort, down) {
        select.and_where(beyond);
    }
    select
        .order_by_expr(sort.key.clone(), order(down))
        .order_by_expr(sort.id.clone(), order(down))
        .limit(page.size + u64::from(more));
}

/// The parent of an inner select, as the outer one names it.
fn parent(backend: DbBackend) -> SimpleExpr {
    Expr::cust(match backend {
        DbBackend::Postgres => "p.id",
        _ => "p.value",
    })
}

/// A page for each of many parents: columns, parent, id and sort key, in no particular order.
///
/// PostgreSQL joins the parents laterally. SQLite, which cannot, looks the ids of each page up by a correlated sub-select. Either
/// way each page is a seek in an index, and a parent with many entries costs no more than one with few.
#[must_use]
pub fn pages(
    backend: DbBackend,
    pages: &Pages,
    list: &List,
    page: &PageRequest,
    scope: &Scope,
    parents: &[Uuid],
) -> Statement {
    let (level, sort) = (&pages.level, &list.sort);
    let down = sort.descending != page.backward;
    let mut inner = (list.rows)(Some(parent(backend)));
    inner.expr_as(sort.id.clone(), Alias::new("id"));
    cut(&mut inner, list, page, (down, pages.more));
    let (inner, mut values) = build(backend, &inner);
    let columns: String = level
        .columns
        .iter()
        .map(|column| format!("t.\"{}\", ", column.name))
        .collect();
    let (table, key) = (level.object.table, sort.column.name);
    let workspace = Value::from(scope.workspace().0);
    let sql = match backend {
        DbBackend::Postgres => {
            let (n, m) = (values.len() + 1, values.len() + 2);
            values.extend([ids(parents), workspace]);
            format!(
                "SELECT {columns}p.id, t.\"id\", t.\"{key}\" FROM unnest(${n}::uuid[]) AS p(id) CROSS JOIN LATERAL ({inner}) AS i \
                 JOIN \"{table}\" AS t ON t.\"workspace_id\" = ${m} AND t.\"id\" = i.\"id\""
            )
        }
        _ => {
            values.splice(0..0, [ids(parents), workspace]);
            format!(
                "SELECT {columns}p.value, t.\"id\", t.\"{key}\" FROM rarray(?) AS p CROSS JOIN \"{table}\" AS t \
                 WHERE t.\"workspace_id\" = ? AND t.\"id\" IN ({inner})"
            )
        }
    };
    Statement {
        sql: sql.into(),
        values,
        kinds: kinds(&level.columns, &[Kind::Uuid, Kind::Uuid, sort.column.kind]).into(),
    }
}

/// How long a list is.
#[must_use]
pub fn count(backend: DbBackend, list: &List) -> Statement {
    let mut select = (list.rows)(None);
    if let Some(most) = list.most {
        select.expr_as(Expr::cust("1"), "one").limit(most);
        select = SelectStatement::new().from_subquery(select, "some").take();
    }
    select.expr(Expr::cust("COUNT(*)"));
    let (sql, values) = build(backend, &select);
    Statement {
        sql: sql.into(),
        values,
        kinds: Arc::new([Kind::Big]),
    }
}

/// How long the list of each of many parents is: the parent, and the number.
#[must_use]
pub fn counts(backend: DbBackend, list: &List, parents: &[Uuid]) -> Statement {
    let mut inner = (list.rows)(Some(parent(backend)));
    inner.expr(Expr::cust("COUNT(*)"));
    let (inner, mut values) = build(backend, &inner);
    let sql = match backend {
        DbBackend::Postgres => {
            values.push(ids(parents));
            format!(
                "SELECT p.id, ({inner}) FROM unnest(${}::uuid[]) AS p(id)",
                values.len()
            )
        }
        _ => {
            values.push(ids(parents));
            format!("SELECT p.value, ({inner}) FROM rarray(?) AS p")
        }
    };
    Statement {
        sql: sql.into(),
        values,
        kinds: Arc::new([Kind::Uuid, Kind::Big]),
    }
}
