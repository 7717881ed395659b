//! What is asked for: the queries, and the places in the data at which each of their requests begins. The data follow
//! from the seed, ids too, so that one plan serves every database.

use std::path::Path;

use rusqlite::Connection;
use uuid::Uuid;

use crate::Outcome;

/// People whom Q1 asks for in turn.
const PEOPLE: usize = 512;
/// Pages that Q2 and Q3 ask for in turn, and interactions that Q4 logs.
const PAGES: usize = 64;
/// Coprime to the counts above: a shuffled order that is the same in every run.
const STRIDE: usize = 7_919;

/// When all that Q4 logs has happened: before all else, so that the answers of the other queries stay as they were checked.
pub const LOGGED_AT: &str = "2019-06-01T12:00:00Z";
/// By which means.
pub const LOGGED_BY: &str = "CALL";
/// Its title.
pub const LOGGED_TITLE: &str = "Call about the grant application";

/// A query that is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query {
    /// Q1: a person by id, four fields.
    Person,
    /// Q2: 50 people by name, with tags.
    Tags,
    /// Q3: 20 people, their tags, the last five interactions of each and their participants.
    Feeds,
    /// Q4: logs an interaction and reads it back with its participants.
    Log,
    /// Q5: the latest 100 interactions.
    First,
    /// Q5: the last whole page of 100 interactions.
    Last,
}

impl Query {
    /// All, in order.
    pub const ALL: [Self; 6] = [
        Self::Person,
        Self::Tags,
        Self::Feeds,
        Self::Log,
        Self::First,
        Self::Last,
    ];

    /// What its row begins with.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "Q1 person by id",
            Self::Tags => "Q2 50 people, tags",
            Self::Feeds => "Q3 20 people, tags, 5 interactions each, participants",
            Self::Log => "Q4 log an interaction",
            Self::First => "Q5 100 interactions, page 1",
            Self::Last => "Q5 100 interactions, last page",
        }
    }

    /// Entries of its root list.
    #[must_use]
    pub fn entries(self) -> usize {
        match self {
            Self::Person | Self::Log => 1,
            Self::Tags => 50,
            Self::Feeds => 20,
            Self::First | Self::Last => 100,
        }
    }
}

/// A place in the list of people by name: after whom a page begins.
#[derive(Clone, Debug)]
pub struct Start {
    /// How many people are before.
    pub offset: usize,
    /// The name by which the last of them is sorted; empty at the beginning.
    pub name: String,
    /// Their id; nil at the beginning.
    pub id: Uuid,
}

/// The places.
#[derive(Debug)]
pub struct Plan {
    /// Whom Q1 asks for.
    pub people: Vec<Uuid>,
    /// Where the pages of Q2 and Q3 begin.
    pub starts: Vec<Start>,
    /// With whom Q4 logs interactions.
    pub met: Vec<[Uuid; 2]>,
    /// The last interaction before the last page: how many are before the page, when it happened, and its id.
    pub far: (usize, String, Uuid),
    /// Interactions after the last page, which would be less than one.
    pub rest: usize,
}

impl Plan {
    /// Reads the places from the SQLite file.
    pub fn read(file: &Path) -> Outcome<Self> {
        let db = Connection::open(file)?;
        let mut select =
            db.prepare("SELECT sort_name, id FROM person WHERE NOT is_self ORDER BY sort_name, id")?;
        let people = select.query_map((), |row| Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?))))?;
        let people: Vec<(String, Uuid)> = people.collect::<Result<_, _>>()?;
        let spread = |n: usize| people.get(n * STRIDE % people.len()).map(|(_, id)| *id);
        let start = |n: usize| {
            // Anywhere but where less than a page is left.
            let offset = n * STRIDE % (people.len() - Query::Tags.entries());
            let (name, id) = match offset.checked_sub(1).and_then(|before| people.get(before)) {
                Some((name, id)) => (name.clone(), *id),
                None => (String::new(), Uuid::nil()),
            };
            Start { offset, name, id }
        };
        let page = Query::Last.entries();
        let count: i64 = db.query_row("SELECT count(*) FROM interaction", (), |row| row.get(0))?;
        let count = usize::try_from(count)?;
        let before = count / page * page - page;
        let (happened, id) = db.query_row(
            "SELECT happened_at, id FROM interaction ORDER BY happened_at DESC, id DESC LIMIT 1 OFFSET ?",
            [i64::try_from(before)? - 1],
            |row| Ok((row.get(0)?, Uuid::from_bytes(row.get(1)?))),
        )?;
        Ok(Self {
            people: (0..PEOPLE.min(people.len())).filter_map(spread).collect(),
            starts: (0..PAGES).map(start).collect(),
            met: (0..PAGES)
                .filter_map(|n| Some([spread(2 * n)?, spread(2 * n + 1)?]))
                .collect(),
            far: (before, happened, id),
            rest: count % page,
        })
    }
}
