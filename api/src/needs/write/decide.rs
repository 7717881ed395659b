//! Deciding about a match: what is made of it, or that it is not to be proposed.

use entity::collaboration::{self, CollaborationKind, CollaborationState};
use entity::exchange::{self, ExchangeKind, ExchangeState};
use entity::ids::{CollaborationId, MatchDecisionId, NeedId, PersonId};
use entity::match_decision::{self, MatchState};
use entity::need::NeedKind;
use entity::{Actor, Direction, need, offer};

use super::super::read::{Giver, Leads, Match, Which, decided_on, matches};
use super::super::rules::decisions;
use super::super::words::reasons;
use crate::collaborations::{self, MemberFields, NewCollaboration};
use crate::exchanges;
use crate::introductions::{self, NewIntroduction};
use crate::kit::declared::{Draft, New};
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};
use crate::people;

const NOTE: usize = 2_000;

/// Says that something is made of a match.
#[derive(Clone, Debug)]
pub struct AcceptMatch {
    /// The need.
    pub need: NeedId,
    /// What is to meet it.
    pub giver: Giver,
    /// What the client expects to be made.
    pub leads: Option<Leads>,
    /// Why.
    pub note: Option<String>,
}

/// Says that the two of a match are to work together.
#[derive(Clone, Debug)]
pub struct CollaborateOnMatch {
    /// The need.
    pub need: NeedId,
    /// What is to meet it.
    pub giver: Giver,
    /// What the collaboration is called; as the need if nothing is said.
    pub title: Option<String>,
    /// What kind of thing it is to be.
    pub kind: CollaborationKind,
    /// Why.
    pub note: Option<String>,
}

/// Says that a match is not to be proposed.
#[derive(Clone, Debug)]
pub struct DismissMatch {
    /// The need.
    pub need: NeedId,
    /// What could meet it.
    pub giver: Giver,
    /// Why.
    pub note: Option<String>,
}

/// Takes a decision back.
#[derive(Clone, Debug)]
pub struct ReopenMatch {
    /// Which decision.
    pub id: MatchDecisionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
}

/// Accepts a match: prepares the introduction of two people, or records what the user and one can ask of each other, with the decision.
///
/// # Errors
/// One of the two does not exist, it was decided before, they do not match now, or something else is made than the client says.
pub async fn accept(tx: &mut Tx, accept: &AcceptMatch) -> Result<match_decision::Model, Failure> {
    let (before, note) = begin(
        tx,
        (accept.need, accept.giver),
        accept.note.as_deref(),
        MatchState::Accepted,
    )
    .await?;
    let it = open(tx, accept.need, accept.giver).await?;
    if accept.leads.is_some_and(|leads| leads != it.leads()) {
        let message = match it.leads() {
            Leads::Introduction => "both are others: it leads to an INTRODUCTION",
            Leads::Exchange => "one of them is you: it leads to an EXCHANGE",
        };
        return Err(Problem::new(Code::Invalid, Path::input("as"), message).into());
    }
    let mut after = match_decision::Model {
        state: MatchState::Accepted,
        note: note.clone(),
        ..before.clone()
    };
    match it.needer.person.zip(it.giver_side.person) {
        Some((needer, giver)) => {
            let reason = note.unwrap_or_else(|| it.need_title.clone());
            let made = introductions::create(tx, &introduction(needer, giver, reason)).await?;
            after.introduction_id = Some(made.id);
        }
        None => {
            let made = exchanges::record(tx, &asked(tx, &it, note).await?).await?;
            after.exchange_id = Some(made.id);
        }
    }
    store(tx, &before, after).await
}

