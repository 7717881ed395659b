//! Every statement of every test keeps to one workspace: each table whose rows belong to workspaces is held to one by an equation in the
//! `WHERE` or `ON` of the part of the statement that names it. An equation under `OR` or `NOT` holds nothing.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Mutex, OnceLock};

use sqlparser::ast::{
    BinaryOperator, Expr, FromTable, JoinConstraint, JoinOperator, Select, Statement, TableFactor,
    TableWithJoins, Visit, Visitor,
};
use sqlparser::dialect::{Dialect, PostgreSqlDialect, SQLiteDialect};
use sqlparser::parser::Parser;

use crate::Engine;

/// What is wrong with a statement, if something is.
pub fn objection(engine: Engine, sql: &str) -> Option<String> {
    static KNOWN: OnceLock<Mutex<HashMap<String, Option<String>>>> = OnceLock::new();
    let is_plain = [
        "BEGIN",
        "COMMIT",
        "ROLLBACK",
        "PRAGMA",
        "SAVEPOINT",
        "RELEASE",
        "SET ",
        "SELECT 1",
    ];
    let values_alone = sql.starts_with("INSERT") && !sql.contains("SELECT") && !sql.contains("; ");
    if values_alone || is_plain.iter().any(|word| sql.starts_with(word)) {
        return None;
    }
    let known = KNOWN.get_or_init(Mutex::default);
    if let Some(known) = known.lock().unwrap().get(sql) {
        return known.clone();
    }
    let found = unscoped(engine, sql).map(|what| format!("{what}\n    in {sql}"));
    known.lock().unwrap().insert(sql.to_owned(), found.clone());
    found
}

/// The first table that no equation holds to a workspace; or that the statement cannot be read.
pub fn unscoped(engine: Engine, sql: &str) -> Option<String> {
    let dialect: &dyn Dialect = match engine {
        Engine::Sqlite => &SQLiteDialect {},
        Engine::Postgres => &PostgreSqlDialect {},
    };
    let statements = match Parser::parse_sql(dialect, &readable(sql)) {
        Ok(statements) => statements,
        Err(error) => return Some(format!("it cannot be read: {error}")),
    };
    let mut look = Look(None);
    for statement in &statements {
        let _ = statement.visit(&mut look);
    }
    look.0
}

/// The statement without what the parser does not know, and what bounds nothing.
fn readable(sql: &str) -> String {
    let sql = sql
        .replace(" FOR NO KEY UPDATE", " FOR UPDATE")
        .replace(" CROSS JOIN ", " JOIN ");
    let mut parts = sql.split(" INDEXED BY ");
    let mut readable = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.find([' ', ')', ',']).map_or("", |end| &part[end..]);
        readable.push_str(rest);
    }
    readable
}

struct Look(Option<String>);

impl Visitor for Look {
    type Break = ();

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.block(&select.from, select.selection.as_ref())
    }

    fn pre_visit_statement(&mut self, statement: &Statement) -> ControlFlow<()> {
        match statement {
            Statement::Update(update) => {
                self.block(std::slice::from_ref(&update.table), update.selection.as_ref())
            }
            Statement::Delete(delete) => {
                let (FromTable::WithFromKeyword(from) | FromTable::WithoutKeyword(from)) = &delete.from;
                self.block(from, delete.selection.as_ref())
            }
            _ => ControlFlow::Continue(()),
        }
    }
}

