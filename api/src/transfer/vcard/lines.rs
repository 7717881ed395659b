//! A file cut into cards before any is parsed, so that what is wrong with one card cannot reach the next.
//!
//! Left to itself the parser loses the card after a missing `END:VCARD` together with the broken one, and spends memory
//! on photos and on endless lists. What is left of a card here is bounded, and what was taken out of it is told.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::remarks::Remarks;
use super::head::{is_agent, is_quoted_printable, property};
use crate::photos;

/// The lines of one card between its `BEGIN` and its `END`, and what is wrong with them if anything is.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) remarks: Remarks,
    /// The first picture that stands in the card itself.
    pub(super) photo: Option<Vec<u8>>,
    pub(super) flaw: Option<&'static str>,
}

/// The largest card read, in bytes without its photos. A summary of the greatest length is a tenth of it.
const MAX_CARD: usize = 1024 * 1024;

/// The longest value of a photo that can be taken: four letters stand for three bytes.
const LONGEST: usize = photos::LARGEST / 3 * 4 + 1024;

/// Base64 with or without what fills it up at its end.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

const NO_END: &str = "the card has no END:VCARD line; the file may be cut short";
const NO_BEGIN: &str = "the card has no BEGIN:VCARD line";
const TOO_LARGE: &str = "the card is larger than 1 MiB, not counting its photos";

/// Whether this line opens a card.
pub(in super::super) fn opens_card(line: &str) -> bool {
    is_marker(line, "BEGIN")
}

fn closes_card(line: &str) -> bool {
    is_marker(line, "END")
}

fn is_marker(line: &str, word: &str) -> bool {
    line.split_once(':').is_some_and(|(name, value)| {
        name.trim().eq_ignore_ascii_case(word) && value.trim().eq_ignore_ascii_case("VCARD")
    })
}

/// Cuts `text` into at most `max` cards; one more than that is a sign that there are too many.
pub(super) fn pieces(text: &str, max: usize) -> Vec<Piece> {
    // Files of the old Macintosh end their lines with a carriage return alone.
    let text = if text.contains('\n') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace('\r', "\n"))
    };
    let mut cutter = Cutter::default();
    let mut rest = Some(text.as_ref());
    while let Some(text) = rest.filter(|_| cutter.pieces.len() <= max) {
        let (line, after) = next_line(text);
        cutter.take(line);
        rest = after;
    }
    cutter.close(Some(NO_END));
    cutter.pieces
}

/// The first line of `text` without its end, and what follows if anything does.
fn next_line(text: &str) -> (&str, Option<&str>) {
    let (line, after) = match text.split_once('\n') {
        Some((line, after)) => (line, Some(after)),
        None => (text, None),
    };
    (line.strip_suffix('\r').unwrap_or(line), after)
}

#[derive(Default)]
struct Cutter {
    pieces: Vec<Piece>,
    /// The card being read.
    open: Option<String>,
    /// What was taken out of it.
    remarks: Remarks,
    /// The card being read has grown too large; what more it says is dropped.
    too_large: bool,
    /// Lines since the last card, that belong to none.
    stray: String,
    /// How deep inside the card of an `AGENT`: vCard 2.1 and 3.0 nest whole cards there, of somebody else.
    agent: usize,
    /// The line before was `AGENT:`, so a card that begins now is nested.
    after_agent: bool,
    /// The line before ended in the soft line break of quoted-printable.
    soft_break: bool,
    /// The photo or the like that is being read.
    media: Option<Media>,
    /// The first picture of the card.
    photo: Option<Vec<u8>>,
}

impl Cutter {
    fn take(&mut self, line: &str) {
        let folded = line.starts_with([' ', '\t']);
        if opens_card(line) && !(folded && self.open.is_some()) {
            self.begin();
        } else if closes_card(line) && (!folded || self.open.is_none() || self.agent > 0) {
            self.end();
        } else if self.agent > 0 {
            self.after_agent = is_agent(line);
        } else if self.open.is_some() {
            self.property_line(line, folded);
        } else if self.stray.len() + line.len() < MAX_CARD {
            self.stray.push_str(line);
            self.stray.push('\n');
        }
    }

