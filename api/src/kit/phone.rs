//! Telephone numbers in E.164, the form in which they are dialled from anywhere: `+351912345678`.

use phonenumber::{Mode, country};

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
    let number = number.trim();
    let number = match number.split_at_checked(4) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("tel:") => rest,
        _ => number,
    };
    if number.contains(|c: char| c.is_alphabetic() || matches!(c, '#' | ';' | ',' | '*')) {
        return None;
    }
    let digits = digits(number);
    if region.is_none() && !digits.starts_with('+') {
        return None;
    }
    let parsed = phonenumber::parse(region.map(|region| region.0), digits).ok()?;
    parsed
        .is_valid()
        .then(|| parsed.format().mode(Mode::E164).to_string())
}

/// The digits of a number, behind a + where it has its country's code.
#[must_use]
pub fn digits(number: &str) -> String {
    let plus = if number.starts_with('+') { "+" } else { "" };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    // 00 dials out as + does.
    digits
        .strip_prefix("00")
        .map_or_else(|| format!("{plus}{digits}"), |rest| format!("+{rest}"))
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