impl Look {
    /// A part of a statement: its tables, and the conditions that all of its rows meet.
    fn block(&mut self, from: &[TableWithJoins], selection: Option<&Expr>) -> ControlFlow<()> {
        let (mut named, mut met) = (Vec::new(), Vec::new());
        for table in from {
            named.extend(binding(&table.relation));
            for join in &table.joins {
                named.extend(binding(&join.relation));
                if let Some(JoinConstraint::On(on)) = constraint(&join.join_operator) {
                    conjuncts(on, &mut met);
                }
            }
        }
        if let Some(selection) = selection {
            conjuncts(selection, &mut met);
        }
        let own: BTreeSet<&str> = named.iter().map(|(name, _)| name.as_str()).collect();
        let mut equal = Vec::new();
        for (left, right) in met.into_iter().filter_map(equation) {
            let sides = [left, right].map(|side| workspace_of(side, &own));
            equal.push(sides);
        }
        // A side that is no workspace column of this part is a value, or belongs to the part around it.
        let mut held: BTreeSet<String> = BTreeSet::new();
        for _ in 0..=named.len() {
            for sides in &equal {
                let is_held = |side: &Option<String>| side.as_ref().is_none_or(|name| held.contains(name));
                if is_held(&sides[0]) || is_held(&sides[1]) {
                    held.extend(sides.iter().flatten().cloned());
                }
            }
        }
        let free = named
            .iter()
            .find(|(name, table)| tenants().contains(table) && !held.contains(name));
        match free {
            Some((_, table)) if self.0.is_none() => {
                self.0 = Some(format!("no workspace holds `{table}`"));
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        }
    }
}

/// By what a part of a statement names a table, and the table.
fn binding(factor: &TableFactor) -> Option<(String, String)> {
    let TableFactor::Table { name, alias, .. } = factor else {
        return None;
    };
    let table = name.0.last()?.as_ident()?.value.clone();
    let alias = alias.as_ref().map(|alias| alias.name.value.clone());
    Some((alias.unwrap_or_else(|| table.clone()), table))
}

fn constraint(join: &JoinOperator) -> Option<&JoinConstraint> {
    match join {
        JoinOperator::Join(it)
        | JoinOperator::Inner(it)
        | JoinOperator::Left(it)
        | JoinOperator::LeftOuter(it)
        | JoinOperator::CrossJoin(it) => Some(it),
        _ => None,
    }
}

fn conjuncts<'a>(expr: &'a Expr, all: &mut Vec<&'a Expr>) {
    match expr {
        Expr::Nested(inner) => conjuncts(inner, all),
        Expr::BinaryOp {
            left,
            op: BinaryOperator::And,
            right,
        } => {
            conjuncts(left, all);
            conjuncts(right, all);
        }
        other => all.push(other),
    }
}

fn equation(expr: &Expr) -> Option<(&Expr, &Expr)> {
    match expr {
        Expr::BinaryOp {
            left,
            op: BinaryOperator::Eq,
            right,
        } => {
            let names = |side: &Expr| side.to_string().replace('"', "").ends_with("workspace_id");
            (names(left) || names(right)).then_some((left, right))
        }
        _ => None,
    }
}

/// Of which table of this part a side of an equation is the workspace; a name alone is that of the only table.
fn workspace_of(side: &Expr, own: &BTreeSet<&str>) -> Option<String> {
    match side {
        Expr::Identifier(name) if name.value == "workspace_id" && own.len() == 1 => {
            own.first().map(|name| (*name).to_owned())
        }
        Expr::CompoundIdentifier(names) => {
            let [.., table, column] = names.as_slice() else {
                return None;
            };
            let is_own = column.value == "workspace_id" && own.contains(table.value.as_str());
            is_own.then(|| table.value.clone())
        }
        _ => None,
    }
}

/// The tables whose rows belong to workspaces.
fn tenants() -> &'static BTreeSet<String> {
    static TENANTS: OnceLock<BTreeSet<String>> = OnceLock::new();
    TENANTS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../entity/src");
        let files = std::fs::read_dir(folder).unwrap();
        let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        let tenants = texts.filter(|text| text.contains("crate::tenant!"));
        let tables = tenants.map(|text| {
            let (_, rest) = text.split_once("table_name = \"").unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        });
        let tables: BTreeSet<String> = tables.collect();
        assert!(tables.len() > 40, "{tables:?}");
        tables
    })
}
