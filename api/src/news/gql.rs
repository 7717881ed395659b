//! News in GraphQL, where it is called an update.

use async_graphql::InputObject;
use entity::ids::{CircleId, UpdateId};
use entity::news;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::graphql::catalogue::Area;
use crate::graphql::declare::payload;
use crate::graphql::kinds::{Circle, Interaction, Person, Update};
use crate::graphql::plan::declare::{contract, shape};
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::graphql::record::{Create, Nothing, Recorded, Update as Changed, object};
use crate::graphql::scalars::Id;
use crate::kit::check::{Checks, Path};
use crate::kit::{Fault, Right};
use crate::news::{self as telling, CIRCLES, ChangeNews, FORMULA, NewNews, Part, ToTell};
use crate::records;
use crate::records::gql::{list, listed};

/// How many are shown when the client does not say.
const DEFAULT_SIZE: i32 = 10;
/// Most who are shown.
const MAX_SIZE: i32 = 50;

impl Recorded for news::Model {}

payload! {
    /// What mutations of an update answer.
    UpdatePayload {
        /// The update as it is now.
        "update": Update
    }
}

fn update() -> Object {
    object::<news::Model>(Right::InteractionsRead, contract!(news))
        .many::<Circle>(
            "circles",
            "The circles that it is meant for, by name, at most 50; meant for everybody where there is none.",
            telling::circles_of,
        )
        .with(
            Field::list::<Interaction>("toldIn", "The talks in which it was told, latest first.", |ask| {
                Ok(telling::told_in(&ask.scope))
            })
            .paged(),
        )
        .with(
            Field::list::<Person>(
                "toldPeople",
                "Who was told: whoever took part in such a talk, by name. Whom to tell next, `whomToTell` says.",
                |ask| Ok(telling::told_people(&ask.scope)),
            )
            .paged(),
        )
}

shape! {
    /// One of the reasons to tell somebody.
    TellReason: reason
}

fn reason() -> Object {
    Object::computed::<Part>(
        "TellReason",
        "Why somebody is to be told news, and how much that counts.",
    )
    .value(
        "kind",
        "What it is: `CIRCLE`, `TOPIC`, `CLOSENESS` or `CONTACT`; more may come.",
        |it| it.word().to_owned(),
    )
    .value(
        "text",
        "It in words, for the user; the words may change.",
        Part::text,
    )
    .value("points", "How much it counts in the score.", Part::points)
    .done()
}

shape! {
    /// Somebody to be told news.
    PersonToTell: to_tell
}

fn to_tell() -> Object {
    Object::computed::<ToTell>("PersonToTell", "Somebody who is to be told news, and why.")
        .needs(Right::PeopleRead)
        .one::<Person, _>("person", "The person who is to be told.", |it| Some(it.person))
        .value("score", "How much speaks for it, at most 100.", |it| it.score)
        .every::<TellReason, _>("reasons", "Why, each with its part of the score.", |it| {
            it.parts.clone()
        })
        .done()
}

fn queries() -> Vec<Field> {
    let told: &str = format!(
        "Whom to tell news next, best first: nobody who was told, is archived or died. Where it names circles or topics, they are those who \
         are in one of the circles or care for one of the topics; else those with whom the user was ever in touch; of more than 500, those \
         with whom the user was in touch last. {FORMULA}"
    )
    .leak();
    vec![
        Field::by_id::<Update, UpdateId>(
            "update",
            "An update by id; null when there is none.",
            "The id of the update.",
        ),
        listed::<news::Model, Nothing>(
            Field::list::<Update>(
                "updates",
                "What the user wants people to know, newest first unless ordered otherwise.",
                list::<news::Model>,
            ),
            (
                "Words of the title or the description, in any order; their beginnings are enough.",
                "The order; newest first if left out.",
            ),
        ),
        Field::computed_many::<PersonToTell>("whomToTell", told, to_be_told)
            .needs(Right::InteractionsRead)
            .argument::<Id<UpdateId>>("updateId", "The id of the update that is to be told.")
            .argument::<Option<i32>>("first", "How many at most: 1 to 50, 10 if left out."),
    ]
}

