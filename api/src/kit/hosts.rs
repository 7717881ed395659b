//! The servers of a PostgreSQL URL, which may name several: `postgres://me@one:5432,two:5432/db?target_session_attrs=read-write`. Neither
//! driver reads all that such a URL may say; each reads one that names one server.

use sea_orm::DbErr;
use tokio_postgres::config::TargetSessionAttrs;

/// By which parameter a URL says which of its servers it means.
const WANTED: &str = "target_session_attrs";

/// The servers of a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Hosts {
    /// A URL for each, in the order in which they are tried.
    pub each: Vec<String>,
    /// Which of them is meant.
    pub wanted: TargetSessionAttrs,
}

impl Hosts {
    /// Reads a URL. Of several servers the one is meant that can be written, if the URL does not say another.
    ///
    /// # Errors
    /// What it says of the servers is not known here.
    pub fn of(url: &str) -> Result<Self, DbErr> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, rest) = rest.split_at(end);
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (format!("{user}@"), hosts),
            None => (String::new(), authority),
        };
        let (said, others): (Vec<&str>, Vec<&str>) = query
            .split('&')
            .filter(|it| !it.is_empty())
            .partition(|it| it.split_once('=').is_some_and(|(name, _)| name == WANTED));
        let said = said
            .last()
            .and_then(|it| it.split_once('='))
            .map(|(_, value)| value);
        let hosts: Vec<&str> = hosts.split(',').collect();
        let wanted = match said {
            None if hosts.len() > 1 => TargetSessionAttrs::ReadWrite,
            None | Some("any") => TargetSessionAttrs::Any,
            Some("read-write" | "primary") => TargetSessionAttrs::ReadWrite,
            Some("read-only" | "standby") => TargetSessionAttrs::ReadOnly,
            Some(other) => {
                let known = "any, read-write, primary, read-only and standby";
                return Err(DbErr::Custom(format!(
                    "{WANTED}={other} is not known; {known} are"
                )));
            }
        };
        let query = match others.is_empty() {
            true => String::new(),
            false => format!("?{}", others.join("&")),
        };
        let each = hosts
            .iter()
            .map(|host| format!("{scheme}://{user}{host}{path}{query}"));
        Ok(Self {
            each: each.collect(),
            wanted,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_gets_a_url_of_its_own() {
        let url = "postgres://me:p%40ss@one:1,[::1]:2,three/db?sslmode=disable&target_session_attrs=any&options=-c%20a";
        let hosts = Hosts::of(url).unwrap();
        let of = |host: &str| format!("postgres://me:p%40ss@{host}/db?sslmode=disable&options=-c%20a");
        assert_eq!(hosts.each, ["one:1", "[::1]:2", "three"].map(of));
        assert_eq!(hosts.wanted, TargetSessionAttrs::Any);
    }

    #[test]
    fn one_server_is_meant_as_it_is_and_of_several_the_one_that_can_be_written() {
        let wanted = |url| Hosts::of(url).map(|it| it.wanted).ok();
        assert_eq!(wanted("postgres://one/db"), Some(TargetSessionAttrs::Any));
        assert_eq!(wanted("postgres://one,two"), Some(TargetSessionAttrs::ReadWrite));
        assert_eq!(
            wanted("postgres://one,two/db?target_session_attrs=standby"),
            Some(TargetSessionAttrs::ReadOnly)
        );
        assert_eq!(
            wanted("postgres://one/db?target_session_attrs=prefer-standby"),
            None
        );
        let plain = "postgres:///db?host=/run/postgresql";
        assert_eq!(Hosts::of(plain).unwrap().each, [plain]);
    }
}
