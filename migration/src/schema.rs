//! The shape that every table has: written once, so that no migration can forget a rule.
//!
//! Tenant tables carry `workspace_id` first, in the key, in every index and in every reference, so that the
//! database itself refuses a reference across workspaces and the tables can be distributed by workspace.
//! Text that is compared or sorted has byte order on PostgreSQL too, as SQLite has it.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

const WORKSPACE: &str = "workspace_id";

/// A table under construction.
pub struct Table {
    name: &'static str,
    tenant: bool,
    columns: Vec<Column>,
    key: Vec<&'static str>,
    references: Vec<Reference>,
    indexes: Vec<Index>,
}

#[derive(Clone, Copy)]
enum Type {
    Uuid,
    Text,
    /// Text in byte order on both databases.
    Key,
    Int,
    Big,
    Boolean,
    Time,
    Date,
    Json,
    Bytes,
}

struct Column {
    name: &'static str,
    kind: Type,
    nullable: bool,
}

struct Reference {
    column: &'static str,
    to: &'static str,
    cascade: bool,
}

struct Index {
    name: &'static str,
    columns: &'static [&'static str],
    unique: bool,
}

macro_rules! columns {
    ($($name:ident: $nullable:literal $kind:ident;)*) => {$(
        #[doc = concat!("A column of type ", stringify!($kind), "; nullable: ", stringify!($nullable), ".")]
        #[must_use]
        pub fn $name(mut self, name: &'static str) -> Self {
            self.columns.push(Column { name, kind: Type::$kind, nullable: $nullable });
            self
        }
    )*};
}

impl Table {
    /// A table that belongs to no workspace.
    #[must_use]
    pub const fn global(name: &'static str) -> Self {
        Self {
            name,
            tenant: false,
            columns: vec![],
            key: vec![],
            references: vec![],
            indexes: vec![],
        }
    }

    /// A table whose rows belong to one workspace.
    #[must_use]
    pub fn tenant(name: &'static str) -> Self {
        Self {
            tenant: true,
            ..Self::global(name)
        }
        .uuid(WORKSPACE)
    }

    columns! {
        uuid: false Uuid;
        uuid_null: true Uuid;
        text: false Text;
        text_null: true Text;
        key_text: false Key;
        key_text_null: true Key;
        int: false Int;
        int_null: true Int;
        big: false Big;
        boolean: false Boolean;
        time: false Time;
        time_null: true Time;
        date: false Date;
        date_null: true Date;
        json: false Json;
        json_null: true Json;
        bytes: false Bytes;
    }

    /// The columns that every record has.
    #[must_use]
    pub fn record(self) -> Self {
        self.int("revision")
            .big("seq")
            .time("created_at")
            .time("updated_at")
            .time_null("archived_at")
            .text("created_by")
    }

    /// The primary key.
    #[must_use]
    pub fn key(mut self, columns: &[&'static str]) -> Self {
        self.key = columns.to_vec();
        self
    }

    /// A reference to the record of the same workspace that this row is a part of: it goes with it.
    #[must_use]
    pub fn owned_by(mut self, column: &'static str, to: &'static str) -> Self {
        self.references.push(Reference {
            column,
            to,
            cascade: true,
        });
        self
    }

    /// A reference to a record of the same workspace; that record cannot go while it is referred to.
    #[must_use]
    pub fn refers_to(mut self, column: &'static str, to: &'static str) -> Self {
        self.references.push(Reference {
            column,
            to,
            cascade: false,
        });
        self
    }

    /// An index.
    #[must_use]
    pub fn index(mut self, name: &'static str, columns: &'static [&'static str]) -> Self {
        self.indexes.push(Index {
            name,
            columns,
            unique: false,
        });
        self
    }

    /// A unique index.
    #[must_use]
    pub fn unique(mut self, name: &'static str, columns: &'static [&'static str]) -> Self {
        self.indexes.push(Index {
            name,
            columns,
            unique: true,
        });
        self
    }
}

fn definition(column: &Column, backend: DbBackend) -> ColumnDef {
    let mut definition = ColumnDef::new(column.name);
    match column.kind {
        Type::Uuid => definition.uuid(),
        Type::Text => definition.text(),
        Type::Key if backend == DbBackend::Postgres => definition.text().extra("COLLATE \"C\""),
        Type::Key => definition.text(),
        Type::Int => definition.integer(),
        Type::Big => definition.big_integer(),
        Type::Boolean => definition.boolean(),
        Type::Time => definition.timestamp_with_time_zone(),
        Type::Date => definition.date(),
        Type::Json => definition.json_binary(),
        Type::Bytes => definition.blob(),
    };
    if !column.nullable {
        definition.not_null();
    }
    definition
}

fn foreign_key(table: &Table, reference: &Reference) -> ForeignKeyCreateStatement {
    let mut key = ForeignKey::create();
    key.name(format!("{}_{}_fk", table.name, reference.column));
    key.from_tbl(table.name)
        .from_col(WORKSPACE)
        .from_col(reference.column);
    key.to_tbl(reference.to).to_col(WORKSPACE).to_col("id");
    if reference.cascade {
        key.on_delete(ForeignKeyAction::Cascade);
    }
    key
}

/// Creates a table with its key, its references and its indexes.
///
/// # Errors
/// What the database answers.
pub async fn create(manager: &SchemaManager<'_>, table: Table) -> Result<(), DbErr> {
    let backend = manager.get_database_backend();
    let mut statement = sea_query::Table::create();
    statement.table(table.name);
    for column in &table.columns {
        statement.col(definition(column, backend));
    }
    let mut key = sea_query::Index::create();
    key.name(format!("{}_pkey", table.name));
    if table.tenant {
        key.col(WORKSPACE);
    }
    for column in table
        .key
        .iter()
        .filter(|column| !table.tenant || **column != WORKSPACE)
    {
        key.col(*column);
    }
    statement.primary_key(&mut key);
    if table.tenant {
        let mut workspace = ForeignKey::create();
        workspace.name(format!("{}_workspace_fk", table.name));
        workspace
            .from_tbl(table.name)
            .from_col(WORKSPACE)
            .to_tbl("workspace")
            .to_col("id");
        statement.foreign_key(workspace.on_delete(ForeignKeyAction::Cascade));
    }
    for reference in &table.references {
        statement.foreign_key(&mut foreign_key(&table, reference));
    }
    if backend == DbBackend::Sqlite {
        // The key is the table: a page of one workspace lies together, and no second tree is kept.
        statement.extra("WITHOUT ROWID");
    }
    manager.create_table(statement).await?;
    for index in &table.indexes {
        let mut statement = sea_query::Index::create();
        statement.name(index.name).table(table.name);
        for column in index.columns {
            statement.col(*column);
        }
        if index.unique {
            statement.unique();
        }
        manager.create_index(statement).await?;
    }
    Ok(())
}

/// Says, as the last step of a migration, that programs which do not know it may go on, and start, on a database that it was applied to:
/// those that know the migration `knows`. Where it says nothing, they refuse to.
///
/// # Errors
/// What the database answers.
pub async fn suits_older_programs(
    manager: &SchemaManager<'_>,
    migration: &impl MigrationName,
    knows: &'static str,
) -> Result<(), DbErr> {
    let mut row = Query::insert();
    row.into_table("older_program")
        .columns(["migration", "knows"])
        .values_panic([migration.name().into(), knows.into()]);
    manager.execute(row.to_owned()).await
}
