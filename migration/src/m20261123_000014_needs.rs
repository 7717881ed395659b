//! Needs, offers, their topics and those of people, and what was decided about matches.

use sea_orm_migration::prelude::*;

use crate::schema::{Table, create};

/// Needs, offers, their topics and those of people, and what was decided about matches.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            need(),
            offer(),
            need_topic(),
            offer_topic(),
            person_topic(),
            match_decision(),
        ] {
            create(manager, table).await?;
        }
        // What is known of people so far. A database does not fold accents: those come with the next write of the person's facts.
        let known = "INSERT INTO person_topic (workspace_id, person_id, kind, topic) \
            SELECT DISTINCT workspace_id, person_id, kind, lower(trim(text)) FROM fact \
            WHERE kind IN ('SKILL', 'INTEREST', 'TOPIC') AND length(trim(text)) BETWEEN 1 AND 60";
        manager.get_connection().execute_unprepared(known).await?;
        // Each list of matches asks who the user is.
        let own = "CREATE INDEX person_self ON person (workspace_id, id) WHERE is_self";
        manager.get_connection().execute_unprepared(own).await?;
        Ok(())
    }
}

fn need() -> Table {
    Table::tenant("need")
        .uuid("id")
        .uuid_null("person_id")
        .text("kind")
        .text("title")
        .text_null("details")
        .text("state")
        .date_null("until")
        .key_text("sort_until")
        .uuid_null("interaction_id")
        .uuid_null("goal_id")
        .record()
        .key(&["workspace_id", "id"])
        .owned_by("person_id", "person")
        .refers_to("interaction_id", "interaction")
        .refers_to("goal_id", "goal")
        .index("need_created", &["workspace_id", "created_at", "id"])
        .index("need_updated", &["workspace_id", "updated_at", "id"])
        .index("need_until", &["workspace_id", "sort_until", "id"])
        .index("need_state", &["workspace_id", "state", "sort_until", "id"])
        .index("need_person", &["workspace_id", "person_id", "created_at", "id"])
        .index("need_goal", &["workspace_id", "goal_id", "created_at", "id"])
        .index("need_interaction", &["workspace_id", "interaction_id"])
}

fn offer() -> Table {
    Table::tenant("offer")
        .uuid("id")
        .uuid_null("person_id")
        .text("kind")
        .text("title")
        .text_null("details")
        .text("state")
        .date_null("until")
        .key_text("sort_until")
        .uuid_null("interaction_id")
        .record()
        .key(&["workspace_id", "id"])
        .owned_by("person_id", "person")
        .refers_to("interaction_id", "interaction")
        .index("offer_created", &["workspace_id", "created_at", "id"])
        .index("offer_updated", &["workspace_id", "updated_at", "id"])
        .index("offer_until", &["workspace_id", "sort_until", "id"])
        .index("offer_state", &["workspace_id", "state", "sort_until", "id"])
        .index("offer_person", &["workspace_id", "person_id", "created_at", "id"])
        .index("offer_interaction", &["workspace_id", "interaction_id"])
}

fn need_topic() -> Table {
    Table::tenant("need_topic")
        .uuid("need_id")
        .key_text("topic")
        .text("label")
        .int("position")
        .key(&["workspace_id", "need_id", "topic"])
        .owned_by("need_id", "need")
        .index("need_topic_topic", &["workspace_id", "topic", "need_id"])
}

fn offer_topic() -> Table {
    Table::tenant("offer_topic")
        .uuid("offer_id")
        .key_text("topic")
        .text("label")
        .int("position")
        .key(&["workspace_id", "offer_id", "topic"])
        .owned_by("offer_id", "offer")
        .index("offer_topic_topic", &["workspace_id", "topic", "offer_id"])
}

fn person_topic() -> Table {
    Table::tenant("person_topic")
        .uuid("person_id")
        .text("kind")
        .key_text("topic")
        .key(&["workspace_id", "person_id", "kind", "topic"])
        .owned_by("person_id", "person")
        .index(
            "person_topic_topic",
            &["workspace_id", "kind", "topic", "person_id"],
        )
}

fn match_decision() -> Table {
    Table::tenant("match_decision")
        .uuid("id")
        .uuid("need_id")
        .uuid_null("offer_id")
        .uuid_null("person_id")
        .key_text("giver")
        .text("state")
        .text_null("note")
        .uuid_null("introduction_id")
        .uuid_null("exchange_id")
        .record()
        .key(&["workspace_id", "id"])
        .owned_by("need_id", "need")
        .owned_by("offer_id", "offer")
        .owned_by("person_id", "person")
        .refers_to("introduction_id", "introduction")
        .refers_to("exchange_id", "exchange")
        .unique("match_decision_pair", &["workspace_id", "need_id", "giver"])
        .index("match_decision_created", &["workspace_id", "created_at", "id"])
        .index("match_decision_offer", &["workspace_id", "offer_id"])
        .index("match_decision_person", &["workspace_id", "person_id"])
        .index(
            "match_decision_introduction",
            &["workspace_id", "introduction_id"],
        )
        .index("match_decision_exchange", &["workspace_id", "exchange_id"])
}
