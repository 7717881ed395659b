//! The lines of one card put together to properties: folded lines, soft line breaks of quoted-printable, and line breaks that
//! stand in a value as they are.

use super::super::remarks::Remarks;
use super::head::{MAX_HEAD, is_quoted_printable, property, whole};
use super::prose::{Line, Manner, below_a_note, has_form};

/// Properties of text, which a bare line may go on with.
const TEXTS: [&str; 10] = [
    "NOTE",
    "FN",
    "N",
    "NICKNAME",
    "ORG",
    "TITLE",
    "ROLE",
    "ADR",
    "LABEL",
    "CATEGORIES",
];

const NO_PROPERTY: &str = "a line that is no property:";

/// The card with each property on one line, decoded, for the parser. What is no property is told.
pub(super) fn properties(card: &str, remarks: &mut Remarks) -> String {
    let mut reader = Reader {
        out: String::with_capacity(card.len() + 32),
        remarks,
        open: None,
        quoted: false,
        soft_break: false,
        blank: 0,
        loose: false,
        manner: Manner::default(),
        indents_soft_breaks: indents_soft_breaks(card),
    };
    reader.out.push_str("BEGIN:VCARD\n");
    card.lines().for_each(|line| reader.take(line));
    reader.close();
    reader.out.push_str("END:VCARD\n");
    reader.out
}

struct Reader<'r> {
    out: String,
    remarks: &'r mut Remarks,
    /// The property being read.
    open: Option<String>,
    /// Its value is in quoted-printable.
    quoted: bool,
    /// It ended in a soft line break.
    soft_break: bool,
    /// Empty lines since.
    blank: usize,
    /// It ran over bare lines.
    loose: bool,
    manner: Manner,
    indents_soft_breaks: bool,
}

impl Reader<'_> {
    fn take(&mut self, line: &str) {
        let indented = line.strip_prefix([' ', '\t']);
        let is_blank = line.trim().is_empty();
        if self.open.is_some() && !self.soft_break && !is_blank && indented.is_none() && self.goes_on(line) {
            return self.go_on(line);
        }
        match (&mut self.open, indented) {
            (Some(open), _) if self.soft_break => {
                open.pop();
                let fold = indented.filter(|_| self.indents_soft_breaks);
                open.push_str(fold.unwrap_or(line));
                self.soft_break = line.ends_with('=');
            }
            (Some(open), Some(folded)) if self.blank == 0 => {
                let before = open.len();
                open.push_str(folded);
                // Behind the head nothing says how the value is written down.
                if before < MAX_HEAD {
                    self.quoted = is_quoted_printable(open);
                }
                self.soft_break = self.quoted && line.ends_with('=');
            }
            _ if is_blank => self.blank += 1,
            _ => {
                self.close();
                self.begin(line.trim_start());
            }
        }
    }

    /// A line break that stands in the value as it is.
    fn go_on(&mut self, line: &str) {
        let breaks = "\n".repeat(self.blank + 1);
        if let Some(open) = &mut self.open {
            open.push_str(&breaks);
            open.push_str(line.trim_end());
            self.soft_break = self.quoted && line.ends_with('=');
        }
        (self.blank, self.loose) = (0, true);
    }

    /// Whether a line that is not indented goes on with the property above. Where it could be meant as one of its own, that is told.
    fn goes_on(&mut self, line: &str) -> bool {
        let Some(open) = &self.open else { return false };
        let name = property(open);
        let looks = if name.eq_ignore_ascii_case("NOTE") {
            below_a_note(line, self.manner, self.loose)
        } else if has_form(line) || !TEXTS.iter().any(|text| text.eq_ignore_ascii_case(name)) {
            Line::Property
        } else {
            Line::Prose
        };
        if looks == Line::Doubtful {
            self.remarks
                .doubt("kept as part of NOTE, though it could be a property", line);
        }
        looks != Line::Property
    }

    fn begin(&mut self, line: &str) {
        if !has_form(line) {
            return self.remarks.left_out(NO_PROPERTY, line);
        }
        self.manner.learn(line);
        self.quoted = is_quoted_printable(line);
        self.soft_break = self.quoted && line.ends_with('=');
        self.open = Some(line.to_owned());
    }

    fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            if self.soft_break {
                open.pop();
            }
            match whole(&open) {
                Some(line) => {
                    self.out.push_str(&line);
                    self.out.push('\n');
                }
                None => self.remarks.left_out(NO_PROPERTY, &open),
            }
        }
        (self.soft_break, self.blank, self.loose) = (false, 0, false);
    }
}

/// Some programs indent what follows a soft line break as if it were folded, too; elsewhere such a space is of the text.
/// The card tells: one that leaves a single such line unindented does not indent.
fn indents_soft_breaks(card: &str) -> bool {
    let mut soft = false;
    for line in card.lines() {
        if soft && !line.is_empty() && !line.starts_with([' ', '\t']) {
            return false;
        }
        soft = line.ends_with('=') && (soft || is_quoted_printable(line));
    }
    true
}
