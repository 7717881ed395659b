//! People, each once: alone, in families, at work, and by the same name as others.

use std::collections::HashSet;

use super::alike;
use super::names::{CULTURES, Culture, FIRMS, HOSTS, MAILBOXES, ROLES};
use super::{Card, Dice, Point, Via, plain};

/// A company.
pub struct Firm {
    pub name: String,
    pub domain: String,
    pub switchboard: String,
    pub mailbox: String,
}

/// What there is so far.
pub struct World {
    pub cards: Vec<Card>,
    firms: Vec<Firm>,
    taken: HashSet<String>,
}

impl World {
    /// One of the companies.
    pub fn firm(&self, dice: &mut Dice) -> &Firm {
        dice.often(&self.firms)
    }

    /// A text that nobody has yet, made of this one.
    pub fn own(&mut self, mut make: impl FnMut(usize) -> String) -> String {
        let texts = (0..).map(&mut make);
        for text in texts {
            if self.taken.insert(text.clone()) {
                return text;
            }
        }
        String::new()
    }

    /// A number that nobody has yet.
    pub fn number(&mut self, dice: &mut Dice, (begin, digits): (&str, u32)) -> String {
        let most = 10_usize.pow(digits);
        self.own(|_| {
            let number = format!("{begin}{:0width$}", dice.below(most), width = digits as usize);
            number.trim().to_owned()
        })
    }

    /// An address of their own that nobody has yet.
    pub fn mailbox(&mut self, dice: &mut Dice, (given, family): (&str, &str), host: &str) -> String {
        let (given, family) = (plain(given), plain(family));
        let initial = given.get(..1).unwrap_or_default();
        let name = match dice.below(5) {
            0 => format!("{initial}{family}"),
            1 => format!("{initial}.{family}"),
            2 => format!("{given}{family}"),
            _ => format!("{given}.{family}"),
        };
        self.own(|times| match times {
            0 => format!("{name}@{host}"),
            times => format!("{name}{}@{host}", times + 1),
        })
    }

    /// A page on a network that nobody has yet.
    pub fn page(&mut self, (given, family): (&str, &str)) -> String {
        let name = format!("{}-{}", plain(given), plain(family));
        self.own(|times| match times {
            0 => format!("https://www.linkedin.com/in/{name}"),
            times => format!("https://www.linkedin.com/in/{name}-{}", 17 * times + 3),
        })
    }

    /// The next person.
    pub fn next(&self) -> usize {
        self.cards.len()
    }
}

/// Where somebody's name comes from.
pub fn culture(dice: &mut Dice) -> &'static Culture {
    let mut place = dice.below(CULTURES.iter().map(|culture| culture.share).sum());
    for culture in CULTURES {
        if place < culture.share {
            return culture;
        }
        place -= culture.share;
    }
    &CULTURES[0]
}

/// A last name.
pub fn family(dice: &mut Dice, culture: &Culture) -> String {
    if dice.chance(45) {
        (*dice.often(culture.family)).to_owned()
    } else {
        let (begin, end) = culture.parts;
        format!("{}{}", dice.one(begin), dice.one(end))
    }
}

/// A day in the past.
pub fn birthday(dice: &mut Dice, (first, years): (usize, usize)) -> String {
    let (year, month, day) = (first + dice.below(years), 1 + dice.below(12), 1 + dice.below(28));
    format!("{year:04}-{month:02}-{day:02}")
}

/// Years in which the people of a network were born.
pub const BORN: (usize, usize) = (1950, 50);

fn firms(dice: &mut Dice) -> Vec<Firm> {
    let (begin, end) = FIRMS;
    let mut firms = Vec::new();
    for begin in begin {
        for end in end {
            let domain = format!("{}-{}.example", plain(begin), plain(end));
            firms.push(Firm {
                name: format!("{begin} {end}"),
                mailbox: format!("{}@{domain}", dice.one(MAILBOXES)),
                switchboard: format!("+44 20 8{:07}", 1_000_000 + firms.len() * 101),
                domain,
            });
        }
    }
    dice.shuffle(&mut firms);
    firms
}

/// Somebody of this name, with what an address book has of them.
pub fn somebody(
    dice: &mut Dice,
    world: &mut World,
    culture: &Culture,
    (given, family): (&str, &str),
) -> Card {
    let is_in_parts = dice.chance(70);
    let mut card = Card {
        who: world.next(),
        display: format!("{given} {family}"),
        given: is_in_parts.then(|| given.to_owned()),
        family: is_in_parts.then(|| family.to_owned()),
        birthday: dice.chance(25).then(|| birthday(dice, BORN)),
        ..Card::default()
    };
    let mut add = |via: Via, value: String| card.points.push(Point { via, value });
    if dice.chance(55) {
        let host = *dice.one(HOSTS);
        add(Via::Own, world.mailbox(dice, (given, family), host));
    }
    if dice.chance(60) {
        add(Via::Mobile, world.number(dice, culture.mobile));
    }
    if dice.chance(40) {
        add(Via::Profile, world.page((given, family)));
    }
    if dice.chance(12) {
        let street = dice.one(culture.streets);
        let place = format!("{street} {}, {}", 1 + dice.below(120), dice.one(culture.cities));
        add(
            Via::Address,
            world.own(|times| format!("{place}{}", ["", " B", " C", " D"][times % 4])),
        );
    }
    if dice.chance(70) {
        at_work(dice, world, &mut card, (given, family));
    }
    card
}

/// Their work, with what companies give to all who work there.
pub fn at_work(dice: &mut Dice, world: &mut World, card: &mut Card, name: (&str, &str)) {
    let firm = world.firm(dice);
    let (domain, mailbox, switchboard) = (
        firm.domain.clone(),
        firm.mailbox.clone(),
        firm.switchboard.clone(),
    );
    card.work = Some((firm.name.clone(), (*dice.one(ROLES)).to_owned()));
    let mut add = |via: Via, value: String| card.points.push(Point { via, value });
    if dice.chance(60) {
        add(Via::Work, world.mailbox(dice, name, &domain));
    }
    if dice.chance(20) {
        add(Via::Mailbox, mailbox);
    }
    if dice.chance(20) {
        add(Via::Landline, switchboard);
    }
    if dice.chance(15) {
        add(Via::Page, format!("https://{domain}"));
    }
}

/// So many people.
pub fn people(dice: &mut Dice, size: usize) -> Vec<Card> {
    let mut world = World {
        cards: Vec::new(),
        firms: firms(dice),
        taken: HashSet::new(),
    };
    alike::households(dice, &mut world, size * 12 / 100);
    alike::generations(dice, &mut world, size * 2 / 100);
    alike::colleagues(dice, &mut world, size * 6 / 100);
    alike::namesakes(dice, &mut world, size * 3 / 100);
    while world.next() < size {
        let culture = culture(dice);
        let (given, family) = (*dice.often(culture.given), family(dice, culture));
        let card = somebody(dice, &mut world, culture, (given, &family));
        world.cards.push(card);
    }
    world.cards.truncate(size);
    world.cards
}
