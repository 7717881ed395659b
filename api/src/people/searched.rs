//! Finding people: who is meant by what was typed, best first.
//!
//! Each word must be found somewhere in what is known of a person; the person is as good a hit as the worst of the words is. The
//! words of an interaction with them, which say the least of who is meant, must all be in one.

use entity::ids::PersonId;
use entity::search_word::{self, NameField};
use entity::{RecordType, affiliation, interaction_participant as participant, person};
use sea_orm::sea_query::{
    BinOper, CaseStatement, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement, SimpleExpr,
    UnionType,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryResult, Select};

use crate::kit::list::{Column as Sorted, Place, Sort, bare};
use crate::kit::rows::Kind;
use crate::kit::{Fault, Reader, phone};
use crate::search::{self, SearchField, Typed};

/// Letters of the shortest word that is looked for in interactions.
const SHORT: usize = 3;

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Search {
    /// The words, or a number.
    pub text: String,
    /// Where they are looked for.
    pub fields: Vec<SearchField>,
}

impl Search {
    fn is_in(&self, field: SearchField) -> bool {
        self.fields.contains(&field)
    }
}

/// The table of hits: people, and how good a hit each is.
const HIT: &str = "hit";
const PERSON: &str = "person_id";
const RANK: &str = "rank";

/// Leaves of the people those who are found.
pub fn among(place: &Place, select: &mut SelectStatement, search: &Search) {
    let hits = hits(place, search).unwrap_or_else(|| nobody(place));
    let here = Expr::col((HIT, PERSON)).eq(Expr::col((person::Entity, person::Column::Id)));
    select.join_subquery(JoinType::InnerJoin, hits, HIT, here);
}

/// The best of the people who are found, with their ranks; the user's own person and archived ones are left out.
///
/// # Errors
/// The database fails.
pub async fn best(
    reader: &Reader<'_>,
    place: &Place,
    search: &Search,
    first: u64,
) -> Result<Vec<(PersonId, String)>, Fault> {
    let select = place
        .scope
        .select::<person::Entity>()
        .filter(person::Column::ArchivedAt.is_null())
        .filter(person::Column::IsSelf.eq(false));
    let (mut statement, sort) = (bare(select), by_relevance(false));
    among(place, &mut statement, search);
    statement
        .expr_as(sort.id.clone(), "id")
        .column((HIT, RANK))
        .order_by_expr(sort.key, Order::Asc)
        .order_by_expr(sort.id, Order::Asc)
        .limit(first);
    let rows = reader.conn().query_all(&statement).await?;
    let read = |row: QueryResult| Ok((PersonId(row.try_get("", "id")?), row.try_get("", RANK)?));
    rows.into_iter().map(read).collect()
}

/// The best hits first, equals by name.
#[must_use]
pub fn by_relevance(descending: bool) -> Sort {
    let rank = Func::cust("SUBSTR").args([Expr::col((HIT, RANK)), Expr::cust("1"), Expr::cust("1")]);
    let name = Expr::col((person::Entity, person::Column::SortName));
    Sort {
        column: Sorted {
            name: "sort_name",
            kind: Kind::Text,
            nullable: false,
        },
        key: Expr::from(rank).binary(BinOper::Custom("||"), name),
        id: person::Column::Id.into_expr(),
        descending,
    }
}

/// People with their ranks: a digit, lowest first, and the letter of what was hit.
fn hits(place: &Place, search: &Search) -> Option<SelectStatement> {
    let typed = search::typed(&search.text);
    let words: Option<Vec<SelectStatement>> = typed.iter().map(|word| by_word(place, search, word)).collect();
    let mut ways: Vec<SelectStatement> = words.and_then(all_of).into_iter().collect();
    ways.extend(by_number(place, search));
    ways.extend(by_interactions(place, search, &typed));
    best_of(ways)
}

fn nobody(place: &Place) -> SelectStatement {
    let none = place
        .scope
        .select::<search_word::Entity>()
        .filter(Expr::cust("1 = 0"));
    ranked(none, search_word::Column::RecordId, Expr::cust("'6I'"))
}

/// The best of what is known of each person.
fn best_of(ways: Vec<SelectStatement>) -> Option<SelectStatement> {
    let ways = together(ways)?;
    let mut best = Query::select();
    best.column(PERSON)
        .expr_as(Expr::from(Func::min(Expr::col(RANK))), RANK)
        .from_subquery(ways, "way")
        .group_by_col(PERSON);
    Some(best)
}

