//! What the workspace has beside people and interactions: needs and offers so dense that 125,000 pairs of them have a topic in
//! common, what people are good at and care about, dimensions, give and take, and the index of words. One script for both
//! databases, in which they are told apart by a few words.

use rusqlite::Connection;

use crate::Outcome;
use crate::databases::{Postgres, Sqlite};
use crate::scaling::{self, past};

/// Everybody is to be seen once a month.
pub const CADENCE: &str = "mutation { setCadence(input: { idealDays: 30 }) { userErrors { message } } }";

/// What is added.
pub const SCRIPT: &str = "
CREATE TEMPORARY TABLE who AS SELECT row_number() OVER (ORDER BY id) - 1 AS n, workspace_id, id, sort_name FROM person WHERE NOT is_self;
CREATE UNIQUE INDEX who_n ON who (n);
INSERT INTO need (workspace_id, id, person_id, kind, title, state, sort_until, revision, seq, created_at, updated_at, created_by)
    SELECT w.workspace_id, $ID8101, CASE WHEN s.n % 10 = 0 THEN NULL ELSE w.id END, $KIND, 'Need ' || s.n, 'OPEN', '9999-12-31', $RECORD
    FROM $SERIES770 JOIN who w ON w.n = (s.n * 13 + 1) % (SELECT count(*) FROM who);
INSERT INTO offer (workspace_id, id, person_id, kind, title, state, sort_until, revision, seq, created_at, updated_at, created_by)
    SELECT w.workspace_id, $ID8102, CASE WHEN s.n % 10 = 5 THEN NULL ELSE w.id END, $KIND, 'Offer ' || s.n, 'OPEN', '9999-12-31', $RECORD
    FROM $SERIES770 JOIN who w ON w.n = (s.n * 17 + 2) % (SELECT count(*) FROM who);
INSERT INTO need_topic (workspace_id, need_id, topic, label, position)
    SELECT w.workspace_id, $ID8101, 'topic ' || t, 'Topic ' || t, p FROM (
        SELECT n, (n * 7) % 40 AS t, 0 AS p FROM $SERIES770 UNION ALL SELECT n, (n * 7 + 1 + n % 12) % 40, 1 FROM $SERIES770
        UNION ALL SELECT n, (n * 7 + 14 + n % 24) % 40, 2 FROM $SERIES770) s JOIN who w ON w.n = 0;
INSERT INTO offer_topic (workspace_id, offer_id, topic, label, position)
    SELECT w.workspace_id, $ID8102, 'topic ' || t, 'Topic ' || t, p FROM (
        SELECT n, (n * 11) % 40 AS t, 0 AS p FROM $SERIES770 UNION ALL SELECT n, (n * 11 + 1 + n / 3 % 12) % 40, 1 FROM $SERIES770
        UNION ALL SELECT n, (n * 11 + 14 + n / 5 % 24) % 40, 2 FROM $SERIES770) s JOIN who w ON w.n = 0;
INSERT INTO fact (workspace_id, id, person_id, kind, text, noted_on, position)
    SELECT workspace_id, $ID8103, id, 'SKILL', 'topic ' || (n % 400), '2025-01-01', 0 FROM who s
    UNION ALL SELECT workspace_id, $ID8104, id, 'INTEREST', 'topic ' || (n * 3 % 400), '2025-02-01', 1 FROM who s
    UNION ALL SELECT workspace_id, $ID8105, id, 'GOAL', 'Move to the coast', '2025-03-01', 2 FROM who s;
INSERT INTO person_topic (workspace_id, person_id, kind, topic)
    SELECT workspace_id, person_id, kind, text FROM fact WHERE kind IN ('SKILL', 'INTEREST');
INSERT INTO dimension (workspace_id, id, name, name_key, is_sensitive, is_closed, revision, seq, created_at, updated_at, created_by)
    SELECT w.workspace_id, $ID8106, 'Dimension ' || s.n, 'dimension ' || s.n, $NO, $YES, 1, v.latest_seq + s.n + 1, $NOW, $NOW, 'SYSTEM'
    FROM $SERIES3 JOIN who w ON w.n = 0 JOIN workspace v ON v.id = w.workspace_id;
INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at)
    SELECT workspace_id, seq, 'DIMENSION', id, 'CREATE', 1, 'SYSTEM', created_at FROM dimension;
UPDATE workspace SET latest_seq = latest_seq + 3 WHERE id = (SELECT workspace_id FROM who WHERE n = 0);
INSERT INTO dimension_value (workspace_id, id, dimension_id, name, name_key, position)
    SELECT workspace_id, $ID8107, dimension_id, 'Value ' || (n % 4), 'value ' || (n % 4), n % 4
    FROM (SELECT d.workspace_id, d.id AS dimension_id, s.n FROM $SERIES12 JOIN dimension d ON d.name = 'Dimension ' || (s.n / 4)) s;
