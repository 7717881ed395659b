//! Tables of contacts, with the headers that Google, Outlook and Rapport write, and those of anybody.

use serde_json::{Value, json};
use tests::{Client, both};

const IMPORT: &str = "mutation($input: ImportContactsInput!) { importContacts(input: $input) {
    report { format rows { position name action reason } } userErrors { code message path } } }";
const PEOPLE: &str = "{ people(first: 50) { nodes { id displayName isSelf givenName middleName familyName namePrefix nameSuffix nickname headline notes birthday metOn
    metHow pronouns timeZone contactPoints { kind label value isPrimary } affiliations { role department organization { name } } tags { name } facts { kind text }
    externalRefs { source externalId } milestones(first: 9) { nodes { kind title date } } } } }";
const SEQ: &str = "{ workspace { latestSeq } }";

const GOOGLE: &str = "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value";
const OLD_GOOGLE: &str = "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,Organization 1 - Department,Organization 1 - Symbol,Organization 1 - Location,Organization 1 - Job Description,Website 1 - Type,Website 1 - Value";
const OUTLOOK: &str = "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business Street 3,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home Street 2,Home Street 3,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other Street 2,Other Street 3,Other City,Other State,Other Postal Code,Other Country/Region,Assistant's Phone,Business Fax,Business Phone,Business Phone 2,Callback,Car Phone,Company Main Phone,Home Fax,Home Phone,Home Phone 2,ISDN,Mobile Phone,Other Fax,Other Phone,Pager,Primary Phone,Radio Phone,TTY/TDD Phone,Telex,Account,Anniversary,Assistant's Name,Billing Information,Birthday,Business Address PO Box,Categories,Children,Directory Server,E-mail Address,E-mail Type,E-mail Display Name,E-mail 2 Address,E-mail 2 Type,E-mail 2 Display Name,E-mail 3 Address,E-mail 3 Type,E-mail 3 Display Name,Gender,Government ID Number,Hobby,Home Address PO Box,Initials,Internet Free Busy,Keywords,Language,Location,Manager's Name,Mileage,Notes,Office Location,Organizational ID Number,Other Address PO Box,Priority,Private,Profession,Referred By,Sensitivity,Spouse,User 1,User 2,User 3,User 4,Web Page";
const OUTLOOK_COM: &str = "First Name,Middle Name,Last Name,Title,Suffix,Nickname,Given Yomi,Surname Yomi,E-mail Address,E-mail 2 Address,E-mail 3 Address,Home Phone,Home Phone 2,Business Phone,Business Phone 2,Mobile Phone,Car Phone,Other Phone,Primary Phone,Pager,Business Fax,Home Fax,Other Fax,Company Main Phone,Callback,Radio Phone,Telex,TTY/TDD Phone,IMAddress,Job Title,Department,Company,Office Location,Manager's Name,Assistant's Name,Assistant's Phone,Company Yomi,Business Street,Business City,Business State,Business Postal Code,Business Country/Region,Home Street,Home City,Home State,Home Postal Code,Home Country/Region,Other Street,Other City,Other State,Other Postal Code,Other Country/Region,Personal Web Page,Spouse,Schools,Hobby,Location,Web Page,Birthday,Anniversary,Notes";

/// A line of a table: what stands in these columns, and nothing in the others.
fn line(header: &str, cells: &[(&str, &str)]) -> String {
    let line = header.split(',').map(|column| {
        let cell = cells.iter().find(|(name, _)| *name == column);
        cell.map_or_else(String::new, |(_, value)| {
            format!("\"{}\"", value.replace('"', "\"\""))
        })
    });
    for (name, _) in cells {
        assert!(header.split(',').any(|column| column == *name), "{name}");
    }
    line.collect::<Vec<_>>().join(",")
}

async fn import(owner: &Client, input: Value) -> (Value, Vec<Value>) {
    let report = owner.written(IMPORT, json!({ "input": input })).await["report"].clone();
    (
        report["format"].clone(),
        report["rows"].as_array().unwrap().clone(),
    )
}

async fn person(owner: &Client, name: &str) -> Value {
    let data = owner.ok(PEOPLE, json!({})).await;
    let people = data["people"]["nodes"].as_array().unwrap();
    let found = people.iter().find(|person| person["displayName"] == name);
    found
        .unwrap_or_else(|| panic!("{name} is not among {people:#?}"))
        .clone()
}

