//! The tags and circles of many people by one mutation: of people who are named, or of those of whom something holds.

use async_graphql::{InputObject, Value};
use entity::TypedId;
use entity::ids::{CircleId, PersonId, TagId};

use super::filter::PersonFilterInput;
use crate::graphql::bulk::Matching;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Done, Field, Object, Outcome, Sent, ShownId, Verb};
use crate::graphql::scalars::Id;
use crate::kit::{Checks, Code, Failure, Fault, Path, Right, Tx};
use crate::people::{self, PeopleCircles, PeopleTags};

/// Most people who are named at once.
const NAMED: usize = 500;
/// Most people of whom something holds, in one write: five thousand take a second or two, in which nobody else writes.
const MATCHING: usize = 5_000;
/// Most tags or circles to put on, and most to take off.
const LABELS: usize = 10;

/// Which people: those with these ids; or those whom `people` finds under a filter, a search or both, which leaves out archived people and
/// the user's own person.
#[derive(InputObject)]
pub struct PeopleSelectionInput {
    /// The people with these ids, at most 500; the same id twice is one. Give this, or a filter or a search.
    ids: Option<Vec<Id<PersonId>>>,
    /// What holds of the people. It must say something. Needs `PEOPLE_READ`, and `maxAffected`.
    filter: Option<PersonFilterInput>,
    /// Words by which the people are found, everywhere. Needs `PEOPLE_READ`, and `maxAffected`.
    search: Option<String>,
}

shape! {
    /// What became of many people.
    PeoplePayload: payload
}

/// What became of people: how many were meant, and who was changed.
struct Changed {
    meant: usize,
    changed: Vec<PersonId>,
}

fn payload() -> Object {
    Object::computed::<Outcome>("PeoplePayload", "What became of many people.")
        .value("matched", "How many people were meant.", |it| {
            count(it, |all| all.meant)
        })
        .value(
            "affected",
            "How many of them were changed; of a dry run, how many would have been.",
            |it| count(it, |all| all.changed.len()),
        )
        .value("unchanged", "How many of them were as they were to be.", |it| {
            count(it, |all| all.meant - all.changed.len())
        })
        .value("personIds", "The ids of those who were changed.", |it| {
            let changed = it.value::<Changed>().map(|all| all.changed.as_slice());
            let changed = changed.unwrap_or_default().iter();
            changed
                .map(|id| ShownId(PersonId::PREFIX, id.uuid()))
                .collect::<Vec<_>>()
        })
        .settled()
        .moved()
        .done()
}