/// Begins what the two of a match could do together, as an idea with both as members, with the decision.
///
/// # Errors
/// As [`accept`].
pub async fn collaborate(
    tx: &mut Tx,
    wanted: &CollaborateOnMatch,
) -> Result<(match_decision::Model, CollaborationId), Failure> {
    let pair = (wanted.need, wanted.giver);
    let (before, note) = begin(tx, pair, wanted.note.as_deref(), MatchState::Accepted).await?;
    let it = open(tx, wanted.need, wanted.giver).await?;
    let made = collaborations::create(tx, &idea(&it, wanted, note.clone())).await?;
    let after = match_decision::Model {
        state: MatchState::Accepted,
        note,
        collaboration_id: Some(made.id),
        ..before.clone()
    };
    Ok((store(tx, &before, after).await?, made.id))
}

/// The match of these two, which is open.
async fn open(tx: &Tx, need: NeedId, giver: Giver) -> Result<Match, Failure> {
    let open = matches(&tx.read(), &Which::Needs(vec![need]), usize::MAX, tx.now()).await?;
    open.into_iter().find(|it| it.giver == giver).ok_or_else(|| {
        let message = "they do not match now: one is over or archived, they have no topic in common, are of the same party, or \
                       were introduced";
        Problem::new(Code::Invalid, place(giver), message).into()
    })
}

/// Dismisses a match: it is not proposed any more, until that is taken back.
///
/// # Errors
/// One of the two does not exist, or it was decided before.
pub async fn dismiss(tx: &mut Tx, dismiss: &DismissMatch) -> Result<match_decision::Model, Failure> {
    let pair = (dismiss.need, dismiss.giver);
    let (before, note) = begin(tx, pair, dismiss.note.as_deref(), MatchState::Dismissed).await?;
    let after = match_decision::Model {
        state: MatchState::Dismissed,
        note,
        ..before.clone()
    };
    store(tx, &before, after).await
}

/// Takes a decision back: the match is proposed again, if it still is one. What was made of it stays.
///
/// # Errors
/// It does not exist, was changed meanwhile, or nothing is decided.
pub async fn undo(tx: &mut Tx, restore: &ReopenMatch) -> Result<match_decision::Model, Failure> {
    let before: match_decision::Model = tx.find_for_update(restore.id, restore.expected_revision).await?;
    check(before.state, MatchState::Open, Path::argument("id"))?;
    let after = match_decision::Model {
        state: MatchState::Open,
        note: None,
        introduction_id: None,
        exchange_id: None,
        collaboration_id: None,
        ..before.clone()
    };
    tx.save(&before, after, false).await
}

/// The decision so far, of two that are there, and the note.
async fn begin(
    tx: &Tx,
    (need, giver): (NeedId, Giver),
    note: Option<&str>,
    to: MatchState,
) -> Result<(match_decision::Model, Option<String>), Failure> {
    let mut checks = Checks::new();
    let note = checks.text(Path::input("note"), note, NOTE);
    tx.require::<need::Model>(&mut checks, Path::input("needId"), Some(need))
        .await?;
    match giver {
        Giver::Offer(id) => {
            tx.require::<offer::Model>(&mut checks, place(giver), Some(id))
                .await?;
        }
        Giver::Person(id) => people::require(tx, &mut checks, &[(place(giver), id)]).await?,
    }
    checks.done()?;
    let known = decided_on(&tx.read(), (need, giver)).await?;
    let known = known.unwrap_or_else(|| blank(tx, need, giver));
    check(known.state, to, place(giver))?;
    Ok((known, note))
}

fn place(giver: Giver) -> Path {
    Path::input(match giver {
        Giver::Offer(_) => "offerId",
        Giver::Person(_) => "personId",
    })
}

fn check(from: MatchState, to: MatchState, path: Path) -> Result<(), Failure> {
    let allowed = decisions(from);
    if allowed.contains(&to) {
        return Ok(());
    }
    let detail = Detail::State {
        state: from.to_string(),
        allowed: allowed.iter().map(ToString::to_string).collect(),
    };
    let message = match from {
        MatchState::Open => "nothing is decided about this match",
        MatchState::Accepted | MatchState::Dismissed => {
            "this match was decided about; reopenMatch takes that back"
        }
    };
    Err(Problem::new(Code::State, path, message).with(detail).into())
}

