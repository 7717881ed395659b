use entity::ids::IntroductionId;
use entity::introduction;
use entity::introduction_side::Side;

use super::TEXT;
use super::case::Case;
use crate::introductions::link::{self, Answerer};
use crate::introductions::rules::Step;
use crate::kit::check::{Checks, Path};
use crate::kit::failure::{Detail, Problem};
use crate::kit::{Code, Failure, Tx};

/// An answer that the user heard.
#[derive(Clone, Debug)]
pub struct AnswerIntroduction {
    /// Which introduction.
    pub id: IntroductionId,
    /// The revision that the client has seen.
    pub expected_revision: Option<i32>,
    /// Who answered.
    pub side: Side,
    /// Yes or no.
    pub accept: bool,
    /// What they added.
    pub note: Option<String>,
}

/// An answer that somebody gives by their link.
#[derive(Clone, Debug)]
pub struct AnswerByLink {
    /// Who holds the link.
    pub answerer: Answerer,
    /// Yes or no.
    pub accept: bool,
    /// What they add.
    pub note: Option<String>,
}

/// Records the answer of a side that was asked. The link that it had is dead.
///
/// # Errors
/// It does not exist, was changed meanwhile or is archived; the note is too long; or nobody waits for this answer.
pub async fn answer(tx: &mut Tx, answer: &AnswerIntroduction) -> Result<introduction::Model, Failure> {
    let mut checks = Checks::new();
    let note = checks.text(Path::input("note"), answer.note.as_deref(), TEXT);
    checks.done()?;
    let mut case = Case::open(tx, answer.id, answer.expected_revision).await?;
    case.take(tx, Step::Answer(answer.side, answer.accept), note.as_deref())?;
    case.store(tx).await
}

/// Records the answer of the holder of a link; it works once.
///
/// # Errors
/// The note is too long, the link was used or replaced meanwhile, or the introduction is over.
pub async fn answer_by_link(tx: &mut Tx, answer: &AnswerByLink) -> Result<(), Failure> {
    let mut checks = Checks::new();
    let note = checks.text(Path::input("note"), answer.note.as_deref(), TEXT);
    checks.done()?;
    let link = answer.answerer.link();
    let found = tx
        .find::<introduction::Model>(Path::input("token"), link::introduction(link))
        .await;
    let mut case = match found {
        Ok(found) => Case::of(tx, found).await?,
        Err(Failure::Rejected(_)) => return Err(bad_link().into()),
        Err(fault) => return Err(fault),
    };
    // Looked at again under the write lock: of two that come at once, one is too late.
    let Some(side) = case
        .sides
        .iter()
        .find(|side| link::is_of(link, side))
        .map(|side| side.side)
    else {
        return Err(bad_link().into());
    };
    if case.model.archived_at.is_some()
        || case
            .attempt(tx, Step::Answer(side, answer.accept), note.as_deref())
            .is_err()
    {
        return Err(over().into());
    }
    case.store(tx).await?;
    Ok(())
}

/// The link is wrong, used or replaced; which of them is not for a stranger to know.
#[must_use]
pub fn bad_link() -> Problem {
    let message = "this link is not valid, or no longer: ask whoever sent it for a new one";
    Problem::new(Code::Credentials, Path::input("token"), message)
}

/// The link is good, but nobody waits for the answer; why is not said, for it can be that the other side said no.
fn over() -> Problem {
    let detail = Detail::State {
        state: "OVER".to_owned(),
        allowed: Vec::new(),
    };
    Problem::new(
        Code::State,
        Path::input("token"),
        "this introduction is over: no answer is needed",
    )
    .with(detail)
}
