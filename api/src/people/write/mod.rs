//! Making and changing people: one, or many as a set.

mod facts;
mod held;
mod labels;
mod lacking;
mod numbers;
mod parts;
mod store;
mod topics;
mod upsert;
mod words;

use std::collections::{BTreeSet, HashMap};

use entity::ids::{PersonId, TagId};
use entity::person;
use serde::Serialize;
use uuid::Uuid;

pub use labels::{PeopleCircles, PeopleTags, circle_many, require_live, tag_many};
pub use numbers::renumber;
pub use parts::{
    AffiliationFields, ContactPointFields, ExternalRef, FACTS, FactFields, Parts, SupportRole, Workplace,
};
pub use upsert::{PersonKey, UpsertPerson, upsert};
pub use words::afresh;

use self::held::Held;
use crate::circles;
use crate::kit::check::Path;
use crate::kit::declared::{Change, Draft};
use crate::kit::each::Concerns;
use crate::kit::failure::{Detail, Problem};
use crate::kit::fold::identity;
use crate::kit::record::of_old;
use crate::kit::{Became, Code, Each, Failure, Patch, Tx, line, only};
use crate::records::{Changing, Making, Said};

/// A new person.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NewPerson {
    /// The id, if the client made it.
    pub id: Option<PersonId>,
    /// The fields.
    pub fields: Draft<person::Model>,
    /// What belongs to the person.
    pub parts: Parts,
}

/// A change to a person.
#[derive(Clone, Debug)]
pub struct UpdatePerson {
    /// Who, and what to change of the person's own fields.
    pub change: Change<person::Model>,
    /// What to add, change and remove.
    pub parts: Parts,
}

impl Concerns for NewPerson {
    fn concerns(&self) -> Option<Uuid> {
        self.id.map(|id| id.0)
    }

    fn refers(&self) -> Vec<Uuid> {
        self.fields.refers()
    }

    // What holds of them on dimensions is looked up for each by itself.
    fn is_alone(&self) -> bool {
        self.parts.touch_attributes() || self.parts.may_overfill()
    }
}

impl Concerns for UpdatePerson {
    fn concerns(&self) -> Option<Uuid> {
        Some(self.change.id.0)
    }

    fn is_alone(&self) -> bool {
        self.parts.touch_attributes() || self.parts.may_overfill() || self.parts.touch_labels()
    }
}

/// Makes a person.
///
/// # Errors
/// The input is wrong, names something that is not there, or the id is taken.
pub async fn create(tx: &mut Tx, new: &NewPerson) -> Result<person::Model, Failure> {
    let said = tx.said().map(str::to_owned);
    let said = said.as_deref();
    only(make(tx, &[Each { input: new, said }], false).await?)
}