/// Who is found by each of the words.
fn all_of(words: Vec<SelectStatement>) -> Option<SelectStatement> {
    let count = i64::try_from(words.len()).unwrap_or(i64::MAX);
    if count < 2 {
        return words.into_iter().next();
    }
    let words = together(words)?;
    let mut all = Query::select();
    all.column(PERSON)
        .expr_as(Expr::from(Func::max(Expr::col(RANK))), RANK)
        .from_subquery(words, "word")
        .group_by_col(PERSON)
        .and_having(Expr::cust("COUNT(*)").eq(count));
    Some(all)
}

fn together(selects: Vec<SelectStatement>) -> Option<SelectStatement> {
    let mut selects = selects.into_iter();
    let mut first = selects.next()?;
    for other in selects {
        first.union(UnionType::All, other);
    }
    Some(first)
}

/// Hits of one kind: a column of people, and a rank.
fn ranked<E: EntityTrait>(
    select: Select<E>,
    person: E::Column,
    rank: impl Into<SimpleExpr>,
) -> SelectStatement {
    let mut statement = bare(select);
    statement
        .expr_as(person.into_expr(), PERSON)
        .expr_as(rank.into(), RANK);
    statement
}

fn by_word(place: &Place, search: &Search, word: &Typed) -> Option<SelectStatement> {
    let scope = &place.scope;
    let found = |of| search::found_by(place.backend, scope.workspace(), of, &word.words);
    let mut ways = Vec::new();
    let own = [
        (SearchField::Name, NameField::Name),
        (SearchField::Nickname, NameField::Nickname),
        (SearchField::Email, NameField::Email),
        (SearchField::Phone, NameField::Phone),
    ];
    let own: Vec<NameField> = own
        .into_iter()
        .filter_map(|(field, name)| search.is_in(field).then_some(name))
        .collect();
    if !own.is_empty() {
        let select = search::spelt(scope, RecordType::Person, &own, word);
        ways.push(ranked(select, search_word::Column::RecordId, of_name(word)));
    }
    if search.is_in(SearchField::Organization) {
        let named = search::spelt(scope, RecordType::Organization, &[NameField::Name], word);
        let mut organizations = bare(named);
        organizations
            .column(search_word::Column::RecordId)
            .union(UnionType::All, found(RecordType::Organization));
        let at = scope
            .select::<affiliation::Entity>()
            .filter(affiliation::Column::OrganizationId.in_subquery(organizations));
        ways.push(ranked(at, affiliation::Column::PersonId, Expr::cust("'4O'")));
    }
    if search.is_in(SearchField::Text) {
        let mut own = found(RecordType::Person);
        own.clear_selects()
            .expr_as(Expr::col("record_id"), PERSON)
            .expr_as(Expr::cust("'5T'"), RANK);
        ways.push(own);
    }
    best_of(ways)
}

/// A whole word of the name before its beginning, and names before nicknames and addresses.
fn of_name(word: &Typed) -> SimpleExpr {
    let is = |field: NameField| Expr::col(search_word::Column::Field).eq(field.as_str());
    CaseStatement::new()
        .case(is(NameField::Name).and(search::whole(word)), Expr::cust("'1N'"))
        .case(is(NameField::Name), Expr::cust("'2N'"))
        .case(is(NameField::Nickname), Expr::cust("'3K'"))
        .case(is(NameField::Email), Expr::cust("'3E'"))
        .finally(Expr::cust("'3P'"))
        .into()
}

/// Whoever has the number that is all of the text.
fn by_number(place: &Place, search: &Search) -> Option<SelectStatement> {
    let digits = phone::dialled(&search.text).filter(|_| search.is_in(SearchField::Phone))?;
    let typed = Typed {
        spellings: vec![digits],
        words: Vec::new(),
    };
    let select = search::spelt(&place.scope, RecordType::Person, &[NameField::Phone], &typed);
    Some(ranked(select, search_word::Column::RecordId, Expr::cust("'3P'")))
}

/// Whoever took part in an interaction that holds all of the words, if few hold them.
fn by_interactions(place: &Place, search: &Search, typed: &[Typed]) -> Option<SelectStatement> {
    let words: Vec<String> = typed.iter().flat_map(|word| word.words.clone()).collect();
    let is_telling = words
        .iter()
        .any(|word| word.chars().count() >= SHORT || !word.is_ascii());
    if !search.is_in(SearchField::Interaction) || !is_telling {
        return None;
    }
    let scope = &place.scope;
    let found = search::at_most(
        search::found_by(place.backend, scope.workspace(), RecordType::Interaction, &words),
        search::TELLING,
    );
    let with = scope
        .select::<participant::Entity>()
        .filter(participant::Column::Archived.eq(false))
        .filter(participant::Column::InteractionId.in_subquery(found));
    Some(ranked(with, participant::Column::PersonId, Expr::cust("'6I'")))
}
