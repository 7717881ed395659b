//! Second entries of people who are there.

use super::names::{CULTURES, HOSTS, NICKNAMES, ROLES};
use super::people::{BORN, birthday};
use super::{Card, Dice, Point, Via, plain};

/// In which way a second entry of somebody differs from their first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Plant {
    /// The same name, and one or two ways to reach them that are theirs alone.
    Exact,
    /// The same, written in another way: another case, another form of the number, another address of the same page.
    Respelt,
    /// The same name at the same company, and nothing else in common.
    Colleague,
    /// The same name and birthday, and nothing else in common.
    Birthday,
    /// A slip in the name.
    Typo,
    /// A slip in the name at the same company, and nothing else in common.
    TypoAtWork,
    /// What friends call them.
    Nickname,
    /// The same at the same company, and nothing else in common.
    NicknameAtWork,
    /// The last name first.
    Swapped,
    /// An initial in place of the first name.
    Initial,
    /// Without accents.
    Accents,
    /// Another last name, and two ways to reach them.
    Married,
    /// The first name alone, and their own number.
    GivenOnly,
    /// The same name or nearly so, and the number, the mailbox or the address of the house.
    Household,
    /// The same name, and nothing else in common.
    Bare,
}

/// How many of a hundred second entries are of which kind.
const SHARES: &[(Plant, usize)] = &[
    (Plant::Exact, 20),
    (Plant::Respelt, 12),
    (Plant::Colleague, 9),
    (Plant::Birthday, 3),
    (Plant::Typo, 15),
    (Plant::TypoAtWork, 4),
    (Plant::Nickname, 11),
    (Plant::NicknameAtWork, 3),
    (Plant::Swapped, 6),
    (Plant::Initial, 4),
    (Plant::Accents, 4),
    (Plant::Married, 3),
    (Plant::GivenOnly, 2),
    (Plant::Household, 3),
    (Plant::Bare, 1),
];

/// Adds so many second entries of people who are there. One of twenty is a third.
pub fn plant(dice: &mut Dice, cards: &mut Vec<Card>, count: usize) {
    let (people, end) = (cards.len(), cards.len() + count);
    let mut entries = vec![1; people];
    while cards.len() < end {
        let kind = kind(dice);
        let most = if dice.chance(5) { 2 } else { 1 };
        // Not everybody can be written in every way.
        for _ in 0..2_000 {
            let who = dice.below(people);
            if entries[who] != most {
                continue;
            }
            if let Some(card) = second(dice, &mut cards[who], kind) {
                entries[who] += 1;
                cards.push(card);
                break;
            }
        }
    }
}

fn kind(dice: &mut Dice) -> Plant {
    let mut place = dice.below(100);
    for (plant, share) in SHARES {
        if place < *share {
            return *plant;
        }
        place -= share;
    }
    Plant::Exact
}

/// The first and the last name.
fn name(card: &Card) -> Option<(String, String)> {
    match (&card.given, &card.family) {
        (Some(given), Some(family)) => Some((given.clone(), family.clone())),
        _ => {
            let (given, family) = card.display.split_once(' ')?;
            let family = family.trim_end_matches(" Sr.").trim_end_matches(" Jr.");
            Some((given.to_owned(), family.to_owned()))
        }
    }
}