/// Makes people. What is wrong with one keeps no other from being made.
///
/// # Errors
/// The database fails.
pub async fn create_all(
    tx: &mut Tx,
    each: &[Each<'_, NewPerson>],
) -> Result<Vec<Became<person::Model>>, Failure> {
    make(tx, each, false).await
}

/// Makes the person that the user is; done once, when the workspace is made.
///
/// # Errors
/// The name is wrong, or the database fails.
pub async fn create_self(tx: &mut Tx, display_name: &str, email: &str) -> Result<person::Model, Failure> {
    let fields = Draft::of(&person::Model {
        display_name: display_name.to_owned(),
        ..person::Model::default()
    });
    let parts = Parts {
        add_contact_points: vec![ContactPointFields::email(email)],
        ..Parts::default()
    };
    let new = NewPerson {
        id: None,
        fields,
        parts,
    };
    let each = Each {
        input: &new,
        said: None,
    };
    only(make(tx, &[each], true).await?)
}

async fn make(
    tx: &mut Tx,
    each: &[Each<'_, NewPerson>],
    is_self: bool,
) -> Result<Vec<Became<person::Model>>, Failure> {
    let news = each.iter().map(|it| Said {
        id: it.input.id,
        fields: &it.input.fields,
        said: it.said,
    });
    let news: Vec<_> = news.collect();
    let content = |place: usize| {
        each.get(place)
            .map_or_else(|| Ok(String::new()), |it| of_old(it.input))
    };
    let mut making = Making::<person::Model>::begin(tx, &news, content).await?;
    let parts: Vec<&Parts> = each.iter().map(|it| &it.input.parts).collect();
    let parts_of = |place: usize| parts.get(place).copied();
    for open in making.open() {
        open.model.is_self = is_self;
        if let Some(parts) = parts_of(open.place) {
            parts.check(&mut open.checks);
        }
    }
    making.require(tx).await?;
    let mut named = making
        .open()
        .filter_map(|open| Some((&mut open.checks, parts_of(open.place)?)))
        .collect::<Vec<_>>();
    store::check_references(tx, &mut named).await?;
    making.check();
    let open: Vec<&Parts> = making.open().filter_map(|open| parts_of(open.place)).collect();
    let mut holders = store::holders(tx, &open).await?;
    let mut belongings = HashMap::new();
    for open in making.open() {
        let (Some(parts), person) = (parts_of(open.place), open.model.id) else {
            continue;
        };
        let mut held = Held::default();
        match taken_in(tx, person, parts, &mut held, &mut holders) {
            Ok(()) => drop(belongings.insert(open.place, held)),
            Err(problems) => problems.into_iter().for_each(|problem| open.checks.push(problem)),
        }
    }
    let mut stored = Vec::new();
    let became = making
        .store(tx, |_, _, new| stored.extend_from_slice(new))
        .await?;
    let mut written = Vec::with_capacity(stored.len());
    for (place, model) in stored {
        if let (Some(parts), Some(held)) = (parts_of(place), belongings.remove(&place)) {
            written.push((model, parts, held));
        }
    }
    settle(tx, &mut written).await?;
    let new = written
        .iter()
        .map(|(model, _, held)| (model, of_held(held)))
        .collect();
    words::index_new(tx, new).await?;
    Ok(became)
}

/// What will belong to a person.
fn taken_in(
    tx: &Tx,
    person: PersonId,
    parts: &Parts,
    held: &mut Held,
    holders: &mut store::Keys,
) -> Result<(), Vec<Problem>> {
    let changed = held
        .change(tx, person, parts)
        .and_then(|()| store::external_refs(tx, person, parts, (&mut held.refs, holders)));
    match changed {
        Ok(()) => Ok(()),
        Err(Failure::Rejected(problems)) => Err(problems),
        Err(Failure::Fault(fault)) => Err(vec![Problem::new(
            Code::Invalid,
            Path::argument("input"),
            fault.to_string(),
        )]),
    }
}

/// Writes what belongs to people, and puts them under tags and circles. Of those whose tags, circles or attributes changed, the ids.
async fn settle(
    tx: &mut Tx,
    all: &mut [(person::Model, &Parts, Held)],
) -> Result<BTreeSet<PersonId>, Failure> {
    let mut held: Vec<&mut Held> = all.iter_mut().map(|(.., held)| held).collect();
    held::find_organizations(tx, &mut held).await?;
    let held: Vec<_> = all.iter().map(|(model, _, held)| (model.id, held)).collect();
    held::write_all(tx, &held).await?;
    let mut moved = BTreeSet::new();
    for (model, parts, _) in all.iter().filter(|(_, parts, _)| parts.touch_attributes()) {
        if store::attributes(tx, model.id, parts).await? {
            moved.insert(model.id);
        }
    }
    let names: Vec<&String> = all
        .iter()
        .flat_map(|(_, parts, _)| &parts.add_tag_names)
        .collect();
    let by_name = circles::find_or_create_all_tags(tx, &names).await?;
    let tags = all.iter().map(|(_, parts, _)| {
        let named = parts.add_tag_names.iter();
        let named = named.filter_map(|name| by_name.get(&identity(&line::line(name))).copied());
        parts.add_tags.iter().copied().chain(named).collect()
    });
    let tags: Vec<Vec<TagId>> = tags.collect();
    let at = |_| Path::argument("input");
    let changes = all.iter().zip(&tags);
    let changes =
        changes.map(|((model, parts, _), tags)| (model.id, tags.as_slice(), parts.remove_tags.as_slice()));
    moved.extend(circles::tag_people(tx, &Vec::from_iter(changes), at).await?);
    let changes = all.iter().map(|(model, parts, _)| {
        let (add, remove) = (parts.add_circles.as_slice(), parts.remove_circles.as_slice());
        (model.id, add, remove)
    });
    moved.extend(circles::circle_people(tx, &Vec::from_iter(changes), at).await?);
    Ok(moved)
}

/// Changes a person. Nothing is written when nothing would change.
///
/// # Errors
/// The person does not exist, was changed meanwhile or is archived; the input is wrong or names something that is not there.
pub async fn update(tx: &mut Tx, wanted: &UpdatePerson) -> Result<person::Model, Failure> {
    let each = Each {
        input: wanted,
        said: None,
    };
    only(update_all(tx, &[each]).await?)
}

/// Changes people. What is wrong with one keeps no other from being changed.
///
/// # Errors
/// The database fails.
pub async fn update_all(
    tx: &mut Tx,
    each: &[Each<'_, UpdatePerson>],
) -> Result<Vec<Became<person::Model>>, Failure> {
    let changes: Vec<_> = each.iter().map(|it| &it.input.change).collect();
    let parts: Vec<&Parts> = each.iter().map(|it| &it.input.parts).collect();
    let parts_of = |place: usize| parts.get(place).copied();
    let mut changing = Changing::begin(tx, &changes).await?;
    for open in changing.open() {
        if let Some(parts) = parts_of(open.place) {
            parts.check(&mut open.checks);
        }
        let own = changes
            .get(open.place)
            .map(|change| change.fields.reference("metThroughId"));
        if own == Some(Patch::Set(open.before.id)) {
            let message = "nobody meets a person through that person";
            open.checks
                .note(Code::Invalid, Path::input("metThroughId"), message);
        }
    }
    changing.require(tx).await?;
    let mut named = changing
        .open()
        .filter_map(|open| Some((&mut open.checks, parts_of(open.place)?)))
        .collect::<Vec<_>>();
    store::check_references(tx, &mut named).await?;
    changing.check();
    let open = changing
        .open()
        .filter_map(|open| Some((open.before.id, parts_of(open.place)?)));
    let open: Vec<_> = open.collect();
    let held = held::read_all(tx, &open).await?;
    let touched: Vec<&Parts> = open.iter().map(|(_, parts)| *parts).collect();
    let mut holders = store::holders(tx, &touched).await?;
    let mut written = Vec::new();
    for (open, mut held) in changing.open().zip(held) {
        let Some(parts) = parts_of(open.place) else {
            continue;
        };
        match taken_in(tx, open.before.id, parts, &mut held, &mut holders) {
            Ok(()) => written.push((open.before.clone(), parts, held)),
            Err(problems) => problems.into_iter().for_each(|problem| open.checks.push(problem)),
        }
    }
    changing.check();
    let moved = settle(tx, &mut written).await?;
    let changed: BTreeSet<PersonId> = written
        .iter()
        .filter(|(.., held)| held.is_changed())
        .map(|(model, ..)| model.id)
        .chain(moved)
        .collect();
    let mut before = Vec::new();
    for open in changing.open() {
        open.parts_changed = changed.contains(&open.before.id);
        before.push(open.before.clone());
    }
    let became = changing.store(tx, |_| {}).await?;
    let after = became.iter().filter_map(|became| became.as_ref().ok());
    let moved = after.filter(|after| {
        before
            .iter()
            .any(|before| before.id == after.id && before != *after)
    });
    words::index(tx, &moved.collect::<Vec<_>>()).await?;
    Ok(became)
}

/// Hides a person. What happened with them stays.
///
/// # Errors
/// The person does not exist, was changed meanwhile, or is the user.
pub async fn archive(
    tx: &mut Tx,
    (id, revision): &(PersonId, Option<i32>),
) -> Result<person::Model, Failure> {
    let person: person::Model = tx.find(Path::argument("id"), *id).await?;
    if person.is_self {
        let detail = Detail::State {
            state: "SELF".to_owned(),
            allowed: Vec::new(),
        };
        let message = "this person is you, and cannot be archived";
        return Err(Problem::new(Code::State, Path::argument("id"), message)
            .with(detail)
            .into());
    }
    tx.set_archived(*id, *revision, true).await
}

/// Shows an archived person again.
///
/// # Errors
/// The person does not exist, or was changed meanwhile.
pub async fn restore(
    tx: &mut Tx,
    (id, revision): &(PersonId, Option<i32>),
) -> Result<person::Model, Failure> {
    tx.set_archived(*id, *revision, false).await
}

/// What of all that belongs to a person tells by which words they are found.
fn of_held(held: &Held) -> words::Telling<'_> {
    words::Telling {
        points: &held.points.after,
        facts: &held.facts.after,
        roles: &held.affiliations.after,
    }
}
