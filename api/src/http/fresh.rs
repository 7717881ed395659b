//! The header `Rapport-Min-Seq`, by which a client says which change of its workspace an answer has to have seen.

use actix_web::http::header::{HeaderMap, HeaderName};

use super::failure::Failure;

/// The header of a request.
pub(super) const MIN_SEQ: HeaderName = HeaderName::from_static("rapport-min-seq");

/// What the header says, if it is there.
pub(super) fn min_seq(headers: &HeaderMap) -> Result<Option<i64>, Failure> {
    let mut all = headers.get_all(MIN_SEQ);
    let Some(first) = all.next() else {
        return Ok(None);
    };
    let seq = first.to_str().ok().and_then(|text| text.parse::<i64>().ok());
    match (seq.filter(|seq| *seq >= 0), all.next()) {
        (Some(seq), None) => Ok(Some(seq)),
        _ => Err(Failure::bad_request(
            "the header Rapport-Min-Seq is given once, and is the `seq` of a write or 0",
        )),
    }
}
