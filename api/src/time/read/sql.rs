//! The statements of reports: what counts, and for whom.
//!
//! An interaction counts on the day on which it happened, unless an entry stands in its place; an entry counts on its own. Both are
//! ranges of an index. What links them to groups differs; each time counts once for each group, however many links lead there.

use entity::interaction::Channel;
use sea_orm::{DbBackend, Iterable};

use super::report::Group;
use crate::time::rules::{LEAST, kind_of, usual_minutes};

/// Interactions of the range.
const TALKS: &str =
    "i.workspace_id = $1 AND i.happened_at >= $2 AND i.happened_at < $3 AND i.archived_at IS NULL";

/// Entries of the range.
const ENTRIES: &str = "e.workspace_id = $1 AND e.day >= $4 AND e.day <= $5 AND e.archived_at IS NULL";

/// The first parameters of a statement are the workspace, the moments from which on and before which, and the first and the last
/// day.
const RANGE: usize = 5;

/// How a database is told where to begin: SQLite, which takes the whole workspace for as near as a range, by the name of the index
/// and the order of the joins. PostgreSQL knows better.
fn told(backend: DbBackend, sql: &str) -> String {
    if backend == DbBackend::Postgres {
        return sql.to_owned();
    }
    let indexes = [
        (
            "FROM interaction i ",
            "FROM interaction i INDEXED BY interaction_happened ",
        ),
        (
            "FROM time_entry e ",
            "FROM time_entry e INDEXED BY time_entry_day ",
        ),
        (
            "FROM time_entry r ",
            "FROM time_entry r INDEXED BY time_entry_interaction ",
        ),
    ];
    let told = indexes
        .into_iter()
        .fold(sql.to_owned(), |sql, (plain, named)| sql.replace(plain, named));
    told.replace(" JOIN ", " CROSS JOIN ")
}

/// A word or a number for each channel.
fn by_channel(of: impl Fn(Channel) -> String) -> String {
    let cases = Channel::iter().map(|channel| format!(" WHEN '{channel}' THEN {}", of(channel)));
    format!("CASE i.channel{} END", cases.collect::<String>())
}

fn talks(key: &str, links: &str) -> String {
    let usual = by_channel(|channel| usual_minutes(channel).to_string());
    format!(
        "SELECT {key} AS subject, i.id AS source, \
         CASE WHEN i.duration_minutes IS NULL THEN {usual} WHEN i.duration_minutes < {LEAST} THEN {LEAST} ELSE i.duration_minutes END AS minutes, \
         CASE WHEN i.duration_minutes IS NULL THEN {usual} ELSE 0 END AS estimated \
         FROM interaction i {links} WHERE {TALKS} \
         AND NOT EXISTS (SELECT 1 FROM time_entry r WHERE r.workspace_id = i.workspace_id AND r.interaction_id = i.id AND r.archived_at IS NULL)"
    )
}

fn entries(key: &str, links: &str) -> String {
    format!(
        "SELECT {key} AS subject, e.id AS source, e.minutes AS minutes, 0 AS estimated FROM time_entry e {links} WHERE {ENTRIES}"
    )
}

/// Joins a table whose column is the same as another one's.
fn join(table: &str, name: &str, column: &str, same: &str) -> String {
    let (other, _) = same.split_once('.').unwrap_or((same, ""));
    format!("JOIN {table} {name} ON {name}.workspace_id = {other}.workspace_id AND {name}.{column} = {same} ")
}

/// What was taken, by group: the key, the minutes, how many of them are estimated, and of how many sources. `weeks` is how many
/// weeks the range has; for these the moments after which each ends follow the first parameters, and then their last days.
/// With `most` only so many of them, the largest first; beside each, the sum of all of them and how many there are.
pub(super) fn grouped(backend: DbBackend, group: Group, weeks: usize, most: Option<usize>) -> String {
    let (talks, entries) = parts(group, weeks);
    // A row more tells of all even where none is wanted.
    let cut = most.map_or(String::new(), |most| {
        format!(" ORDER BY minutes DESC, subject LIMIT {}", most.max(1))
    });
    let sql = format!(
        "SELECT subject, SUM(minutes) AS minutes, SUM(estimated) AS estimated, COUNT(*) AS sources, \
         CAST(SUM(SUM(minutes)) OVER () AS bigint) AS attributed, COUNT(*) OVER () AS group_count \
         FROM ({talks} UNION ALL SELECT subject, source, minutes, estimated FROM ({}) AS entered) AS taken \
         WHERE subject IS NOT NULL GROUP BY subject{cut}",
        entries.join(" UNION ")
    );
    told(backend, &sql)
}

