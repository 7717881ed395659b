//! Batching: what the resolvers of one level ask for is read in one statement.
//!
//! The loader lives as long as the request and holds its scope, so its keys cannot cross workspaces.

use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::runtime::Timer;
use futures_util::future::BoxFuture;
use futures_util::task::{FutureObj, Spawn, SpawnError};

use crate::app::App;
use crate::kit::{Fault, Reader, Scope};

/// A function that reads what belongs to many keys at once.
pub trait Batch: Send + Sync + 'static {
    /// What is asked for.
    type Key: Hash + Eq + Clone + Debug + Send + Sync + 'static;
    /// What belongs to it.
    type Value: Clone + Send + Sync + 'static;

    /// Reads all of it; a key to which nothing belongs may be left out.
    fn load(
        reader: &Reader<'_>,
        keys: &[Self::Key],
    ) -> impl Future<Output = Result<HashMap<Self::Key, Self::Value>, Fault>> + Send;
}

/// A key that knows its batch, so that one loader serves all of them.
pub struct Keyed<B: Batch>(B::Key, PhantomData<B>);

impl<B: Batch> Keyed<B> {
    const fn new(key: B::Key) -> Self {
        Self(key, PhantomData)
    }
}

impl<B: Batch> Clone for Keyed<B> {
    fn clone(&self) -> Self {
        Self::new(self.0.clone())
    }
}

impl<B: Batch> PartialEq for Keyed<B> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<B: Batch> Eq for Keyed<B> {}

impl<B: Batch> Hash for Keyed<B> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

/// Reads batches of one request.
pub struct Batches {
    app: App,
    scope: Scope,
}

impl<B: Batch> Loader<Keyed<B>> for Batches {
    type Value = B::Value;
    type Error = Fault;

    async fn load(&self, keys: &[Keyed<B>]) -> Result<HashMap<Keyed<B>, B::Value>, Fault> {
        let keys: Vec<B::Key> = keys.iter().map(|key| key.0.clone()).collect();
        let found = B::load(&self.app.db.read(&self.scope), &keys).await?;
        Ok(found
            .into_iter()
            .map(|(key, value)| (Keyed::new(key), value))
            .collect())
    }
}

/// The loader of one request.
pub struct Loaders(DataLoader<Batches>);

impl Loaders {
    /// A loader of what this scope may see.
    #[must_use]
    pub fn new(app: App, scope: Scope) -> Self {
        let loader = DataLoader::new(Batches { app, scope }, OnThisRuntime, NextTurn);
        Self(loader.delay(Duration::ZERO).max_batch_size(2000))
    }

    /// What belongs to a key.
    ///
    /// # Errors
    /// The database fails.
    pub async fn one<B: Batch>(&self, key: B::Key) -> Result<Option<B::Value>, Fault> {
        self.0.load_one(Keyed::<B>::new(key)).await
    }
}

struct OnThisRuntime;

impl Spawn for OnThisRuntime {
    #[expect(
        clippy::disallowed_methods,
        reason = "a batch is awaited by the request that asked for it"
    )]
    fn spawn_obj(&self, future: FutureObj<'static, ()>) -> Result<(), SpawnError> {
        tokio::spawn(future);
        Ok(())
    }
}

/// Waits one turn of the executor instead of a time: by then all resolvers of the level have asked.
struct NextTurn;

impl Timer for NextTurn {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }
}
