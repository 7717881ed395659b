//! What clients send with an interaction.

use async_graphql::{InputObject, InputType};
use entity::ids::{
    CheckInId, CircleId, ExchangeId, GratitudeId, MilestoneId, PersonId, QuestionId, UpdateId,
};
use entity::{TypedId, exchange, interaction, person};

use crate::cadences::gql::Channel;
use crate::exchanges::gql::{ExchangeKind, ExchangeState};
use crate::graphql::plan::Sent;
use crate::graphql::record::Create;
use crate::graphql::scalars::{Date, Id, PartialDate};
use crate::gratitude::gql::Direction;
use crate::interactions::NewInteraction;
use crate::kit::check::{Checks, Path};
use crate::kit::declared::{Draft, New};
use crate::kit::{Code, Fault, Patch, Right};
use crate::people::gql::FactKind;
use crate::people::{ContactPointFields, FactFields, NewPerson, Parts};
use crate::talks::{Came, Next, Of, Talk, said};

/// Most parts of one kind.
const MOST: usize = 50;

/// Somebody whom the user met for the first time.
#[derive(InputObject)]
pub struct NewParticipantInput {
    /// An id that the client made, by which other parts of the input can name them.
    id: Option<Id<PersonId>>,
    /// The name by which the person is shown, at most 200 characters.
    display_name: String,
    /// One line on what they do, at most 300 characters.
    headline: Option<String>,
    /// An e-mail address of theirs.
    email: Option<String>,
    /// The ids of their circles, at most 50.
    #[graphql(default)]
    circle_ids: Vec<Id<CircleId>>,
}

/// Something worth remembering that was learnt in a talk, which becomes its source.
#[derive(InputObject)]
pub struct LearntFactInput {
    /// About whom; it may be left out where one person was there.
    person_id: Option<Id<PersonId>>,
    /// What the fact is about.
    kind: FactKind,
    /// The fact, at most 2,000 characters.
    text: String,
    /// Where they have it from, at most 200 characters.
    source: Option<String>,
    /// When it was learnt; the day of the talk if left out.
    noted_on: Option<PartialDate>,
}

/// What was given, received or promised in a talk.
#[derive(InputObject)]
pub struct TalkExchangeInput {
    /// An id that the client made, for creation offline.
    id: Option<Id<ExchangeId>>,
    /// With whom; it may be left out where one person was there.
    person_id: Option<Id<PersonId>>,
    /// Which way: `GIVEN` by the user, `RECEIVED` by the user. A promise is `GIVEN` when it is the user's.
    direction: Direction,
    /// What kind of thing it is.
    kind: ExchangeKind,
    /// What it is, in one line, at most 200 characters.
    title: String,
    /// What it is about, beyond its title, at most 5,000 characters.
    description: Option<String>,
    /// How far it is. What is `DONE` was done on the day of the talk.
    #[graphql(default_with = "ExchangeState::Promised")]
    state: ExchangeState,
    /// By when it is promised.
    due_on: Option<Date>,
}

/// When to be in touch next.
#[derive(InputObject)]
pub struct NextCheckInInput {
    /// An id that the client made, for creation offline.
    id: Option<Id<CheckInId>>,
    /// With whom; it may be left out where one person was there.
    person_id: Option<Id<PersonId>>,
    /// On which day: today or later, in the workspace's time zone.
    on: Date,
    /// By which means to be in touch.
    channel: Option<Channel>,
    /// What to talk about, at most 2,000 characters.
    note: Option<String>,
}