/// What was taken in all: each interaction and each entry once.
pub(super) fn total(backend: DbBackend) -> String {
    let (talks, entries) = (talks("1", ""), entries("1", ""));
    let sql = format!(
        "SELECT COALESCE(SUM(minutes), 0) AS minutes, COALESCE(SUM(estimated), 0) AS estimated FROM ({talks} UNION ALL {entries}) AS taken"
    );
    told(backend, &sql)
}

/// The interactions, each once for each group, and the entries, of which several links may lead to one group.
fn parts(group: Group, weeks: usize) -> (String, Vec<String>) {
    let participants = |same: &str| join("interaction_participant", "p", "interaction_id", same);
    let people = || join("time_entry_person", "p", "time_entry_id", "e.id");
    let of_event = |same: &str| join("interaction_event", "l", "interaction_id", same);
    let event = |same: &str| join("event", "v", "id", same);
    let circles = || join("circle_member", "m", "person_id", "p.person_id");
    let goals = |same: &str| join("goal_collaboration", "g", "collaboration_id", same);
    let talk = || join("interaction", "t", "id", "e.interaction_id");
    match group {
        Group::Person => (
            talks("p.person_id", &participants("i.id")),
            vec![
                entries("p.person_id", &people()),
                entries("p.person_id", &participants("e.interaction_id")),
            ],
        ),
        Group::Circle => (
            // Several people of one circle may have taken part.
            talks("m.circle_id", &(participants("i.id") + &circles())).replacen(
                "SELECT",
                "SELECT DISTINCT",
                1,
            ),
            vec![
                entries("e.circle_id", ""),
                entries("m.circle_id", &(people() + &circles())),
                entries("m.circle_id", &(participants("e.interaction_id") + &circles())),
            ],
        ),
        Group::Goal => (
            talks("g.goal_id", &goals("i.collaboration_id")),
            vec![
                entries("e.goal_id", ""),
                entries("g.goal_id", &goals("e.collaboration_id")),
                entries("g.goal_id", &(talk() + &goals("t.collaboration_id"))),
            ],
        ),
        Group::Community => (
            talks("v.community_id", &(of_event("i.id") + &event("l.event_id"))),
            vec![
                entries("e.community_id", ""),
                entries("v.community_id", &event("e.event_id")),
                entries(
                    "v.community_id",
                    &(of_event("e.interaction_id") + &event("l.event_id")),
                ),
            ],
        ),
        Group::Event => (
            talks("l.event_id", &of_event("i.id")),
            vec![
                entries("e.event_id", ""),
                entries("l.event_id", &of_event("e.interaction_id")),
            ],
        ),
        Group::Collaboration => (
            talks("i.collaboration_id", ""),
            vec![
                entries("e.collaboration_id", ""),
                entries("t.collaboration_id", &talk()),
            ],
        ),
        Group::Kind => (
            talks(&by_channel(|channel| format!("'{}'", kind_of(channel))), ""),
            vec![entries("e.kind", "")],
        ),
        Group::Week => {
            let case = |column: &str, compare: &str, first: usize| {
                let cases =
                    (0..weeks).map(|week| format!(" WHEN {column} {compare} ${} THEN {week}", first + week));
                format!("CASE{} END", cases.collect::<String>())
            };
            (
                talks(&case("i.happened_at", "<", RANGE + 1), ""),
                vec![entries(&case("e.day", "<=", RANGE + 1 + weeks), "")],
            )
        }
    }
}
