//! What an entry of a calendar becomes: pure.

use chrono::{DateTime, Utc};
use entity::attendance::{AttendanceRole, AttendanceState};
use entity::interaction::Channel;

use super::parse::{Entry, Guest, When};

/// Most dates of a file.
pub const ROWS: usize = 10_000;

/// With so many others, a meeting is a talk with each of them; with more it is an event.
pub const TALK: usize = 20;

/// What somebody answered to an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// They come.
    Yes,
    /// They do not.
    No,
    /// They may.
    Perhaps,
    /// They have not said.
    None,
}

/// What an entry becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// An interaction.
    Interaction,
    /// An event.
    Event,
    /// Nothing, and why.
    Nothing(&'static str),
}

/// What an entry becomes in which so many others take part, so many of them known, and the user with this answer.
#[must_use]
pub fn becomes(
    entry: &Entry,
    others: usize,
    known: usize,
    mine: Option<Answer>,
    now: DateTime<Utc>,
) -> Becomes {
    if entry.is_cancelled {
        return Becomes::Nothing("it was called off");
    }
    if mine == Some(Answer::No) {
        return Becomes::Nothing("you did not go");
    }
    if others == 0 {
        return Becomes::Nothing("nobody else takes part");
    }
    if known == 0 {
        return Becomes::Nothing("nobody who takes part is in the network, by their e-mail addresses");
    }
    match entry.when {
        When::Hours(_, ends) if ends <= now && others <= TALK => Becomes::Interaction,
        _ => Becomes::Event,
    }
}

/// By which means people meet who meet there.
#[must_use]
pub fn channel(entry: &Entry) -> Channel {
    const VIDEO: [&str; 7] = [
        "zoom.us",
        "meet.google.",
        "teams.microsoft.",
        "teams.live.",
        "webex.",
        "whereby.com",
        "jit.si",
    ];
    let is_video = |text: &str| VIDEO.iter().any(|site| text.contains(site));
    let place = entry.place.as_deref().unwrap_or_default().to_lowercase();
    if place.starts_with("tel:") || is_telephone(&place) {
        return Channel::Call;
    }
    let is_nowhere = place.is_empty() || place.starts_with("http") || place.contains("microsoft teams");
    let others = [&entry.url, &entry.description];
    let is_linked = others
        .into_iter()
        .flatten()
        .any(|text| is_video(&text.to_lowercase()));
    match is_video(&place) || place.contains("microsoft teams") || (is_nowhere && is_linked) {
        true => Channel::Video,
        false if is_nowhere && !place.is_empty() => Channel::Video,
        false => Channel::InPerson,
    }
}

/// Whether a place is nothing but a telephone number.
fn is_telephone(place: &str) -> bool {
    let digits = place.chars().filter(char::is_ascii_digit).count();
    digits >= 7
        && place
            .chars()
            .all(|it| it.is_ascii_digit() || " +-()/.".contains(it))
}

/// How somebody stands to an event.
#[must_use]
pub const fn attends(guest: &Guest) -> (AttendanceState, AttendanceRole) {
    let state = match guest.answer {
        Answer::Yes => AttendanceState::Going,
        Answer::No => AttendanceState::Declined,
        Answer::Perhaps => AttendanceState::Maybe,
        // Whose it is, comes.
        Answer::None if guest.is_organizer => AttendanceState::Going,
        Answer::None => AttendanceState::Invited,
    };
    let role = match guest.is_organizer {
        true => AttendanceRole::Organizer,
        false => AttendanceRole::Guest,
    };
    (state, role)
}

/// What a text keeps of its beginning where it is longer than it may be; whether anything was cut off.
#[must_use]
pub fn fitting(text: &str, most: usize) -> (String, bool) {
    match text.char_indices().nth(most) {
        Some((end, _)) => (text.get(..end).unwrap_or_default().trim_end().to_owned(), true),
        None => (text.to_owned(), false),
    }
}

/// A title of one line.
#[must_use]
pub fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(place: &str, ends: &str) -> Entry {
        let ends: DateTime<Utc> = ends.parse().unwrap();
        Entry {
            position: 1,
            key: "k".to_owned(),
            title: None,
            description: None,
            place: Some(place.to_owned()),
            url: None,
            when: When::Hours(ends, ends),
            zone: None,
            is_of_series: false,
            is_cancelled: false,
            guests: Vec::new(),
        }
    }

    #[test]
    fn a_meeting_that_was_is_a_talk_and_one_ahead_or_of_many_an_event() {
        let now: DateTime<Utc> = "2026-03-01T09:00:00Z".parse().unwrap();
        let was = entry("Café", "2026-02-27T10:00:00Z");
        assert_eq!(becomes(&was, 2, 1, None, now), Becomes::Interaction);
        assert_eq!(becomes(&was, TALK + 1, 1, None, now), Becomes::Event);
        assert_eq!(
            becomes(&entry("", "2026-03-02T10:00:00Z"), 1, 1, None, now),
            Becomes::Event
        );
        for nothing in [
            becomes(&was, 0, 0, None, now),
            becomes(&was, 3, 0, None, now),
            becomes(&was, 3, 1, Some(Answer::No), now),
            becomes(
                &Entry {
                    is_cancelled: true,
                    ..was.clone()
                },
                3,
                1,
                None,
                now,
            ),
        ] {
            assert!(matches!(nothing, Becomes::Nothing(_)), "{nothing:?}");
        }
    }

    #[test]
    fn the_place_says_by_which_means() {
        for (place, means) in [
            ("Café Central", Channel::InPerson),
            ("", Channel::InPerson),
            ("+351 21 123 45 67", Channel::Call),
            ("https://meet.google.com/abc-defg", Channel::Video),
            ("Microsoft Teams Meeting", Channel::Video),
            ("Room 4 (teams.microsoft.com/l/x)", Channel::Video),
            ("Rua 24 de Julho 12", Channel::InPerson),
        ] {
            assert_eq!(channel(&entry(place, "2026-02-27T10:00:00Z")), means, "{place}");
        }
    }
}
