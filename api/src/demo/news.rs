//! What the user wants people to know, and wants to ask those whom they met last.

use chrono::{Days, NaiveDate};
use entity::ids::{CircleId, PersonId};
use entity::{news, question};
use sea_orm::Value;

use super::interactions::Talk;
use crate::app::App;
use crate::kit::Patch;
use crate::kit::declared::{Draft, New};
use crate::news::NewNews;

/// News: a title, more on it, topics, for how many days it is news, and whether it is for the first circle alone.
type Sketch = (&'static str, &'static str, &'static [&'static str], u64, bool);

const NEWS: [Sketch; 3] = [
    (
        "The studio moves to the old harbour",
        "From May on there is room for workshops of thirty.",
        &["Venues", "Design"],
        120,
        false,
    ),
    (
        "The study on four-day weeks is with the reviewers",
        "A first draft can be read; comments are welcome until the end of the month.",
        &["Statistics", "Open data"],
        60,
        false,
    ),
    (
        "A week of sailing in June",
        "Two bunks are free.",
        &["Sailing"],
        90,
        true,
    ),
];

/// What is to be asked of whom one met last, and why.
const QUESTIONS: [(&str, &str); 3] = [
    ("How did the move go?", "They were packing when we spoke."),
    ("Did the grant come through?", "The answer was due this month."),
    ("Which book was it that you recommended?", ""),
];

/// What there is to tell and to ask.
pub struct News {
    /// What there is to tell.
    pub news: Vec<NewNews>,
    /// What there is to ask.
    pub questions: Vec<New<question::Model>>,
}

/// What the user has to tell and to ask.
pub fn news(app: &App, circles: &[CircleId], talks: &[Talk], today: NaiveDate) -> News {
    let news = NEWS.iter().map(|(title, text, topics, days, is_for_one)| {
        let until = (today + Days::new(*days)).into();
        let topics = serde_json::to_string(topics).unwrap_or_default();
        let fields = Draft::<news::Model>::default()
            .with("title", Patch::Set((*title).into()))
            .with("description", Patch::Set((*text).into()))
            .with("topics", Patch::Set(topics.into()))
            .with("until", Patch::Set(until));
        NewNews {
            new: New {
                id: Some(app.ids.next(app.clock.now())),
                fields,
            },
            circles: circles.iter().take((*is_for_one).into()).copied().collect(),
        }
    });
    let met: Vec<PersonId> = talks
        .iter()
        .rev()
        .flat_map(|talk| talk.participants.iter().copied())
        .take(2)
        .collect();
    let questions = QUESTIONS
        .iter()
        .zip(met.iter().cycle())
        .map(|((text, reason), person)| {
            let reason: Value = (*reason).into();
            let fields = Draft::<question::Model>::default()
                .with("personId", Patch::Set(person.0.into()))
                .with("text", Patch::Set((*text).into()))
                .with("reason", Patch::Set(reason));
            New {
                id: Some(app.ids.next(app.clock.now())),
                fields,
            }
        });
    News {
        questions: questions.collect(),
        news: news.collect(),
    }
}
