//! Making records.

use entity::TypedId;

use super::{ActiveOf, names};
use crate::kit::declared::{Declared, Draft, New, custom};
use crate::kit::record::{Claim, by_ids, of_old};
use crate::kit::{Became, Checks, Each, Failure, Fault, Path, Problem, Together, Tx, only, record};
use crate::search;

/// What is said of a record that is to be made.
pub struct Said<'a, M: Declared> {
    /// The id, if the client made it.
    pub id: Option<M::Id>,
    /// What is said of its fields.
    pub fields: &'a Draft<M>,
    /// What the client said in all, in the form that is remembered.
    pub said: Option<&'a str>,
}

/// Records that are being made.
pub struct Making<'a, M: Declared> {
    rows: Vec<Row<M>>,
    news: &'a [Said<'a, M>],
}

enum Row<M> {
    /// It is being made.
    Open(Box<Open<M>>),
    /// The same create was done before.
    Done(M),
    /// Something is wrong with it.
    Refused(Vec<Problem>),
}

/// A record that is being made, and what is wrong with it so far.
pub struct Open<M> {
    /// Its place among all that are made.
    pub place: usize,
    /// The record, as it would be stored.
    pub model: M,
    /// What is wrong with it.
    pub checks: Checks,
    /// What is remembered of the create.
    fingerprint: Option<String>,
}

impl<'a, M: Declared> Making<'a, M>
where
    ActiveOf<M>: Send,
{
    /// Claims the ids that clients made, and applies what is said. `content` is the whole of what was said, in the form in which creates
    /// were remembered once.
    ///
    /// # Errors
    /// The database fails.
    pub async fn begin(
        tx: &Tx,
        news: &'a [Said<'a, M>],
        content: impl Fn(usize) -> Result<String, Fault>,
    ) -> Result<Self, Failure> {
        let wanted: Vec<_> = news.iter().map(|new| (new.id, new.said)).collect();
        let claims = tx.claim_all::<M>(&wanted, content).await?;
        let done: Vec<M::Id> = claims
            .iter()
            .filter_map(|claim| match claim {
                Ok(Claim::Done(id)) => Some(*id),
                _ => None,
            })
            .collect();
        let done: Vec<M> = by_ids(&tx.read(), &done).await?;
        let declaration = M::declaration();
        let mut rows = Vec::with_capacity(news.len());
        for (place, (claim, new)) in claims.into_iter().zip(news).enumerate() {
            rows.push(match claim {
                Err(problem) => Row::Refused(vec![problem]),
                Ok(Claim::Done(id)) => match done.iter().find(|model| model.id() == id) {
                    Some(model) => Row::Done(model.clone()),
                    None => Row::Refused(vec![record::not_found::<M>(Path::input("id"))]),
                },
                Ok(Claim::New(id, fingerprint)) => {
                    let (mut model, mut checks) = (M::blank(tx), Checks::new());
                    declaration.apply(new.fields, &mut checks, &mut model, tx);
                    model.set_id(id);
                    Row::Open(Box::new(Open {
                        place,
                        model,
                        checks,
                        fingerprint,
                    }))
                }
            });
        }
        let mut making = Self { rows, news };
        let open = making.open().filter_map(|open| {
            let new = news.get(open.place)?;
            Some((new.fields, &mut open.checks, &mut open.model))
        });
        custom::settle(tx, open.collect()).await?;
        Ok(making)
    }

    /// Looks up what the records refer to.
    ///
    /// # Errors
    /// The database fails.
    pub async fn require(&mut self, tx: &Tx) -> Result<(), Failure> {
        let news = self.news;
        let drafts = self.open().filter_map(|open| {
            let new = news.get(open.place)?;
            Some((new.fields, &mut open.checks))
        });
        let mut drafts: Vec<_> = drafts.collect();
        Ok(M::declaration().require_all(tx, &mut drafts).await?)
    }

    /// Those that are being made still.
    pub fn open(&mut self) -> impl Iterator<Item = &mut Open<M>> {
        self.rows.iter_mut().filter_map(|row| match row {
            Row::Open(open) => Some(&mut **open),
            Row::Done(_) | Row::Refused(_) => None,
        })
    }

    /// Gives up those with which something is wrong.
    pub fn check(&mut self) {
        for row in &mut self.rows {
            if let Row::Open(open) = row
                && !open.checks.is_empty()
            {
                let checks = std::mem::take(&mut open.checks);
                *row = match checks.done() {
                    Err(Failure::Rejected(problems)) => Row::Refused(problems),
                    _ => continue,
                };
            }
        }
    }

    /// Stores all with which nothing is wrong, and makes them findable; with what `beside` adds for those that are stored, each with its
    /// place.
    ///
    /// # Errors
    /// The database fails.
    pub async fn store(
        mut self,
        tx: &mut Tx,
        beside: impl FnOnce(&Tx, &mut Together, &[(usize, M)]),
    ) -> Result<Vec<Became<M>>, Failure> {
        self.refuse_clashes(tx).await?;
        let open = self.open().map(|open| {
            let new = (open.model.clone(), open.fingerprint.take());
            (open.place, new)
        });
        let (places, new): (Vec<usize>, Vec<_>) = open.unzip();
        let mut stored = Vec::new();
        if !new.is_empty() {
            let mut together = tx.together();
            let models = tx.insert_all_with(&mut together, new);
            stored = places.into_iter().zip(models).collect();
            beside(tx, &mut together, &stored);
            add_words(tx, &mut together, &stored);
            together.send(tx.conn()).await?;
        }
        let mut stored = stored.into_iter();
        let rows = self.rows.into_iter().filter_map(|row| match row {
            Row::Open(_) => stored.next().map(|(_, model)| Ok(model)),
            Row::Done(model) => Some(Ok(model)),
            Row::Refused(problems) => Some(Err(problems)),
        });
        Ok(rows.collect())
    }

    async fn refuse_clashes(&mut self, tx: &Tx) -> Result<(), Failure> {
        self.check();
        let records: Vec<_> = self.open().map(|open| (open.place, &open.model)).collect();
        let clashes = M::declaration().clashes(tx, &records).await?;
        for (place, problem) in clashes {
            if let Some(row) = self.rows.get_mut(place) {
                *row = Row::Refused(vec![problem]);
            }
        }
        Ok(())
    }
}

