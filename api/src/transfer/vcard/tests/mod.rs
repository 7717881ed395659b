mod points;
mod real_cards;

use super::super::contact::{ImportedAffiliation, ImportedContact, PointKind};
use super::*;

fn read(file: &str) -> Vec<NumberedRow> {
    rows(file, 10_000).unwrap()
}

fn card(properties: &str) -> ImportedContact {
    let rows = read(&format!("BEGIN:VCARD\nVERSION:3.0\n{properties}\nEND:VCARD\n"));
    match rows.into_iter().next().map(|row| row.row) {
        Some(Row::Contact(contact)) => *contact,
        other => panic!("{other:?}"),
    }
}

fn points(contact: &ImportedContact) -> Vec<(PointKind, &str, &str, bool)> {
    let point = contact.contact_points.iter();
    point
        .map(|point| {
            (
                point.kind,
                point.value.as_str(),
                point.label.as_deref().unwrap_or(""),
                point.is_primary,
            )
        })
        .collect()
}

fn outline(rows: &[NumberedRow]) -> Vec<(usize, &str, &str)> {
    let row = rows.iter().map(|row| {
        let kind = match &row.row {
            Row::Contact(_) => "contact",
            Row::Skipped(_) => "skipped",
            Row::Rejected(_) => "rejected",
        };
        (row.position, row.name.as_deref().unwrap_or(""), kind)
    });
    row.collect()
}

#[test]
fn a_full_card() {
    let contact = card(
        "N:Lovelace;Ada;Augusta,King;Countess;OBE\nFN:Ada Lovelace\nNICKNAME:Addie,The Enchantress\nORG:Engines\\, Ltd;Research;Numbers\n\
         TITLE:Analyst\nROLE:Author\nBDAY:18151210\nNOTE:Likes\\nmachines\\, music.\nCATEGORIES:friends,myContacts,Friends,maths\n\
         UID:urn:uuid:1234\nTZ:Europe/London\nPRONOUNS:she/her\nPHOTO;ENCODING=b;TYPE=JPEG:AAAA\nX-OTHER:1",
    );
    assert_eq!(contact.person.display_name, "Ada Lovelace");
    assert_eq!(
        (
            contact.person.given_name.as_deref(),
            contact.person.middle_name.as_deref()
        ),
        (Some("Ada"), Some("Augusta King"))
    );
    assert_eq!(
        (
            contact.person.family_name.as_deref(),
            contact.person.name_prefix.as_deref()
        ),
        (Some("Lovelace"), Some("Countess"))
    );
    assert_eq!(
        (
            contact.person.name_suffix.as_deref(),
            contact.person.nickname.as_deref()
        ),
        (Some("OBE"), Some("Addie, The Enchantress"))
    );
    assert_eq!(
        (
            contact.person.headline.as_deref(),
            contact.person.summary.as_deref()
        ),
        (Some("Analyst"), Some("Likes\nmachines, music."))
    );
    assert_eq!(
        (
            contact.person.birthday.map(|date| date.to_string()).as_deref(),
            contact.person.time_zone.as_deref()
        ),
        (Some("1815-12-10"), Some("Europe/London"))
    );
    assert_eq!(
        (contact.person.pronouns.as_deref(), contact.tags),
        (Some("she/her"), vec!["friends".to_owned(), "maths".to_owned()])
    );
    assert_eq!(
        contact.external.map(|external| (external.source, external.key)),
        Some(("vcard".to_owned(), "urn:uuid:1234".to_owned()))
    );
    let work = ImportedAffiliation {
        organization: "Engines, Ltd".to_owned(),
        role: Some("Analyst".to_owned()),
        department: Some("Research, Numbers".to_owned()),
    };
    assert_eq!(contact.affiliations, [work]);
}

