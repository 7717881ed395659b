//! Who should meet whom.

use async_graphql::Enum;
use entity::ids::PersonId;
use uuid::Uuid;

use super::{FIRST, MOST, bounded};
use crate::bridges::{self, Asked, FORMULA, Part, SHOWN, Skill, Suggestion};
use crate::graphql::kinds::Person;
use crate::graphql::plan::declare::shape;
use crate::graphql::plan::{Ask, Field, Json, Object, Value, Values};
use crate::graphql::scalars::Id;
use crate::kit::{Fault, Right};

/// A part of the score of a suggestion.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntroductionSuggestionPartKind {
    /// 15 for each interest or topic that both have, 45 at most.
    Interests,
    /// 25 where both are after the same.
    Aims,
    /// 10 for each thing that one is good at and the other cares about, 20 at most.
    Skills,
    /// 5 for each of the two with whom there was an interaction within 180 days.
    Contact,
}

impl Value for Part {
    type Output = IntroductionSuggestionPartKind;

    fn write(&self, json: &mut Json) {
        json.word(match self {
            Self::Interests => "INTERESTS",
            Self::Aims => "AIMS",
            Self::Skills => "SKILLS",
            Self::Contact => "CONTACT",
        });
    }
}

shape! {
    /// A part of the score of a suggestion.
    IntroductionSuggestionPart: part
}

fn part() -> Object {
    Object::computed::<(Part, i32)>(
        "IntroductionSuggestionPart",
        "A part of the score of a suggestion.",
    )
    .value("part", "What it is meant for.", |it| it.0)
    .value("points", "How many points it adds.", |it| it.1)
    .value("most", "How much it can give.", |it| it.0.most())
    .done()
}

shape! {
    /// Something that one is good at and the other cares about.
    ComplementarySkill: skill
}

fn skill() -> Object {
    Object::computed::<Skill>(
        "ComplementarySkill",
        "Something that one is good at and the other cares about.",
    )
    .needs(Right::PeopleRead)
    .one::<Person, _>("person", "Who is good at it.", |it| Some(it.person))
    .value("topic", "What it is, as topics are compared.", |it| {
        it.topic.clone()
    })
    .done()
}

shape! {
    /// Two people who should meet.
    IntroductionSuggestion: suggestion
}

fn suggestion() -> Object {
    Object::computed::<Suggestion>(
        "IntroductionSuggestion",
        "Two people who have something in common and do not know each other, as far as is known. It is derived from what is known, each time that it is read: `createIntroduction` begins to bring them together, `createCollaboration` has them work together.",
    )
    .needs(Right::PeopleRead)
    .one::<Person, _>("personA", "One of the two who should meet.", |it| Some(it.one))
    .one::<Person, _>("personB", "The other of the two.", |it| Some(it.other))
    .value("sharedInterests", "Interests and topics that both have, as topics are compared, by name.", |it| it.interests.clone())
    .value("sharedAims", "Goals under way that both have or support, by the title of one of them.", |it| it.aims.clone())
    .each::<ComplementarySkill, _>("skills", "What one is good at and the other cares about.", |it| it.skills.clone())
    .value("score", "How much they have in common, from 0 to 100: the sum of the parts.", |it| it.points.score())
    .each::<IntroductionSuggestionPart, _>("parts", "What the score is made of, always all four parts.", |it| it.points.parts().to_vec())
    .value("formulaVersion", "The version of the formula of the score.", |_| FORMULA)
    .value("reasons", "Why, in sentences for the user; they name nobody. The words may change.", Suggestion::reasons)
    .done()
}

/// The query `introductionSuggestions`.
pub(super) fn suggestions() -> Field {
    Field::computed_many::<IntroductionSuggestion>(
            "introductionSuggestions",
            "Who should meet whom, best first: people who have an interest, an aim or a skill in common that at most 40 people have. Left out are the user, who is archived or died, and two who have a tie, work together, or had an introduction that did not just expire. The 500 rarest topics are looked at, and of what they give the 2,000 pairs with most in common.",
            |ask, _| Box::pin(suggested(ask)),
        )
        .needs(Right::PeopleRead)
        .needs(Right::GoalsRead)
        .argument::<Option<Id<PersonId>>>("personId", "With this person; with anybody if left out.")
        .argument::<Option<i32>>("minScore", "Only with at least this score, from 0 to 100; all if left out.")
        .argument::<Option<i32>>("first", "How many at most: 0 to 100, 20 if left out.")
}

/// The field `introductionSuggestions` of a person.
pub(super) fn suggestions_of_person() -> Field {
    Field::computed_many::<IntroductionSuggestion>(
        "introductionSuggestions",
        "Whom they should meet, best first, at most 10; `introductionSuggestions(personId)` has more.",
        |ask, people| Box::pin(suggested_to(ask, people)),
    )
    .needs(Right::PeopleRead)
    .needs(Right::GoalsRead)
}

async fn suggested(ask: &Ask<'_>) -> Result<Values, Fault> {
    let person = ask.get::<Option<Id<PersonId>>>("personId")?.is_some();
    let person = person.then(|| ask.id::<PersonId>("personId")).transpose()?;
    let asked = Asked {
        people: person.map(|person| vec![person]),
        least: ask.get::<Option<i32>>("minScore")?.unwrap_or_default(),
    };
    let most = bounded(ask, "first", FIRST, (0, MOST))?;
    let mut found = bridges::suggestions(ask.reader, &asked, ask.now).await?;
    found.truncate(most);
    Ok(Values::of(found))
}

async fn suggested_to(ask: &Ask<'_>, people: &[Uuid]) -> Result<Values, Fault> {
    let ids: Vec<PersonId> = people.iter().copied().map(PersonId).collect();
    let asked = Asked {
        people: Some(ids.clone()),
        ..Asked::default()
    };
    let found = bridges::suggestions(ask.reader, &asked, ask.now).await?;
    let of = |person: PersonId| {
        let theirs = found
            .iter()
            .filter(move |it| it.one == person || it.other == person);
        theirs.take(SHOWN).map(move |it| (person.0, it.clone()))
    };
    Ok(Values::under(ids.into_iter().flat_map(of).collect::<Vec<_>>()))
}
