//! How give and take stand, with a person and with everybody.

use entity::ids::PersonId;
use uuid::Uuid;

use crate::exchanges::{self, FORMULA, Label, Move, Sums};
use crate::graphql::declare::stored_enum;
use crate::graphql::kinds::Exchange;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Object, Values};
use crate::kit::{Fault, Right};

stored_enum! {
    /// What a balance of give and take means.
    ReciprocityLabel = Label {
        /// About as much was given as was received: the balance is from -0.25 to 0.25.
        Balanced,
        /// The user received more: the balance is above 0.25.
        YouOwe,
        /// The user gave more: the balance is below -0.25.
        TheyOwe,
        /// Too little went to and fro to say: less than 3 in weight.
        TooEarly,
    }
}

/// How give and take stand with a person, or with everybody in a workspace.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The person, or the workspace.
    with: Uuid,
    sums: Sums,
}

shape! {
    /// How give and take stand, with a person or with everybody.
    Reciprocity: reciprocity
}

fn reciprocity() -> Object {
    Object::computed::<Standing>(
        "Reciprocity",
        "How give and take stand, with a person or with everybody. Live exchanges count by their weight, whenever they happened.",
    )
    .needs(Right::ExchangesRead)
    .known_by(|it| PersonId(it.with))
    .value("given", "Weights of what the user gave, of all that is `DONE`.", |it| it.sums.given)
    .value("received", "Weights of what the user received, of all that is `DONE`.", |it| it.sums.received)
    .value("openByMe", "How many promises of the user's are open.", |it| it.sums.open_by_me)
    .value("openByThem", "How many promises to the user are open.", |it| it.sums.open_by_them)
    .value(
        "balance",
        "(received − given) / (received + given + 4), between -1 and 1: below 0 the user gave more, above 0 they received more. The 4 keeps it near 0 while little is known.",
        |it| it.sums.balance(),
    )
    .value("label", "What the balance means.", |it| it.sums.label())
    .value("lastGivenOn", "When the user last gave something.", |it| it.sums.last_given_on)
    .value("lastReceivedOn", "When the user last received something.", |it| it.sums.last_received_on)
    .value(
        "formulaVersion",
        "The version of the formula; it grows when the formula or a parameter changes.",
        |_| FORMULA,
    )
    .with(Field::computed_many::<ReciprocityMove>(
        "movedBy",
        "What moved the balance last: at most 5 exchanges that are `DONE`, latest first.",
        |ask, standings| Box::pin(moves(ask, standings)),
    ))
    .done()
}

shape! {
    /// An exchange that moved a balance.
    ReciprocityMove: reciprocity_move
}

fn reciprocity_move() -> Object {
    Object::computed::<Move>("ReciprocityMove", "An exchange that moved a balance.")
        .needs(Right::ExchangesRead)
        .one::<Exchange, _>("exchange", "The exchange that is meant.", |it| Some(it.id))
        .value(
            "units",
            "Its weight as it counts: above 0 for what the user received, below 0 for what they gave.",
            |it| match it.direction {
                entity::Direction::Given => -it.weight,
                entity::Direction::Received => it.weight,
            },
        )
        .done()
}

/// The field `reciprocity` of a person.
#[must_use]
pub fn reciprocity_with_person() -> Field {
    let description = "How give and take stand with them.";
    Field::computed::<Reciprocity>("reciprocity", description, |ask, people| {
        Box::pin(of_people(ask, people))
    })
}

/// The query `reciprocity`.
pub(super) fn reciprocity_with_all() -> Field {
    let description = "How give and take stand with everybody together.";
    Field::computed::<Reciprocity>("reciprocity", description, |ask, _| Box::pin(of_all(ask)))
}

async fn of_people(ask: &Ask<'_>, people: &[Uuid]) -> Result<Values, Fault> {
    let ids: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
    let known = exchanges::sums_of(ask.reader, &ids).await?;
    Ok(Values::under(ids.into_iter().map(|person| {
        let sums = known.get(&person).copied().unwrap_or_default();
        let with = person.0;
        (with, Standing { with, sums })
    })))
}

async fn of_all(ask: &Ask<'_>) -> Result<Values, Fault> {
    let sums = exchanges::sums_of_all(ask.reader).await?;
    let with = ask.scope.workspace().0;
    Ok(Values::of(vec![Standing { with, sums }]))
}

async fn moves(ask: &Ask<'_>, standings: &[Uuid]) -> Result<Values, Fault> {
    let all = ask.scope.workspace().0;
    if standings == [all] {
        let moves = exchanges::moves_of_all(ask.reader).await?;
        return Ok(Values::under(moves.into_iter().map(|it| (all, it))));
    }
    let people: Vec<PersonId> = standings.iter().copied().map(PersonId).collect();
    let moves = exchanges::moves_of(ask.reader, &people).await?;
    Ok(Values::under(moves.into_iter().map(|it| (it.person_id.0, it))))
}
