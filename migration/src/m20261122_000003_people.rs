//! People, what belongs to them, organisations, circles, tags and ties.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// People, what belongs to them, organisations, circles, tags and ties.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in tables() {
            create(manager, table).await?;
        }
        Ok(())
    }
}

fn tables() -> Vec<Table> {
    vec![
        Table::tenant("person")
            .uuid("id")
            .text("display_name")
            .key_text("sort_name")
            .text_null("given_name")
            .text_null("middle_name")
            .text_null("family_name")
            .text_null("name_prefix")
            .text_null("name_suffix")
            .text_null("nickname")
            .text_null("pronouns")
            .text_null("headline")
            .text_null("summary")
            .text_null("time_zone")
            .text_null("birthday")
            .text_null("met_on")
            .text_null("met_how")
            .uuid_null("met_through_id")
            .boolean("is_self")
            .time("last_interaction_at")
            .record()
            .key(&["workspace_id", "id"])
            .refers_to("met_through_id", "person")
            .index("person_name", &["workspace_id", "sort_name", "id"])
            .index("person_created", &["workspace_id", "created_at", "id"])
            .index("person_updated", &["workspace_id", "updated_at", "id"])
            .index(
                "person_last_interaction",
                &["workspace_id", "last_interaction_at", "id"],
            )
            .index("person_met_through", &["workspace_id", "met_through_id"]),
        Table::tenant("contact_point")
            .uuid("id")
            .uuid("person_id")
            .text("kind")
            .text("value")
            .key_text("normalized")
            .text_null("label")
            .boolean("is_primary")
            .int("position")
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .index("contact_point_person", &["workspace_id", "person_id", "position"])
            .index(
                "contact_point_value",
                &["workspace_id", "kind", "normalized", "person_id"],
            ),
        Table::tenant("organization")
            .uuid("id")
            .text("name")
            .key_text("sort_name")
            .text_null("domain")
            .text_null("url")
            .text_null("industry")
            .text_null("summary")
            .record()
            .key(&["workspace_id", "id"])
            .index("organization_name", &["workspace_id", "sort_name", "id"])
            .index("organization_created", &["workspace_id", "created_at", "id"]),
        Table::tenant("affiliation")
            .uuid("id")
            .uuid("person_id")
            .uuid("organization_id")
            .text_null("role")
            .text_null("department")
            .text_null("started_on")
            .text_null("ended_on")
            .boolean("is_current")
            .int("position")
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .refers_to("organization_id", "organization")
            .index("affiliation_person", &["workspace_id", "person_id", "position"])
            .index(
                "affiliation_organization",
                &["workspace_id", "organization_id", "person_id"],
            ),
        Table::tenant("circle")
            .uuid("id")
            .text("name")
            .key_text("name_key")
            .text_null("description")
            .text_null("color")
            .record()
            .key(&["workspace_id", "id"])
            .unique("circle_name", &["workspace_id", "name_key"]),
        Table::tenant("circle_member")
            .uuid("circle_id")
            .uuid("person_id")
            .time("added_at")
            .key(&["workspace_id", "circle_id", "person_id"])
            .owned_by("circle_id", "circle")
            .owned_by("person_id", "person")
            .index(
                "circle_member_person",
                &["workspace_id", "person_id", "circle_id"],
            ),
        Table::tenant("tag")
            .uuid("id")
            .text("name")
            .key_text("name_key")
            .text_null("color")
            .record()
            .key(&["workspace_id", "id"])
            .unique("tag_name", &["workspace_id", "name_key"]),
        Table::tenant("person_tag")
            .uuid("person_id")
            .uuid("tag_id")
            .key(&["workspace_id", "person_id", "tag_id"])
            .owned_by("person_id", "person")
            .owned_by("tag_id", "tag")
            .index("person_tag_tag", &["workspace_id", "tag_id", "person_id"]),
        Table::tenant("fact")
            .uuid("id")
            .uuid("person_id")
            .text("kind")
            .text("text")
            .text_null("source")
            .text_null("noted_on")
            .int("position")
            .key(&["workspace_id", "id"])
            .owned_by("person_id", "person")
            .index("fact_person", &["workspace_id", "person_id", "position"]),
        Table::tenant("support_role")
            .uuid("person_id")
            .text("role")
            .text_null("note")
            .text_null("since")
            .key(&["workspace_id", "person_id", "role"])
            .owned_by("person_id", "person")
            .index("support_role_role", &["workspace_id", "role", "person_id"]),
        Table::tenant("attribute")
            .uuid("person_id")
            .key_text("dimension")
            .text("value")
            .key(&["workspace_id", "person_id", "dimension"])
            .owned_by("person_id", "person")
            .index("attribute_dimension", &["workspace_id", "dimension", "person_id"]),
        Table::tenant("external_ref")
            .key_text("source")
            .key_text("external_id")
            .uuid("person_id")
            .text_null("url")
            .json_null("snapshot")
            .key(&["workspace_id", "source", "external_id"])
            .owned_by("person_id", "person")
            .index("external_ref_person", &["workspace_id", "person_id", "source"]),
        Table::tenant("tie")
            .uuid("id")
            .uuid("from_id")
            .uuid("to_id")
            .key_text("kind")
            .text_null("closeness")
            .text("evidence")
            .text_null("note")
            .text_null("since")
            .record()
            .key(&["workspace_id", "id"])
            .owned_by("from_id", "person")
            .owned_by("to_id", "person")
            .unique("tie_pair", &["workspace_id", "from_id", "to_id", "kind"])
            .index("tie_to", &["workspace_id", "to_id", "from_id"]),
    ]
}
