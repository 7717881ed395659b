//! What may differ from what is recorded, and why: the lines of `exceptions.txt`.
//!
//! `world | place | database | reason`. The world is one of them, or `*`. The place is a case as it stands in `recorded/`
//! (`achieveGoal · again`), a table (`goal`) or a column of one (`goal.sort_title`). The database is `sqlite`, `postgres` or `both`.
//! An exception by which nothing differs any more fails.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Mutex;

use tests::Engine;

const TEXT: &str = include_str!("exceptions.txt");

#[derive(Debug)]
struct Exception {
    line: usize,
    world: &'static str,
    place: &'static str,
    engine: &'static str,
}

/// The exceptions of a world on a database, and the lines of those that something differed by.
#[derive(Debug)]
pub struct Exceptions {
    all: Vec<Exception>,
    met: RefCell<BTreeSet<usize>>,
}

fn read(text: &'static str) -> Vec<Exception> {
    let lines = (1..).zip(text.lines());
    let lines = lines.filter(|(_, text)| !text.is_empty() && !text.starts_with('#'));
    let exceptions = lines.map(|(line, text)| {
        let parts: Vec<&str> = text.split(" | ").collect();
        let [world, place, engine, reason] = parts[..] else {
            panic!("exceptions.txt, line {line}: world | place | database | reason")
        };
        let is_known = ["sqlite", "postgres", "both"].contains(&engine);
        assert!(
            is_known && reason.len() > 10,
            "exceptions.txt, line {line}: which database, and why?"
        );
        Exception {
            line,
            world,
            place,
            engine,
        }
    });
    exceptions.collect()
}

impl Exceptions {
    /// Those of `exceptions.txt`.
    pub fn of(world: &str, engine: Engine) -> Self {
        Self::read(TEXT, world, engine)
    }

    /// Those of a text.
    pub fn read(text: &'static str, world: &str, engine: Engine) -> Self {
        let mut all = read(text);
        all.retain(|it| ["*", world].contains(&it.world) && ["both", engine.name()].contains(&it.engine));
        Self {
            all,
            met: RefCell::default(),
        }
    }

    /// Whether a case, a table or a column may differ, which it does.
    pub fn allows(&self, place: &str) -> bool {
        let met: Vec<usize> = self
            .all
            .iter()
            .filter(|it| it.place == place)
            .map(|it| it.line)
            .collect();
        self.met.borrow_mut().extend(&met);
        !met.is_empty()
    }

    /// The columns that may differ: of which table, which one.
    pub fn columns(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.all.iter().filter_map(|it| it.place.split_once('.'))
    }

    /// The lines of those that something differed by.
    pub fn met(&self) -> Vec<usize> {
        self.met.borrow().iter().copied().collect()
    }

    /// The world is done on this database. After the last of so many, something has to have differed by each exception.
    pub fn done(self, of: usize) {
        static DONE: Mutex<(usize, BTreeSet<usize>)> = Mutex::new((0, BTreeSet::new()));
        let mut done = DONE.lock().unwrap();
        done.0 += 1;
        done.1.extend(self.met());
        let idle = read(TEXT)
            .into_iter()
            .map(|it| it.line)
            .filter(|line| !done.1.contains(line));
        let idle: Vec<usize> = idle.collect();
        assert!(
            done.0 < of || idle.is_empty(),
            "nothing differs by these lines of exceptions.txt: {idle:?}"
        );
    }
}
