//! The list of all tables in which a workspace's network is kept.

/// Calls a macro with the list: the module of each table; what kind of record its rows belong to, and by which column they name that
/// record; the field of that record under which clients see them, for a table of parts; and which other records they refer to, by which
/// columns.
///
/// From this list come what is kept of a change to undo it, what keeps a record from going, and what moves when two records are made one.
/// A table stands behind those that it refers to. A test holds the list against the references of the database.
#[macro_export]
macro_rules! tables {
    ($with:ident) => {
        $with! {
            custom_field: CustomField by id;
            organization: Organization by id, merged_into_id Organization;
            person: Person by id, met_through_id Person, merged_into_id Person;
            circle: Circle by id;
            tag: Tag by id, merged_into_id Tag;
            community: Community by id;
            dimension: Dimension by id;
            collaboration: Collaboration by id;
            event: Event by id, organization_id Organization, community_id Community;
            goal: Goal by id, person_id Person;
            interaction: Interaction by id, collaboration_id Collaboration;
            introduction: Introduction by id, connector_id Person;
            need: Need by id, person_id Person, interaction_id Interaction, goal_id Goal;
            offer: Offer by id, person_id Person, interaction_id Interaction;
            exchange: Exchange by id, person_id Person, interaction_id Interaction, introduction_id Introduction,
                collaboration_id Collaboration;
            gratitude: Gratitude by id, person_id Person, exchange_id Exchange, introduction_id Introduction,
                collaboration_id Collaboration, interaction_id Interaction;
            question: Question by id, person_id Person, interaction_id Interaction;
            news: Update by id;
            milestone: Milestone by id, person_id Person;
            milestone_acknowledgement: MilestoneAcknowledgement by id, person_id Person, milestone_id Milestone,
                interaction_id Interaction, gratitude_id Gratitude;
            match_decision: MatchDecision by id, need_id Need, offer_id Offer, person_id Person,
                introduction_id Introduction, exchange_id Exchange, collaboration_id Collaboration;
            nudge_decision: NudgeDecision by id;
            duplicate_decision: DuplicateDecision by id, person_id Person, other_id Person;
            cadence: Cadence by id, person_id Person, circle_id Circle;
            check_in: CheckIn by id, person_id Person, interaction_id Interaction;
            tie: Tie by id, from_id Person, to_id Person;
            time_entry: TimeEntry by id, interaction_id Interaction, event_id Event, community_id Community, goal_id Goal,
                circle_id Circle, collaboration_id Collaboration;
            time_intention: TimeIntention by id, circle_id Circle, goal_id Goal, community_id Community;
            dimension_value: Dimension by dimension_id as "values";
            affiliation: Person by person_id as "affiliations", organization_id Organization;
            attribute: Person by person_id as "attributes", dimension_id Dimension;
            contact_point: Person by person_id as "contactPoints";
            external_ref: Person by person_id as "externalRefs";
            fact: Person by person_id as "facts", interaction_id Interaction;
            person_tag: Person by person_id as "tags", tag_id Tag;
            circle_member: Person by person_id as "circles", circle_id Circle;
            person_topic: Person by person_id as "facts";
            support_role: Person by person_id as "supportRoles";
            photo: Person by person_id as "photo";
            attendance: Event by event_id as "attendances", person_id Person;
            event_ref: Event by event_id as "externalRefs";
            community_member: Community by community_id as "members", person_id Person;
            collaboration_member: Collaboration by collaboration_id as "members", person_id Person;
            collaboration_milestone: Collaboration by collaboration_id as "milestones";
            goal_collaboration: Goal by goal_id as "collaborations", collaboration_id Collaboration;
            goal_supporter: Goal by goal_id as "supporters", person_id Person;
            interaction_participant: Interaction by interaction_id as "participants", person_id Person;
            interaction_ref: Interaction by interaction_id as "externalRefs";
            interaction_event: Interaction by interaction_id as "event", event_id Event;
            interaction_news: Interaction by interaction_id as "toldUpdates", news_id Update;
            news_circle: Update by news_id as "circles", circle_id Circle;
            introduction_side: Introduction by introduction_id as "sides", person_id Person;
            introduction_step: Introduction by introduction_id as "history";
            need_topic: Need by need_id as "topics";
            offer_topic: Offer by offer_id as "topics";
            time_entry_person: TimeEntry by time_entry_id as "people", person_id Person;
        }
    };
}