#[test]
fn a_name_is_found_in_what_there_is() {
    for (properties, name) in [
        ("FN: \nN:Lovelace;Ada;;Dr.;", "Dr. Ada Lovelace"),
        ("FN:;\nN:;;;;\nNICKNAME:Addie", "Addie"),
        ("N:Only", "Only"),
        ("ORG:;Research", "Research"),
        ("EMAIL:ada@example.org\nTEL:1", "ada@example.org"),
        ("TEL:+44 1", "+44 1"),
        ("FN:A\u{0}da\u{202E}\\n  L", "Ada L"),
        ("FN;PREF=2:Second\nFN;PREF=1:First", "First"),
        ("FN;ALTID=1;LANGUAGE=ja:太郎\nFN;ALTID=1;LANGUAGE=en:Taro", "太郎"),
    ] {
        assert_eq!(card(properties).person.display_name, name, "{properties}");
    }
}

#[test]
fn groups_organisations_and_the_nameless_are_told_apart() {
    let rows = read(
        "BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Team\nEND:VCARD\nBEGIN:VCARD\nFN:Old Team\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\n\
         BEGIN:VCARD\nKIND:ORG\nORG:Acme\nEND:VCARD\nBEGIN:VCARD\nFN:Acme\nX-ABShowAs:company\nEND:VCARD\nBEGIN:VCARD\nKIND:location\nFN:Here\nEND:VCARD\n\
         BEGIN:VCARD\nKIND:individual\nFN:Ada\nEND:VCARD\nBEGIN:VCARD\nNOTE:who?\nEND:VCARD\n",
    );
    let seen = outline(&rows);
    let expected = [
        (1, "Team", "skipped"),
        (2, "Old Team", "skipped"),
        (3, "Acme", "skipped"),
        (4, "Acme", "skipped"),
        (5, "Here", "skipped"),
        (6, "Ada", "contact"),
        (7, "", "rejected"),
    ];
    assert_eq!(seen, expected);
    assert_eq!(
        rows[2].row,
        Row::Skipped("describes an organisation, not a person".to_owned())
    );
}

#[test]
fn a_broken_card_costs_only_itself() {
    let rows = read(
        "BEGIN:VCARD\nFN:Cut\nTEL;TYPE=\"x\nBEGIN:VCARD\nFN:Ada\nEND:VCARD\nFN:Headless\nEND:VCARD\nnoise\n\
         BEGIN:VCARD\nFN:Quote\nTEL;TYPE=\"CELL:+1 555\nEMAIL:q@example.org\nEND:VCARD\nBEGIN:VCARD\nno colon here\n;;;:\nFN:Bob\n\nEND:VCARD\n\
         BEGIN:VCARD\nFN:Short",
    );
    let seen = outline(&rows);
    let expected = [
        (1, "Cut", "rejected"),
        (2, "Ada", "contact"),
        (3, "Headless", "rejected"),
        (4, "Quote", "contact"),
        (5, "Bob", "contact"),
        (6, "Short", "rejected"),
    ];
    assert_eq!(seen, expected);
    let Row::Contact(quote) = &rows[3].row else {
        panic!()
    };
    assert_eq!(
        points(quote),
        [
            (PointKind::Phone, "+1 555", "mobile", false),
            (PointKind::Email, "q@example.org", "", false)
        ]
    );
    assert_eq!(
        rows[0].row,
        Row::Rejected("the card has no END:VCARD line; the file may be cut short".to_owned())
    );
}

#[test]
fn the_card_of_an_agent_is_not_another_person() {
    for agent in [
        "AGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Jeeves\nTEL:1\nEND:VCARD\n",
        "AGENT:BEGIN:VCARD\nFN:Jeeves\nTEL:1\nEND:VCARD\n",
        "AGENT:BEGIN:VCARD\n FN:Jeeves\n TEL:1\n END:VCARD\n",
        "AGENT:BEGIN:VCARD\\nFN:Jeeves\\nEND:VCARD\\n\n",
    ] {
        let rows = read(&format!(
            "BEGIN:VCARD\nVERSION:2.1\n{agent}FN:Bertie\nEND:VCARD\nBEGIN:VCARD\nFN:Ada\nEND:VCARD\n"
        ));
        assert_eq!(
            outline(&rows),
            [(1, "Bertie", "contact"), (2, "Ada", "contact")],
            "{agent}"
        );
        let Row::Contact(bertie) = &rows[0].row else {
            panic!()
        };
        assert_eq!(bertie.contact_points, []);
    }
}