    fn property_line(&mut self, line: &str, folded: bool) {
        if self.too_large {
            self.after_agent = is_agent(line);
            return;
        }
        // vCard 2.1 may carry base64 on in lines that are not indented.
        if let Some(media) = self.media.as_mut().filter(|_| folded || is_base64(line)) {
            media.add(line.trim());
            return;
        }
        self.close_media();
        let continues = folded || self.soft_break;
        self.media = Media::begins(line).filter(|_| !continues);
        if self.media.is_some() {
            return;
        }
        self.soft_break = line.ends_with('=') && (self.soft_break || is_quoted_printable(line));
        if !line.trim().is_empty() {
            self.after_agent = !continues && is_agent(line);
        }
        // `AGENT:BEGIN:VCARD` opens the nested card on the same line.
        let value = line.split_once(':').map(|(_, value)| value);
        if self.after_agent && value.is_some_and(opens_card) {
            self.begin_agent(1);
        } else if let Some(open) = &mut self.open {
            if open.len() + line.len() < MAX_CARD {
                open.push_str(line);
                open.push('\n');
            } else {
                self.too_large = true;
            }
        }
    }

    fn begin(&mut self) {
        if self.open.is_some() && self.after_agent {
            self.begin_agent(self.agent + 1);
            self.after_agent = false;
        } else {
            self.close(Some(NO_END));
            self.stray.clear();
            self.open = Some(String::new());
        }
    }

    fn begin_agent(&mut self, depth: usize) {
        self.agent = depth;
        self.remarks.left_out_thing("AGENT (the card of somebody else)");
    }

    fn end(&mut self) {
        if self.agent > 0 {
            self.agent -= 1;
            self.after_agent = false;
        } else if self.open.is_some() {
            self.close(None);
        } else {
            let text = std::mem::take(&mut self.stray);
            if !text.trim().is_empty() {
                self.open = Some(text);
                self.close(Some(NO_BEGIN));
            }
        }
    }

    fn close_media(&mut self) {
        if let Some(media) = self.media.take() {
            match media.picture().filter(|_| self.photo.is_none()) {
                Some(photo) => self.photo = Some(photo),
                None => media.tell(&mut self.remarks),
            }
        }
    }

    fn close(&mut self, flaw: Option<&'static str>) {
        self.close_media();
        if let Some(text) = self.open.take() {
            let flaw = if self.too_large { Some(TOO_LARGE) } else { flaw };
            let remarks = std::mem::take(&mut self.remarks);
            let photo = self.photo.take();
            self.pieces.push(Piece {
                text,
                remarks,
                photo,
                flaw,
            });
        }
        *self = Self {
            pieces: std::mem::take(&mut self.pieces),
            stray: std::mem::take(&mut self.stray),
            ..Self::default()
        };
    }
}

/// A property that can be most of a file, of which only pictures are imported.
struct Media {
    name: String,
    /// What the value begins with: enough to tell an address from the thing itself.
    start: String,
    length: usize,
    /// A photo, as far as it is no larger than one that is taken.
    value: String,
}

impl Media {
    fn begins(line: &str) -> Option<Self> {
        let name = property(line);
        let media = ["PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"];
        let name = media.iter().find(|media| name.eq_ignore_ascii_case(media))?;
        let value = line.split_once(':').map_or("", |(_, value)| value.trim());
        let mut media = Self {
            name: (*name).to_owned(),
            start: value.chars().take(100).collect(),
            length: 0,
            value: String::new(),
        };
        media.add(value);
        Some(media)
    }

    fn add(&mut self, value: &str) {
        self.length += value.len();
        if self.name == "PHOTO" && self.length <= LONGEST {
            self.value.push_str(value);
        }
    }

    /// The picture, if it stands in the card and is one that is taken.
    fn picture(&self) -> Option<Vec<u8>> {
        if self.name != "PHOTO" || self.length > LONGEST {
            return None;
        }
        // What separates within a property is escaped by some.
        let value = self.value.replace('\\', "");
        let base64 = match value.split_once(',') {
            Some((head, base64)) if head.to_ascii_lowercase().starts_with("data:") => base64,
            Some(_) => return None,
            None => value.as_str(),
        };
        let bytes = LENIENT.decode(base64).ok()?;
        (bytes.len() <= photos::LARGEST && photos::kind(&bytes).is_some()).then_some(bytes)
    }

    fn tell(self, remarks: &mut Remarks) {
        let lower = self.start.to_ascii_lowercase();
        if ["http:", "https:", "file:", "ftp:"]
            .iter()
            .any(|scheme| lower.starts_with(scheme))
        {
            return remarks.left_out(&self.name, &self.start);
        }
        let what = match self.name.as_str() {
            "SOUND" => "sound, ",
            "KEY" => "",
            _ => "image, ",
        };
        // Three bytes are four letters of base64.
        match self.length / 4 * 3 {
            0 => {}
            few @ 1..1_000 => remarks.left_out_thing(&format!("{} ({what}{few} bytes)", self.name)),
            many => remarks.left_out_thing(&format!("{} ({what}{} kB)", self.name, many / 1_000)),
        }
    }
}

fn is_base64(line: &str) -> bool {
    let base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    !line.is_empty() && line.bytes().all(base64)
}
