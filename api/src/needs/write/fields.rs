//! The fields of a need, or of an offer.

use chrono::NaiveDate;
use entity::ids::{GoalId, InteractionId, PersonId};
use entity::need::{NO_END, NeedKind};
use entity::{goal, interaction};
use serde::Serialize;

use super::super::rules::TOPICS;
use super::wish::Parts;
use crate::kit::topic::{TOPIC, topic};
use crate::kit::{Checks, Code, Failure, Patch, Path, Tx};
use crate::people;

const TITLE: usize = 200;
const DETAILS: usize = 5_000;

/// The fields that a client may write; kind and title are never cleared.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Fields {
    /// Whose it is; cleared, the user's own.
    pub person: Patch<PersonId>,
    /// What is sought, or offered.
    pub kind: Patch<NeedKind>,
    /// One line on it.
    pub title: Patch<String>,
    /// More on it.
    pub details: Patch<String>,
    /// The last day on which it is good.
    pub until: Patch<NaiveDate>,
    /// The interaction in which it came up.
    pub interaction: Patch<InteractionId>,
    /// The goal that it serves; an offer serves none.
    pub goal: Patch<GoalId>,
    /// Topics to add behind the others.
    pub add_topics: Vec<String>,
    /// Topics to remove.
    pub remove_topics: Vec<String>,
    /// Whether it exists: then topics are added by `addTopics`.
    pub on_update: bool,
}

impl Fields {
    /// Changes these fields.
    pub(super) fn apply(&self, checks: &mut Checks, parts: Parts<'_>) {
        self.person.apply(parts.person);
        match self.kind {
            Patch::Keep => {}
            Patch::Clear => checks.note(Code::Required, Path::input("kind"), "a value is required"),
            Patch::Set(kind) => *parts.kind = kind,
        }
        if !self.title.is_keep() || parts.title.is_empty() {
            let title = self.title.as_set().map(String::as_str);
            *parts.title = checks.required(Path::input("title"), title, TITLE);
        }
        checks.lines(parts.details, "details", &self.details, DETAILS);
        self.until.apply(parts.until);
        *parts.sort_until = parts
            .until
            .map_or_else(|| NO_END.to_owned(), |day| day.to_string());
        self.interaction.apply(parts.interaction);
        if let Some(goal) = parts.goal {
            self.goal.apply(goal);
        }
    }

    /// The topics with those added and removed: each as it is compared, and as it was written.
    pub(super) fn topics(&self, checks: &mut Checks, known: &[(String, String)]) -> Vec<(String, String)> {
        let name = if self.on_update { "addTopics" } else { "topics" };
        let mut topics = known.to_vec();
        let gone: Vec<_> = self.remove_topics.iter().filter_map(|text| topic(text)).collect();
        topics.retain(|(topic, _)| !gone.contains(topic));
        for (position, label) in self.add_topics.iter().enumerate() {
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

    /// Notes a problem for each record that is named and not in the workspace, and where it is given to the user's own person.
    ///
    /// # Errors
    /// The database fails.
    pub(super) async fn check_references(&self, tx: &Tx, checks: &mut Checks) -> Result<(), Failure> {
        if let Patch::Set(person) = self.person {
            people::require_other(tx, checks, Path::input("personId"), person).await?;
        }
        let (path, id) = (Path::input("interactionId"), self.interaction.as_set());
        tx.require::<interaction::Model>(checks, path, id.copied())
            .await?;
        let (path, id) = (Path::input("goalId"), self.goal.as_set());
        tx.require::<goal::Model>(checks, path, id.copied()).await
    }
}
