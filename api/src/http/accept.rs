//! Which form of answer the client gets.

use actix_web::http::header::{self, HeaderMap};

use super::{codes, failure::Failure};

/// The forms of a GraphQL answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Media {
    /// Where the status tells whether there was an execution.
    GraphqlResponse,
    /// What clients of old take, with 200 for nearly everything.
    Json,
}

impl Media {
    pub(super) const fn content_type(self) -> &'static str {
        match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }
}

/// How much a client wants one form, and whether it called it by name.
#[derive(Debug, Default, Clone, Copy)]
struct Wish {
    /// In thousandths.
    quality: u16,
    /// 0: not at all, 1: `*/*`, 2: `application/*`, 3: by name.
    precision: u8,
}

impl Wish {
    /// The most precise range that fits decides, whatever its quality.
    fn hear(&mut self, quality: u16, precision: u8) {
        if precision > self.precision || (precision == self.precision && quality > self.quality) {
            *self = Self { quality, precision };
        }
    }
}

/// By quality; between equals `application/graphql-response+json` if it was asked for by name, else
/// `application/json`, so that clients which take anything get what they have always got.
///
/// `text/event-stream` will be heard here once subscriptions run over SSE.
pub(super) fn negotiate(headers: &HeaderMap) -> Result<Media, Failure> {
    let mut response = Wish::default();
    let mut json = Wish::default();
    let mut asked = false;
    for value in headers.get_all(header::ACCEPT) {
        let text = String::from_utf8_lossy(value.as_bytes());
        for range in split_unquoted(&text, ',').filter(|range| !range.trim().is_empty()) {
            asked = true;
            let Some((name, quality)) = parse_range(range) else {
                continue;
            };
            match name.as_str() {
                "*/*" => {
                    response.hear(quality, 1);
                    json.hear(quality, 1);
                }
                "application/*" => {
                    response.hear(quality, 2);
                    json.hear(quality, 2);
                }
                "application/graphql-response+json" => response.hear(quality, 3),
                "application/json" => json.hear(quality, 3),
                _ => {}
            }
        }
    }
    if !asked {
        return Ok(Media::Json);
    }
    let named = response.precision == 3;
    match (response.quality, json.quality) {
        (0, 0) => Err(Failure::new(
            codes::NOT_ACCEPTABLE,
            "answers are application/graphql-response+json or application/json",
        )),
        (response, json) if response > json || (response == json && named) => Ok(Media::GraphqlResponse),
        _ => Ok(Media::Json),
    }
}

/// The name in lower case and the quality; `None` for what cannot be read or asks for another charset than
/// ours.
fn parse_range(range: &str) -> Option<(String, u16)> {
    let mut parts = split_unquoted(range, ';');
    let name = parts.next()?.trim().to_ascii_lowercase();
    let mut quality = 1_000;
    for part in parts {
        let Some((key, value)) = part.split_once('=') else {
            continue;
        };
        let value = value.trim().trim_matches('"');
        match key.trim().to_ascii_lowercase().as_str() {
            "q" => quality = thousandths(value)?,
            "charset" if !value.eq_ignore_ascii_case("utf-8") => return None,
            _ => {}
        }
    }
    Some((name, quality))
}

/// `0`, `0.25`, `1.000`: at most three decimals and never above one.
fn thousandths(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let decimals = format!("{decimals:0<3}").parse::<u16>().ok()?;
    match whole {
        "0" => Some(decimals),
        "1" if decimals == 0 => Some(1_000),
        _ => None,
    }
}

fn split_unquoted(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |character| {
        if character == '"' {
            quoted = !quoted;
        }
        character == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn chosen(accept: &[&'static str]) -> Option<Media> {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(header::ACCEPT, HeaderValue::from_static(value));
        }
        negotiate(&headers).ok()
    }

    #[test]
    fn the_form_follows_name_quality_and_precision() {
        let (response, json) = (Some(Media::GraphqlResponse), Some(Media::Json));
        for (accept, form) in [
            (&[][..], json),
            (&[""], json),
            (&["*/*"], json),
            (&["application/*"], json),
            (&["application/json"], json),
            (&["application/json; charset=utf-8"], json),
            (&["application/graphql-response+json"], response),
            (
                &["Application/GraphQL-Response+JSON ; charset=\"UTF-8\""],
                response,
            ),
            (
                &["application/graphql-response+json, application/json;q=0.9"],
                response,
            ),
            (&["application/json, application/graphql-response+json"], response),
            (
                &["application/json", "application/graphql-response+json"],
                response,
            ),
            (
                &["application/json, application/graphql-response+json;q=0.9"],
                json,
            ),
            (&["application/graphql-response+json;q=0.5, */*;q=0.5"], response),
            (&["application/graphql-response+json;q=0.5, */*"], json),
            (&["application/json;q=0.5, */*"], response),
            (&["application/graphql-response+json;q=0, */*;q=0.1"], json),
            (&["application/json;q=0, */*;q=0.1"], response),
            (&["text/html, application/xhtml+xml, */*;q=0.8"], json),
            (&["text/html;p=\"a,b;q=0\", application/json;q=0.001"], json),
            (&["text/html"], None),
            (&["*/*;q=0"], None),
            (&["application/json;q=0"], None),
            (&["application/json;q=2"], None),
            (&["application/json;q=0.1234"], None),
            (&["application/json;charset=latin1"], None),
            (&["nonsense"], None),
        ] {
            assert_eq!(chosen(accept), form, "{accept:?}");
        }
    }
}
