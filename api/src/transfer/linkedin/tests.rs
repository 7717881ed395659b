use super::super::contact::{ExternalKey, ImportedAffiliation, ImportedContact, PointKind, Row};
use super::*;

const PREAMBLE: &str = "Notes:\r\n\"When exporting your connection data, you may notice that some of the email addresses are missing. You will only see \"\"email addresses\"\" of those who allowed it.\"\r\n\r\n";
const HEADER: &str = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n";

fn read(file: &str) -> Vec<NumberedRow> {
    rows(file, 1000).unwrap()
}

fn contact(rows: &[NumberedRow], index: usize) -> &ImportedContact {
    match &rows[index].row {
        Row::Contact(contact) => contact,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_row_of_a_new_export() {
    let file = format!(
        "{PREAMBLE}{HEADER}Ada,Lovelace,https://www.linkedin.com/in/Ada-Lovelace/,ada@example.org,\"Engines, \"\"Inc.\"\"\",Analyst,12 Mar 2024\r\n"
    );
    let rows = read(&file);
    let ada = contact(&rows, 0);
    assert_eq!(
        (rows.len(), rows[0].position, rows[0].name.as_deref()),
        (1, 1, Some("Ada Lovelace"))
    );
    assert_eq!(
        ada.external,
        ExternalKey::new(
            "linkedin",
            "ada-lovelace",
            Some("https://www.linkedin.com/in/ada-lovelace".to_owned())
        )
    );
    assert_eq!(
        ada.person.headline.as_deref(),
        Some("Analyst at Engines, \"Inc.\"")
    );
    assert_eq!(
        ada.person.met_on.map(|date| date.to_string()).as_deref(),
        Some("2024-03-12")
    );
    let affiliation = ImportedAffiliation {
        organization: "Engines, \"Inc.\"".to_owned(),
        role: Some("Analyst".to_owned()),
        department: None,
    };
    assert_eq!(ada.affiliations, [affiliation]);
    let points: Vec<_> = ada
        .contact_points
        .iter()
        .map(|point| (point.kind, point.label.as_deref()))
        .collect();
    assert_eq!(
        points,
        [(PointKind::Email, None), (PointKind::Url, Some("LinkedIn"))]
    );
}

#[test]
fn blank_rows_are_skipped_and_nameless_ones_rejected() {
    let file = format!(
        "{HEADER},,,,,,\r\n,,,,,,03 Jan 2020\r\n,,,x@example.org,,,\r\n\r\n王,小明,,,,,7-Feb-22\r\n{HEADER}"
    );
    let rows = read(&file);
    assert_eq!(rows[0].row, Row::Skipped("blank row".to_owned()));
    assert!(matches!(&rows[1].row, Row::Rejected(reason) if reason.contains("neither a name")));
    assert_eq!(contact(&rows, 2).person.display_name, "x@example.org");
    let wang = contact(&rows, 3);
    assert_eq!(
        (
            wang.person.display_name.as_str(),
            wang.person.met_on.map(|date| date.to_string()).as_deref(),
            rows[3].position
        ),
        ("王 小明", Some("2022-02-07"), 4)
    );
    assert_eq!(rows[4].row, Row::Skipped("a repeated header row".to_owned()));
}

#[test]
fn columns_in_any_order_and_without_url() {
    let rows =
        read("Connected On;POSITION; Last Name ;first name;Extra\n03/15/2024;Owner;Doe;Jo;x\n;;Short\n");
    let jo = contact(&rows, 0);
    assert_eq!(
        (
            jo.person.display_name.as_str(),
            jo.person.headline.as_deref(),
            jo.person.met_on.map(|date| date.to_string()).as_deref()
        ),
        ("Jo Doe", Some("Owner"), Some("2024-03-15"))
    );
    assert_eq!((&jo.external, jo.affiliations.len()), (&None, 0));
    assert_eq!(contact(&rows, 1).person.display_name, "Short");
}

#[test]
fn an_unclosed_quotation_mark_costs_one_row() {
    let file = format!(
        "{HEADER}\"Bad,Row,,,,,\r\nAda,L,,,,,\r\nBob,M,,,\"A, B\",,\r\n\"Worse,Row,,,,,\r\nEve,N,,,,,\r\n"
    );
    let seen: Vec<_> = read(&file).into_iter().map(|row| row.name).collect();
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(seen, [None, name("Ada L"), name("Bob M"), None, name("Eve N")]);
}

#[test]
fn a_stray_mark_in_the_notes_does_not_hide_the_header() {
    assert_eq!(
        read(&format!("Notes:\n\"never closed\n\n{HEADER}Ada,L,,,,,\n")).len(),
        1
    );
    assert!(!has_header(&format!("{}{HEADER}", "line\n".repeat(60))));
    assert_eq!(read(HEADER).len(), 0);
}

#[test]
fn long_fields_are_cut_or_dropped() {
    let long = "x".repeat(700);
    let rows = read(&format!(
        "{HEADER}{long},L,https://www.linkedin.com/in/{long},{long}@example.org,{long},{long},\n"
    ));
    let contact = contact(&rows, 0);
    assert_eq!(
        (
            contact.person.display_name.len(),
            contact.person.headline.as_ref().map(String::len)
        ),
        (200, Some(300))
    );
    assert_eq!((&contact.external, contact.contact_points.len()), (&None, 0));
}