fn to_be_told<'a>(ask: &'a Ask<'a>, _: &'a [Uuid]) -> BoxFuture<'a, Result<Values, Fault>> {
    async move {
        let (id, size) = (ask.id::<UpdateId>("updateId")?, ask.get::<Option<i32>>("first")?);
        let size = size.unwrap_or(DEFAULT_SIZE);
        if !(1..=MAX_SIZE).contains(&size) {
            let message = format!("first must be from 1 to {MAX_SIZE}");
            return Err(Fault::input(Path::argument("first"), message));
        }
        let first = usize::try_from(size).unwrap_or_default();
        Ok(Values::of(
            telling::whom_to_tell(ask.reader, id, first, ask.now).await?,
        ))
    }
    .boxed()
}

/// Whom it is meant for.
#[derive(InputObject)]
pub struct MeantFor {
    /// The circles that it is meant for, at most 50; meant for everybody where there is none.
    #[graphql(default)]
    circle_ids: Vec<Id<CircleId>>,
}

/// For whom it is meant, too, and for whom not.
#[derive(InputObject)]
pub struct MovedCircles {
    /// Circles that it is meant for, too; at most 50 with those that it is meant for already.
    #[graphql(default)]
    add_circle_ids: Vec<Id<CircleId>>,
    /// Circles that it is not meant for; those that it was not meant for are passed over.
    #[graphql(default)]
    remove_circle_ids: Vec<Id<CircleId>>,
}

fn made(input: Create<news::Model, MeantFor>, checks: &mut Checks) -> NewNews {
    let (new, MeantFor { circle_ids }) = input.read_both(checks);
    NewNews {
        new,
        circles: checks.ids(&Path::input("circleIds"), &circle_ids),
    }
}

fn changed(
    input: Changed<news::Model, MovedCircles>,
    checks: &mut Checks,
    id: UpdateId,
    expected_revision: Option<i32>,
) -> ChangeNews {
    let (change, circles) = input.read_both(checks, id, expected_revision);
    let remove = Path::input("removeCircleIds");
    checks.count(remove.clone(), circles.remove_circle_ids.len(), CIRCLES);
    ChangeNews {
        change,
        add: checks.ids(&Path::input("addCircleIds"), &circles.add_circle_ids),
        remove: checks.ids(&remove, &circles.remove_circle_ids),
    }
}

const WRITE: Right = Right::InteractionsWrite;

fn mutations() -> Vec<Field> {
    let verb = Field::verb::<UpdatePayload>;
    vec![
        verb("createUpdate", "Makes news of what is said.", WRITE).takes_each(
            "What people are to know.",
            made,
            telling::create_all,
        ),
        verb("updateUpdate", "Changes what is said of news.", WRITE).changes_each(
            "The id of the record that is meant.",
            "What to change: a field that is left out stays, null clears it.",
            changed,
            telling::update_all,
        ),
        verb(
            "archiveUpdate",
            "Hides news, which nobody is to be told any more; it can be restored. Doing so twice changes nothing.",
            WRITE,
        )
        .targets("The id of the record that is meant.", records::archive::<news::Model>),
        verb("restoreUpdate", "Shows archived news again.", WRITE)
            .targets("The id of the record that is meant.", records::restore::<news::Model>),
    ]
}

/// The field `updatesToTell` of a person, and of a brief.
#[must_use]
pub fn to_tell_person() -> Field {
    Field::list::<Update>(
        "updatesToTell",
        "News of the user that is news today, is meant for them and that they were not told, newest first.",
        |ask| Ok(telling::untold_to(&ask.scope, ask.today())),
    )
    .paged()
}

fn of_person() -> Vec<Field> {
    let told = Field::list::<Update>(
        "toldUpdates",
        "News of the user that they were told, newest first.",
        |ask| Ok(telling::told_to(&ask.scope)),
    );
    vec![to_tell_person(), told.paged()]
}

/// What this area brings.
#[must_use]
pub fn area() -> Area {
    Area::new()
        .record::<Update>(update)
        .serves(records::afresh::<news::Model>())
        .queries(queries())
        .mutations(mutations())
        .extend::<Person>(of_person)
}
