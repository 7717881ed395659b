//! Names of months in the languages of those who export tables.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How months begin in English, German, French, Spanish, Portuguese, Italian, Dutch, Danish, Norwegian, Swedish, Polish, Czech,
/// Turkish, Indonesian, Romanian, Finnish, Russian and Ukrainian, without accents. The longest beginning tells.
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "gen", "ene", "ian", "sty", "led", "oca", "tammi", "янв", "січ",
    ],
    &["feb", "fev", "fevr", "lut", "uno", "sub", "helmi", "фев", "лют"],
    &[
        "mar", "mrz", "mrt", "maart", "maerz", "bre", "maalis", "мар", "бер",
    ],
    &["apr", "avr", "abr", "kwi", "dub", "nis", "huhti", "апр", "кві"],
    &[
        "may", "mai", "mag", "maj", "mei", "kve", "touko", "маи", "мая", "тра",
    ],
    &[
        "jun", "juin", "giu", "iun", "cze", "cerven", "cvn", "haz", "kesa", "июн", "чер",
    ],
    &[
        "jul", "juil", "lug", "iul", "lip", "cervenec", "cervence", "cvc", "tem", "heina", "июл", "лип",
    ],
    &["aug", "aou", "ago", "agu", "sie", "srp", "elo", "авг", "сер"],
    &["sep", "set", "wrz", "zar", "eyl", "syys", "сен", "вер"],
    &[
        "oct", "okt", "ott", "out", "paz", "rij", "eki", "loka", "окт", "жов",
    ],
    &["nov", "noi", "lis", "kas", "marras", "ноя", "лис"],
    &[
        "dec", "dez", "dic", "des", "gru", "pro", "ara", "joulu", "дек", "гру",
    ],
];

/// The month that a word, or its beginning, names.
pub(super) fn month_name(word: &str) -> Option<u32> {
    let plain: String = word.nfd().filter(|letter| !is_combining_mark(*letter)).collect();
    let plain = plain.to_lowercase();
    let begins = |names: &[&str]| {
        names
            .iter()
            .filter(|name| plain.starts_with(**name))
            .map(|name| name.len())
            .max()
    };
    let found = (1..)
        .zip(MONTHS)
        .filter_map(|(month, names)| Some((begins(names)?, month)));
    found.max_by_key(|(length, _)| *length).map(|(_, month)| month)
}