/// Makes new records findable, with what is sent together.
fn add_words<M: Declared>(tx: &Tx, together: &mut Together, stored: &[(usize, M)]) {
    let declaration = M::declaration();
    if M::IS_FOUND_BY_PARTS || !declaration.entries.iter().any(|entry| entry.is_searched) {
        return;
    }
    let texts = stored
        .iter()
        .map(|(_, model)| (model.id().uuid(), declaration.text(model)));
    search::index_all_with(tx, together, M::TYPE, texts);
    let names = stored.iter().map(|(_, model)| (model.id().uuid(), names(model)));
    search::name_all_with(tx, together, M::TYPE, names);
}

/// Makes records. What is wrong with one keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn create_all<M: Declared>(
    tx: &mut Tx,
    wanted: &[Each<'_, New<M>>],
) -> Result<Vec<Became<M>>, Failure>
where
    ActiveOf<M>: Send,
{
    create_all_with(tx, wanted, |_, _, _| {}).await
}

/// The same, with what `beside` adds for those that are stored, each with its place; of those that were made before, nothing is stored.
///
/// # Errors
/// The database fails.
pub async fn create_all_with<M: Declared>(
    tx: &mut Tx,
    wanted: &[Each<'_, New<M>>],
    beside: impl FnOnce(&Tx, &mut Together, &[(usize, M)]),
) -> Result<Vec<Became<M>>, Failure>
where
    ActiveOf<M>: Send,
{
    let news = wanted.iter().map(|it| Said {
        id: it.input.id,
        fields: &it.input.fields,
        said: it.said,
    });
    let news: Vec<_> = news.collect();
    let content = |place: usize| match wanted.get(place) {
        Some(it) => of_old(it.input),
        None => Ok(String::new()),
    };
    let mut making = Making::begin(tx, &news, content).await?;
    making.require(tx).await?;
    making.store(tx, beside).await
}

/// Makes a record.
///
/// # Errors
/// What is said of it is wrong, or its id is taken.
pub async fn create<M: Declared>(tx: &mut Tx, new: &New<M>) -> Result<M, Failure>
where
    ActiveOf<M>: Send,
{
    let said = tx.said().map(str::to_owned);
    let wanted = [Each {
        input: new,
        said: said.as_deref(),
    }];
    only(create_all(tx, &wanted).await?)
}
