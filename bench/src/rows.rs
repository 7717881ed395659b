//! The rows of the bench's workspace: names and texts of ordinary length.

use chrono::{DateTime, Utc};
use entity::ids::{InteractionId, PersonId, TagId, WorkspaceId};
use entity::interaction::{self, Channel, Initiator, Sentiment};
use entity::{Actor, person, tag};
use rand::RngExt;
use rand::rngs::StdRng;

use api::kit::fold::{fold, identity};

const GIVEN: &[&str] = &[
    "Ana",
    "Bilal",
    "Chiara",
    "Dmitri",
    "Elif",
    "Femi",
    "Grace",
    "Hiroshi",
    "Inês",
    "Jamal",
    "Katarzyna",
    "Liam",
    "Mei",
    "Ngozi",
    "Óscar",
    "Priya",
    "Quentin",
    "Rosa",
    "Søren",
    "Tomasz",
    "Uma",
    "Viktor",
    "Wanjiru",
    "Xavier",
    "Yael",
    "Zoë",
];
const FAMILY: &[&str] = &[
    "Abreu",
    "Bauer",
    "Chen",
    "Dubois",
    "Eriksson",
    "Fernandes",
    "García",
    "Haddad",
    "Ivanova",
    "Jansen",
    "Kowalska",
    "Łukasik",
    "Moreno",
    "Nakamura",
    "Okafor",
    "Park",
    "Quispe",
    "Rossi",
    "Schäfer",
    "Tanaka",
    "Ueda",
    "Vargas",
    "Weber",
    "Xu",
    "Yılmaz",
    "Zhang",
];
const HEADLINES: &[&str] = &[
    "Product lead for climate software",
    "Investigative journalist and podcast host",
    "Professor of materials science",
    "Founder of a logistics start-up",
    "Director of a regional food bank network",
    "Principal engineer, databases",
];
const TITLES: &[&str] = &[
    "Coffee and a walk along the river",
    "Call about the grant application",
    "Catch-up after the conference",
    "Feedback on the draft",
    "Lunch with the team",
];
const ABOUT: &[&str] = &[
    "Talked through the plan for spring and who could help with the pilot; they will send names.",
    "They are hiring two people and asked whom I would recommend. I promised an introduction.",
    "Mostly family news. The move went well, the new flat is close to the school.",
    "Went over the figures once more and agreed on what to leave out of the first version.",
];

fn pick<'a>(rng: &mut StdRng, from: &[&'a str]) -> &'a str {
    from.get(rng.random_range(0..from.len().max(1)))
        .copied()
        .unwrap_or_default()
}

/// What every record of the workspace shares.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// The workspace.
    pub workspace: WorkspaceId,
    /// Who wrote it.
    pub by: Actor,
    /// Its place in the feed.
    pub seq: i64,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// A tag.
pub fn tag(stamp: Stamp, id: TagId, number: usize) -> tag::Model {
    let name = format!("Topic {number:02}");
    tag::Model {
        merged_into_id: None,
        workspace_id: stamp.workspace,
        id,
        name_key: fold(&name),
        identity: identity(&name),
        name,
        color: Some("#3366ff".to_owned()),
        custom_values: None,
        revision: 1,
        seq: stamp.seq,
        created_at: stamp.at,
        updated_at: stamp.at,
        archived_at: None,
        created_by: stamp.by,
    }
}

/// A person.
pub fn person(stamp: Stamp, id: PersonId, last: DateTime<Utc>, rng: &mut StdRng) -> person::Model {
    let (given, middle, family) = (pick(rng, GIVEN), pick(rng, GIVEN), pick(rng, FAMILY));
    let display_name = format!("{given} {middle} {family}");
    person::Model {
        merged_into_id: None,
        workspace_id: stamp.workspace,
        id,
        sort_name: fold(&display_name),
        sort_family: fold(family),
        display_name,
        given_name: Some(given.to_owned()),
        middle_name: Some(middle.to_owned()),
        family_name: Some(family.to_owned()),
        name_prefix: None,
        name_suffix: None,
        nickname: None,
        pronouns: Some("they/them".to_owned()),
        headline: Some(pick(rng, HEADLINES).to_owned()),
        summary: Some(pick(rng, ABOUT).to_owned()),
        time_zone: Some("Europe/Lisbon".to_owned()),
        birthday: "1984-05-12".parse().ok(),
        met_on: "2019-10".parse().ok(),
        met_how: Some("At a conference".to_owned()),
        met_through_id: None,
        city: Some("Lisbon".to_owned()),
        sort_city: "lisbon".to_owned(),
        country: Some("PT".to_owned()),
        died_on: None,
        is_self: false,
        last_interaction_at: last,
        balance: 0,
        custom_values: None,
        revision: 1,
        seq: stamp.seq,
        created_at: stamp.at,
        updated_at: stamp.at,
        archived_at: None,
        created_by: stamp.by,
    }
}

/// An interaction.
pub fn interaction(
    stamp: Stamp,
    id: InteractionId,
    happened_at: DateTime<Utc>,
    rng: &mut StdRng,
) -> interaction::Model {
    let (channel, initiator) = match rng.random_range(0..4) {
        0 => (Channel::Call, Initiator::Me),
        1 => (Channel::Email, Initiator::Them),
        2 => (Channel::InPerson, Initiator::Mutual),
        _ => (Channel::Video, Initiator::Me),
    };
    interaction::Model {
        workspace_id: stamp.workspace,
        id,
        happened_at,
        channel,
        initiator: Some(initiator),
        duration_minutes: Some(rng.random_range(5..90)),
        title: Some(pick(rng, TITLES).to_owned()),
        summary: Some(pick(rng, ABOUT).to_owned()),
        notes: None,
        sentiment: Some(Sentiment::Positive),
        place: None,
        updates_shared: None,
        updates_heard: None,
        challenged: None,
        learnt: None,
        event: None,
        collaboration_id: None,
        custom_values: None,
        revision: 1,
        seq: stamp.seq,
        created_at: stamp.at,
        updated_at: stamp.at,
        archived_at: None,
        created_by: stamp.by,
    }
}
