//! The page at `/` where a person tries the API: GraphiQL with a form to sign in, and the operations of
//! `examples/operations/` as its tabs.
//!
//! All that the page loads is in the program, so it works without the Internet and nobody else learns that
//! it was opened. The last release of GraphiQL that is one script is used, in pinned versions with integrity
//! hashes; `api/assets/` holds it packed, and it is sent as it lies there to every browser that unpacks it.

use std::{io::Read as _, path::Path, sync::LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, AcceptEncoding, ContentEncoding, Encoding, EntityTag, Header as _, IfNoneMatch},
    web::{self, Bytes},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

use super::{accept::Media, codes, failure::Failure, operations, watch::RequestId};

const PAGE: &str = include_str!("graphiql.html");
const SCRIPT: &str = include_str!("graphiql.js");
const STYLE: &str = include_str!("graphiql.css");

/// Nothing runs but what this server sends, and nothing is told to anyone else. The editor sets styles on
/// its elements, so those must be allowed; its style sheet holds its fonts.
const POLICY: &str = "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      font-src data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The address says the version, so the browser may keep what it found there.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Asked for again each time, and not sent again while it is the same.
const ASK: &str = "no-cache";

/// A file that the page loads and that is not ours.
struct Vendored {
    /// The npm package, with its version.
    package: &'static str,
    /// In the package; its last part is the name in `api/assets/` and in the page's addresses.
    path: &'static str,
    /// Of the file as it is in the package.
    sha384: &'static str,
    /// The file, by gzip.
    packed: &'static [u8],
}

/// To move to another version, change these and run `api/assets/fetch.sh`, which reads them and checks the
/// hashes.
const VENDORED: &[Vendored] = &[
    Vendored {
        package: "react@18.3.1",
        path: "umd/react.production.min.js",
        sha384: "DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
        packed: include_bytes!("../../assets/react.production.min.js.gz"),
    },
    Vendored {
        package: "react-dom@18.3.1",
        path: "umd/react-dom.production.min.js",
        sha384: "gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
        packed: include_bytes!("../../assets/react-dom.production.min.js.gz"),
    },
    Vendored {
        package: "graphiql@4.1.2",
        path: "graphiql.min.js",
        sha384: "9XdHu7ajgGJziD4J1zNBKQ842Q/+zZfDv+ib1eMhZWBH6hPAs806x+Jbcf0yNO6B",
        packed: include_bytes!("../../assets/graphiql.min.js.gz"),
    },
    Vendored {
        package: "graphiql@4.1.2",
        path: "graphiql.min.css",
        sha384: "1el1QShFBnnXTx9x/Cprg82hZWKt0ry29OAYIXt05swbi0KcZDFoj0CWguMpopJr",
        packed: include_bytes!("../../assets/graphiql.min.css.gz"),
    },
];

impl Vendored {
    fn name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    fn url(&self) -> String {
        format!("/graphiql/{}?of={}", self.name(), self.package)
    }

    fn tag(&self) -> String {
        let (url, hash) = (self.url(), self.sha384);
        if is_script(self.path) {
            format!("<script src=\"{url}\" integrity=\"sha384-{hash}\" defer></script>")
        } else {
            format!("<link rel=\"stylesheet\" href=\"{url}\" integrity=\"sha384-{hash}\">")
        }
    }

    fn unpacked(&self) -> std::io::Result<Bytes> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(self.packed).read_to_end(&mut bytes)?;
        Ok(bytes.into())
    }

    /// Packed to whoever does not refuse it, as no browser does.
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        // Weak, for the two forms of the file are not the same bytes.
        let tag = EntityTag::new_weak(self.sha384.to_owned());
        let packs = AcceptEncoding::parse(request)
            .ok()
            .is_none_or(|accept| accept.negotiate([Encoding::gzip()].iter()) == Some(Encoding::gzip()));
        let bytes = if packs {
            Ok(Bytes::from_static(self.packed))
        } else {
            self.unpacked()
        };
        match bytes {
            Ok(bytes) => {
                let coding = if packs {
                    ContentEncoding::Gzip
                } else {
                    ContentEncoding::Identity
                };
                let mut response = asset(request, self.name(), FOR_EVER, tag, bytes);
                let headers = response.headers_mut();
                headers.insert(
                    header::CONTENT_ENCODING,
                    header::HeaderValue::from_static(coding.as_str()),
                );
                headers.insert(header::VARY, header::HeaderValue::from_static("accept-encoding"));
                response
            }
            Err(error) => {
                tracing::error!(file = self.path, %error, "a file of the page cannot be unpacked");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}

fn is_script(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "js")
}

pub(super) async fn page() -> HttpResponse {
    static HTML: LazyLock<Bytes> = LazyLock::new(|| {
        let tags: Vec<String> = VENDORED.iter().map(Vendored::tag).collect();
        PAGE.replace("<!-- vendored -->", &tags.join("\n    ")).into()
    });
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, ASK))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .body(HTML.clone())
}

/// The names are listed, here and above: no path leads anywhere else.
pub(super) async fn file(request: HttpRequest, name: web::Path<String>) -> HttpResponse {
    static OPERATIONS: LazyLock<String> = LazyLock::new(operations::json);
    let own: &'static str = match name.as_str() {
        "page.js" => SCRIPT,
        "page.css" => STYLE,
        "operations.json" => &OPERATIONS,
        _ => {
            if let Some(file) = VENDORED.iter().find(|file| file.name() == name.as_str()) {
                return file.answer(&request);
            }
            let failure = Failure::new(codes::NOT_FOUND, "there is nothing at this path");
            return failure.respond(Media::Json, &RequestId::of(&request));
        }
    };
    let tag = EntityTag::new_weak(BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(own)));
    asset(&request, &name, ASK, tag, Bytes::from_static(own.as_bytes()))
}

/// A file, or that it is the one which the browser has.
fn asset(
    request: &HttpRequest,
    name: &str,
    cache: &'static str,
    tag: EntityTag,
    bytes: Bytes,
) -> HttpResponse {
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        _ => false,
    };
    let content_type = match Path::new(name)
        .extension()
        .and_then(|extension| extension.to_str())
    {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "application/json",
    };
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::ETAG, tag.to_string()));
    if known {
        response.finish()
    } else {
        response.body(bytes)
    }
}

#[cfg(test)]
mod tests {
    use base64::prelude::BASE64_STANDARD;
    use sha2::Sha384;

    use super::*;

    #[test]
    fn each_file_is_the_one_that_its_hash_says() {
        for file in VENDORED {
            let bytes = file.unpacked().unwrap();
            assert_eq!(
                BASE64_STANDARD.encode(Sha384::digest(bytes)),
                file.sha384,
                "{}",
                file.path
            );
        }
    }

    #[test]
    fn the_page_and_its_policy_name_no_other_host() {
        let tags: String = VENDORED.iter().map(Vendored::tag).collect();
        for text in [PAGE, &tags, POLICY, STYLE, SCRIPT] {
            assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
        }
    }
}
