//! People who share much, and are not the same.

use super::names::{MAILBOXES, SIBLINGS};
use super::people::{BORN, World, at_work, birthday, culture, family, somebody};
use super::{Card, Dice, Point, Via, plain};

fn add(card: &mut Card, via: Via, value: &str) {
    card.points.push(Point {
        via,
        value: value.to_owned(),
    });
}

/// Families: one last name, one house with its number and its address, sometimes one mailbox. Brothers and sisters have names that
/// are nearly the same, and twins one birthday.
pub fn households(dice: &mut Dice, world: &mut World, people: usize) {
    let end = world.next() + people;
    for household in 0.. {
        if world.next() >= end {
            return;
        }
        let culture = culture(dice);
        let name = family(dice, culture);
        let landline = world.number(dice, culture.landline);
        let street = format!(
            "{} {}, {}",
            dice.one(culture.streets),
            1 + dice.below(120),
            dice.one(culture.cities)
        );
        let mailbox = world.own(|times| format!("familie.{}{times}@mail.example", plain(&name)));
        let (has_mailbox, has_address) = (dice.chance(45), dice.chance(80));
        let mut given: Vec<String> = Vec::new();
        if dice.chance(35) {
            let (one, other) = *dice.one(SIBLINGS);
            given.extend([one.to_owned(), other.to_owned()]);
        }
        let size = 2 + dice.below(4);
        while given.len() < size {
            let next = (*dice.often(culture.given)).to_owned();
            if !given.contains(&next) {
                given.push(next);
            }
        }
        let twins = dice.chance(15).then(|| birthday(dice, BORN));
        let shared_mobile = dice.chance(15).then(|| world.number(dice, culture.mobile));
        for (place, given) in given.iter().enumerate() {
            let mut card = somebody(dice, world, culture, (given, &name));
            card.household = Some(household);
            card.points.retain(|point| point.via != Via::Address);
            if dice.chance(80) {
                add(&mut card, Via::Landline, &landline);
            }
            if has_address && dice.chance(80) {
                add(&mut card, Via::Address, &street);
            }
            if has_mailbox && dice.chance(75) {
                add(&mut card, Via::Mailbox, &mailbox);
            }
            if place < 2 {
                if let Some(mobile) = &shared_mobile {
                    card.points.retain(|point| point.via != Via::Mobile);
                    add(&mut card, Via::Mobile, mobile);
                }
                card.birthday = twins.clone().or(card.birthday);
            }
            world.cards.push(card);
        }
    }
}

/// Fathers and sons, and grandfathers, of one name: told apart by what stands behind it, or by their birthdays.
pub fn generations(dice: &mut Dice, world: &mut World, people: usize) {
    let end = world.next() + people;
    for household in 100_000.. {
        if world.next() >= end {
            return;
        }
        let culture = culture(dice);
        let (given, family) = (*dice.often(culture.given), family(dice, culture));
        let landline = world.number(dice, culture.landline);
        let street = format!(
            "{} {}, {}",
            dice.one(culture.streets),
            1 + dice.below(120),
            dice.one(culture.cities)
        );
        let by_suffix = dice.chance(60);
        for (suffix, born) in [("Sr.", (1930, 25)), ("Jr.", (1960, 25))] {
            let mut card = somebody(dice, world, culture, (given, &family));
            card.household = Some(household);
            card.birthday = (!by_suffix || dice.chance(30)).then(|| birthday(dice, born));
            if by_suffix {
                card.display = format!("{given} {family} {suffix}");
                card.suffix = card.given.is_some().then(|| suffix.to_owned());
            }
            card.points.retain(|point| point.via != Via::Address);
            add(&mut card, Via::Landline, &landline);
            if dice.chance(70) {
                add(&mut card, Via::Address, &street);
            }
            world.cards.push(card);
        }
    }
}

/// People of one company: two who share the first name, or the last name, or who are nearly called the same; an assistant whose
/// address and number stand with the director, too; a mailbox of a department.
pub fn colleagues(dice: &mut Dice, world: &mut World, people: usize) {
    let end = world.next() + people;
    while world.next() < end {
        let culture = culture(dice);
        let (given, name) = (*dice.often(culture.given), family(dice, culture));
        let mut one = somebody(dice, world, culture, (given, &name));
        if one.work.is_none() {
            at_work(dice, world, &mut one, (given, &name));
        }
        one.who = world.next();
        let mut other_given = (*dice.often(culture.given)).to_owned();
        let mut other_name = family(dice, culture);
        match dice.below(4) {
            0 => given.clone_into(&mut other_given),
            1 => other_name.clone_from(&name),
            2 => {
                // As near as brothers and sisters, and no relatives.
                let (first, second) = *dice.one(SIBLINGS);
                one = somebody(dice, world, culture, (first, &name));
                at_work(dice, world, &mut one, (first, &name));
                second.clone_into(&mut other_given);
                other_name.clone_from(&name);
            }
            _ => {}
        }
        if other_given == given && other_name == name {
            continue;
        }
        let mut other = somebody(dice, world, culture, (&other_given, &other_name));
        other.who = one.who + 1;
        other.work = one.work.clone();
        let is_of_work =
            |point: &Point| matches!(point.via, Via::Work | Via::Mailbox | Via::Landline | Via::Page);
        other.points.retain(|point| !is_of_work(point));
        let work = one
            .points
            .iter()
            .filter(|point| is_of_work(point) && point.via != Via::Work);
        other.points.extend(work.cloned());
        let domain = one
            .work
            .as_ref()
            .map(|(firm, _)| format!("{}.example", firm.to_lowercase().replace(' ', "-")));
        let domain = domain.unwrap_or_default();
        if dice.chance(60) {
            let work = world.mailbox(dice, (&other_given, &other_name), &domain);
            add(&mut other, Via::Work, &work);
        }
        if dice.chance(25) {
            let department = format!("{}@{domain}", dice.one(MAILBOXES));
            for card in [&mut one, &mut other] {
                add(card, Via::Mailbox, &department);
            }
        }
        if dice.chance(25) {
            // Who asks for the director reaches the assistant.
            let theirs = other
                .points
                .iter()
                .filter(|point| matches!(point.via, Via::Work | Via::Mobile));
            let theirs: Vec<Point> = theirs.cloned().collect();
            one.points.extend(theirs);
        }
        for card in [&mut one, &mut other] {
            let mut seen: Vec<Point> = Vec::new();
            card.points.retain(|point| {
                let is_new = !seen.contains(point);
                seen.push(point.clone());
                is_new
            });
        }
        world.cards.extend([one, other]);
    }
}

/// Different people of one frequent name, at different companies.
pub fn namesakes(dice: &mut Dice, world: &mut World, people: usize) {
    let end = world.next() + people;
    while world.next() < end {
        let culture = culture(dice);
        let (given, family) = (*dice.often(culture.given), *dice.often(culture.family));
        let mut firms: Vec<String> = Vec::new();
        for _ in 0..2 + dice.below(2) {
            let mut card = somebody(dice, world, culture, (given, family));
            card.work = None;
            card.points
                .retain(|point| matches!(point.via, Via::Own | Via::Mobile | Via::Profile | Via::Address));
            at_work(dice, world, &mut card, (given, family));
            let firm = card
                .work
                .as_ref()
                .map(|(firm, _)| firm.clone())
                .unwrap_or_default();
            if firms.contains(&firm) {
                continue;
            }
            firms.push(firm);
            world.cards.push(card);
        }
    }
}
