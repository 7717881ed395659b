//! Checks on input: each failure names its field, and all of them are told at once.

use std::fmt;

use super::failure::{Code, Detail, Failure, Problem};
use super::{Patch, line};

/// A place in the input, as the client wrote it: `["input", "contactPoints", "0", "value"]`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Path(pub Vec<String>);

impl Path {
    /// An argument of the mutation, such as `id`.
    pub fn argument(name: impl Into<String>) -> Self {
        Self(vec![name.into()])
    }

    /// A field of the argument `input`.
    #[must_use]
    pub fn input(field: &str) -> Self {
        Self(vec!["input".to_owned(), field.to_owned()])
    }

    /// The same place, seen from outside of `whole`, in which it is.
    #[must_use]
    pub fn within(self, whole: &Self) -> Self {
        let mut path = whole.clone();
        path.0.extend(self.0);
        path
    }

    /// A field or position within.
    #[must_use]
    pub fn at(&self, part: impl fmt::Display) -> Self {
        let mut path = self.clone();
        path.0.push(part.to_string());
        path
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// Problems found so far.
#[derive(Debug, Default)]
pub struct Checks(Vec<Problem>);

impl Checks {
    /// No problem yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Notes a problem.
    pub fn note(&mut self, code: Code, path: Path, message: impl Into<String>) {
        self.0.push(Problem::new(code, path, message));
    }

    /// Notes a problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// A text that may have many lines, trimmed; what shows nothing counts as none. Longer than `max` characters is a problem.
    pub fn text(&mut self, path: Path, value: Option<&str>, max: usize) -> Option<String> {
        let value = value?;
        self.kept(path, value, line::block(value), max)
    }

    /// A text of one line, such as a name: as [`Self::text`], and its line breaks are spaces.
    pub fn one_line(&mut self, path: Path, value: Option<&str>, max: usize) -> Option<String> {
        let value = value?;
        let text = line::line(value);
        if text.contains(|letter: char| letter.is_control() && letter != '\0') {
            self.note(
                Code::Invalid,
                path.clone(),
                "the text contains a control character",
            );
        }
        self.kept(path, value, text, max)
    }

    fn kept(&mut self, path: Path, value: &str, text: String, max: usize) -> Option<String> {
        if value.contains('\0') {
            self.note(Code::Invalid, path, "the text contains a NUL character");
            return Some(text);
        }
        self.letters(path, &text, max);
        (!text.is_empty()).then_some(text)
    }

    /// Notes a problem where a text, as it is, has more than `max` characters.
    pub fn letters(&mut self, path: Path, text: &str, max: usize) {
        if text.chars().count() > max {
            let limit = i32::try_from(max).unwrap_or(i32::MAX);
            let message = format!("at most {max} characters are allowed");
            self.0
                .push(Problem::new(Code::TooLong, path, message).with(Detail::Max(limit)));
        }
    }

    /// A text of one line; none is a problem.
    pub fn required(&mut self, path: Path, value: Option<&str>, max: usize) -> String {
        let text = self.one_line(path.clone(), value, max);
        self.needed(path, text)
    }

    /// A text that may have many lines; none is a problem.
    pub fn required_text(&mut self, path: Path, value: Option<&str>, max: usize) -> String {
        let text = self.text(path.clone(), value, max);
        self.needed(path, text)
    }

    fn needed(&mut self, path: Path, text: Option<String>) -> String {
        if text.is_none() {
            self.note(Code::Required, path, "a value is required");
        }
        text.unwrap_or_default()
    }

    /// Applies a patch to a field of the input that may be empty, and is one line.
    pub fn line(&mut self, field: &mut Option<String>, name: &str, patch: &Patch<String>, max: usize) {
        match patch {
            Patch::Keep => {}
            Patch::Clear => *field = None,
            Patch::Set(text) => *field = self.one_line(Path::input(name), Some(text), max),
        }
    }

    /// Applies a patch to a field of the input that may be empty, and may have many lines.
    pub fn lines(&mut self, field: &mut Option<String>, name: &str, patch: &Patch<String>, max: usize) {
        match patch {
            Patch::Keep => {}
            Patch::Clear => *field = None,
            Patch::Set(text) => *field = self.text(Path::input(name), Some(text), max),
        }
    }

    /// Notes a problem where a list has more than `max` entries.
    pub fn count(&mut self, path: Path, count: usize, max: usize) {
        if count > max {
            let limit = i32::try_from(max).unwrap_or(i32::MAX);
            let problem = Problem::new(Code::TooMany, path, format!("at most {max} entries are allowed"));
            self.0.push(problem.with(Detail::Max(limit)));
        }
    }

    /// Whether nothing was wrong so far.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Goes on only if nothing was wrong.
    ///
    /// # Errors
    /// All problems, in the order in which they were found.
    pub fn done(self) -> Result<(), Failure> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Failure::Rejected(self.0))
        }
    }
}