INSERT INTO attribute (workspace_id, person_id, dimension_id, since, value_id, source)
    SELECT w.workspace_id, w.id, v.dimension_id, $NOW, v.id, 'ENTERED' FROM who w JOIN dimension_value v ON v.position = w.n % 4;
INSERT INTO exchange (workspace_id, id, person_id, direction, kind, state, title, weight, due_on, done_on, sort_due, sort_done, revision, seq, created_at, updated_at, created_by)
    SELECT w.workspace_id, $ID8108, w.id, CASE WHEN s.n % 2 = 0 THEN 'GIVEN' ELSE 'RECEIVED' END, 'HELP',
        CASE WHEN s.n % 5 = 0 THEN 'PROMISED' ELSE 'DONE' END, 'Exchange ' || s.n, 1, CASE WHEN s.n % 5 = 0 THEN $DAY ELSE NULL END,
        CASE WHEN s.n % 5 = 0 THEN NULL ELSE $DAY END, CASE WHEN s.n % 5 = 0 THEN '2026-05-01' ELSE '9999-12-31' END,
        CASE WHEN s.n % 5 = 0 THEN '0000-00-00' ELSE '2026-05-01' END, $RECORD
    FROM $SERIES2000 JOIN who w ON w.n = (s.n * 3) % (SELECT count(*) FROM who);
INSERT INTO gratitude (workspace_id, id, person_id, direction, state, owed_since, exchange_id, owed_for, is_owed, sort_owed, revision, seq, created_at, updated_at, created_by)
    SELECT workspace_id, $ID8109, person_id, 'GIVEN', 'OWED', $DAY, id, id, $YES, '2026-05-01', 1, 1, $NOW, $NOW, 'SYSTEM'
    FROM (SELECT row_number() OVER (ORDER BY id) AS n, e.* FROM exchange e WHERE direction = 'RECEIVED' AND state = 'DONE') s WHERE n % 4 = 0;
UPDATE interaction SET duration_minutes = 777 WHERE id IN (SELECT id FROM interaction ORDER BY happened_at LIMIT 5);
UPDATE interaction SET sentiment = 'MIXED' WHERE id IN (SELECT id FROM interaction ORDER BY happened_at LIMIT 5);
";

const INDEX_SQLITE: &str = "
INSERT INTO search_document (workspace_id, record_id, record_type) SELECT workspace_id, id, 'PERSON' FROM person WHERE NOT is_self;
INSERT INTO search_document (workspace_id, record_id, record_type) SELECT workspace_id, id, 'INTERACTION' FROM interaction;
INSERT INTO search_words (rowid, workspace, words) SELECT d.document, lower(hex(d.workspace_id)), 'p' || replace(p.sort_name, ' ', ' p')
    FROM search_document d JOIN person p ON p.workspace_id = d.workspace_id AND p.id = d.record_id
    WHERE NOT p.is_self;
INSERT INTO search_words (rowid, workspace, words) SELECT d.document, lower(hex(d.workspace_id)), 'i' || replace(lower(i.title || ' ' || i.summary), ' ', ' i')
    FROM search_document d JOIN interaction i ON i.workspace_id = d.workspace_id AND i.id = d.record_id;
INSERT INTO search_word (workspace_id, record_type, word, record_id, field) SELECT DISTINCT p.workspace_id, 'PERSON', w.value, p.id, 'NAME'
    FROM person p, json_each('[\"' || replace(p.sort_name, ' ', '\",\"') || '\"]') w WHERE NOT p.is_self;
";
const INDEX_POSTGRES: &str = "
INSERT INTO search_document (workspace_id, record_id, record_type, words) SELECT workspace_id, id, 'PERSON', 'p' || replace(sort_name, ' ', ' p') FROM person WHERE NOT is_self;
INSERT INTO search_document (workspace_id, record_id, record_type, words) SELECT workspace_id, id, 'INTERACTION',
    'i' || replace(trim(regexp_replace(lower(title || ' ' || summary), '[^a-z]+', ' ', 'g')), ' ', ' i') FROM interaction;
INSERT INTO search_word (workspace_id, record_type, word, record_id, field) SELECT DISTINCT p.workspace_id, 'PERSON', w, p.id, 'NAME'
    FROM person p, regexp_split_to_table(p.sort_name, ' ') w WHERE NOT p.is_self;
";