#[test]
fn birthdays_of_every_version() {
    for (bday, expected) in [
        ("BDAY:--0412", Some("--04-12")),
        ("BDAY;VALUE=date:1999-03-18", Some("1999-03-18")),
        ("bday;value=date:1963-09-21", Some("1963-09-21")),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", Some("--02-29")),
        ("BDAY;VALUE=text:circa 1800", None),
        ("BDAY:1999-02-29", None),
        ("BDAY;CALSCALE=hebrew:5750-01-02", None),
        ("BDAY:\nBDAY:1985", Some("1985")),
    ] {
        for version in ["2.1", "3.0", "4.0"] {
            let contact = card(&format!("VERSION:{version}\nFN:A\n{bday}"));
            assert_eq!(
                contact.person.birthday.map(|date| date.to_string()).as_deref(),
                expected,
                "{version} {bday}"
            );
        }
    }
}

#[test]
fn a_death_is_read_of_every_version_or_named() {
    for (properties, expected) in [
        ("DEATHDATE:19960415", Some("1996-04-15")),
        ("DEATHDATE:--0412", Some("--04-12")),
        ("X-DEATHDATE:1996-04", Some("1996-04")),
        ("x-deathday;VALUE=date:1996-04-15", Some("1996-04-15")),
        ("DEATHDATE;VALUE=text:circa 1800", None),
        ("BDAY:19500102\nDEATHDATE:1949", None),
    ] {
        let contact = card(&format!("FN:A\n{properties}"));
        let died = contact.person.died_on.map(|date| date.to_string());
        assert_eq!(died.as_deref(), expected, "{properties}");
        let remarks = format!("{:?}", contact.remarks);
        assert_eq!(
            remarks.contains("DEATH"),
            expected.is_none(),
            "{properties}: {remarks}"
        );
    }
}

#[test]
fn where_somebody_lives_is_said_by_the_preferred_or_the_only_address() {
    for (addresses, city, country) in [
        ("ADR:;;Rua A 1;Porto;;4000;Portugal", Some("Porto"), Some("PT")),
        ("ADR:;;;Köln;;;Deutschland", Some("Köln"), Some("DE")),
        ("ADR:;;1 High St;London;;;England", Some("London"), Some("GB")),
        ("ADR:;;;Kinshasa;;;Congo", Some("Kinshasa"), None),
        ("ADR:;;Only a street;;;;", None, None),
        (
            "ADR;TYPE=home:;;;Porto;;;PT\nADR;TYPE=work:;;;Lisbon;;;PT",
            None,
            None,
        ),
        (
            "ADR;TYPE=home:;;;Porto;;;PT\nADR;TYPE=work,pref:;;;Lyon;;;FR",
            Some("Lyon"),
            Some("FR"),
        ),
        (
            "ADR;X-KIND=PLACE:;;;Faro;;;PT\nADR;TYPE=pref:;;;Lyon;;;FR",
            Some("Faro"),
            Some("PT"),
        ),
    ] {
        let contact = card(&format!("FN:A\n{addresses}"));
        let person = &contact.person;
        assert_eq!(
            (person.city.as_deref(), person.country.as_deref()),
            (city, country),
            "{addresses}"
        );
        let places = addresses.matches("PLACE").count();
        assert_eq!(
            points(&contact).len() + places,
            addresses.matches("ADR").count(),
            "{addresses}"
        );
    }
}

#[test]
fn only_names_of_time_zones_are_kept() {
    for (zone, expected) in [
        ("America/New_York", Some("America/New_York")),
        ("UTC", Some("UTC")),
        ("-0500", None),
        ("Pacific Standard Time", None),
        ("Raleigh/North America", None),
    ] {
        assert_eq!(
            card(&format!("FN:A\nTZ:{zone}")).person.time_zone.as_deref(),
            expected,
            "{zone}"
        );
    }
}

