//! Countries: by their codes in ISO 3166-1, and by what address books call them.

use std::collections::HashMap;
use std::sync::LazyLock;

use keshvar::CountryIterator;

use super::fold::fold;

/// What is written for a country and is neither its code nor a name of it; and what could be two countries.
const OTHERS: [(&str, &str); 8] = [
    ("Congo", "CD"),
    ("Congo", "CG"),
    ("Korea", "KP"),
    ("Korea", "KR"),
    ("UK", "GB"),
    ("Scotland", "GB"),
    ("Wales", "GB"),
    ("Holland", "NL"),
];

static CODES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let codes = CountryIterator::new().map(|country| country.alpha2().to_string());
    codes.map(|code| (code.clone(), code)).collect()
});

/// The codes by all that countries are called, without case, accents and signs. What is said of two countries is said of none.
static NAMES: LazyLock<HashMap<String, Option<String>>> = LazyLock::new(|| {
    let mut names: HashMap<String, Option<String>> = HashMap::new();
    let mut add = |name: &str, code: &str| {
        let known = names.entry(bare(name)).or_insert_with(|| Some(code.to_owned()));
        if known.as_deref() != Some(code) {
            *known = None;
        }
    };
    for country in CountryIterator::new() {
        let code = country.alpha2().to_string();
        add(&code, &code);
        add(&country.alpha3().to_string(), &code);
        for name in [country.iso_short_name(), country.iso_long_name()] {
            add(name, &code);
        }
        for name in country.unofficial_name_list() {
            add(name, &code);
        }
    }
    for (name, code) in OTHERS {
        add(name, code);
    }
    names.remove("");
    names
});

fn bare(name: &str) -> String {
    let name = fold(name);
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// The code in capitals, if a country has these two letters.
#[must_use]
pub fn of_code(code: &str) -> Option<&'static str> {
    CODES.get(&code.trim().to_ascii_uppercase()).map(String::as_str)
}

/// The code of the country that is called so, or has this code of two or three letters; none where it could be another one.
#[must_use]
pub fn of_name(name: &str) -> Option<&'static str> {
    NAMES.get(&bare(name))?.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_one_of_the_standard() {
        assert_eq!((of_code("pt"), of_code(" DE ")), (Some("PT"), Some("DE")));
        for none in ["", "P", "UK", "EU", "XX", "Portugal", "PRT"] {
            assert_eq!(of_code(none), None, "{none}");
        }
        assert_eq!(CODES.len(), 249);
    }

    #[test]
    fn a_name_is_known_in_some_languages_and_never_guessed() {
        for (name, code) in [
            ("Germany", "DE"),
            ("DEUTSCHLAND", "DE"),
            ("Österreich", "AT"),
            ("osterreich", "AT"),
            ("U.S.A.", "US"),
            ("the United States of America", "US"),
            ("us", "US"),
            ("GBR", "GB"),
            ("U.K.", "GB"),
            ("Suisse", "CH"),
            ("Portugal", "PT"),
        ] {
            assert_eq!(of_name(name), Some(code), "{name}");
        }
        for none in ["", " - ", "Congo", "Korea", "Atlantis", "New York"] {
            assert_eq!(of_name(none), None, "{none}");
        }
    }
}