/// Who was there, and what came of it.
#[derive(InputObject)]
pub struct LogInteractionMore {
    /// With whom: at most 100 people with those of `withName` and `newParticipants`, and one at least. The user need not be named; who is
    /// named twice is there once.
    #[graphql(default)]
    participant_ids: Vec<Id<PersonId>>,
    /// With whom, by a part of their name or nickname. It must say who is meant: where several people are found, and none is called just
    /// so, this is an error that lists them. Needs `PEOPLE_READ`.
    with_name: Option<String>,
    /// With whom, where they are not in the network yet, at most 50: they are made. Needs `PEOPLE_WRITE`.
    #[graphql(default)]
    new_participants: Vec<NewParticipantInput>,
    /// What was learnt, at most 50 facts: each names the interaction as that from which it comes. Needs `PEOPLE_WRITE`.
    #[graphql(default)]
    learnt_facts: Vec<LearntFactInput>,
    /// What was given, received or promised, at most 50. Needs `EXCHANGES_WRITE`.
    #[graphql(default)]
    exchanges: Vec<TalkExchangeInput>,
    /// What was asked for or promised before, and is done with this, at most 50: `completeExchange`. Needs `EXCHANGES_WRITE`.
    #[graphql(default)]
    completed_exchange_ids: Vec<Id<ExchangeId>>,
    /// What was planned before, and is done with this, at most 50: `completeCheckIn`. What was planned with those who were there is done by
    /// itself where the channel counts. Needs `CADENCES_WRITE`.
    #[graphql(default)]
    completed_check_in_ids: Vec<Id<CheckInId>>,
    /// Milestones of theirs that were spoken of, at most 50: `acknowledgeMilestone`, for the year of the occurrence that is nearest to the
    /// talk. Needs `MILESTONES_WRITE`.
    #[graphql(default)]
    acknowledged_milestone_ids: Vec<Id<MilestoneId>>,
    /// Thanks owed or drafted that were said, at most 50: `sendGratitude`, with this interaction. Needs `EXCHANGES_WRITE`.
    #[graphql(default)]
    sent_gratitude_ids: Vec<Id<GratitudeId>>,
    /// Questions that were asked of those who were there, at most 50: they become `ASKED`.
    #[graphql(default)]
    asked_question_ids: Vec<Id<QuestionId>>,
    /// News of the user that was told to those who were there, at most 50.
    #[graphql(default)]
    told_update_ids: Vec<Id<UpdateId>>,
    /// When to be in touch next: `planCheckIn`. Needs `CADENCES_WRITE`.
    next_check_in: Option<NextCheckInInput>,
}

/// What is sent to log an interaction.
pub type LogInteraction = Create<interaction::Model, LogInteractionMore>;

/// What happened, and what came of it.
///
/// # Errors
/// `BAD_INPUT` for what is of no type.
pub(super) fn read(it: &mut Sent<'_>) -> Result<Talk, Fault> {
    let input: LogInteraction = it.input()?;
    let (new, more) = input.read_both(&mut it.checks);
    require_rights(it, &more);
    let checks = &mut it.checks;
    let newcomers = more.new_participants.into_iter().enumerate();
    let newcomers = newcomers.map(|(place, it)| it.read(checks, &Path::input("newParticipants").at(place)));
    let newcomers: Vec<NewPerson> = newcomers.collect();
    checks.count(Path::input("newParticipants"), newcomers.len(), MOST);
    let facts = more.learnt_facts.into_iter().enumerate();
    let facts = facts.map(|(place, it)| it.read(checks, &Path::input("learntFacts").at(place)));
    let facts: Vec<_> = facts.collect();
    checks.count(Path::input("learntFacts"), facts.len(), MOST);
    let exchanges = more.exchanges.into_iter().enumerate();
    let exchanges = exchanges.map(|(place, it)| it.read(checks, &Path::input("exchanges").at(place)));
    let exchanges: Vec<_> = exchanges.collect();
    checks.count(Path::input("exchanges"), exchanges.len(), MOST);
    let came = Came {
        facts,
        exchanges,
        completed_exchanges: ids(checks, "completedExchangeIds", &more.completed_exchange_ids),
        completed_check_ins: ids(checks, "completedCheckInIds", &more.completed_check_in_ids),
        acknowledged_milestones: ids(
            checks,
            "acknowledgedMilestoneIds",
            &more.acknowledged_milestone_ids,
        ),
        sent_gratitudes: ids(checks, "sentGratitudeIds", &more.sent_gratitude_ids),
        asked_questions: ids(checks, "askedQuestionIds", &more.asked_question_ids),
        told_updates: ids(checks, "toldUpdateIds", &more.told_update_ids),
        next: more
            .next_check_in
            .map(|it| it.read(checks, &Path::input("nextCheckIn"))),
    };
    Ok(Talk {
        new: NewInteraction {
            id: new.id,
            participants: checks.ids(&Path::input("participantIds"), &more.participant_ids),
            fields: new.fields,
        },
        with_name: more.with_name,
        newcomers,
        came,
    })
}

