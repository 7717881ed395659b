use proptest::prelude::*;

use super::*;

fn shown(display: &str) -> Names {
    Names::of(NameParts {
        display,
        ..NameParts::default()
    })
}

fn named(given: &str, family: &str) -> Names {
    Names::of(NameParts {
        display: &format!("{given} {family}"),
        given: Some(given),
        family: Some(family),
        ..NameParts::default()
    })
}

fn given(a: &Names, b: &Names) -> Given {
    a.plainly(b).given
}

#[test]
fn a_family_name_a_title_or_a_particle_is_no_agreement() {
    for (a, b) in [
        (named("Anna", "Familie"), named("Bernd", "Familie")),
        (shown("Anna Familie"), named("Bernd", "Familie")),
        (shown("Anna Familie"), shown("Bernd Familie")),
        (shown("Dr. Anna Weber"), shown("Dr. Bernd Kunz")),
        (named("Frau Anna", "Weber"), named("Frau Berta", "Weber")),
        (shown("Anna de Jong"), shown("Bernd de Wit")),
        (shown("Nagy Anna"), shown("Nagy Béla")),
        (named("Martin", "Weber"), shown("Anna Martin")),
        (named("Hans", "Müller Jr."), named("Hans", "Müller Sen.")),
        (shown("は"), shown("ば")),
    ] {
        assert_eq!(given(&a, &b), Given::Other, "{a:?} {b:?}");
    }
    assert_eq!(
        given(&shown("Familie"), &named("Anna", "Familie")),
        Given::Unknown
    );
    assert_eq!(given(&shown(""), &named("Anna", "Familie")), Given::Unknown);
}

#[test]
fn the_same_given_name_is_one_however_it_is_written() {
    for (a, b) in [
        (named("Anna", "Weber"), named("ANNA", "Weber")),
        (shown("Dr. Anna Weber"), named("Anna", "Weber")),
        (shown("Weber Anna"), named("Anna", "Weber")),
        (shown("Ana Silva"), shown("Ana Maria Silva")),
        (named("José", "Díaz"), shown("Jose Diaz")),
        (named("Jean-Luc", "Godard"), named("Jean Luc", "Godard")),
        (named("John F.", "Doe"), named("John Fitzgerald", "Doe")),
        (named("Anna", "Weber"), shown("Anna")),
        (shown("李 小龍"), shown("李 小龍")),
    ] {
        assert_eq!(given(&a, &b), Given::Same, "{a:?} {b:?}");
    }
}

#[test]
fn what_may_stand_for_a_name_fits_it() {
    let nick = Names::of(NameParts {
        display: "Robert Smith",
        given: Some("Robert"),
        family: Some("Smith"),
        nickname: Some("Bob"),
        ..NameParts::default()
    });
    for (a, b) in [
        (named("A.", "Familie"), named("Anna", "Familie")),
        (shown("A. Familie"), shown("Anna Familie")),
        (shown("A. Familie"), named("Anna", "Familie")),
        (nick, named("Bob", "Smith")),
        (named("Hans Peter", "Koch"), named("Hans Jürgen", "Koch")),
        (named("Maria Anna", "Koch"), named("Anna", "Koch")),
        (named("Hans", "Koch"), named("Hans", "Koch jun.")),
        (shown("Anna"), shown("Anna Weber")),
    ] {
        assert_eq!(given(&a, &b), Given::Fits, "{a:?} {b:?}");
    }
}

fn name() -> impl Strategy<Value = Names> {
    let word = "(Anna|Bernd|A\\.|Weber|de|Dr\\.|Jr|李|Ana Maria)?";
    (word, word, word, word).prop_map(|(display, given, family, nickname)| {
        Names::of(NameParts {
            display: &format!("{display} {family}"),
            given: Some(&given),
            family: Some(&family),
            nickname: Some(&nickname),
            ..NameParts::default()
        })
    })
}

proptest! {
    #[test]
    fn names_agree_alike_from_either_side(a in name(), b in name()) {
        prop_assert_eq!(a.plainly(&b), b.plainly(&a));
    }

    #[test]
    fn everybody_agrees_with_themselves(a in name()) {
        prop_assert!(matches!(a.plainly(&a).given, Given::Same | Given::Unknown));
    }

    #[test]
    fn names_of_other_letters_never_agree(a in "[a-m]{2,8}", b in "[n-z]{2,8}", family in "[a-z]{2,8}") {
        prop_assume!(!TITLES.contains(&a.as_str()) && !TITLES.contains(&b.as_str()) && a != family && b != family);
        prop_assume!(generation(&a).is_none() && generation(&b).is_none());
        let agreement = named(&a, &family).plainly(&named(&b, &family));
        prop_assert!(!matches!(agreement.given, Given::Same | Given::Fits), "{agreement:?}");
    }
}

#[test]
fn a_father_is_told_from_his_son() {
    for (a, b) in [
        (shown("Otto Sohn Sr."), shown("Otto Sohn Jr.")),
        (named("Otto", "Sohn Senior"), named("Otto", "Sohn jun.")),
    ] {
        assert_eq!(
            a.agreement(&b, &Bearers::default()).given,
            Given::Other,
            "{a:?} {b:?}"
        );
    }
    assert_eq!(
        given(&shown("Otto Sohn Sr."), &shown("Otto Sohn sen.")),
        Given::Same
    );
    assert_eq!(given(&shown("Sr. Otto Sohn"), &shown("Otto Sohn")), Given::Same);
}

#[test]
fn what_is_written_otherwise_is_guessed_and_what_is_another_name_is_not() {
    let read = |a: &Names, b: &Names| {
        let agreement = a.agreement(b, &Bearers::default());
        assert_eq!(agreement, b.agreement(a, &Bearers::default()));
        (agreement.given, agreement.family)
    };
    for (a, b, expected) in [
        (
            shown("Anna Weber"),
            shown("Anna Webber"),
            (Given::Same, Family::Near),
        ),
        (
            shown("Sebastian Huber"),
            shown("Sebatsian Huber"),
            (Given::Near, Family::Same),
        ),
        (
            shown("William Stone"),
            named("Bill", "Stone"),
            (Given::Called, Family::Same),
        ),
        (
            named("Silva", "Ana"),
            named("Ana", "Silva"),
            (Given::Same, Family::Same),
        ),
        (
            shown("Günther Müller"),
            shown("Guenther Mueller"),
            (Given::Near, Family::Near),
        ),
        (
            shown("Mi-njun Park"),
            shown("Min-jun Park"),
            (Given::Near, Family::Same),
        ),
    ] {
        assert_eq!(read(&a, &b), expected, "{a:?} {b:?}");
        assert_ne!(a.agreement(&b, &Bearers::default()).reading, Reading::Plain);
    }
    for (a, b) in [
        ("Jan Huber", "Jana Huber"),
        ("Marie Huber", "Maria Huber"),
        ("Anna Huber", "Hanna Huber"),
        ("Christian Huber", "Christina Huber"),
        ("Daniel Huber", "Daniela Huber"),
        ("Tim Huber", "Tom Huber"),
    ] {
        assert_eq!(
            read(&shown(a), &shown(b)),
            (Given::Other, Family::Same),
            "{a} {b}"
        );
    }
}