/// The feed grows with the interactions; what is copied comes after all else.
const CHANGES: &str = "
INSERT INTO change (workspace_id, seq, record_type, record_id, op, revision, actor, at)
    SELECT c.workspace_id, w.latest_seq + row_number() OVER (), 'INTERACTION', i.id, 'CREATE', 1, 'SYSTEM', i.created_at
    FROM interaction i JOIN workspace w ON w.id = i.workspace_id LEFT JOIN change x ON x.workspace_id = i.workspace_id AND x.record_id = i.id
    JOIN change c ON c.workspace_id = i.workspace_id AND c.seq = w.latest_seq WHERE x.seq IS NULL;
UPDATE workspace SET latest_seq = (SELECT max(seq) FROM change WHERE change.workspace_id = workspace.id)
    WHERE id IN (SELECT workspace_id FROM change);
UPDATE interaction SET duration_minutes = 30 WHERE duration_minutes = 777 AND id NOT IN (SELECT id FROM interaction WHERE duration_minutes = 777 ORDER BY happened_at LIMIT 5);
UPDATE interaction SET sentiment = 'POSITIVE' WHERE sentiment = 'MIXED' AND id NOT IN (SELECT id FROM interaction WHERE sentiment = 'MIXED' ORDER BY happened_at LIMIT 5);
";

const KIND: &str = "CASE s.n % 9 WHEN 0 THEN 'EXPERTISE' WHEN 1 THEN 'ADVICE' WHEN 2 THEN 'FEEDBACK' WHEN 3 THEN 'CONTACT' \
    WHEN 4 THEN 'RESOURCE' WHEN 5 THEN 'FUNDING' WHEN 6 THEN 'JOB' WHEN 7 THEN 'COLLABORATION' ELSE 'OTHER' END";
const KINDS_OF_IDS: std::ops::RangeInclusive<usize> = 8101..=8109;
const LENGTHS: [usize; 4] = [2000, 770, 12, 3];

fn script(is_sqlite: bool, text: &str) -> String {
    let mut text = text
        .replace("$KIND", KIND)
        .replace("$RECORD", "1, 1, $NOW, $NOW, 'SYSTEM'");
    for kind in KINDS_OF_IDS {
        let id = if is_sqlite {
            format!("unhex('0000000000007000{kind}00000' || printf('%07x', s.n))")
        } else {
            format!("('00000000-0000-7000-{kind}-' || lpad(to_hex(s.n::int), 12, '0'))::uuid")
        };
        text = text.replace(&format!("$ID{kind}"), &id);
    }
    for length in LENGTHS {
        let series = if is_sqlite {
            format!(
                "(WITH RECURSIVE r(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM r WHERE n < {length} - 1) SELECT n FROM r) s"
            )
        } else {
            format!("generate_series(0, {length} - 1) s(n)")
        };
        text = text.replace(&format!("$SERIES{length}"), &series);
    }
    let words = if is_sqlite {
        [
            ("$NOW", "'2026-01-01T00:00:00.000000+00:00'"),
            ("$DAY", "'2026-05-01'"),
            ("$YES", "1"),
            ("$NO", "0"),
        ]
    } else {
        [
            ("$NOW", "timestamptz '2026-01-01'"),
            ("$DAY", "date '2026-05-01'"),
            ("$YES", "true"),
            ("$NO", "false"),
        ]
    };
    let told = words.into_iter();
    told.fold(text, |text, (word, sql)| text.replace(word, sql))
}

/// Runs the script and indexes the words.
pub fn on_sqlite(to: &Sqlite, text: &str) -> Outcome<()> {
    let db = Connection::open(&to.file)?;
    db.execute_batch("PRAGMA foreign_keys = off; PRAGMA synchronous = off; BEGIN;")?;
    db.execute_batch(&script(true, text))?;
    db.execute_batch(INDEX_SQLITE)?;
    db.execute_batch("COMMIT")?;
    to.settle()
}

/// Runs the script and indexes the words.
pub async fn on_postgres(to: &Postgres, text: &str) -> Outcome<()> {
    to.run(&format!("{}{INDEX_POSTGRES}", script(false, text)))
        .await?;
    to.settle().await
}

/// Adds copies of each interaction, each a minute before the last, without words.
pub fn multiply_on_sqlite(to: &Sqlite, copies: usize) -> Outcome<()> {
    let db = Connection::open(&to.file)?;
    db.execute_batch(&past(scaling::SQLITE, copies, 0))?;
    db.execute_batch(CHANGES)?;
    to.settle()
}

/// Adds copies of each interaction, each a minute before the last, without words.
pub async fn multiply_on_postgres(to: &Postgres, copies: usize) -> Outcome<()> {
    to.run(&past(scaling::POSTGRES, copies, 0)).await?;
    to.run(CHANGES).await?;
    to.settle().await
}