/// Notes a problem for each part that needs a right which the caller lacks.
fn require_rights(it: &mut Sent<'_>, more: &LogInteractionMore) {
    let parts = [
        ("withName", more.with_name.is_some(), Right::PeopleRead),
        (
            "newParticipants",
            !more.new_participants.is_empty(),
            Right::PeopleWrite,
        ),
        ("learntFacts", !more.learnt_facts.is_empty(), Right::PeopleWrite),
        ("exchanges", !more.exchanges.is_empty(), Right::ExchangesWrite),
        (
            "completedExchangeIds",
            !more.completed_exchange_ids.is_empty(),
            Right::ExchangesWrite,
        ),
        (
            "completedCheckInIds",
            !more.completed_check_in_ids.is_empty(),
            Right::CadencesWrite,
        ),
        (
            "acknowledgedMilestoneIds",
            !more.acknowledged_milestone_ids.is_empty(),
            Right::MilestonesWrite,
        ),
        (
            "sentGratitudeIds",
            !more.sent_gratitude_ids.is_empty(),
            Right::ExchangesWrite,
        ),
        ("nextCheckIn", more.next_check_in.is_some(), Right::CadencesWrite),
    ];
    for (name, is_said, right) in parts {
        if is_said && !it.caller.rights.contains(right) {
            let message = format!("this needs the scope {right}");
            it.checks.note(Code::Forbidden, Path::input(name), message);
        }
    }
}

fn ids<I: TypedId>(checks: &mut Checks, name: &str, ids: &[Id<I>]) -> Vec<I>
where
    Id<I>: InputType,
{
    let path = Path::input(name);
    checks.count(path.clone(), ids.len(), MOST);
    checks.ids(&path, ids)
}

impl NewParticipantInput {
    fn read(self, checks: &mut Checks, path: &Path) -> NewPerson {
        let fields = Draft::<person::Model>::default()
            .with("displayName", said(Some(self.display_name)))
            .with("headline", said(self.headline));
        let email = self.email.as_deref().map(ContactPointFields::email);
        let parts = Parts {
            add_contact_points: email.into_iter().collect(),
            add_circles: checks.ids(&path.at("circleIds"), &self.circle_ids),
            ..Parts::default()
        };
        NewPerson {
            id: checks.optional_id(path.at("id"), self.id.as_ref()),
            fields,
            parts,
        }
    }
}

impl LearntFactInput {
    fn read(self, checks: &mut Checks, path: &Path) -> Of<FactFields> {
        let fields = FactFields {
            kind: Some(self.kind.into()),
            text: Some(self.text),
            source: self.source.map_or(Patch::Keep, Patch::Set),
            noted_on: self.noted_on.map_or(Patch::Keep, |date| Patch::Set(date.0)),
            interaction: None,
        };
        Of {
            person: checks.optional_id(path.at("personId"), self.person_id.as_ref()),
            what: fields,
        }
    }
}

impl TalkExchangeInput {
    fn read(self, checks: &mut Checks, path: &Path) -> Of<New<exchange::Model>> {
        let direction: entity::Direction = self.direction.into();
        let kind: entity::exchange::ExchangeKind = self.kind.into();
        let state: entity::exchange::ExchangeState = self.state.into();
        let due = self.due_on.map_or(Patch::Keep, |date| Patch::Set(date.0.into()));
        let fields = Draft::<exchange::Model>::default()
            .with("direction", Patch::Set(direction.as_str().into()))
            .with("kind", Patch::Set(kind.as_str().into()))
            .with("state", Patch::Set(state.as_str().into()))
            .with("title", said(Some(self.title)))
            .with("description", said(self.description))
            .with("dueOn", due);
        Of {
            person: checks.optional_id(path.at("personId"), self.person_id.as_ref()),
            what: New {
                id: checks.optional_id(path.at("id"), self.id.as_ref()),
                fields,
            },
        }
    }
}

impl NextCheckInInput {
    fn read(self, checks: &mut Checks, path: &Path) -> Of<Next> {
        Of {
            person: checks.optional_id(path.at("personId"), self.person_id.as_ref()),
            what: Next {
                id: checks.optional_id(path.at("id"), self.id.as_ref()),
                day: self.on.0,
                channel: self.channel.map(Into::into),
                note: self.note,
            },
        }
    }
}
