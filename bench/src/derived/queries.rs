//! What is asked.

/// Each query, with the name of its row.
pub const QUERIES: [(&str, &str); 18] = [
    (
        "agenda",
        "{ agenda(first: 10) { nodes { key kind title whyNow score person { displayName } } } }",
    ),
    (
        "agenda digest",
        "{ agendaDigest { headline total overdue counts { kind count } top { title person { displayName } } } }",
    ),
    (
        "matches, ten",
        "{ matches(first: 10) { nodes { score topics need { title } offer { title } person { displayName } } } }",
    ),
    (
        "matches of a page of needs",
        "{ needs(first: 20) { nodes { title matches { score person { displayName } } } } }",
    ),
    (
        "due check-ins",
        "{ dueCheckIns(first: 20) { nodes { band person { displayName } } } }",
    ),
    (
        "people search, two letters",
        "{ people(first: 20, search: \"ka\") { nodes { displayName } } }",
    ),
    (
        "people search with total",
        "{ people(first: 20, search: \"ka\") { totalCount nodes { displayName } } }",
    ),
    (
        "interactions search with total",
        "{ interactions(first: 20, search: \"grant\") { totalCount nodes { title } } }",
    ),
    (
        "a page of briefs",
        "{ people(first: 20) { nodes { displayName brief { questions { text } facts { text } lastInteractions(first: 3) { nodes { title } } } } } }",
    ),
    (
        "whole briefs, five",
        "{ people(first: 5) { nodes { brief { questions { text } facts { text } checkInStatus { band } lastInteractions(first: 3) { nodes { title updatesHeard participants { displayName } } } promisesByMe(first: 3) { nodes { title } } promisesByThem(first: 3) { nodes { title } } gratitudesOwed(first: 3) { nodes { exchange { title } } } introductionsUnderWay(first: 3) { nodes { sides { person { displayName } } } } collaborationsUnderWay(first: 3) { nodes { title } } nextMilestones { title date milestone { title } } needs(first: 3) { nodes { title } } offers(first: 3) { nodes { title } } goals(first: 3) { nodes { title } } } } } }",
    ),
    (
        "time report of a year, by person",
        "{ timeReport(from: \"2025-01-01\", to: \"2025-12-31\", groupBy: PERSON, first: 10) { totalMinutes rows { minutes person { displayName } } } }",
    ),
    (
        "time report of a year, by kind",
        "{ timeReport(from: \"2025-01-01\", to: \"2025-12-31\", groupBy: KIND) { totalMinutes rows { minutes kind } } }",
    ),
    ("diversity", "{ diversity { total counts { count } } }"),
    (
        "changes of a rare type",
        "{ changes(after: 0, first: 100, types: [DIMENSION]) { nextAfter hasMore changes { seq } } }",
    ),
    (
        "interactions by a rare duration",
        "{ interactions(first: 20, filter: { durationMinutes: { eq: 777 } }) { nodes { title } } }",
    ),
    (
        "interactions by a rare sentiment",
        "{ interactions(first: 20, filter: { sentiment: { eq: MIXED } }) { nodes { title } } }",
    ),
    (
        "total of interactions",
        "{ interactions(first: 20) { totalCount nodes { title } } }",
    ),
    (
        "total of interactions by channel",
        "{ interactions(first: 20, filter: { channel: { eq: CALL } }) { totalCount nodes { title } } }",
    ),
];