fn count(it: &Outcome, of: fn(&Changed) -> usize) -> u64 {
    let count = it.value::<Changed>().map(of).unwrap_or_default();
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Mutations of many people.
#[must_use]
pub fn mutations() -> Vec<Field> {
    let tags = selecting(
        "tagPeople",
        "Puts tags on many people and takes others off, all in one write. A tag that is in both is put on. Each person who is changed, and \
         each tag that is put on or taken off, gets a new revision and a place in the feed; who has the tags already stays as they are.",
    )
    .says::<Option<Vec<Id<TagId>>>>("addTagIds", "Tags to put on, at most 10. A person can have 50 tags.")
    .says::<Option<Vec<String>>>("addTagNames", "Tags to put on by their names, made if there is none; at most 10.")
    .says::<Option<Vec<Id<TagId>>>>("removeTagIds", "Tags to take off, at most 10.");
    let circles = selecting(
        "circlePeople",
        "Puts many people into circles and takes them out of others, all in one write. A circle that is in both is joined. Each person who \
         is changed, and each circle that is joined or left, gets a new revision and a place in the feed; who is in the circles already \
         stays as they are.",
    )
    .says::<Option<Vec<Id<CircleId>>>>("addCircleIds", "Circles to join, at most 10. A person can be in 50 circles.")
    .says::<Option<Vec<Id<CircleId>>>>("removeCircleIds", "Circles to leave, at most 10.");
    vec![
        bounded(tags)
            .leaves(|it| Ok((Who::read(it)?, tags_of(it)?)), tag, Done::value)
            .alone(),
        bounded(circles)
            .leaves(|it| Ok((Who::read(it)?, circles_of(it)?)), circle, Done::value)
            .alone(),
    ]
}

fn selecting(name: &'static str, description: &'static str) -> Verb<PeoplePayload> {
    Field::verb(name, description, Right::PeopleWrite)
        .argument::<PeopleSelectionInput>("people", "The person who is meant.")
}

fn bounded(verb: Verb<PeoplePayload>) -> Verb<PeoplePayload> {
    verb.argument::<Option<i32>>(
        "maxAffected",
        "How many people are meant at most, up to 5,000; needed with a filter or a search. Where more are found nobody is changed, and the \
         error says how many.",
    )
    .defaulting::<Option<bool>>("dryRun", "false", "Whether everything is done and answered, and then nothing is stored.")
}

fn tags_of(it: &mut Sent<'_>) -> Result<PeopleTags, Fault> {
    let add_names = it.says::<Option<Vec<String>>>("addTagNames")?.unwrap_or_default();
    it.checks
        .count(Path::input("addTagNames"), add_names.len(), LABELS);
    Ok(PeopleTags {
        add: it.says_ids("addTagIds", LABELS)?,
        add_names,
        remove: it.says_ids("removeTagIds", LABELS)?,
    })
}

fn circles_of(it: &mut Sent<'_>) -> Result<PeopleCircles, Fault> {
    Ok(PeopleCircles {
        add: it.says_ids("addCircleIds", LABELS)?,
        remove: it.says_ids("removeCircleIds", LABELS)?,
    })
}

/// Whom a mutation means, and whether it is only tried.
struct Who {
    people: People,
    is_dry: bool,
}

enum People {
    Named(Vec<PersonId>),
    Matching(Box<Matching>),
}

impl Who {
    fn read(it: &mut Sent<'_>) -> Result<Self, Fault> {
        let path = Path::argument("people");
        let given = match it.value("people") {
            Some(Value::Object(given)) => given,
            _ => async_graphql::indexmap::IndexMap::default(),
        };
        let named = given.get("ids").is_some_and(|ids| *ids != Value::Null);
        let condition: Vec<_> = ["filter", "search"]
            .into_iter()
            .filter_map(|name| Some((name, given.get(name)?.clone())))
            .collect();
        let is_said = condition.iter().any(|(_, value)| *value != Value::Null);
        if named && is_said {
            let message = "give ids, or a filter or a search, not both";
            it.checks.note(Code::Invalid, path.at("ids"), message);
        }
        let people = if named {
            let ids = it.get::<PeopleSelectionInput>("people")?.ids.unwrap_or_default();
            it.checks.count(path.at("ids"), ids.len(), NAMED);
            People::Named(it.checks.ids(&path.at("ids"), &ids))
        } else if is_said {
            People::Matching(Box::new(Matching::read(
                it,
                ("people", path.at("filter")),
                condition,
                MATCHING,
            )?))
        } else {
            let message = "say which people: by ids, a filter or a search";
            it.checks.note(Code::Required, path, message);
            People::Named(Vec::new())
        };
        let is_dry = it.get::<Option<bool>>("dryRun")?.unwrap_or_default();
        Ok(Self { people, is_dry })
    }

    /// Who they are, each once.
    async fn found(&self, tx: &Tx) -> Result<Vec<PersonId>, Failure> {
        match &self.people {
            People::Named(ids) => {
                let mut checks = Checks::new();
                people::require_live(tx, &mut checks, ids, |id| self.at(id)).await?;
                checks.done()?;
                let mut known = std::collections::HashSet::new();
                Ok(ids.iter().copied().filter(|id| known.insert(*id)).collect())
            }
            People::Matching(matching) => Ok(matching.ids(tx).await?.into_iter().map(PersonId).collect()),
        }
    }

    /// Where the client wrote whom it means.
    fn at(&self, person: PersonId) -> Path {
        let path = Path::argument("people");
        let place = match &self.people {
            People::Named(ids) => ids.iter().position(|id| *id == person),
            People::Matching(_) => None,
        };
        place.map_or(path.clone(), |place| path.at("ids").at(place))
    }

    fn done(&self, tx: &mut Tx, meant: usize, changed: Vec<PersonId>) -> Changed {
        if self.is_dry {
            tx.discard();
        }
        Changed { meant, changed }
    }
}

async fn tag(tx: &mut Tx, (who, tags): &(Who, PeopleTags)) -> Result<Changed, Failure> {
    let found = who.found(tx).await?;
    let changed = people::tag_many(tx, &found, tags, |id| who.at(id)).await?;
    Ok(who.done(tx, found.len(), changed))
}

async fn circle(tx: &mut Tx, (who, circles): &(Who, PeopleCircles)) -> Result<Changed, Failure> {
    let found = who.found(tx).await?;
    let changed = people::circle_many(tx, &found, circles, |id| who.at(id)).await?;
    Ok(who.done(tx, found.len(), changed))
}
