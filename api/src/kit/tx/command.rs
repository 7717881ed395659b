//! What is run in a transaction, and what is seen in it of what was written.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::{Root, Tx, Written};
use crate::kit::{Failure, Fault, Reader};

/// A command: a function of the transaction and its input. It may be run more than once, so it does nothing but
/// read and write the database.
pub trait Command<'a, I: 'a, T>: Send + Sync {
    /// The command under way.
    type Run: Future<Output = Result<T, Failure>> + Send + 'a;
    /// Starts it.
    fn run(&self, tx: &'a mut Tx, input: &'a I) -> Self::Run;
}

impl<'a, I: 'a, T, F, R> Command<'a, I, T> for F
where
    F: Fn(&'a mut Tx, &'a I) -> R + Send + Sync,
    R: Future<Output = Result<T, Failure>> + Send + 'a,
{
    type Run = R;

    fn run(&self, tx: &'a mut Tx, input: &'a I) -> R {
        self(tx, input)
    }
}

/// Reads, within a write, what the write answers with.
pub trait Sight<T>: Send + Sync {
    /// What is seen.
    type Seen: Send;
    /// Reads it. The transaction is to be committed next, so it changes nothing that others read.
    fn see<'a>(
        &'a self,
        reader: Reader<'a>,
        written: &'a Written<T>,
    ) -> BoxFuture<'a, Result<Self::Seen, Fault>>;
}

/// Sees nothing.
pub struct Blind;

impl<T: Sync> Sight<T> for Blind {
    type Seen = ();

    fn see<'a>(&'a self, _: Reader<'a>, _: &'a Written<T>) -> BoxFuture<'a, Result<(), Fault>> {
        std::future::ready(Ok(())).boxed()
    }
}

/// A command that belongs to no single workspace.
pub trait RootCommand<'a, I: 'a, T>: Send + Sync {
    /// The command under way.
    type Run: Future<Output = Result<T, Failure>> + Send + 'a;
    /// Starts it.
    fn run(&self, root: &'a Root, input: &'a I) -> Self::Run;
}

impl<'a, I: 'a, T, F, R> RootCommand<'a, I, T> for F
where
    F: Fn(&'a Root, &'a I) -> R + Send + Sync,
    R: Future<Output = Result<T, Failure>> + Send + 'a,
{
    type Run = R;

    fn run(&self, root: &'a Root, input: &'a I) -> R {
        self(root, input)
    }
}
