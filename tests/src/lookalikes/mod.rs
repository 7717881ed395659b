//! A made-up network in which some people stand twice, and many look alike who are not the same: families, colleagues, namesakes.
//!
//! It is what the judgement of who is the same is measured by, so it is no part of it: it was written first, from what is known of
//! address books, and is not changed to suit what is measured.

mod alike;
mod names;
mod people;
mod planted;
mod vcard;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use planted::Plant;

/// Chance that follows from a seed: SplitMix64.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to one less than this.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }

    /// Whether it happens, with this chance in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub(crate) fn one<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len())]
    }

    /// One of these, the first ones more often: what comes twentieth is half as frequent as what comes first.
    pub(crate) fn often<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        loop {
            let place = self.below(things.len());
            if self.below(20 + place) < 20 {
                return &things[place];
            }
        }
    }

    fn shuffle<T>(&mut self, things: &mut [T]) {
        for place in (1..things.len()).rev() {
            things.swap(place, self.below(place + 1));
        }
    }
}

/// What a contact point is. Whose a number or an address is matters to who makes up the network, and to nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Their own e-mail address.
    Own,
    /// Their address at work.
    Work,
    /// A mailbox of several.
    Mailbox,
    /// Their own number.
    Mobile,
    /// The number of a house or a company.
    Landline,
    /// Their page on a network.
    Profile,
    /// A company's web page.
    Page,
    /// Where they live.
    Address,
}

/// A way to reach somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What it is.
    pub via: Via,
    /// As it is written.
    pub value: String,
}

impl Point {
    /// The kind of contact point, as clients name it.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.via {
            Via::Own | Via::Work | Via::Mailbox => "EMAIL",
            Via::Mobile | Via::Landline => "PHONE",
            Via::Profile | Via::Page => "URL",
            Via::Address => "ADDRESS",
        }
    }
}

/// One entry of the network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Who it truly is: entries with the same number are one person.
    pub who: usize,
    /// Of which household, for those who share one.
    pub household: Option<usize>,
    /// In which way a second entry of somebody differs from their first.
    pub plant: Option<Plant>,
    /// The name to show.
    pub display: String,
    /// First name, where it stands by itself.
    pub given: Option<String>,
    /// Last name, where it stands by itself.
    pub family: Option<String>,
    /// What friends say.
    pub nickname: Option<String>,
    /// Jr., Sr.
    pub suffix: Option<String>,
    /// Birthday.
    pub birthday: Option<String>,
    /// The birthday of somebody whose first entry does not say it.
    born: Option<String>,
    /// How they are reached.
    pub points: Vec<Point>,
    /// Where they work, and as what.
    pub work: Option<(String, String)>,
}

impl Card {
    /// The same, as `createPerson` takes it.
    #[must_use]
    pub fn input(&self) -> Value {
        let points = self.points.iter();
        let points = points.map(|point| json!({ "kind": point.kind(), "value": point.value }));
        let work = self.work.iter();
        let work = work.map(|(name, role)| json!({ "organizationName": name, "role": role }));
        json!({
            "displayName": self.display,
            "givenName": self.given,
            "familyName": self.family,
            "nickname": self.nickname,
            "nameSuffix": self.suffix,
            "birthday": self.birthday,
            "contactPoints": points.collect::<Vec<_>>(),
            "affiliations": work.collect::<Vec<_>>(),
        })
    }
}

/// The network, in no order.
#[derive(Clone, Debug)]
pub struct Network {
    /// Its entries.
    pub cards: Vec<Card>,
}

impl Network {
    /// A network of so many entries, the same for the same seed.
    #[must_use]
    pub fn of(seed: u64, size: usize) -> Self {
        let mut dice = Dice::new(seed);
        // Fourteen of a hundred entries are second ones.
        let second = size * 14 / 100;
        let mut cards = people::people(&mut dice, size - second);
        planted::plant(&mut dice, &mut cards, second);
        dice.shuffle(&mut cards);
        Self { cards }
    }

    /// The pairs of entries that are one person, by their places, the lower first.
    #[must_use]
    pub fn pairs(&self) -> BTreeSet<(usize, usize)> {
        let mut places = vec![Vec::new(); self.cards.len()];
        for (place, card) in self.cards.iter().enumerate() {
            places[card.who].push(place);
        }
        let mut pairs = BTreeSet::new();
        for places in places {
            for (at, one) in places.iter().enumerate() {
                pairs.extend(places[at + 1..].iter().map(|other| (*one, *other)));
            }
        }
        pairs
    }

    /// In which way the two of a pair differ.
    #[must_use]
    pub fn plant(&self, (one, other): (usize, usize)) -> Option<Plant> {
        self.cards[one].plant.max(self.cards[other].plant)
    }
}

/// A text as an address has it: in lower case and without accents.
pub(crate) fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let spelt = text.to_lowercase().replace('ß', "ss");
    let letters = spelt.nfd().filter(char::is_ascii_alphanumeric);
    letters.collect()
}