#[test]
fn quoted_printable_with_and_without_a_character_set() {
    for (property, name) in [
        ("FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Zo=C3=AB", "Zoë"),
        ("FN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB", "Zoë"),
        ("FN;ENCODING=QUOTED-PRINTABLE:Zo=EB =93x=94", "Zoë “x”"),
        ("FN;QUOTED-PRINTABLE:Zo=C3=\r\n=AB", "Zoë"),
        (
            "FN;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:Iksi=F1ski",
            "Iksiński",
        ),
        ("FN;ENCODING=QUOTED-PRINTABLE:Ada=", "Ada"),
    ] {
        assert_eq!(card(property).person.display_name, name, "{property}");
    }
    let contact = card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=85;Zo=C3=AB;;;\nNOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\ntwo\nTEL:1",
    );
    assert_eq!(
        (
            contact.person.display_name.as_str(),
            contact.person.summary.as_deref(),
            contact.contact_points.len()
        ),
        ("Zoë Å", Some("one\ntwo"), 1)
    );
}

#[test]
fn long_values_are_cut_or_dropped_and_lists_are_bounded() {
    let long = "é".repeat(30_000);
    let many: String = (0..500)
        .map(|number| format!("TEL:{number}\nORG:Org {number}\nCATEGORIES:t{number}\n"))
        .collect();
    let contact = card(&format!(
        "FN:{long}\nTITLE:{long}\nNOTE:{long}\nUID:{long}\nURL:www.{long}\nEMAIL:{long}@example.org\nCATEGORIES:{long}\n{many}"
    ));
    let lengths = [
        Some(&contact.person.display_name),
        contact.person.headline.as_ref(),
        contact.person.summary.as_ref(),
    ]
    .map(|text| text.map(|text| text.chars().count()));
    assert_eq!(lengths, [Some(200), Some(300), Some(20_000)]);
    assert_eq!(
        (
            contact.external.is_none(),
            contact.contact_points.len(),
            contact.affiliations.len(),
            contact.tags.len()
        ),
        (true, 50, 30, 50)
    );
}

#[test]
fn a_card_cannot_grow_without_bound_and_photos_do_not_count() {
    let photo = format!("PHOTO;ENCODING=BASE64:\n{}\n", "QUJD\n".repeat(400_000));
    assert_eq!(
        card(&format!(
            "{photo}FN:Ada\nPHOTO;ENCODING=b:{}",
            "QUJD\n ".repeat(400_000)
        ))
        .person
        .display_name,
        "Ada"
    );
    let rows = read(&format!(
        "BEGIN:VCARD\nFN:Big\nN:{}\nEND:VCARD\nBEGIN:VCARD\nFN:Ada\nEND:VCARD\n",
        ",".repeat(2_000_000)
    ));
    assert_eq!(outline(&rows), [(1, "Big", "rejected"), (2, "Ada", "contact")]);
}

#[test]
fn a_card_of_nothing_but_line_breaks_is_read() {
    for line in ["x\n", "=\n", " =\n", "NOTE;a=\n", " x=\n"] {
        for start in [
            "NOTE;ENCODING=QUOTED-PRINTABLE:=",
            "NOTE:a",
            "X-A;b",
            &format!("{}:", "a".repeat(300_000)),
        ] {
            // What grew with the square of the lines would not come to an end here.
            let rows = read(&format!(
                "BEGIN:VCARD\nFN:A\n{start}\n{}END:VCARD\n",
                line.repeat(600_000 / line.len())
            ));
            assert_eq!(rows.len(), 1, "{start:.40} {line}");
        }
    }
}

#[test]
fn the_address_on_an_envelope_counts_where_there_is_none_else() {
    let contact = card("FN:A\nLABEL;WORK;ENCODING=QUOTED-PRINTABLE:1 Main St=0D=0ATown");
    let found: Vec<_> = contact
        .beside
        .points
        .iter()
        .map(|point| (point.value.as_str(), point.label.as_deref()))
        .collect();
    assert_eq!(found, [("1 Main St, Town", Some("work"))]);
    let contact = card("FN:A\nADR:;;1 Main St;Town;;;\nLABEL:1 Main St\\nTown\nLABEL:2 Side St");
    assert_eq!(
        contact.remarks.reason(None).as_deref(),
        Some("left out: LABEL \"2 Side St\"")
    );
}
