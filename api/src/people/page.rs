//! The pages by which networks show a person.

use percent_encoding::percent_decode_str;

/// A network: its hosts, and what stands before a name in the path.
struct Network {
    /// The host by which it is known, and others that are the same.
    hosts: &'static [&'static str],
    /// What the path begins with; empty where the name comes first and alone.
    before: &'static [&'static str],
}

const NETWORKS: &[Network] = &[
    network(&["linkedin.com"], &["in"]),
    network(&["xing.com"], &["profile"]),
    network(&["bsky.app"], &["profile"]),
    network(&["github.com"], &[""]),
    network(&["gitlab.com"], &[""]),
    network(&["x.com", "twitter.com"], &[""]),
    network(&["instagram.com"], &[""]),
    network(&["facebook.com", "fb.com"], &[""]),
    network(&["t.me"], &[""]),
    network(&["orcid.org"], &[""]),
    network(&["threads.net", "threads.com"], &[""]),
];

const fn network(hosts: &'static [&'static str], before: &'static [&'static str]) -> Network {
    Network { hosts, before }
}

/// The one form of the address of a person's page on a network that is known, however the address is written: with any scheme,
/// host of a country or of telephones, language, slash, case or query. Other pages have none: a company's is shared by many.
#[must_use]
pub fn profile(url: &str) -> Option<String> {
    let url = url.trim();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = url.split(['?', '#']).next()?.split_once('/')?;
    let host = host.to_ascii_lowercase();
    let host = host.split(':').next()?;
    let on = |known: &&&str| {
        host.strip_suffix(**known)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let network = NETWORKS
        .iter()
        .find(|network| network.hosts.iter().any(|known| on(&known)))?;
    let path = percent_decode_str(path).decode_utf8().ok()?.to_lowercase();
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let place = *network.before.first()?;
    let name = if place.is_empty() {
        parts.next().filter(|_| parts.next().is_none())?
    } else {
        parts
            .next()
            .filter(|part| *part == place)
            .and_then(|_| parts.next())?
    };
    let name = name.trim_start_matches('@');
    // A script that shows whom its query names is nobody's page.
    let is_name = !name.is_empty() && !name.contains(char::is_whitespace) && !name.ends_with(".php");
    let slash = if place.is_empty() { "" } else { "/" };
    is_name.then(|| format!("{}/{place}{slash}{name}", network.hosts.first().unwrap_or(&"")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_a_person_has_one_form() {
        for url in [
            "https://www.linkedin.com/in/ana-ribeiro-1",
            "http://linkedin.com/in/Ana-Ribeiro-1/",
            "de.linkedin.com/in/ana-ribeiro-1/en?trk=people#top",
            "HTTPS://WWW.LINKEDIN.COM/in/ana%2Dribeiro-1?utm_source=share",
        ] {
            assert_eq!(
                profile(url).as_deref(),
                Some("linkedin.com/in/ana-ribeiro-1"),
                "{url}"
            );
        }
        assert_eq!(profile("https://mobile.twitter.com/Ana"), profile("x.com/ana"));
    }

    #[test]
    fn a_page_that_many_share_is_nobodys() {
        for url in [
            "https://acme.example/team",
            "https://www.linkedin.com/company/acme",
            "https://notlinkedin.com/in/ana",
            "https://github.com/acme/tools",
            "https://www.facebook.com/profile.php?id=1",
            "linkedin.com",
            "",
        ] {
            assert_eq!(profile(url), None, "{url}");
        }
    }
}