/// Nothing decided yet. What was never stored is at revision 0.
fn blank(tx: &Tx, need_id: NeedId, giver: Giver) -> match_decision::Model {
    let (offer_id, person_id) = match giver {
        Giver::Offer(id) => (Some(id), None),
        Giver::Person(id) => (None, Some(id)),
    };
    match_decision::Model {
        workspace_id: tx.workspace(),
        id: tx.new_id(),
        need_id,
        offer_id,
        person_id,
        giver: giver.to_string(),
        state: MatchState::Open,
        note: None,
        introduction_id: None,
        exchange_id: None,
        collaboration_id: None,
        revision: 0,
        seq: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
        archived_at: None,
        created_by: Actor::SYSTEM,
    }
}

async fn store(
    tx: &mut Tx,
    before: &match_decision::Model,
    after: match_decision::Model,
) -> Result<match_decision::Model, Failure> {
    if before.revision == 0 {
        tx.insert(after, None).await
    } else {
        tx.save(before, after, false).await
    }
}

fn introduction(needer: PersonId, giver: PersonId, reason: String) -> NewIntroduction {
    NewIntroduction {
        id: None,
        person_a: needer,
        person_b: giver,
        connector: None,
        fields: introductions::Fields {
            reason: Patch::Set(reason),
            ..introductions::Fields::default()
        },
    }
}

/// What two could do together, and why. The user takes part where they are known as a person.
fn idea(it: &Match, wanted: &CollaborateOnMatch, note: Option<String>) -> NewCollaboration {
    let model = collaboration::Model {
        title: wanted.title.clone().unwrap_or_else(|| it.need_title.clone()),
        kind: wanted.kind,
        state: CollaborationState::Idea,
        summary: note,
        reason: Some(reasons(it, true).join("\n").chars().take(NOTE).collect()),
        ..collaboration::Model::default()
    };
    let member = |person: PersonId, brings: Option<String>| MemberFields {
        person: Some(person),
        contribution: brings.map_or(Patch::Keep, Patch::Set),
        ..MemberFields::default()
    };
    let needer = it.needer.person.or(it.own).map(|person| member(person, None));
    let giver = it.giver_side.person.or(it.own);
    let giver = giver.map(|person| member(person, it.offer_title.clone()));
    NewCollaboration {
        new: New {
            id: None,
            fields: Draft::of(&model),
        },
        members: needer.into_iter().chain(giver).collect(),
        milestones: Vec::new(),
    }
}

/// What one of the user and somebody can ask of the other: given by the user where it is the other one's need. Nobody promised
/// it yet.
async fn asked(tx: &Tx, it: &Match, note: Option<String>) -> Result<New<exchange::Model>, Failure> {
    let need: need::Model = tx.find(Path::input("needId"), it.need).await?;
    let (person, direction) = match it.needer.person {
        Some(needer) => (Some(needer), Direction::Given),
        None => (it.giver_side.person, Direction::Received),
    };
    let asked = exchange::Model {
        state: ExchangeState::Asked,
        person_id: person.unwrap_or_default(),
        direction,
        kind: given_as(need.kind),
        title: need.title,
        description: note,
        due_on: need.until,
        ..exchange::Model::default()
    };
    Ok(New {
        id: None,
        fields: Draft::of(&asked),
    })
}

/// What is given where this is needed.
const fn given_as(kind: NeedKind) -> ExchangeKind {
    match kind {
        NeedKind::Expertise => ExchangeKind::Help,
        NeedKind::Advice => ExchangeKind::Advice,
        NeedKind::Feedback => ExchangeKind::Feedback,
        NeedKind::Contact => ExchangeKind::Introduction,
        NeedKind::Resource | NeedKind::Funding => ExchangeKind::Resource,
        NeedKind::Job => ExchangeKind::Referral,
        NeedKind::Collaboration => ExchangeKind::Time,
        NeedKind::Other => ExchangeKind::Other,
    }
}