/// A second entry of somebody, if there can be one of this kind.
fn second(dice: &mut Dice, first: &mut Card, kind: Plant) -> Option<Card> {
    let (given, family) = name(first)?;
    let mut card = Card {
        who: first.who,
        household: first.household,
        plant: Some(kind),
        ..Card::default()
    };
    let has_suffix = first.display.ends_with('.');
    // A second entry of a son says that he is the son.
    let behind = if has_suffix {
        first
            .display
            .rsplit_once(' ')
            .map(|(_, suffix)| suffix.to_owned())
    } else {
        None
    };
    let (mut new_given, mut new_family) = (given.clone(), family.clone());
    let mut shared = 1 + usize::from(dice.chance(25));
    match kind {
        Plant::Exact | Plant::Respelt => {}
        Plant::Colleague => {
            card.work = Some(first.work.clone()?);
            shared = 0;
        }
        Plant::Birthday => {
            card.birthday = Some(first.birthday.clone()?);
            shared = 0;
        }
        Plant::Typo => slip_one(dice, (&mut new_given, &mut new_family)),
        Plant::TypoAtWork => {
            card.work = Some(first.work.clone()?);
            slip_one(dice, (&mut new_given, &mut new_family));
            shared = 0;
        }
        Plant::Nickname | Plant::NicknameAtWork => {
            let (_, nicknames) = NICKNAMES.iter().find(|(name, _)| *name == given)?;
            new_given = (*dice.one(nicknames)).to_owned();
            if kind == Plant::NicknameAtWork {
                card.work = Some(first.work.clone()?);
                shared = 0;
            } else if dice.chance(15) {
                first.nickname = Some(new_given.clone());
            }
        }
        Plant::Swapped => std::mem::swap(&mut new_given, &mut new_family),
        Plant::Initial => new_given = format!("{}.", given.chars().next()?),
        Plant::Accents => {
            let bare = |name: &str| {
                let umlauts = [
                    ("ä", "ae"),
                    ("ö", "oe"),
                    ("ü", "ue"),
                    ("ß", "ss"),
                    ("Ü", "Ue"),
                    ("Ö", "Oe"),
                    ("Ä", "Ae"),
                ];
                umlauts.iter().fold(name.to_owned(), |name, (mark, letters)| {
                    name.replace(mark, letters)
                })
            };
            (new_given, new_family) = if dice.chance(50) {
                (bare(&given), bare(&family))
            } else {
                (accents_off(&given), accents_off(&family))
            };
            if (&new_given, &new_family) == (&given, &family) {
                return None;
            }
        }
        Plant::Married => {
            let culture = dice.one(CULTURES);
            new_family = super::people::family(dice, culture);
            shared = 2;
        }
        Plant::GivenOnly => new_family.clear(),
        Plant::Household => {
            if dice.chance(40) {
                slip(dice, &mut new_family);
            }
        }
        Plant::Bare => shared = 0,
    }
    let is_own = |point: &&Point| match kind {
        Plant::Household => matches!(point.via, Via::Landline | Via::Mailbox | Via::Address),
        Plant::GivenOnly => point.via == Via::Mobile,
        _ => matches!(point.via, Via::Own | Via::Work | Via::Mobile | Via::Profile),
    };
    if kind == Plant::Household && first.household.is_none() {
        return None;
    }
    let mut own: Vec<Point> = first.points.iter().filter(is_own).cloned().collect();
    if own.len() < shared {
        return None;
    }
    dice.shuffle(&mut own);
    own.truncate(shared);
    for point in own {
        let value = if kind == Plant::Respelt || dice.chance(20) {
            respelt(dice, &point)
        } else {
            point.value
        };
        card.points.push(Point {
            via: point.via,
            value,
        });
    }
    named(dice, &mut card, (&new_given, &new_family), behind.as_deref());
    if kind == Plant::Swapped && card.given.is_none() && dice.chance(40) {
        card.display = format!("{new_given}, {new_family}");
    }
    // A son without what tells him from his father, but for his birthday, has it.
    if first.household.is_some() && first.household >= Some(100_000) && behind.is_none() {
        card.birthday.clone_from(&first.birthday);
    }
    besides(dice, first, &mut card, (&given, &family));
    Some(card)
}

/// The name, in parts or as a whole.
fn named(dice: &mut Dice, card: &mut Card, (given, family): (&str, &str), behind: Option<&str>) {
    let name = format!("{given} {family}");
    name.trim().clone_into(&mut card.display);
    if let Some(behind) = behind {
        card.display = format!("{} {behind}", card.display);
    }
    if dice.chance(60) {
        card.given = Some(given.to_owned()).filter(|given| !given.is_empty());
        card.family = Some(family.to_owned()).filter(|family| !family.is_empty());
        card.suffix = behind.map(str::to_owned);
    }
}

