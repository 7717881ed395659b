//! Topics of needs and offers: what is said of them, and storing them. They are also the index by which matches are found.

use std::collections::HashMap;

use entity::{Tenant, need, need_topic, offer, offer_topic};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryTrait};
use uuid::Uuid;

use super::super::read::{Wished, labels};
use super::super::rules::TOPICS;
use crate::kit::declared::Declared;
use crate::kit::topic::{TOPIC, topic};
use crate::kit::{Checks, Code, Failure, Path, Together, Tx};

/// Rows of topics in one statement.
const ROWS: usize = 500;

/// Topics in their order: each as it is compared, and as it was written.
pub type Topics = Vec<(String, String)>;

/// A need, or an offer, that is written.
pub trait Wish: Declared
    + Wished<Table: EntityTrait<ActiveModel: Send>, Topics: EntityTrait<Model = Self::Topic, ActiveModel: Send>>
{
    /// A row of its topics.
    type Topic: IntoActiveModel<<Self::Topics as EntityTrait>::ActiveModel> + Send;
    /// A row of its topics.
    fn topic(tx: &Tx, id: Self::Id, topic: (String, String), position: i32) -> Self::Topic;
}

macro_rules! wish {
    ($table:ident, $topics:ident, $of:ident) => {
        impl Wish for $table::Model {
            type Topic = $topics::Model;

            fn topic(
                tx: &Tx,
                id: Self::Id,
                (topic, label): (String, String),
                position: i32,
            ) -> $topics::Model {
                $topics::Model {
                    workspace_id: tx.workspace(),
                    $of: id,
                    topic,
                    label,
                    position,
                }
            }
        }
    };
}

wish!(need, need_topic, need_id);
wish!(offer, offer_topic, offer_id);

/// These topics without those.
pub fn remove(topics: &mut Topics, gone: &[String]) {
    let gone: Vec<_> = gone.iter().filter_map(|text| topic(text)).collect();
    topics.retain(|(topic, _)| !gone.contains(topic));
}

/// These topics and those that are added behind them, which the input calls so. One that is there already stays as it is.
pub fn with(checks: &mut Checks, name: &str, mut topics: Topics, added: &[String]) -> Topics {
    for (position, label) in added.iter().enumerate() {
        let path = Path::input(name).at(position);
        let label = checks.required(path.clone(), Some(label), TOPIC);
        match topic(&label) {
            // That is told already.
            None if label.is_empty() || label.chars().count() > TOPIC => {}
            None => checks.note(Code::Invalid, path, "write a topic of letters, digits or signs"),
            Some(topic) if topics.iter().any(|(known, _)| *known == topic) => {}
            Some(topic) => topics.push((topic, label)),
        }
    }
    checks.count(Path::input(name), topics.len(), TOPICS);
    topics
}

/// The topics of needs, or offers.
///
/// # Errors
/// The database fails.
pub async fn of<W: Wish>(tx: &Tx, ids: &[Uuid]) -> Result<HashMap<Uuid, Topics>, Failure> {
    Ok(labels::<W>(&tx.read(), ids).await?)
}

/// Takes all topics from these.
///
/// # Errors
/// The database fails.
pub async fn remove_all<W: Wish>(tx: &Tx, ids: Vec<Uuid>) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let own = W::Topics::delete_many()
        .filter(W::Topics::workspace_column().eq(tx.workspace()))
        .filter(tx.read().among(W::topic_columns().of, ids));
    own.exec(tx.conn()).await?;
    Ok(())
}

/// Stores the topics of each, with what is sent together.
pub fn add<'a, W: Wish>(
    tx: &Tx,
    together: &mut Together,
    topics: impl Iterator<Item = (W::Id, &'a [(String, String)])>,
) {
    let rows = topics.flat_map(|(id, topics)| {
        let topics = (0..).zip(topics);
        topics.map(move |(position, topic)| (id, topic.clone(), position))
    });
    let rows = rows.map(|(id, topic, position)| {
        let row = W::topic(tx, id, topic, position);
        row.into_active_model().reset_all()
    });
    let rows: Vec<_> = rows.collect();
    for rows in rows.chunks(ROWS) {
        together.add(W::Topics::insert_many(rows.to_vec()).into_query());
    }
}
