//! Payloads: what mutations answer. Each shows what was written, what was wrong with what was sent, and the workspace's last change.

use std::any::Any;
use std::sync::Arc;

use uuid::Uuid;

use super::computed::Computed;
use super::shape::{Field, FieldType, Object, Shape, Source, Target, Wrong};
use super::verb::Done;
use crate::graphql::kinds::ChangeSet;
use crate::graphql::moved::Moved;
use crate::graphql::problem;
use crate::graphql::scalars::Seq;
use crate::kit::Problem;

/// What came of a mutation: what all payloads are computed from.
#[derive(Clone, Default)]
pub struct Outcome {
    id: Option<Uuid>,
    value: Option<Arc<dyn Any + Send + Sync>>,
    seq: Option<i64>,
    set: Option<Uuid>,
    problems: Vec<Problem>,
    pub(super) moved: Moved,
}

impl Outcome {
    pub(super) fn of(done: Done) -> Self {
        let Done {
            id, value, seq, set, ..
        } = done;
        Self {
            id,
            value,
            seq,
            set: set.map(|set| set.0),
            ..Self::default()
        }
    }

    pub(super) fn refused(problems: Vec<Problem>) -> Self {
        Self {
            problems,
            ..Self::default()
        }
    }

    /// Stored with this change of the workspace, if it was not said which.
    pub(super) fn at(mut self, seq: i64) -> Self {
        self.seq.get_or_insert(seq);
        self
    }

    /// What the mutation left.
    #[must_use]
    pub fn value<T: Any>(&self) -> Option<&T> {
        self.value.as_ref()?.downcast_ref()
    }
}

/// What may have been refused, and then says why.
pub trait Refused: Send + Sync + 'static {
    /// What was wrong with what was sent.
    fn problems(&self) -> &[Problem];
}

impl Refused for Outcome {
    fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl<T: Refused> Computed<T> {
    /// What was wrong.
    #[must_use]
    pub fn problems(self, description: &'static str) -> Self {
        let problems: Wrong = |values, row| values.get::<T>(row).map(T::problems).unwrap_or_default();
        self.with(problem::field(description, problems))
    }
}

const WRONG: &str = "What was wrong with the input. When it is not empty, nothing was written.";

impl Object {
    /// A payload that shows the record that was written.
    #[must_use]
    pub fn payload<S: Shape>(
        name: &'static str,
        description: &'static str,
        field: &'static str,
        shown: &'static str,
    ) -> Self {
        let payload = Self::computed::<Outcome>(name, description);
        payload.written::<S>(field, shown).settled().moved().done()
    }
}

impl Field {
    /// Its payload, if it is a mutation.
    #[must_use]
    pub const fn answers(&self) -> Option<Target> {
        match self.source {
            Source::Verb(_, payload) => Some(payload),
            _ => None,
        }
    }

    /// It answers this payload.
    #[must_use]
    pub fn answering(mut self, payload: Target) -> Self {
        self.source = match self.source {
            Source::Verb(does, _) => Source::Verb(does, payload),
            other => other,
        };
        Self {
            kind: FieldType::One(payload),
            ..self
        }
    }
}

impl Computed<Outcome> {
    /// What has the id that the mutation left.
    #[must_use]
    pub fn written<S: Shape>(self, name: &'static str, description: &'static str) -> Self {
        self.one_of(Target::of::<S>(), name, description, |it| it.id)
    }

    /// What the mutation left, a `T`.
    #[must_use]
    pub fn shows<S: Shape, T: Any + Clone + Send + Sync>(
        self,
        name: &'static str,
        description: &'static str,
    ) -> Self {
        self.inner::<S, T>(name, description, |it| it.value::<T>().cloned())
    }

    /// What was wrong with the input, and the workspace's last change.
    #[must_use]
    pub fn settled(self) -> Self {
        self.problems(WRONG).seq()
    }

    /// The workspace's last change.
    #[must_use]
    pub fn seq(self) -> Self {
        self.value(
            "seq",
            "The workspace's last change: whoever has read up to it sees this write.",
            |it| it.seq.map(Seq),
        )
    }

    /// The change set that the mutation is.
    #[must_use]
    pub fn set(self) -> Self {
        self.one_of(
            Target::of::<ChangeSet>(),
            "changeSet",
            "What it changed, as a whole that `undoChangeSet` can undo; null where nothing was changed.",
            |it| it.set,
        )
    }

    /// The change set that the mutation is, where it may be one.
    #[must_use]
    pub fn perhaps_set(self) -> Self {
        self.one_of(
            Target::of::<ChangeSet>(),
            "changeSet",
            "What it changed, as a whole that `undoChangeSet` can undo, where that may be more than the record; else null.",
            |it| it.set,
        )
    }

    /// What became of today's agenda.
    #[must_use]
    pub fn moved(self) -> Self {
        self.value(
            "answeredNudges",
            "The keys of the nudges that stood in today's agenda before the write and no longer do: it answered them. Null unless it was \
             done, to callers without `AGENDA_READ`, and where the agenda could not be read. What others write at the same moment may be \
             among them. It is found by reading the agenda twice, and costs nothing unless it is selected.",
            |it| it.moved.answered.clone(),
        )
        .value(
            "raisedNudges",
            "The keys of the nudges that stand in today's agenda since the write, and of those that stood there before it and now say or \
             offer something else: another `title`, other `reasons` or `actions`, if only for a new revision. As `answeredNudges`.",
            |it| it.moved.raised.clone(),
        )
    }
}
