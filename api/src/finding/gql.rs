//! Search over everything in GraphQL.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use crate::graphql::catalogue::Area;
use crate::graphql::catalogue::catalogue;
use crate::graphql::node::RecordType;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, FieldType, Object, Source, Target, Values};
use crate::kit::check::Path;
use crate::kit::{Fault, Right};
use crate::people::{self, Search};
use crate::search::{self, Hit};

/// Hits when the client does not say.
const DEFAULT_SIZE: i32 = 20;
/// Most hits.
const MAX_SIZE: i32 = 50;

shape! {
    /// A record that was found.
    SearchHit: hit
}

fn hit() -> Object {
    Object::computed::<Hit>("SearchHit", "A record that was found.")
        .value("type", "What kind of record.", |hit| hit.record_type)
        .value("matched", "Where it was found, at best.", Hit::field)
        .record(
            "node",
            "The record; null only where it was erased meanwhile.",
            |hit| Some((hit.record_type, hit.id)),
        )
        .done()
}

/// Search over everything.
#[must_use]
pub fn queries() -> Vec<Field> {
    let target = Target::of::<SearchHit>();
    vec![
        Field::new(
            "search",
            "What is found by a text, of all types that have texts and that the caller may see; archived records and the user's own person \
             are left out. Best first: a whole word of a person's or organisation's name, the beginning of one, a nickname, address or \
             number, a person's organisation, other text; equals by type, people among them by name, all others the newest first. \
             What more than 1,000 records of a type hold says nothing of which is meant: by it, none of them is found but by name.",
            FieldType::Every(target),
            Source::Computed(find, target),
        )
        .argument::<String>(
            "text",
            "Words, of which the beginnings are enough, in any order, or a telephone number. In other texts than names, words of one or \
             two letters must be whole.",
        )
        .argument::<Option<Vec<RecordType>>>("types", "Only records of these types; of all if left out.")
        .argument::<Option<i32>>("first", "How many at most: 1 to 50, 20 if left out."),
    ]
}

fn find<'a>(ask: &'a Ask<'a>, _: &'a [uuid::Uuid]) -> BoxFuture<'a, Result<Values, Fault>> {
    async move {
        let (text, size) = (ask.get::<String>("text")?, ask.get::<Option<i32>>("first")?);
        let size = u64::try_from(size.unwrap_or(DEFAULT_SIZE)).unwrap_or_default();
        if !(1..=MAX_SIZE.unsigned_abs().into()).contains(&size) {
            let message = format!("first must be from 1 to {MAX_SIZE}");
            return Err(Fault::input(Path::argument("first"), message));
        }
        let types = ask.get::<Option<Vec<RecordType>>>("types")?;
        let types = types.map(|types| types.into_iter().map(Into::into).collect::<Vec<_>>());
        let mut hits = Vec::new();
        for target in &catalogue().records {
            let object = (target.object)();
            let Some(record_type) = object.record else {
                continue;
            };
            let is_wanted = types.as_ref().is_none_or(|types| types.contains(&record_type));
            if !is_wanted
                || !search::has_texts(record_type)
                || !object.right.is_none_or(|right| ask.may(right))
            {
                continue;
            }
            hits.extend(of_type(ask, (record_type, object.table), &text, size).await?);
        }
        // Stable: within a rank, types stay together and in the order in which each was read.
        hits.sort_by_key(|hit| hit.rank.chars().next());
        hits.truncate(usize::try_from(size).unwrap_or(usize::MAX));
        Ok(Values::of(hits))
    }
    .boxed()
}

async fn of_type(
    ask: &Ask<'_>,
    (record_type, table): (entity::RecordType, &'static str),
    text: &str,
    size: u64,
) -> Result<Vec<Hit>, Fault> {
    let place = ask.place();
    if record_type != entity::RecordType::Person {
        return search::best(ask.reader, &place, (record_type, table), text, size).await;
    }
    let fields = search::SearchField::ALL.iter().copied();
    let seen = |field: &search::SearchField| {
        *field != search::SearchField::Interaction || ask.may(Right::InteractionsRead)
    };
    let search = Search {
        text: text.to_owned(),
        fields: fields.filter(seen).collect(),
    };
    let people = people::best(ask.reader, &place, &search, size).await?;
    let hit = |(id, rank): (entity::ids::PersonId, String)| Hit {
        record_type,
        id: id.0,
        rank,
    };
    Ok(people.into_iter().map(hit).collect())
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new().queries(queries())
}
