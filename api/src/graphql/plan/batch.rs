//! Objects that the engine comes upon one by one, read together: those of one place in a document by one plan.
//!
//! The loader lives as long as the request and holds its scope, so its keys cannot cross workspaces.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use async_graphql::dataloader::{DataLoader, Loader};
use async_graphql::runtime::Timer;
use async_graphql::{Pos, Variables};
use futures_util::future::BoxFuture;
use futures_util::task::{FutureObj, Spawn, SpawnError};
use uuid::Uuid;

use super::compile::Unplanned;
use super::stored::{Answer, read_many, run};
use super::tree::Typed;
use crate::app::App;
use crate::graphql::context::RequestContext;
use crate::kit::{Caller, Fault};

/// A place of the document, and the type of the objects there: where an interface stands, they may differ.
type Place = (Pos, &'static str);

/// An object at a place of the document.
#[derive(Clone)]
struct Wanted {
    place: Place,
    id: Uuid,
    typed: Arc<Typed>,
    variables: Arc<Variables>,
}

impl PartialEq for Wanted {
    fn eq(&self, other: &Self) -> bool {
        (self.place, self.id) == (other.place, other.id)
    }
}

impl Eq for Wanted {}

impl Hash for Wanted {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.place, self.id).hash(state);
    }
}

struct Reads {
    app: App,
    request: RequestContext,
    caller: Caller,
}

impl Loader<Wanted> for Reads {
    type Value = Answer;
    type Error = Fault;

    async fn load(&self, wanted: &[Wanted]) -> Result<HashMap<Wanted, Answer>, Fault> {
        let mut places: HashMap<Place, Vec<&Wanted>> = HashMap::new();
        for wanted in wanted {
            places.entry(wanted.place).or_default().push(wanted);
        }
        let mut found = HashMap::with_capacity(wanted.len());
        for wanted in places.into_values() {
            let Some(first) = wanted.first() else { continue };
            let scope = self.caller.scope();
            let session = self.app.db.session().await?.of(scope);
            let reader = self.app.db.read_lightly(scope);
            let run = run(
                session,
                reader,
                &self.caller,
                &first.variables,
                &self.request,
                &self.app,
            );
            let ids: Vec<Uuid> = wanted.iter().map(|wanted| wanted.id).collect();
            let mut answers = read_many(&run, &first.typed, &ids).await?;
            for wanted in wanted {
                if let Some(answer) = answers.remove(&wanted.id) {
                    found.insert(wanted.clone(), answer);
                }
            }
        }
        Ok(found)
    }
}

/// What a request reads beside its plans.
pub struct Loaders {
    loader: DataLoader<Reads>,
    /// Those of the request, which may hold a whole file: they are kept once, whatever the number of objects.
    variables: OnceLock<Arc<Variables>>,
    plans: Mutex<HashMap<Place, Arc<Typed>>>,
}

impl Loaders {
    /// A loader of what this caller may see.
    #[must_use]
    pub fn new(app: App, request: RequestContext, caller: Caller) -> Self {
        let loader = DataLoader::new(Reads { app, request, caller }, OnThisRuntime, NextTurn);
        Self {
            loader: loader.delay(Duration::ZERO).max_batch_size(1000),
            variables: OnceLock::new(),
            plans: Mutex::default(),
        }
    }

    /// The answer of a place for one object; none if there is no such object.
    pub(super) async fn answer(
        &self,
        place: Place,
        id: Uuid,
        variables: &Variables,
        compile: impl FnOnce() -> Result<Typed, Unplanned>,
    ) -> Result<Option<Answer>, Fault> {
        let known = self.plans().get(&place).cloned();
        let typed = match known {
            Some(typed) => typed,
            None => {
                let typed =
                    compile().map_err(|field| Fault::Internal(format!("{} cannot be planned", field.0)))?;
                self.plans().entry(place).or_insert(Arc::new(typed)).clone()
            }
        };
        let variables = self.variables.get_or_init(|| Arc::new(variables.clone())).clone();
        let wanted = Wanted {
            place,
            id,
            typed,
            variables,
        };
        self.loader.load_one(wanted).await
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, HashMap<Place, Arc<Typed>>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
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
