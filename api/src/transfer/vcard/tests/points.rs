use super::super::super::contact::PointKind;
use super::{card, points};

#[test]
fn types_and_preferences_of_every_version() {
    let contact = card(
        "FN:A\nTEL;TYPE=CELL;TYPE=VOICE;TYPE=pref:+1 1\nTEL;TYPE=\"work,fax\":+1 2\nTEL;HOME;VOICE:+1 3\nTEL;VALUE=uri;PREF=1;TYPE=cell,work:tel:+1-4;ext=5\n\
         EMAIL;INTERNET;PREF:a@example.org\nEMAIL;TYPE=personal:A <b@example.org>\nEMAIL:mailto:A@EXAMPLE.org\nEMAIL:nobody\nEMAIL;PREF=1:c@example.org\nTEL:none",
    );
    let expected = [
        (PointKind::Phone, "+1 1", "mobile", true),
        (PointKind::Phone, "+1 2", "work fax", false),
        (PointKind::Phone, "+1 3", "home", false),
        (PointKind::Phone, "+1-4 ext. 5", "work mobile", false),
        (PointKind::Email, "a@example.org", "", true),
        (PointKind::Email, "b@example.org", "personal", false),
        (PointKind::Email, "c@example.org", "", false),
    ];
    assert_eq!(points(&contact), expected);
}

#[test]
fn apples_labels_are_unwrapped() {
    let contact = card(
        "FN:A\nitem1.TEL;type=pref:1\nitem1.X-ABLabel:_$!<HomeFAX>!$_\nitem2.URL:https\\://example.org/a\\,b\nITEM2.X-ABLABEL:_$!<HomePage>!$_\n\
         item3.EMAIL;type=INTERNET;type=WORK:a@example.org\nitem3.X-ABLabel:Tennis club\nitem4.URL:javascript:alert(1)",
    );
    let expected = [
        (PointKind::Phone, "1", "home fax", true),
        (PointKind::Url, "https://example.org/a,b", "home page", false),
        (PointKind::Email, "a@example.org", "Tennis club", false),
    ];
    assert_eq!(points(&contact), expected);
}

#[test]
fn handles_and_profiles_name_their_service() {
    let contact = card(
        "FN:A\nIMPP;PREF=1:xmpp:a@example.org\nIMPP;X-SERVICE-TYPE=AIM;type=HOME:aim:goim?screenname=a%20b\nX-SOCIALPROFILE;type=twitter:http://twitter.com/a\n\
         X-SOCIALPROFILE;type=Flickr;x-user=b:x-apple:b\nSOCIALPROFILE;SERVICE-TYPE=Mastodon;USERNAME=@c@example.org:\nX-SKYPE:d\nIMPP:skype:e?chat\nX-UNKNOWN:f",
    );
    let expected = [
        (PointKind::Handle, "a@example.org", "XMPP", true),
        (PointKind::Handle, "a b", "AIM", false),
        (PointKind::Url, "http://twitter.com/a", "Twitter", false),
        (PointKind::Handle, "b", "flickr", false),
        (PointKind::Handle, "@c@example.org", "Mastodon", false),
        (PointKind::Handle, "d", "Skype", false),
        (PointKind::Handle, "e", "Skype", false),
    ];
    assert_eq!(points(&contact), expected);
}

#[test]
fn an_address_is_one_line() {
    for (adr, line) in [
        (
            "ADR;TYPE=home:;;1 Main St\\nFlat 2;London;;N1;UK",
            "1 Main St, Flat 2, London, N1, UK",
        ),
        (
            "ADR:PO Box 1;Room 2;3 Street,;Town,Town;;;",
            "PO Box 1, Room 2, 3 Street, Town Town",
        ),
        ("ADR;LABEL=\"1 Main St^nParis\":;;;;;;", "1 Main St, Paris"),
        ("ADR;LABEL=\"1 Main St\\nLondon\":;;;;;;", "1 Main St, London"),
        ("ADR:;;;;;;;Room 1;;;;Elm St;;;;;;", "Room 1, Elm St"),
    ] {
        assert_eq!(points(&card(&format!("FN:A\n{adr}")))[0].1, line, "{adr}");
    }
    assert_eq!(points(&card("FN:A\nADR:;;;;;;")), []);
}
