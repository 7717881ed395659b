//! Telephone numbers in E.164, the form in which they are dialled from anywhere: `+351912345678`.

use phonenumber::{Mode, country};
use unicode_normalization::UnicodeNormalization;

/// A country by whose rules a number without its country's code is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region(country::Id);

impl Region {
    /// The region of an ISO 3166 code of two letters in either case, if numbers are given out there.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        code.to_ascii_uppercase().parse().ok().map(Self)
    }
}

/// A number in E.164, if it is one that can be given out. One without its country's code needs the region. One with an extension
/// has no such form: E.164 has no place for it, and without it the number reaches everybody in the house.
#[must_use]
pub fn e164(number: &str, region: Option<Region>) -> Option<String> {
    let number = plain(number);
    if number.contains(|c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',' | '*')) {
        return None;
    }
    let digits = digits(&number);
    if region.is_none() && !digits.starts_with('+') {
        return None;
    }
    let parsed = phonenumber::parse(region.map(|region| region.0), digits).ok()?;
    parsed
        .is_valid()
        .then(|| parsed.format().mode(Mode::E164).to_string())
}

/// The number in the digits and signs of a telephone, whatever it was copied from: without the scheme of a link and the marks
/// for the direction of writing, which cannot be seen, and with the wide digits of East Asia and the Arabic ones as 0 to 9.
fn plain(number: &str) -> String {
    let digit = |c: char| {
        let above = |zero: char| (c as u32).checked_sub(zero as u32).filter(|value| *value < 10);
        let value = above('\u{660}').or_else(|| above('\u{6f0}'));
        value.and_then(|value| char::from_digit(value, 10)).unwrap_or(c)
    };
    let is_unseen = |c: &char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let seen: String = number.nfkc().filter(|c| !is_unseen(c)).map(digit).collect();
    let seen = seen.trim();
    match seen.split_at_checked(4) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest.trim().to_owned(),
        _ => seen.to_owned(),
    }
}

/// The digits of a number, behind a + where it has its country's code.
#[must_use]
pub fn digits(number: &str) -> String {
    let number = plain(number);
    let plus = if number.starts_with('+') { "+" } else { "" };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    // 00 dials out as + does.
    digits
        .strip_prefix("00")
        .map_or_else(|| format!("{plus}{digits}"), |rest| format!("+{rest}"))
}

/// The digits by which a number is found, however somebody writes it: as it is written, with its country's code, and as it is
/// dialled within the country, with and without what is dialled first there. An extension is left out.
#[must_use]
pub fn spellings(number: &str, region: Option<Region>) -> Vec<String> {
    let number = without_extension(number);
    let mut all: Vec<String> = dialled(&number).into_iter().collect();
    if let Some(form) = e164(&number, region)
        && let Ok(parsed) = phonenumber::parse(None, &form)
    {
        let national = parsed.format().mode(Mode::National).to_string();
        let code = format!("+{}", parsed.code().value());
        all.extend(form.strip_prefix(&code).map(str::to_owned));
        all.extend([digits(&national), form.trim_start_matches('+').to_owned()]);
    }
    all.retain(|digits| !digits.is_empty());
    all.sort_unstable();
    all.dedup();
    all
}

/// The digits that a text asks for, if it is written as a number is: nothing but digits and what stands between them, and perhaps
/// an extension, which is left out. With its country's code it begins with that.
#[must_use]
pub fn dialled(text: &str) -> Option<String> {
    let number = without_extension(text);
    let is_number = number.chars().all(|c| c.is_ascii_digit() || is_between_digits(c));
    let digits = digits(&number).trim_start_matches('+').to_owned();
    (is_number && digits.len() >= SHORTEST).then_some(digits)
}

/// Fewest digits that are looked for as a number.
const SHORTEST: usize = 2;

fn is_between_digits(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '+' | '(' | ')' | '[' | ']' | '/' | '.' | '-' | '\u{2010}'..='\u{2015}'
        )
}

/// The number before its extension. Written with its country's code, it may have what is dialled within the country in brackets.
#[must_use]
pub fn without_extension(number: &str) -> String {
    let number = plain(number);
    let end = number
        .char_indices()
        .find(|(at, c)| *at > 0 && (c.is_alphabetic() || matches!(c, '#' | ';' | ',' | '*')))
        .map_or(number.len(), |(at, _)| at);
    let number = number.get(..end).unwrap_or_default();
    if number.starts_with('+') || number.starts_with("00") {
        number.replace("(0)", "")
    } else {
        number.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn in_region(number: &str, region: &str) -> Option<String> {
        e164(number, Some(Region::parse(region).unwrap()))
    }

    #[test]
    fn a_number_has_one_form_however_it_is_written() {
        for number in [
            "+49 30 901820",
            "0049 30 90 18 20",
            "+49 (0)30 901820",
            "tel:+49-30-901820",
            " +4930/901820 ",
            "\u{202a}+49 30 901820\u{202c}",
            "\u{200e}+49\u{a0}30\u{a0}901820",
            "＋４９ ３０ ９０１８２０",
            "+٤٩ ٣٠ ٩٠١٨٢٠",
        ] {
            assert_eq!(e164(number, None).as_deref(), Some("+4930901820"), "{number}");
        }
        assert_eq!(in_region("030 901820", "de").as_deref(), Some("+4930901820"));
        assert_eq!(in_region("(650) 253-0000", "US").as_deref(), Some("+16502530000"));
        assert_eq!(
            in_region("+351 912 345 678", "US").as_deref(),
            Some("+351912345678")
        );
    }

    #[test]
    fn what_is_no_whole_number_has_no_form() {
        for number in [
            "",
            "030 901820",
            "+49",
            "+999 123 456",
            "call me",
            "+49 30 901820 ext. 12",
            "+49 30 901820,12",
        ] {
            assert_eq!(e164(number, None), None, "{number}");
        }
        assert_eq!(in_region("12", "DE"), None);
        assert!(Region::parse("XX").is_none() && Region::parse("Germany").is_none());
    }

    #[test]
    fn a_number_is_found_by_each_of_its_spellings() {
        let typed = [
            "+49 30 901820",
            "0049 30 901820",
            "+49 (0)30 901820",
            "030 901820",
            "(030) 90 18 20",
            "030/901820",
            "030.901.820",
            "030-901820",
            "+49 30 901820 ext. 12",
            "030 901820;ext=12",
            "tel:+49-30-901820",
        ];
        let kept = ["+49 30 901820", "0049-30-901820 x12", "030/90 18 20"];
        for kept in kept {
            let known = spellings(kept, Region::parse("DE"));
            for typed in typed {
                let digits = dialled(typed).unwrap();
                assert!(known.contains(&digits), "{typed} finds {kept}: {known:?}");
            }
        }
        assert!(spellings("030 901820", None).contains(&"030901820".to_owned()));
        for text in ["", "Ana", "1", "call 030", "-", "030 Ana 5"] {
            assert!(dialled(text).is_none() || text.contains("030 Ana"), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_form_is_its_own(number in "[+0-9 ()/-]{0,20}", region in prop::sample::select(vec!["DE", "US", "IT", "JP"])) {
            if let Some(form) = in_region(&number, region) {
                prop_assert_eq!(e164(&form, None), Some(form));
            }
        }

        #[test]
        fn any_text_is_answered(text in "\\PC{0,20}") {
            let _ = in_region(&text, "DE");
        }
    }
}
