//! Milestones, what was done about them, and birthdays by their day of the year.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::schema::{Table, create};

/// Milestones, what was done about them, and birthdays by their day of the year.
#[derive(DeriveMigrationName)]
pub struct Migration;

/// The day of the year of a partial date, as `05-12`: of a month that of its first day; none of a year.
macro_rules! day_of_year {
    ($date:literal) => {
        concat!(
            "CASE length(",
            $date,
            ") WHEN 10 THEN substr(",
            $date,
            ", 6) \
             WHEN 7 THEN CASE substr(",
            $date,
            ", 1, 2) WHEN '--' THEN substr(",
            $date,
            ", 3) \
             ELSE substr(",
            $date,
            ", 6) || '-01' END END"
        )
    };
}

/// When a milestone occurs: `05-12` each year, or `2026-05-12` once; of a month on its first day.
const OCCURS_ON: &str = concat!(
    "CASE WHEN recurs THEN ",
    day_of_year!("\"date\""),
    " WHEN length(\"date\") = 10 THEN \"date\" \
      WHEN length(\"date\") = 7 AND substr(\"date\", 1, 2) <> '--' THEN \"date\" || '-01' END"
);

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            create(manager, table).await?;
        }
        derive(manager, "milestone", "occurs_on", OCCURS_ON, "milestone_occurs").await?;
        derive(
            manager,
            "person",
            "birthday_on",
            day_of_year!("birthday"),
            "person_birthday",
        )
        .await
    }
}

/// A text that the database keeps from other columns of the row, with an index: a short time's occurrences are found by it.
async fn derive(
    manager: &SchemaManager<'_>,
    table: &'static str,
    name: &'static str,
    from: &'static str,
    index: &'static str,
) -> Result<(), DbErr> {
    let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
    let mut column = ColumnDef::new(name);
    column.text().generated(Expr::cust(from), is_postgres);
    if is_postgres {
        column.extra("COLLATE \"C\"");
    }
    let mut alter = sea_query::Table::alter();
    alter.table(table).add_column(column);
    manager.alter_table(alter).await?;
    let mut by = sea_query::Index::create();
    by.name(index).table(table);
    by.col("workspace_id").col(name).col("id");
    manager.create_index(by).await
}

fn tables() -> Vec<Table> {
    vec![
        Table::tenant("milestone")
            .uuid("id")
            .uuid("person_id")
            .text("kind")
            .text_null("title")
            .text("date")
            .boolean("recurs")
            .text("tone")
            .text_null("notes")
            .int("remind_days_before")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .index(
                "milestone_person",
                &["workspace_id", "person_id", "created_at", "id"],
            )
            .index("milestone_created", &["workspace_id", "created_at", "id"])
            .index("milestone_updated", &["workspace_id", "updated_at", "id"]),
        Table::tenant("milestone_acknowledgement")
            .uuid("id")
            .uuid("person_id")
            .uuid_null("milestone_id")
            .uuid("subject_id")
            .int("year")
            .text("state")
            .uuid_null("interaction_id")
            .uuid_null("gratitude_id")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .owned_by("milestone_id", "milestone")
            .refers_to("interaction_id", "interaction")
            .refers_to("gratitude_id", "gratitude")
            .unique(
                "milestone_acknowledgement_occurrence",
                &["workspace_id", "year", "subject_id"],
            )
            .index(
                "milestone_acknowledgement_milestone",
                &["workspace_id", "milestone_id", "created_at", "id"],
            )
            .index("milestone_acknowledgement_person", &["workspace_id", "person_id"])
            .index(
                "milestone_acknowledgement_interaction",
                &["workspace_id", "interaction_id"],
            )
            .index(
                "milestone_acknowledgement_gratitude",
                &["workspace_id", "gratitude_id"],
            ),
    ]
}