/// What the second entry says that the first does not.
fn besides(dice: &mut Dice, first: &mut Card, card: &mut Card, (given, family): (&str, &str)) {
    let number = dice.below(90_000_000);
    let mut add = |via: Via, value: String| card.points.push(Point { via, value });
    if dice.chance(30) {
        let host = *dice.one(HOSTS);
        add(
            Via::Own,
            format!("{}.{}.{}@{host}", plain(given), plain(family), first.who),
        );
    }
    if dice.chance(25) {
        add(Via::Mobile, format!("+49 171 1{:07}", number % 10_000_000));
    }
    if card.work.is_none() && card.plant != Some(Plant::Bare) {
        if dice.chance(45) {
            card.work = first.work.clone();
        } else if dice.chance(15) {
            let firm = format!("{} & Partners", family);
            card.work = Some((firm, (*dice.one(ROLES)).to_owned()));
        }
    }
    if card.birthday.is_none() && dice.chance(15) {
        // Nobody has two birthdays.
        if first.birthday.is_none() && first.born.is_none() && first.household.is_none() {
            first.born = Some(birthday(dice, BORN));
        }
        card.birthday = first.birthday.clone().or_else(|| first.born.clone());
    }
}

/// The same place in another spelling.
fn respelt(dice: &mut Dice, point: &Point) -> String {
    let value = &point.value;
    match point.via {
        Via::Own | Via::Work | Via::Mailbox => {
            let (name, host) = value.split_once('@').unwrap_or((value, ""));
            match dice.below(2) {
                0 => format!("{}@{host}", name.to_uppercase()),
                _ => format!("{}@{}", name, host.to_uppercase()),
            }
        }
        Via::Mobile | Via::Landline => {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            match dice.below(3) {
                0 => format!("+{digits}"),
                1 => format!("00{digits}"),
                _ => {
                    let (code, rest) = digits.split_at(4);
                    format!("+{code}-{rest}")
                }
            }
        }
        Via::Profile => match dice.below(2) {
            0 => format!("{}/", value.replace("https://www.", "http://")),
            _ => value.replace("https://www.", "de."),
        },
        Via::Page => format!("{value}/"),
        Via::Address => value.to_uppercase(),
    }
}

fn accents_off(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let letters = name
        .nfd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter));
    letters.collect::<String>().replace('ß', "ss")
}

/// A slip in the last name, or less often in the first, or in both.
fn slip_one(dice: &mut Dice, (given, family): (&mut String, &mut String)) {
    match dice.below(10) {
        0..=5 => slip(dice, family),
        6..=8 => slip(dice, given),
        _ => {
            slip(dice, given);
            slip(dice, family);
        }
    }
}

/// A letter too much, one too few, a wrong one, or two in the wrong order; seldom at the beginning.
fn slip(dice: &mut Dice, name: &mut String) {
    let mut letters: Vec<char> = name.chars().collect();
    let before = letters.clone();
    while letters == before {
        let from = usize::from(!dice.chance(8));
        let place = from + dice.below(letters.len().saturating_sub(from));
        let place = place.min(letters.len() - 1);
        match dice.below(5) {
            0 if letters.len() > 3 => drop(letters.remove(place)),
            1 => letters.insert(place, letters[place]),
            2 if place + 1 < letters.len() => letters.swap(place, place + 1),
            3 => letters.insert(place, *dice.one(&['e', 'h', 'n', 'r', 's', 't'])),
            _ => {
                letters[place] = *dice.one(&[
                    'a', 'e', 'i', 'o', 'u', 'n', 'm', 'r', 's', 't', 'd', 'k', 'c', 'y',
                ])
            }
        }
    }
    *name = letters.into_iter().collect();
}
