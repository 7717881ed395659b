//! The spellings of names, addresses and numbers as they were when this index was made.

use std::collections::BTreeSet;

use phonenumber::Mode;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const LENGTH: usize = 64;
const SPELLINGS: usize = 200;

/// The spellings of a name.
pub fn of_name(name: &str) -> BTreeSet<String> {
    let name = with_apostrophes(name);
    let mut all = BTreeSet::new();
    for written in [fold(&name), fold(&with_umlauts_expanded(&name))] {
        for chunk in written.split(' ') {
            for piece in chunk.split(|c: char| !c.is_alphanumeric() && c != '\'') {
                for part in piece.split('\'') {
                    add(&mut all, part);
                }
                add(&mut all, &letters(piece));
            }
            // Written together: OBrien, Jeanluc.
            add(&mut all, &letters(chunk));
        }
        if written.contains(is_a_beginning) {
            add(&mut all, &letters(&written));
        }
    }
    all
}

/// The spellings of an e-mail address: all of it, and the words of what stands before the @. Its domain is no name of theirs.
pub fn of_email(address: &str) -> BTreeSet<String> {
    let address = fold(address);
    let local = address.split('@').next().unwrap_or_default();
    let mut all: BTreeSet<String> = words(local).into_iter().take(SPELLINGS).collect();
    all.extend([cut(&address), letters(local)]);
    all.remove("");
    all
}

/// The digits by which a number is found.
pub fn of_phone(number: &str, e164: Option<&str>) -> BTreeSet<String> {
    let number = number.trim();
    let end = number
        .char_indices()
        .find(|(at, c)| *at > 0 && (c.is_alphabetic() || matches!(c, '#' | ';' | ',' | '*')))
        .map_or(number.len(), |(at, _)| at);
    let number = number.get(..end).unwrap_or_default();
    let is_whole = number.starts_with('+') || number.starts_with("00");
    let number = if is_whole {
        number.replace("(0)", "")
    } else {
        number.to_owned()
    };
    let written = digits(&number);
    let written = written.strip_prefix("00").unwrap_or(&written);
    let mut all = BTreeSet::from([written.to_owned()]);
    let form = e164.map_or_else(|| format!("+{written}"), str::to_owned);
    if (e164.is_some() || is_whole)
        && let Ok(parsed) = phonenumber::parse(None, &form)
        && parsed.is_valid()
    {
        let form = parsed.format().mode(Mode::E164).to_string();
        let code = format!("+{}", parsed.code().value());
        all.extend(form.strip_prefix(&code).map(str::to_owned));
        all.extend([
            digits(&form),
            digits(&parsed.format().mode(Mode::National).to_string()),
        ]);
    }
    all.remove("");
    all
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .take(LENGTH)
        .collect()
}

fn cut(text: &str) -> String {
    text.chars().take(LENGTH).collect()
}

/// Adds a word, and what begins within it where words are written without spaces.
fn add(all: &mut BTreeSet<String>, word: &str) {
    let mut before = None;
    for (at, c) in word.char_indices() {
        let begins = is_a_beginning(c) || before.is_some_and(is_without_spaces);
        if (before.is_none() || begins) && all.len() < SPELLINGS {
            all.extend(word.get(at..).map(cut));
        }
        before = Some(c);
    }
}

/// Whether a word may begin at this character in the middle of others. Korean syllables are folded to their sounds, of which the
/// first is of these.
const fn is_a_beginning(c: char) -> bool {
    is_without_spaces(c) || matches!(c, '\u{1100}'..='\u{115f}')
}

/// One sign for all that people write as an apostrophe; folding would make spaces or letters of some.
fn with_apostrophes(text: &str) -> String {
    let is_one = |c: char| {
        matches!(
            c,
            '\u{2018}' | '\u{2019}' | '`' | '\u{b4}' | '\u{2b9}'..='\u{2bf}' | '\u{2032}' | '\u{ff07}'
        )
    };
    text.replace(is_one, "'")
}

/// As it is written where there are no umlauts: `Mueller`.
fn with_umlauts_expanded(text: &str) -> String {
    let mut expanded = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => expanded.push_str("ae"),
            'ö' | 'Ö' | 'ø' | 'Ø' => expanded.push_str("oe"),
            'ü' | 'Ü' => expanded.push_str("ue"),
            'å' | 'Å' => expanded.push_str("aa"),
            c => expanded.push(c),
        }
    }
    expanded
}

/// The text as it is sorted and searched by: in lower case, without accents and other marks, with single spaces.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let marks_off = text
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase);
    for c in marks_off {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            c if c.is_whitespace() || c.is_control() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            // Lower-casing can bring a mark back (İ), which the filter above did not see.
            c if is_combining_mark(c) => {}
            c => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The words of a text, folded, in order. Scripts written without spaces give a word for each character.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for run in fold(text).split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in run.chars() {
            if is_without_spaces(c) {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                words.push(c.to_string());
            } else if word.chars().count() < LENGTH {
                word.push(c);
            }
        }
        words.extend((!word.is_empty()).then_some(word));
    }
    words
}

/// Whether a character belongs to a script that puts no spaces between words: Chinese, Japanese, Thai, Lao, Khmer …
const fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
