//! Ties: person A knows person B.

use chrono::NaiveDate;
use entity::{person, tie};
use sea_orm::sea_query::{ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, QueryFilter};
use tie::Column;

use crate::kit::check::{Checks, Path};
use crate::kit::declared::{Change, Declaration, Draft, New, declared};
use crate::kit::failure::{Detail, Problem};
use crate::kit::filter::IdTest;
use crate::kit::list::{List, Sort, bare};
use crate::kit::record::{of_old, reference};
use crate::kit::{Became, Code, Each, Failure, Scope, Tx};
use crate::records::{Changing, Making, Said};

declared!(tie::Model: declare,
    fn judge(&mut self, _: &Draft<Self>, checks: &mut Checks, _: NaiveDate) {
        if self.revision == 0 && self.from_id == self.to_id {
            checks.note(Code::Invalid, Path::input("toId"), "a tie joins two different people");
        }
    }
);

fn declare() -> Declaration<tie::Model> {
    Declaration::new("Tie", ("tie", "ties"), "One person knows another.")
        .refers::<person::Model>("fromId", "The person who knows the other.", Column::FromId)
        .said_once()
        .filtered()
        .refers::<person::Model>("toId", "The person who is meant.", Column::ToId)
        .said_once()
        .filtered()
        .line(
            "kind",
            "colleague, friend, sibling …, in lower case; compared without regard to case, but to accents.",
            Column::Kind,
            50,
        )
        .reads(|text| Ok(text.to_lowercase()))
        .compared(|text| text.trim().to_lowercase())
        .filtered()
        .word(
            "closeness",
            "How well; null when it is not known.",
            Column::Closeness,
        )
        .filtered()
        .word("evidence", "How the user knows of it.", Column::Evidence)
        .decided("`STATED`")
        .kept_by_null()
        .filtered()
        .lines(
            "note",
            "A remark on it, such as where they know each other from.",
            Column::Note,
            2_000,
        )
        .partial_date("since", "When it began; the year is enough.", Column::Since)
        .filtered_by_time(Column::CreatedAt, Column::UpdatedAt)
        .ordered_by_creation(Column::CreatedAt)
        .ordered_by_change(Column::UpdatedAt)
        .listed_from_lowest(Column::CreatedAt)
}

/// Makes ties. What is wrong with one keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn create_ties(
    tx: &mut Tx,
    wanted: &[Each<'_, New<tie::Model>>],
) -> Result<Vec<Became<tie::Model>>, Failure> {
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
    making.check();
    let made: Vec<_> = making
        .open()
        .map(|open| (&open.model, &mut open.checks))
        .collect();
    refuse_twins(tx, made).await?;
    making.store(tx, |_, _, _| {}).await
}

/// Changes ties. What is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_ties(
    tx: &mut Tx,
    wanted: &[Each<'_, Change<tie::Model>>],
) -> Result<Vec<Became<tie::Model>>, Failure> {
    let changes: Vec<_> = wanted.iter().map(|it| it.input).collect();
    let mut changing = Changing::begin(tx, &changes).await?;
    changing.check();
    let moved = changing.open().filter(|open| open.model.kind != open.before.kind);
    let moved: Vec<_> = moved.map(|open| (&open.model, &mut open.checks)).collect();
    refuse_twins(tx, moved).await?;
    changing.store(tx, |_| {}).await
}

/// Notes a problem with each that would be the twin of one that is stored, or that stands before it: two people have one tie of a kind
/// in a direction. The write lock makes the look-up hold; the unique index stands behind it.
async fn refuse_twins(tx: &Tx, ties: Vec<(&tie::Model, &mut Checks)>) -> Result<(), Failure> {
    if ties.is_empty() {
        return Ok(());
    }
    let reader = tx.read();
    let from = ties.iter().map(|(tie, _)| tie.from_id.0);
    let mut known: Vec<tie::Model> = reader
        .select::<tie::Entity>()
        .filter(reader.among(Column::FromId, from))
        .filter(Column::Kind.is_in(ties.iter().map(|(tie, _)| tie.kind.as_str())))
        .all(tx.conn())
        .await?;
    let key = |tie: &tie::Model| (tie.from_id, tie.to_id, tie.kind.clone());
    for (tie, checks) in ties {
        match known
            .iter()
            .find(|other| other.id != tie.id && key(other) == key(tie))
        {
            Some(twin) => {
                let message = "these two have a tie of this kind; change or restore that one";
                let problem = Problem::new(Code::Duplicate, Path::input("kind"), message);
                checks.push(problem.with(Detail::Existing(reference(twin))));
            }
            None => known.push(tie.clone()),
        }
    }
    Ok(())
}

/// What a list of ties can be filtered by besides columns of theirs.
#[derive(Clone, Debug)]
pub enum TieLeaf {
    /// Either of the two.
    Person(IdTest),
}

/// What a condition means. Both sides are always there: none of them is null, and none of some people means neither side.
#[must_use]
pub fn tie_condition(TieLeaf::Person(test): &TieLeaf) -> SimpleExpr {
    let (some, is) = test.some();
    let one = some.on(Column::FromId.into_expr());
    let either = one.or(some.on(Column::ToId.into_expr()));
    if is { either } else { either.not() }
}

/// The live ties of people, whichever side they are on, oldest first.
#[must_use]
pub fn ties(scope: &Scope) -> List {
    let live = bare(scope.select::<tie::Entity>().filter(Column::ArchivedAt.is_null()));
    let rows = move |person: Option<SimpleExpr>| {
        let mut select = live.clone();
        if let Some(person) = person {
            let from = Column::FromId.into_expr().eq(person.clone());
            select.and_where(from.or(Column::ToId.into_expr().eq(person)));
        }
        select
    };
    List {
        rows: Box::new(rows),
        sort: Sort::by(Column::CreatedAt, Column::Id, false),
        most: None,
    }
}