fn points(person: &Value) -> Vec<String> {
    let points = person["contactPoints"].as_array().unwrap().iter();
    let text = |it: &Value| it.as_str().unwrap_or("-").to_owned();
    points
        .map(|it| {
            format!(
                "{} {} {}",
                text(&it["kind"]),
                text(&it["label"]),
                text(&it["value"])
            )
        })
        .collect()
}

/// Taken in again, the file changes nothing.
async fn again_changes_nothing(owner: &Client, input: Value) {
    let before = owner.ok(SEQ, json!({})).await;
    let (_, rows) = import(owner, input).await;
    assert!(
        rows.iter()
            .all(|row| row["action"] == "UNCHANGED" || row["action"] == "SKIPPED"),
        "{rows:?}"
    );
    assert_eq!(before, owner.ok(SEQ, json!({})).await);
}

both! {
    a_table_of_google_contacts_arrives_whole(app) {
        let owner = app.owner().await;
        let file = format!("\u{FEFF}{GOOGLE}\r\n{}\r\n{}\r\n", line(GOOGLE, &[
            ("First Name", "Ada"), ("Last Name", "Lovelace"), ("Name Suffix", "Jr."), ("Nickname", "Addie"), ("Organization Name", "Engines, Inc."), ("Organization Title", "Analyst"),
            ("Organization Department", "Research"), ("Birthday", "1985-04-12"), ("Notes", "first, line\nsecond, of, several, lines"),
            ("Labels", "* myContacts ::: Book Club ::: * starred"), ("E-mail 1 - Label", "* Work"), ("E-mail 1 - Value", "ada@engines.example"),
            ("E-mail 2 - Label", "Home"), ("E-mail 2 - Value", "ada@home.example ::: a.l@home.example"), ("Phone 1 - Label", "Mobile"), ("Phone 1 - Value", "+44 20 7946 0001"),
            ("Address 1 - Label", "Home"), ("Address 1 - Formatted", "12 St James's Square\nLondon\nSW1Y 4JH\nUK"), ("Address 1 - Street", "12 St James's Square"), ("Address 1 - City", "London"),
            ("Address 1 - Postal Code", "SW1Y 4JH"), ("Address 1 - Country", "UK"), ("Website 1 - Label", "Blog"), ("Website 1 - Value", "https://ada.example"),
            ("Event 1 - Label", "Met in Rome"), ("Event 1 - Value", "2019-05-02"), ("Custom Field 1 - Label", "Shoe size"), ("Custom Field 1 - Value", "38"),
            ("Phonetic First Name", "Ay-da"),
        ]), line(GOOGLE, &[("Phone 1 - Value", "+44 20 7946 0002"), ("Birthday", " --04-12")]));
        let input = json!({ "text": file });
        let (format, rows) = import(&owner, input.clone()).await;
        assert_eq!((format, rows.len()), (json!("GOOGLE_CSV"), 2));
        assert_eq!(rows[0]["reason"], "left out: Phonetic First Name \"Ay-da\"");
        let ada = person(&owner, "Ada Lovelace Jr.").await;
        assert_eq!((&ada["birthday"], &ada["headline"], &ada["nickname"]), (&json!("1985-04-12"), &json!("Analyst"), &json!("Addie")));
        assert_eq!(ada["notes"], "first, line\nsecond, of, several, lines");
        assert_eq!(points(&ada), [
            "EMAIL Work ada@engines.example", "EMAIL Home ada@home.example", "EMAIL Home a.l@home.example", "PHONE Mobile +44 20 7946 0001",
            "ADDRESS Home 12 St James's Square, London, SW1Y 4JH, UK", "URL Blog https://ada.example",
        ]);
        assert_eq!(ada["contactPoints"][0]["isPrimary"], true);
        assert_eq!(ada["affiliations"], json!([{ "role": "Analyst", "department": "Research", "organization": { "name": "Engines, Inc." } }]));
        assert_eq!(ada["tags"], json!([{ "name": "Book Club" }, { "name": "starred" }]));
        assert_eq!(ada["facts"], json!([{ "kind": "OTHER", "text": "Shoe size: 38" }]));
        assert_eq!(ada["milestones"]["nodes"], json!([{ "kind": "OTHER", "title": "Met in Rome", "date": "2019-05-02" }]));
        assert_eq!(person(&owner, "+44 20 7946 0002").await["birthday"], "--04-12");
        again_changes_nothing(&owner, input).await;
    }

    an_older_table_of_google_contacts_arrives_too(app) {
        let owner = app.owner().await;
        let file = format!("{OLD_GOOGLE}\n{}\n", line(OLD_GOOGLE, &[
            ("Name", "Dr. Grace Hopper"), ("Given Name", "Grace"), ("Family Name", "Hopper"), ("Name Prefix", "Dr."), ("Birthday", "1906-12-09"), ("Group Membership", "Navy ::: * myContacts"),
            ("E-mail 1 - Type", "* Work"), ("E-mail 1 - Value", "grace@navy.example"), ("Organization 1 - Name", "Navy"), ("Organization 1 - Title", "Admiral"), ("Gender", "F"),
        ]));
        let (format, rows) = import(&owner, json!({ "text": file })).await;
        assert_eq!((format, &rows[0]["reason"]), (json!("GOOGLE_CSV"), &json!("left out: Gender \"F\"")));
        let grace = person(&owner, "Dr. Grace Hopper").await;
        assert_eq!((&grace["givenName"], &grace["namePrefix"], &grace["headline"]), (&json!("Grace"), &json!("Dr."), &json!("Admiral")));
        assert_eq!((&grace["tags"], points(&grace)), (&json!([{ "name": "Navy" }]), vec!["EMAIL Work grace@navy.example".to_owned()]));
    }

    a_table_of_outlook_arrives_in_its_character_set(app) {
        let owner = app.owner().await;
        let row = line(OUTLOOK, &[
            ("Title", "Mr."), ("First Name", "Jörg"), ("Last Name", "Müller"), ("Company", "Werk"), ("Job Title", "Chef"), ("Business Street", "Hauptstraße 1"), ("Business Street 2", "Hinterhaus"),
            ("Business City", "Köln"), ("Business Postal Code", "50667"), ("Business Phone", "0221 1"), ("Mobile Phone", "0171 2"), ("Anniversary", "0/0/00"), ("Birthday", "4/25/1980"),
            ("Categories", "Golf;Kunde"), ("E-mail Address", "joerg@werk.example"), ("E-mail Type", "SMTP"), ("E-mail Display Name", "Jörg Müller (joerg@werk.example)"),
            ("Spouse", "Uta Müller"), ("Gender", "Male"), ("Priority", "Normal"), ("Private", "False"), ("Sensitivity", "Normal"),
        ]);
        let text = format!("{OUTLOOK}\r\n{row}\r\n");
        let bytes: Vec<u8> = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        let input = json!({ "base64": crate::transfer::base64(&bytes) });
        let (format, rows) = import(&owner, input.clone()).await;
        assert_eq!((format, &rows[0]["reason"]), (json!("OUTLOOK_CSV"), &json!("left out: Gender \"Male\"")));
        let joerg = person(&owner, "Jörg Müller").await;
        assert_eq!((&joerg["namePrefix"], &joerg["birthday"], &joerg["headline"]), (&json!("Mr."), &json!("1980-04-25"), &json!("Chef")));
        assert_eq!(points(&joerg), ["ADDRESS work Hauptstraße 1, Hinterhaus, Köln, 50667", "PHONE work 0221 1", "PHONE mobile 0171 2", "EMAIL - joerg@werk.example"]);
        assert_eq!((&joerg["tags"], &joerg["facts"]), (&json!([{ "name": "Golf" }, { "name": "Kunde" }]), &json!([{ "kind": "OTHER", "text": "spouse: Uta Müller" }])));
        assert_eq!(joerg["milestones"]["nodes"], json!([]));
        again_changes_nothing(&owner, input).await;
        let web = format!("{OUTLOOK_COM}\n{}\n", line(OUTLOOK_COM, &[("First Name", "Lea"), ("Last Name", "Lang"), ("E-mail Address", "lea@l.example"), ("IMAddress", "lea.l"), ("Schools", "ETH")]));
        let (format, rows) = import(&owner, json!({ "text": web })).await;
        assert_eq!((format, &rows[0]["reason"]), (json!("OUTLOOK_CSV"), &Value::Null));
        assert_eq!(person(&owner, "Lea Lang").await["facts"], json!([{ "kind": "OTHER", "text": "Schools: ETH" }]));
    }

    the_own_table_comes_back_as_it_went(app) {
        let owner = app.owner().await;
        owner.written("mutation($input: CreatePersonInput!) { createPerson(input: $input) { userErrors { message } person { id } } }", json!({ "input": {
            "displayName": "=Zoë", "givenName": "Zoë", "familyName": "Åberg", "headline": "'tis", "notes": "a\nb", "birthday": "--02-29", "metHow": "by chance", "pronouns": "she/her",
            "timeZone": "Europe/Lisbon", "contactPoints": [{ "kind": "EMAIL", "value": "zoe@z.example", "label": "home" }, { "kind": "PHONE", "value": "+351 21 000 0000" }, { "kind": "ADDRESS", "value": "Rua 1, Lisboa" }],
            "affiliations": [{ "organizationName": "Zed", "role": "Boss", "department": "Top" }], "tagNames": ["a, b", "c"] } })).await;
        owner.written("mutation { createPerson(input: { displayName: \"Only Name\" }) { userErrors { message } } }", json!({})).await;
        let (_, file) = crate::exported::get(&app, &owner, "/export/people.csv").await;
        // Where they are there, nothing is new.
        let before = owner.ok(PEOPLE, json!({})).await;
        let (format, rows) = import(&owner, json!({ "text": file })).await;
        assert_eq!(format, "RAPPORT_CSV");
        let plain = |people: &Value| {
            let people = people["people"]["nodes"].as_array().unwrap().iter().cloned();
            people.map(|mut it| { it["externalRefs"].take(); it }).collect::<Vec<_>>()
        };
        assert_eq!(plain(&owner.ok(PEOPLE, json!({})).await), plain(&before), "{rows:?}");
        again_changes_nothing(&owner, json!({ "text": file })).await;
        // In another workspace they are the same.
        let other = app.owner().await;
        import(&other, json!({ "text": file })).await;
        let went = person(&owner, "=Zoë").await;
        let came = person(&other, "=Zoë").await;
        for field in ["givenName", "familyName", "headline", "notes", "birthday", "metHow", "pronouns", "timeZone", "contactPoints", "affiliations", "tags"] {
            assert_eq!(came[field], went[field], "{field}");
        }
    }

    a_table_of_anybody_is_known_by_the_usual_names_or_by_a_mapping(app) {
        let owner = app.owner().await;
        let german = "Vorname;Nachname;Firma;Funktion;E-Mail;Handy;Straße;PLZ;Ort;Geburtstag;Notizen;Lieblingsfarbe\n\
                      Uwe;Ulm;Ufer GmbH;Koch;uwe@u.example;0171 1;Weg 2;10115;Berlin;05.04.1970;\"hallo, du\";blau\n";
        let (format, rows) = import(&owner, json!({ "text": german })).await;
        assert_eq!((format, &rows[0]["reason"]), (json!("CSV"), &json!("left out: Lieblingsfarbe \"blau\"")));
        let uwe = person(&owner, "Uwe Ulm").await;
        assert_eq!((&uwe["birthday"], &uwe["headline"], &uwe["notes"]), (&json!("1970-04-05"), &json!("Koch"), &json!("hallo, du")));
        assert_eq!(points(&uwe), ["EMAIL - uwe@u.example", "PHONE mobile 0171 1", "ADDRESS - Weg 2, Berlin, 10115"]);
        let crm = "Deal,Contact,Reach,Since,Id,Owner\n7,Vera Voss,vera@v.example,25/12/2020,42,Kim\n";
        let mapping = json!([
            { "column": "contact", "field": "DISPLAY_NAME" }, { "column": "Reach", "field": "EMAIL", "label": "work" }, { "column": "Since", "field": "DATE", "label": "Customer since" },
            { "column": "Id", "field": "EXTERNAL_KEY" }, { "column": "Owner", "field": "NOTHING" },
        ]);
        let input = json!({ "text": crm, "mapping": mapping, "source": "hubspot" });
        let (format, rows) = import(&owner, input.clone()).await;
        assert_eq!((format, &rows[0]["reason"]), (json!("CSV"), &json!("left out: Deal \"7\"")));
        let vera = person(&owner, "Vera Voss").await;
        assert_eq!((points(&vera), &vera["externalRefs"]), (vec!["EMAIL work vera@v.example".to_owned()], &json!([{ "source": "hubspot", "externalId": "42" }])));
        assert_eq!(vera["milestones"]["nodes"], json!([{ "kind": "OTHER", "title": "Customer since", "date": "2020-12-25" }]));
        again_changes_nothing(&owner, input).await;
        // The same key of another system is somebody else.
        let other = json!({ "text": "Who,Id\nWim Wild,42\n", "source": "pipedrive", "mapping": [{ "column": "Who", "field": "DISPLAY_NAME" }, { "column": "Id", "field": "EXTERNAL_KEY" }] });
        assert_eq!(import(&owner, other).await.1[0]["action"], "CREATED");
    }

    a_mapping_that_does_not_fit_is_refused_with_its_place(app) {
        let owner = app.owner().await;
        let text = "Who,Id\nWim,1\n";
        let who = json!({ "column": "Who", "field": "DISPLAY_NAME" });
        for (input, code, path) in [
            (json!({ "text": text, "mapping": [who, { "column": "Mail", "field": "EMAIL" }] }), "INVALID", json!(["input", "mapping", "1", "column"])),
            (json!({ "text": text, "mapping": [who, { "column": "Id", "field": "EXTERNAL_KEY" }] }), "REQUIRED", json!(["input", "source"])),
            (json!({ "text": text, "mapping": [who, { "column": " who ", "field": "NOTES" }] }), "INVALID", json!(["input", "mapping", "1", "column"])),
            (json!({ "text": text, "mapping": [who], "format": "VCARD" }), "INVALID", json!(["input", "mapping"])),
            (json!({ "text": text, "mapping": [who], "source": "google" }), "INVALID", json!(["input", "source"])),
            (json!({ "text": text }), "INVALID", json!(["input"])),
            (json!({ "text": text, "format": "OUTLOOK_CSV" }), "INVALID", json!(["input"])),
        ] {
            let errors = owner.refused(IMPORT, json!({ "input": input })).await;
            assert_eq!((&errors[0]["code"], &errors[0]["path"]), (&json!(code), &path), "{errors:?}");
        }
    }

    what_has_no_place_comes_out_again_on_the_card(app) {
        let (owner, other) = (app.owner().await, app.owner().await);
        let card = "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:kept\r\nFN:Kay Kept\r\nGENDER:F\r\nLANG:fr\r\nX-FOO;X-BAR=baz:one\\, two\r\nEND:VCARD\r\n";
        let (_, rows) = import(&owner, json!({ "text": card })).await;
        assert!(rows[0]["reason"].as_str().unwrap().contains("X-FOO"), "{rows:?}");
        let table = "Name,Email,Favourite colour\nTab Tally,tab@t.example,\"blue, mostly\"\n";
        import(&owner, json!({ "text": table })).await;
        for version in ["3.0", "4.0"] {
            let path = format!("/export/people.vcf?version={version}");
            let (status, file) = crate::exported::get(&app, &owner, &path).await;
            assert_eq!(status, 200);
            let found = |line: &str| file.lines().any(|it| it.eq_ignore_ascii_case(line));
            assert!(found("GENDER:F") && found("LANG:fr") && found("X-FOO;X-BAR=baz:one\\, two"), "{file}");
            assert!(file.contains("X-RAPPORT-COLUMN;X-NAME=") && file.contains("blue\\, mostly"), "{file}");
        }
        let (_, file) = crate::exported::get(&app, &owner, "/export/people.vcf").await;
        import(&other, json!({ "text": file })).await;
        let (_, again) = crate::exported::get(&app, &other, "/export/people.vcf").await;
        let lines = |file: &str| {
            let mut lines: Vec<String> = file.lines().filter(|it| ["GENDER", "LANG", "X-FOO", "X-RAPPORT-COLUMN"].iter().any(|name| it.starts_with(name))).map(str::to_owned).collect();
            lines.sort();
            lines
        };
        assert_eq!((lines(&again), lines(&again).len()), (lines(&file), 4));
    }
}
