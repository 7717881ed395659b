//! Commands that do one thing for each of many, as a set: each step is taken for all of them at once.

use uuid::Uuid;

use super::{Failure, Fault, Problem, Tx};

/// One of many: what is to be done, and what its client said to have it done, in the form that is remembered.
#[derive(Clone, Copy, Debug)]
pub struct Each<'a, I> {
    /// What is to be done.
    pub input: &'a I,
    /// What the client said; none where it made no id.
    pub said: Option<&'a str>,
}

/// What became of one of many: what it left, or what is wrong with it. Then nothing of it was stored.
pub type Became<T> = Result<T, Vec<Problem>>;

/// What became of the only one.
///
/// # Errors
/// What is wrong with it.
pub fn only<T>(many: Vec<Became<T>>) -> Result<T, Failure> {
    let one = many.into_iter().next();
    let one = one.ok_or_else(|| Fault::Internal("one was asked for, and none was answered".to_owned()))?;
    one.map_err(Failure::Rejected)
}

/// What one of many is about. In one set no two are about the same record, and none refers to a record that another of them makes.
pub trait Concerns {
    /// The record that it is about, if that is known before it is done.
    fn concerns(&self) -> Option<Uuid>;

    /// The records to which it refers.
    fn refers(&self) -> Vec<Uuid> {
        Vec::new()
    }

    /// Whether it is done by itself, and not with others.
    fn is_alone(&self) -> bool {
        false
    }

    /// Whether it writes many records, so that what was before is kept, and it can be undone as a whole.
    fn writes_many(&self) -> bool {
        false
    }
}

/// A command that does one thing for each of many, and answers in their order what became of each.
pub trait SetCommand<'a, I: 'a, T>: Send + Sync {
    /// The command under way.
    type Run: Future<Output = Result<Vec<Became<T>>, Failure>> + Send + 'a;
    /// Starts it.
    fn run(&self, tx: &'a mut Tx, each: &'a [Each<'a, I>]) -> Self::Run;
}

impl<'a, I: 'a, T, F, R> SetCommand<'a, I, T> for F
where
    F: Fn(&'a mut Tx, &'a [Each<'a, I>]) -> R + Send + Sync,
    R: Future<Output = Result<Vec<Became<T>>, Failure>> + Send + 'a,
{
    type Run = R;

    fn run(&self, tx: &'a mut Tx, each: &'a [Each<'a, I>]) -> R {
        self(tx, each)
    }
}
