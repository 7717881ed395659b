//! What the user does together with others.

use chrono::NaiveDate;
use entity::collaboration::CollaborationKind::{
    self, Initiative, JointVenture, Opportunity, Other, Project, Proposal,
};
use entity::collaboration::CollaborationState::{self, Active, Done, Dropped, Idea, Paused, Proposed};
use entity::ids::CollaborationId;
use entity::{PartialDate, collaboration};

use super::dice::Dice;
use super::people::{Someone, back};
use crate::app::App;
use crate::collaborations::{MemberFields, MilestoneFields, NewCollaboration};
use crate::kit::Patch;
use crate::kit::declared::New;

/// A collaboration in words; the days are those since its beginning and its end.
struct Sketch {
    title: &'static str,
    kind: CollaborationKind,
    state: CollaborationState,
    goal: &'static str,
    began: Option<i64>,
    ended: Option<i64>,
    outcome: Option<&'static str>,
    milestones: &'static [&'static str],
}

const fn sketch(
    (title, goal): (&'static str, &'static str),
    kind: CollaborationKind,
    state: CollaborationState,
    (began, ended): (Option<i64>, Option<i64>),
    outcome: Option<&'static str>,
    milestones: &'static [&'static str],
) -> Sketch {
    Sketch {
        title,
        kind,
        state,
        goal,
        began,
        ended,
        outcome,
        milestones,
    }
}

const SKETCHES: [Sketch; 12] = [
    sketch(
        (
            "Neighbourhood energy map",
            "Show every street what its roofs could yield",
        ),
        Project,
        Active,
        (Some(240), None),
        None,
        &["Data agreement signed", "First district online", "Public launch"],
    ),
    sketch(
        (
            "Mentoring circle for first-time leads",
            "Eight pairs, six months, one meeting a month",
        ),
        Initiative,
        Active,
        (Some(500), None),
        None,
        &["Pairs matched", "Mid-term review", "Second round"],
    ),
    sketch(
        (
            "Repair café toolkit",
            "Everything one needs to start a repair café, on twelve pages",
        ),
        Project,
        Done,
        (Some(700), Some(260)),
        Some("Published; used in nine towns so far."),
        &["Outline", "Draft tested", "Published"],
    ),
    sketch(
        (
            "Studio for small museums",
            "Design and software that a small museum can afford",
        ),
        JointVenture,
        Active,
        (Some(320), None),
        None,
        &["Partners agreed", "First client", "Break-even"],
    ),
    sketch(
        (
            "Conference track on open data",
            "A day of talks at next year's conference",
        ),
        Proposal,
        Proposed,
        (Some(45), None),
        None,
        &["Proposal sent", "Speakers confirmed"],
    ),
    sketch(
        (
            "Podcast about quiet work",
            "Ten conversations with people who keep things running",
        ),
        Initiative,
        Paused,
        (Some(420), None),
        None,
        &["Pilot recorded", "Five episodes", "Season finished"],
    ),
    sketch(
        (
            "Shared office in the old print shop",
            "Desks for four small organisations under one roof",
        ),
        Opportunity,
        Idea,
        (None, None),
        None,
        &["Visit the building"],
    ),
    sketch(
        (
            "Evening school for career changers",
            "A course of ten evenings, free for those who need it",
        ),
        Proposal,
        Dropped,
        (Some(610), Some(480)),
        Some("No room that we could pay for. The syllabus is written and can be used again."),
        &["Syllabus", "Room found"],
    ),
    sketch(
        (
            "Freight by night train",
            "Find out whether parcels fit into sleeper trains",
        ),
        Opportunity,
        Proposed,
        (Some(80), None),
        None,
        &["Talk to two operators", "Back-of-envelope numbers"],
    ),
    sketch(
        ("Cookbook of the street", "Forty recipes from forty kitchens"),
        Other,
        Done,
        (Some(900), Some(420)),
        Some("Printed and sold out twice."),
        &["Recipes collected", "Photographs", "Printed"],
    ),
    sketch(
        (
            "Fund for first exhibitions",
            "Small grants, decided within two weeks",
        ),
        JointVenture,
        Idea,
        (None, None),
        None,
        &[],
    ),
    sketch(
        (
            "Study on four-day weeks",
            "Interviews with thirty teams that tried it",
        ),
        Project,
        Active,
        (Some(150), None),
        None,
        &["Questions agreed", "Ten interviews", "All interviews", "Report"],
    ),
];

/// What was had of what is done, what was learnt, and what is thought of it.
const BENEFIT: &str = "Met people of another trade, and has something to show";
const LEARNING: &str = "How others plan, and when to ask for help";
const RETROSPECTIVE: &str =
    "It went well because we met every week. Next time we agree on who decides before we begin.";

