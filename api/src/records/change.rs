//! Changing records.

use std::collections::HashMap;

use entity::TypedId;

use super::{ActiveOf, index};
use crate::kit::declared::{Change, Declared, custom};
use crate::kit::record::{archived, by_ids};
use crate::kit::{Became, Checks, Code, Detail, Each, Failure, Path, Problem, Tx, record};

/// Records that are being changed.
pub struct Changing<'a, M: Declared> {
    changes: &'a [&'a Change<M>],
    rows: Vec<Result<Box<Open<M>>, Vec<Problem>>>,
}

/// A record that is being changed, and what is wrong with the change so far.
pub struct Open<M> {
    /// Its place among all that are changed.
    pub place: usize,
    /// The record as it is.
    pub before: M,
    /// The record as it would be stored.
    pub model: M,
    /// What is wrong with the change.
    pub checks: Checks,
    /// Whether what belongs to it changes.
    pub parts_changed: bool,
    /// What to say if something changes, for its client has not seen it as it is.
    conflict: Option<Problem>,
}

impl<'a, M: Declared> Changing<'a, M>
where
    ActiveOf<M>: Send,
{
    /// Reads the records, and applies what is said.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin(tx: &Tx, changes: &'a [&'a Change<M>]) -> Result<Self, Failure> {
        let ids: Vec<M::Id> = changes.iter().map(|change| change.id).collect();
        let found: Vec<M> = by_ids(&tx.read(), &ids).await?;
        let found: HashMap<_, M> = found
            .into_iter()
            .map(|model| (model.id().uuid(), model))
            .collect();
        let declaration = M::declaration();
        let rows = changes.iter().enumerate().map(|(place, change)| {
            let before = found.get(&change.id.uuid());
            let before = before.ok_or_else(|| vec![record::not_found::<M>(Path::argument("id"))])?;
            let conflict = conflict(before, change.expected_revision).map_err(|problem| vec![problem])?;
            if before.archived_at().is_some() {
                return Err(vec![conflict.unwrap_or_else(archived)]);
            }
            let (mut model, mut checks) = (before.clone(), Checks::new());
            declaration.apply(&change.fields, &mut checks, &mut model, tx);
            Ok(Box::new(Open {
                place,
                before: before.clone(),
                model,
                checks,
                parts_changed: false,
                conflict,
            }))
        });
        let rows = rows.collect();
        let mut changing = Self { changes, rows };
        let open = changing.open().filter_map(|open| {
            let change = changes.get(open.place)?;
            Some((&change.fields, &mut open.checks, &mut open.model))
        });
        custom::settle(tx, open.collect()).await?;
        Ok(changing)
    }

    /// Looks up what the records are to refer to.
    ///
    /// # Errors
    /// The database fails.
    pub async fn require(&mut self, tx: &Tx) -> Result<(), Failure> {
        let changes = self.changes;
        let drafts = self.open().filter_map(|open| {
            let change = changes.get(open.place)?;
            Some((&change.fields, &mut open.checks))
        });
        let mut drafts: Vec<_> = drafts.collect();
        Ok(M::declaration().require_all(tx, &mut drafts).await?)
    }

    /// Those that are being changed still.
    pub fn open(&mut self) -> impl Iterator<Item = &mut Open<M>> {
        self.rows.iter_mut().filter_map(|row| row.as_deref_mut().ok())
    }

    /// Gives up those with which something is wrong. Whoever has not seen a record as it is, and would change it, hears of that first.
    pub fn check(&mut self) {
        for row in &mut self.rows {
            let Ok(open) = row else { continue };
            let is_changed = open.parts_changed || open.model != open.before;
            let checks = std::mem::take(&mut open.checks);
            let is_wrong = !checks.is_empty();
            if let Some(conflict) = open.conflict.clone().filter(|_| is_wrong || is_changed) {
                *row = Err(vec![conflict]);
            } else if let Err(Failure::Rejected(problems)) = checks.done() {
                *row = Err(problems);
            }
        }
    }

    /// Stores all with which nothing is wrong, and makes those that changed findable as they are now. `moved` is shown each that was
    /// stored, as it was and as it is.
    ///
    /// # Errors
    /// The database fails.
    pub async fn store(
        mut self,
        tx: &mut Tx,
        moved: impl FnOnce(Vec<(M, M)>),
    ) -> Result<Vec<Became<M>>, Failure> {
        self.check();
        let declaration = M::declaration();
        let records: Vec<_> = self
            .open()
            .filter(|open| declaration.moved(&open.before, &open.model))
            .map(|open| (open.place, &*open))
            .collect();
        let records: Vec<_> = records
            .iter()
            .map(|(place, open)| (*place, &open.model))
            .collect();
        for (place, problem) in declaration.clashes(tx, &records).await? {
            if let Some(row) = self.rows.get_mut(place) {
                *row = Err(vec![problem]);
            }
        }
        let changed: Vec<_> = self
            .open()
            .map(|open| (open.before.clone(), open.model.clone(), open.parts_changed))
            .collect();
        let before: Vec<M> = changed.iter().map(|(before, ..)| before.clone()).collect();
        let saved = tx.save_all(changed).await?;
        let pairs: Vec<(M, M)> = before.into_iter().zip(saved.iter().cloned()).collect();
        index(tx, &pairs).await?;
        moved(pairs);
        let mut saved = saved.into_iter();
        let rows = self.rows.into_iter().filter_map(|row| match row {
            Ok(_) => saved.next().map(Ok),
            Err(problems) => Some(Err(problems)),
        });
        Ok(rows.collect())
    }
}

/// What to say to a client who has seen an earlier revision, if it would change something.
fn conflict<M: Declared>(record: &M, expected: Option<i32>) -> Result<Option<Problem>, Problem> {
    let revision = record.revision();
    let Some(expected) = expected.filter(|expected| *expected != revision) else {
        return Ok(None);
    };
    let message = format!("it was changed since: it is at revision {revision}");
    let record = record::reference(record);
    let conflict = Problem::new(Code::Conflict, Path::argument("expectedRevision"), message)
        .with(Detail::Current { record, revision });
    if expected > revision {
        return Err(conflict);
    }
    Ok(Some(conflict))
}

/// Changes records. What is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_all<M: Declared>(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<M>>],
) -> Result<Vec<Became<M>>, Failure>
where
    ActiveOf<M>: Send,
{
    update_all_then(tx, wanted, |_| {}).await
}

/// The same; `moved` is shown each that was stored, as it was and as it is.
///
/// # Errors
/// The database fails.
pub async fn update_all_then<M: Declared>(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<M>>],
    moved: impl FnOnce(Vec<(M, M)>),
) -> Result<Vec<Became<M>>, Failure>
where
    ActiveOf<M>: Send,
{
    let changes: Vec<&Change<M>> = wanted.iter().map(|it| it.input).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    changing.require(tx).await?;
    changing.store(tx, moved).await
}
