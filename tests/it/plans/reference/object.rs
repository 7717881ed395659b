//! The objects that a query can reach, and the values of their fields.

use std::rc::Rc;

use chrono::{DateTime, SecondsFormat, Utc};
use entity::ids::PersonId;
use entity::{
    Actor, affiliation, api_token, attendance, attribute, cadence, calendar_feed, change, check_in, circle,
    collaboration, collaboration_member, collaboration_milestone, community, community_member, contact_point,
    custom_field, dimension, dimension_value, duplicate_decision, event, exchange, external_ref, fact, goal,
    goal_supporter, gratitude, interaction, introduction, introduction_side, introduction_step, invitation,
    match_decision, membership, milestone, milestone_acknowledgement, need, news, nudge_decision, offer,
    organization, person, question, support_role, tag, tie, time_entry, time_intention, user, workspace,
};
use serde_json::Value as Json;

use super::coerce::Arguments;
use super::page::{Page, Place};
use super::{
    accounts, agenda, custom_fields, duplicates, feed, fields, gatherings, goals, introduction as meeting,
    ledger, life, needs, page, parts, rhythm, root, talks, time, variety,
};
use crate::plans::world::World;

/// An object of the schema.
#[derive(Clone, Debug)]
pub enum Object<'w> {
    Query,
    Person(&'w person::Model),
    Organization(&'w organization::Model),
    Circle(&'w circle::Model),
    Tag(&'w tag::Model),
    Tie(&'w tie::Model),
    Interaction(&'w interaction::Model),
    Introduction(&'w introduction::Model),
    Collaboration(&'w collaboration::Model),
    Exchange(&'w exchange::Model),
    Gratitude(&'w gratitude::Model),
    NudgeDecision(&'w nudge_decision::Model),
    CustomField(&'w custom_field::Model),
    CustomFieldValue(&'w custom_field::Model, String),
    DuplicateDecision(&'w duplicate_decision::Model),
    Event(&'w event::Model),
    Attendance(&'w attendance::Model),
    TimeEntry(&'w time_entry::Model),
    TimeIntention(&'w time_intention::Model),
    Community(&'w community::Model),
    CommunityMember(&'w community_member::Model),
    Goal(&'w goal::Model),
    GoalSupporter(&'w goal_supporter::Model),
    Need(&'w need::Model),
    Question(&'w question::Model),
    Update(&'w news::Model),
    Offer(&'w offer::Model),
    Match(Rc<needs::Found<'w>>),
    MatchPart(Rc<needs::Found<'w>>, usize),
    MatchDecision(&'w match_decision::Model),
    Reciprocity(Option<PersonId>),
    ReciprocityMove(&'w exchange::Model),
    ContactPoint(&'w contact_point::Model),
    Affiliation(&'w affiliation::Model),
    Fact(&'w fact::Model),
    SupportRole(&'w support_role::Model),
    Attribute(&'w attribute::Model),
    Dimension(&'w dimension::Model),
    DimensionValue(&'w dimension_value::Model),
    Diversity(Rc<variety::Report<'w>>),
    DiversityCount(&'w dimension_value::Model, Option<i64>),
    ExternalRef(&'w external_ref::Model),
    CollaborationMember(&'w collaboration_member::Model),
    CollaborationMilestone(&'w collaboration_milestone::Model),
    IntroductionSide(&'w introduction_side::Model),
    IntroductionStep(&'w introduction_step::Model),
    Cadence(&'w cadence::Model),
    CheckIn(&'w check_in::Model),
    CheckInStatus(Rc<rhythm::Status<'w>>),
    Milestone(&'w milestone::Model),
    MilestoneAcknowledgement(&'w milestone_acknowledgement::Model),
    MilestoneOccurrence(Rc<life::Occasion<'w>>),
    User(&'w user::Model),
    Workspace(&'w workspace::Model),
    Member(&'w membership::Model),
    Invitation(&'w invitation::Model),
    CalendarFeed(&'w calendar_feed::Model),
    ApiToken(&'w api_token::Model),
    ConnectorLoad(PersonId),
    Actor(Actor),
    Change(&'w change::Model),
    ChangePage(Rc<feed::Feed<'w>>),
    Connection(Rc<Page<'w>>),
    Edge(Rc<Page<'w>>, usize),
    PageInfo(Rc<Page<'w>>),
}

/// The value of a field.
#[derive(Clone, Debug)]
pub enum Value<'w> {
    Null,
    Leaf(Json),
    Object(Object<'w>),
    List(Vec<Self>),
    /// A cursor: whatever the server writes, it has to lead here.
    Cursor(Place),
    /// The field fails, with this code.
    Failed(&'static str),
}

impl<'w> Object<'w> {
    /// The name of its type.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Query => "Query",
            Self::Person(_) => "Person",
            Self::Organization(_) => "Organization",
            Self::Circle(_) => "Circle",
            Self::Tag(_) => "Tag",
            Self::Tie(_) => "Tie",
            Self::Interaction(_) => "Interaction",
            Self::Introduction(_) => "Introduction",
            Self::Collaboration(_) => "Collaboration",
            Self::Exchange(_) => "Exchange",
            Self::Gratitude(_) => "Gratitude",
            Self::NudgeDecision(_) => "NudgeDecision",
            Self::CustomField(_) => "CustomField",
            Self::CustomFieldValue(..) => "CustomFieldValue",
            Self::DuplicateDecision(_) => "DuplicateDecision",
            Self::Event(_) => "Event",
            Self::Attendance(_) => "Attendance",
            Self::TimeEntry(_) => "TimeEntry",
            Self::TimeIntention(_) => "TimeIntention",
            Self::Community(_) => "Community",
            Self::CommunityMember(_) => "CommunityMember",
            Self::Goal(_) => "Goal",
            Self::GoalSupporter(_) => "GoalSupporter",
            Self::Need(_) => "Need",
            Self::Question(_) => "Question",
            Self::Update(_) => "Update",
            Self::Offer(_) => "Offer",
            Self::Match(_) => "Match",
            Self::MatchPart(..) => "MatchPart",
            Self::MatchDecision(_) => "MatchDecision",
            Self::Reciprocity(_) => "Reciprocity",
            Self::ReciprocityMove(_) => "ReciprocityMove",
            Self::ContactPoint(_) => "ContactPoint",
            Self::Affiliation(_) => "Affiliation",
            Self::Fact(_) => "Fact",
            Self::SupportRole(_) => "SupportRole",
            Self::Attribute(_) => "Attribute",
            Self::Dimension(_) => "Dimension",
            Self::DimensionValue(_) => "DimensionValue",
            Self::Diversity(_) => "Diversity",
            Self::DiversityCount(..) => "DiversityCount",
            Self::ExternalRef(_) => "ExternalRef",
            Self::CollaborationMember(_) => "CollaborationMember",
            Self::CollaborationMilestone(_) => "CollaborationMilestone",
            Self::IntroductionSide(_) => "IntroductionSide",
            Self::IntroductionStep(_) => "IntroductionStep",
            Self::Cadence(_) => "Cadence",
            Self::CheckIn(_) => "CheckIn",
            Self::CheckInStatus(_) => "CheckInStatus",
            Self::Milestone(_) => "Milestone",
            Self::MilestoneAcknowledgement(_) => "MilestoneAcknowledgement",
            Self::MilestoneOccurrence(_) => "MilestoneOccurrence",
            Self::User(_) => "User",
            Self::Workspace(_) => "Workspace",
            Self::Member(_) => "Member",
            Self::Invitation(_) => "Invitation",
            Self::CalendarFeed(_) => "CalendarFeed",
            Self::ApiToken(_) => "ApiToken",
            Self::ConnectorLoad(_) => "ConnectorLoad",
            Self::Actor(_) => "Actor",
            Self::Change(_) => "Change",
            Self::ChangePage(_) => "ChangePage",
            Self::Connection(page) => page.types().0,
            Self::Edge(page, _) => page.types().1,
            Self::PageInfo(_) => "PageInfo",
        }
    }

    /// What tells it from every other object of the run.
    pub fn key(&self) -> String {
        let own = match self {
            Self::Query => String::new(),
            Self::Person(it) => it.id.to_string(),
            Self::Organization(it) => it.id.to_string(),
            Self::Circle(it) => it.id.to_string(),
            Self::Tag(it) => it.id.to_string(),
            Self::Tie(it) => it.id.to_string(),
            Self::Interaction(it) => it.id.to_string(),
            Self::Introduction(it) => it.id.to_string(),
            Self::Collaboration(it) => it.id.to_string(),
            Self::Exchange(it) | Self::ReciprocityMove(it) => it.id.to_string(),
            Self::Gratitude(it) => it.id.to_string(),
            Self::NudgeDecision(it) => it.id.to_string(),
            Self::CustomField(it) => it.id.to_string(),
            Self::CustomFieldValue(it, value) => format!("{} {value}", it.id),
            Self::DuplicateDecision(it) => it.id.to_string(),
            Self::Event(it) => it.id.to_string(),
            Self::Attendance(it) => it.id.to_string(),
            Self::TimeEntry(it) => it.id.to_string(),
            Self::TimeIntention(it) => it.id.to_string(),
            Self::Community(it) => it.id.to_string(),
            Self::CommunityMember(it) => it.id.to_string(),
            Self::Goal(it) => it.id.to_string(),
            Self::GoalSupporter(it) => format!("{} {}", it.goal_id, it.person_id),
            Self::Need(it) => it.id.to_string(),
            Self::Question(it) => it.id.to_string(),
            Self::Update(it) => it.id.to_string(),
            Self::Offer(it) => it.id.to_string(),
            Self::Match(it) => it.key(),
            Self::MatchPart(it, place) => format!("{} {place}", it.key()),
            Self::MatchDecision(it) => it.id.to_string(),
            Self::Reciprocity(with) => format!("{with:?}"),
            Self::ContactPoint(it) => it.id.to_string(),
            Self::Affiliation(it) => it.id.to_string(),
            Self::Fact(it) => it.id.to_string(),
            Self::SupportRole(it) => format!("{} {}", it.person_id, it.role),
            Self::Attribute(it) => format!("{} {}", it.person_id, it.dimension_id),
            Self::Dimension(it) => it.id.to_string(),
            Self::DimensionValue(it) => it.id.to_string(),
            Self::Diversity(it) => it.key(),
            Self::DiversityCount(it, count) => format!("{} {count:?}", it.id),
            Self::ExternalRef(it) => format!("{} {}", it.source, it.external_id),
            Self::CollaborationMember(it) => it.id.to_string(),
            Self::CollaborationMilestone(it) => it.id.to_string(),
            Self::IntroductionSide(it) => format!("{} {}", it.introduction_id, it.side),
            Self::IntroductionStep(it) => format!("{} {}", it.introduction_id, it.position),
            Self::Cadence(it) => it.id.to_string(),
            Self::CheckIn(it) => it.id.to_string(),
            Self::CheckInStatus(it) => it.person.to_string(),
            Self::Milestone(it) => it.id.to_string(),
            Self::MilestoneAcknowledgement(it) => it.id.to_string(),
            Self::MilestoneOccurrence(it) => it.key(),
            Self::User(it) => it.id.to_string(),
            Self::Workspace(it) => it.id.to_string(),
            Self::Member(it) => it.user_id.to_string(),
            Self::Invitation(it) => it.id.to_string(),
            Self::CalendarFeed(it) => it.id.to_string(),
            Self::ApiToken(it) => it.id.to_string(),
            Self::ConnectorLoad(person) => person.to_string(),
            Self::Actor(it) => it.to_string(),
            Self::Change(it) => it.seq.to_string(),
            Self::ChangePage(it) => format!("{:p}", Rc::as_ptr(it)),
            Self::Connection(it) | Self::PageInfo(it) => it.number.to_string(),
            Self::Edge(it, position) => format!("{} {position}", it.number),
        };
        format!("{} {own}", self.type_name())
    }

    /// The value of a field with these arguments.
    pub fn value(&self, world: &'w World, field: &str, arguments: &Arguments) -> Value<'w> {
        if world.is_corrupted(&self.key(), field) {
            return Value::Failed("INTERNAL");
        }
        if field == "customFields" && !matches!(self, Self::Query) {
            return custom_fields::held(world, self, arguments);
        }
        match self {
            Self::Query => root::query(world, field, arguments),
            Self::Person(it) => fields::person(world, it, field, arguments),
            Self::Organization(it) => fields::organization(world, it, field, arguments),
            Self::Circle(it) => fields::circle(world, it, field, arguments),
            Self::Tag(it) => fields::tag(world, it, field),
            Self::Tie(it) => parts::tie(world, it, field),
            Self::Interaction(it) => parts::interaction(world, it, field, arguments),
            Self::Introduction(it) => meeting::introduction(world, it, field, arguments),
            Self::Collaboration(it) => parts::collaboration(world, it, field, arguments),
            Self::Exchange(it) => ledger::exchange(world, it, field, arguments),
            Self::Gratitude(it) => ledger::gratitude(world, it, field),
            Self::NudgeDecision(it) => agenda::decision(it, field),
            Self::CustomField(it) => custom_fields::custom_field(it, field),
            Self::CustomFieldValue(it, value) => custom_fields::value(world, (it, value), field),
            Self::DuplicateDecision(it) => duplicates::decision(world, it, field),
            Self::Event(it) => gatherings::event(world, it, field, arguments),
            Self::Attendance(it) => gatherings::attendance(world, it, field),
            Self::TimeEntry(it) => time::entry(world, it, field),
            Self::TimeIntention(it) => time::intention(world, it, field),
            Self::Community(it) => gatherings::community(world, it, field, arguments),
            Self::CommunityMember(it) => gatherings::community_member(world, it, field),
            Self::Goal(it) => goals::goal(world, it, field, arguments),
            Self::GoalSupporter(it) => goals::supporter(world, it, field),
            Self::Need(it) => needs::need(world, it, field),
            Self::Question(it) => talks::question(world, it, field),
            Self::Update(it) => talks::update(world, it, field, arguments),
            Self::Offer(it) => needs::offer(world, it, field),
            Self::Match(it) => needs::matching(world, it, field),
            Self::MatchPart(it, place) => needs::part(it, *place, field),
            Self::MatchDecision(it) => needs::decision(world, it, field),
            Self::Reciprocity(with) => ledger::reciprocity(world, *with, field),
            Self::ReciprocityMove(it) => ledger::reciprocity_move(it, field),
            Self::ContactPoint(it) => parts::contact_point(it, field),
            Self::Affiliation(it) => parts::affiliation(world, it, field),
            Self::Fact(it) => parts::fact(world, it, field),
            Self::SupportRole(it) => parts::support_role(it, field),
            Self::Attribute(it) => variety::attribute(world, it, field),
            Self::Dimension(it) => variety::dimension(world, it, field),
            Self::DimensionValue(it) => variety::value(it, field),
            Self::Diversity(it) => variety::diversity(world, it, field),
            Self::DiversityCount(it, count) => variety::count(it, *count, field),
            Self::ExternalRef(it) => parts::external_ref(it, field),
            Self::CollaborationMember(it) => parts::collaboration_member(world, it, field),
            Self::CollaborationMilestone(it) => parts::collaboration_milestone(it, field),
            Self::IntroductionSide(it) => meeting::side(world, it, field),
            Self::IntroductionStep(it) => meeting::step(it, field),
            Self::Cadence(it) => rhythm::cadence(world, it, field),
            Self::CheckIn(it) => rhythm::check_in(world, it, field),
            Self::CheckInStatus(it) => rhythm::value(world, it, field),
            Self::Milestone(it) => life::milestone(world, it, field, arguments),
            Self::MilestoneAcknowledgement(it) => life::acknowledgement(world, it, field),
            Self::MilestoneOccurrence(it) => life::value(world, it, field),
            Self::User(it) => accounts::user(world, it, field),
            Self::Workspace(it) => accounts::workspace(world, it, field),
            Self::Member(it) => accounts::member(world, it, field),
            Self::Invitation(it) => accounts::invitation(it, field),
            Self::CalendarFeed(it) => accounts::calendar_feed(it, field),
            Self::ApiToken(it) => accounts::api_token(it, field),
            Self::ConnectorLoad(person) => accounts::connector_load(world, *person, field),
            Self::Actor(it) => feed::actor(*it, field),
            Self::Change(it) => feed::change(world, it, field),
            Self::ChangePage(it) => it.value(field),
            Self::Connection(it) => page::connection(it, field),
            Self::Edge(it, position) => page::edge(it, *position, field),
            Self::PageInfo(it) => page::page_info(it, field),
        }
    }
}

/// A value that can be shown as text, or nothing.
pub fn shown<'w>(value: Option<impl ToString>) -> Value<'w> {
    value.map_or(Value::Null, |value| Value::Leaf(value.to_string().into()))
}

/// A text.
pub fn text<'w>(value: impl ToString) -> Value<'w> {
    shown(Some(value))
}

/// A number or a truth value, or nothing.
pub fn plain<'w>(value: impl Into<Json>) -> Value<'w> {
    match value.into() {
        Json::Null => Value::Null,
        value => Value::Leaf(value),
    }
}

/// A moment, or nothing.
pub fn moment<'w>(at: impl Into<Option<DateTime<Utc>>>) -> Value<'w> {
    shown(
        at.into()
            .map(|at| at.to_rfc3339_opts(SecondsFormat::AutoSi, true)),
    )
}

/// An object, or nothing.
pub fn maybe(object: Option<Object<'_>>) -> Value<'_> {
    object.map_or(Value::Null, Value::Object)
}

/// A list of objects.
pub fn list<'w, M: 'w>(
    rows: impl IntoIterator<Item = &'w M>,
    object: impl Fn(&'w M) -> Object<'w>,
) -> Value<'w> {
    Value::List(rows.into_iter().map(|row| Value::Object(object(row))).collect())
}

/// A field that is unknown to the reference.
pub fn unknown<'w>(object: &str, field: &str) -> Value<'w> {
    panic!("the reference does not know {object}.{field}")
}
