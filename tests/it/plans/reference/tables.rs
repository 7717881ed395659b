//! The workspace, whole, in memory.

use entity::ids::{
    CadenceId, CheckInId, CircleId, CollaborationId, CommunityId, CustomFieldId, DimensionId,
    DimensionValueId, DuplicateDecisionId, EventId, ExchangeId, GoalId, GratitudeId, InteractionId,
    IntroductionId, MatchDecisionId, MilestoneAcknowledgementId, MilestoneId, NeedId, NudgeDecisionId,
    OfferId, OrganizationId, PersonId, QuestionId, TagId, TieId, TimeEntryId, TimeIntentionId, UpdateId,
    WorkspaceId,
};
use entity::{
    affiliation, api_token, attendance, attribute, cadence, calendar_feed, change, check_in, circle,
    circle_member, collaboration, collaboration_member, collaboration_milestone, community, community_member,
    contact_point, custom_field, dimension, dimension_value, duplicate_decision, event, exchange,
    external_ref, fact, goal, goal_collaboration, goal_supporter, gratitude, interaction, interaction_event,
    interaction_news, interaction_participant, introduction, introduction_side, introduction_step,
    invitation, match_decision, membership, milestone, milestone_acknowledgement, need, need_topic, news,
    news_circle, nudge_decision, offer, offer_topic, organization, person, person_tag, person_topic,
    question, support_role, tag, tie, time_entry, time_entry_person, time_intention,
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter};
use std::collections::HashMap;

macro_rules! tables {
    ($($field:ident: $table:ident;)*) => {
        /// All rows of a workspace.
        #[derive(Debug, Default)]
        pub struct Tables {
            $(pub $field: Vec<$table::Model>,)*
            /// The people of interactions.
            pub present: HashMap<InteractionId, Vec<PersonId>>,
            /// The interactions of people, as positions in `interactions`.
            pub feeds: HashMap<PersonId, Vec<usize>>,
        }

        impl Tables {
            async fn rows(db: &DatabaseConnection, workspace: WorkspaceId) -> Self {
                let mut tables = Self::default();
                $(
                    let own = $table::Column::WorkspaceId.eq(workspace);
                    tables.$field = $table::Entity::find().filter(own).all(db).await.unwrap();
                )*
                tables
            }
        }
    };
}

tables! {
    people: person;
    organizations: organization;
    circles: circle;
    tags: tag;
    ties: tie;
    interactions: interaction;
    introductions: introduction;
    collaborations: collaboration;
    exchanges: exchange;
    gratitudes: gratitude;
    nudge_decisions: nudge_decision;
    custom_fields: custom_field;
    duplicate_decisions: duplicate_decision;
    contact_points: contact_point;
    affiliations: affiliation;
    facts: fact;
    support_roles: support_role;
    attributes: attribute;
    dimensions: dimension;
    dimension_values: dimension_value;
    external_refs: external_ref;
    circle_members: circle_member;
    person_tags: person_tag;
    participants: interaction_participant;
    members: collaboration_member;
    milestones: collaboration_milestone;
    sides: introduction_side;
    steps: introduction_step;
    changes: change;
    cadences: cadence;
    check_ins: check_in;
    goals: goal;
    goal_supporters: goal_supporter;
    events: event;
    attendances: attendance;
    event_links: interaction_event;
    communities: community;
    time_entries: time_entry;
    time_entry_people: time_entry_person;
    time_intentions: time_intention;
    community_members: community_member;
    goal_collaborations: goal_collaboration;
    needs: need;
    questions: question;
    news: news;
    news_circles: news_circle;
    told: interaction_news;
    need_topics: need_topic;
    offers: offer;
    offer_topics: offer_topic;
    person_topics: person_topic;
    match_decisions: match_decision;
    dated: milestone;
    acknowledged: milestone_acknowledgement;
    memberships: membership;
    invitations: invitation;
    calendar_feeds: calendar_feed;
    api_tokens: api_token;
}

macro_rules! by_id {
    ($($name:ident: $table:ident in $field:ident by $id:ident;)*) => {
        impl Tables {
            $(pub fn $name(&self, id: $id) -> Option<&$table::Model> {
                self.$field.iter().find(|row| row.id == id)
            })*
        }
    };
}

by_id! {
    person: person in people by PersonId;
    organization: organization in organizations by OrganizationId;
    circle: circle in circles by CircleId;
    tag: tag in tags by TagId;
    tie: tie in ties by TieId;
    dimension: dimension in dimensions by DimensionId;
    dimension_value: dimension_value in dimension_values by DimensionValueId;
    interaction: interaction in interactions by InteractionId;
    introduction: introduction in introductions by IntroductionId;
    collaboration: collaboration in collaborations by CollaborationId;
    cadence: cadence in cadences by CadenceId;
    check_in: check_in in check_ins by CheckInId;
    milestone: milestone in dated by MilestoneId;
    acknowledgement: milestone_acknowledgement in acknowledged by MilestoneAcknowledgementId;
    exchange: exchange in exchanges by ExchangeId;
    gratitude: gratitude in gratitudes by GratitudeId;
    nudge_decision: nudge_decision in nudge_decisions by NudgeDecisionId;
    custom_field: custom_field in custom_fields by CustomFieldId;
    duplicate_decision: duplicate_decision in duplicate_decisions by DuplicateDecisionId;
    goal: goal in goals by GoalId;
    need: need in needs by NeedId;
    question: question in questions by QuestionId;
    update: news in news by UpdateId;
    offer: offer in offers by OfferId;
    match_decision: match_decision in match_decisions by MatchDecisionId;
    event: event in events by EventId;
    time_entry: time_entry in time_entries by TimeEntryId;
    time_intention: time_intention in time_intentions by TimeIntentionId;
    community: community in communities by CommunityId;
}

impl Tables {
    /// Reads a workspace.
    pub async fn load(db: &DatabaseConnection, workspace: WorkspaceId) -> Self {
        let mut tables = Self::rows(db, workspace).await;
        tables.changes.sort_by_key(|change| change.seq);
        let places: HashMap<_, _> = tables
            .interactions
            .iter()
            .enumerate()
            .map(|(place, it)| (it.id, place))
            .collect();
        for row in &tables.participants {
            tables
                .present
                .entry(row.interaction_id)
                .or_default()
                .push(row.person_id);
            tables
                .feeds
                .entry(row.person_id)
                .or_default()
                .push(places[&row.interaction_id]);
        }
        tables
    }

    /// The people of an interaction, in no order.
    pub fn present(&self, id: InteractionId) -> &[PersonId] {
        self.present.get(&id).map_or(&[], Vec::as_slice)
    }
}
