//! Functions of the areas, where they hold nobody up: on the worker while they read few rows, else anew beside it. What was too
//! much for a worker lately is not begun there.

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::ask::Ask;
use super::run::Run;
use super::tree::Child;
use crate::kit::{Fault, Work};

impl Run<'_> {
    /// What a child's function answers for these parents.
    ///
    /// # Errors
    /// What the function answers, or `UNAVAILABLE` where too much waits already.
    pub(super) async fn answer<T: Send + 'static>(
        &self,
        child: &Child,
        parents: &[Uuid],
        function: impl for<'a> Fn(&'a Ask<'a>, &'a [Uuid]) -> BoxFuture<'a, Result<T, Fault>> + Send + 'static,
    ) -> Result<T, Fault> {
        let given = child.arguments.with(self.variables);
        let work = Work::of((self.scope.workspace(), child.of, child.field.name, given.form()));
        let heavy = self.db.aside().heavy();
        // Within a transaction nobody counts: no other thread would see what it wrote.
        if !self.reader.is_counted() || !heavy.was(work) {
            let done = function(&self.ask(child), parents).await;
            if done.is_ok() || !self.reader.is_spent() {
                return done;
            }
            heavy.remember(work);
        }
        let db = self.db.clone();
        let (caller, scope, now) = (self.caller.clone(), self.scope, self.now);
        let (field, parents) = ((child.of, child.field.name), parents.to_vec());
        let counted = child.is_counted();
        let work = move || async move {
            let reader = db.read_beside(&scope);
            let ask = Ask {
                field,
                given,
                counted,
                now,
                caller: &caller,
                scope,
                reader: &reader,
                db: Some(&db),
            };
            function(&ask, &parents).await
        };
        self.db.aside().wait(scope.workspace().0, work).await?
    }
}