const ROLES: [&str; 8] = [
    "Lead",
    "Sponsor",
    "Design",
    "Engineering",
    "Research",
    "Partner",
    "Editor",
    "Adviser",
];
const CONTRIBUTIONS: [&str; 6] = [
    "Two days a month",
    "Contacts in the city administration",
    "Room and coffee",
    "Writes and edits",
    "Pays for the pilot",
    "Knows how it was done elsewhere",
];

/// A collaboration, with what the interactions need to know of it.
pub struct Together {
    /// Its id.
    pub id: CollaborationId,
    /// What it is called.
    pub title: &'static str,
    /// The places of its members in the list of people.
    pub members: Vec<usize>,
    /// When people met for it, if they did.
    pub period: Option<(NaiveDate, NaiveDate)>,
    /// Whether it is done.
    pub is_done: bool,
    /// The command that makes it.
    pub new: NewCollaboration,
}

/// All collaborations; their members are people who are in touch.
pub fn collaborations(app: &App, dice: &mut Dice, people: &[Someone], today: NaiveDate) -> Vec<Together> {
    let near: Vec<usize> = people
        .iter()
        .enumerate()
        .filter(|(_, someone)| someone.rhythm >= 6 && someone.until == today)
        .map(|(place, _)| place)
        .collect();
    SKETCHES
        .iter()
        .map(|sketch| {
            let count = usize::try_from(dice.between(3..=6)).unwrap_or(3);
            let members = dice.some(&near, count);
            collaboration(app, dice, people, (sketch, members), today)
        })
        .collect()
}

fn collaboration(
    app: &App,
    dice: &mut Dice,
    people: &[Someone],
    (sketch, members): (&Sketch, Vec<usize>),
    today: NaiveDate,
) -> Together {
    let began = sketch.began.map(|days| back(today, days));
    let ended = sketch.ended.map(|days| back(today, days));
    let date = |day: Option<NaiveDate>| day.map_or(Patch::Keep, |day| Patch::Set(PartialDate::from(day)));
    let is_over = sketch.state == Done;
    let new_members = members
        .iter()
        .filter_map(|place| people.get(*place))
        .zip([4, 3, 5, 2].into_iter().cycle())
        .map(|(someone, gain)| MemberFields {
            person: Some(someone.id),
            role: Patch::Set(dice.text(&ROLES).to_owned()),
            contribution: Patch::Set(dice.text(&CONTRIBUTIONS).to_owned()),
            benefit: if is_over {
                Patch::Set(BENEFIT.to_owned())
            } else {
                Patch::Keep
            },
            learning: if is_over {
                Patch::Set(LEARNING.to_owned())
            } else {
                Patch::Keep
            },
            gain: if is_over { Patch::Set(gain) } else { Patch::Keep },
            started_on: date(began),
            ended_on: date(ended),
        });
    let new_members = new_members.collect();
    let id = app.ids.next(app.clock.now());
    let model = collaboration::Model {
        id,
        title: sketch.title.to_owned(),
        kind: sketch.kind,
        state: sketch.state,
        goal: Some(sketch.goal.to_owned()),
        started_on: began.map(PartialDate::from),
        ended_on: ended.map(PartialDate::from),
        outcome: sketch.outcome.map(str::to_owned),
        retrospective: is_over.then(|| RETROSPECTIVE.to_owned()),
        ..collaboration::Model::default()
    };
    let new = NewCollaboration {
        new: New::of(&model),
        members: new_members,
        milestones: milestones(sketch, began, ended, today),
    };
    let period = began
        .filter(|_| !matches!(sketch.state, Idea | Proposed))
        .map(|began| (began, ended.unwrap_or(today)));
    Together {
        id,
        title: sketch.title,
        members,
        period,
        is_done: sketch.state == Done,
        new,
    }
}

/// Milestones at equal distances; what is finished has reached them all, and what is under way those that are past.
fn milestones(
    sketch: &Sketch,
    began: Option<NaiveDate>,
    ended: Option<NaiveDate>,
    today: NaiveDate,
) -> Vec<MilestoneFields> {
    let began = began.unwrap_or(today);
    let last = ended.unwrap_or(today + chrono::Days::new(90));
    let step = (last - began) / i32::try_from(sketch.milestones.len().max(1)).unwrap_or(1);
    let mut due = began;
    let milestone = |title: &&str| {
        due += step;
        let done = due <= today && !matches!(sketch.state, Idea | Proposed | Dropped);
        MilestoneFields {
            title: Patch::Set((*title).to_owned()),
            due_on: Patch::Set(due),
            done_on: if done { Patch::Set(due) } else { Patch::Keep },
        }
    };
    sketch.milestones.iter().map(milestone).collect()
}
