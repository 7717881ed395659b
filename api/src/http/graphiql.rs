//! The page at `/` where a person tries the API: GraphiQL with a form to sign in.
//!
//! GraphiQL and React come from a public CDN in pinned versions with integrity hashes, so the CDN can break
//! the page but not change it; or from a folder that `tests/browser/fill-graphiql.sh` fills, for servers
//! without the Internet. The last release of GraphiQL that is one script is used, as integrity cannot cover
//! modules which import others.

use std::{io, path::Path, sync::OnceLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Bytes, Data},
};

use super::{accept::Media, codes, failure::Failure, watch::RequestId};
use crate::app::App;

const PAGE: &str = include_str!("graphiql.html");
const SCRIPT: &str = include_str!("graphiql.js");
const STYLE: &str = include_str!("graphiql.css");

/// A file that the page loads and that is not ours.
struct Vendored {
    /// In the folder, and in the page's own addresses.
    name: &'static str,
    package: &'static str,
    version: &'static str,
    /// In the package.
    path: &'static str,
    sha384: &'static str,
}

/// To move to another version, change these and run `fill-graphiql.sh`, which reads them and checks the
/// hashes.
const VENDORED: &[Vendored] = &[
    Vendored {
        name: "react.production.min.js",
        package: "react",
        version: "18.3.1",
        path: "umd/react.production.min.js",
        sha384: "DGyLxAyjq0f9SPpVevD6IgztCFlnMF6oW/XQGmfe+IsZ8TqEiDrcHkMLKI6fiB/Z",
    },
    Vendored {
        name: "react-dom.production.min.js",
        package: "react-dom",
        version: "18.3.1",
        path: "umd/react-dom.production.min.js",
        sha384: "gTGxhz21lVGYNMcdJOyq01Edg0jhn/c22nsx0kyqP0TxaV5WVdsSH1fSDUf5YJj1",
    },
    Vendored {
        name: "graphiql.min.js",
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.js",
        sha384: "9XdHu7ajgGJziD4J1zNBKQ842Q/+zZfDv+ib1eMhZWBH6hPAs806x+Jbcf0yNO6B",
    },
    Vendored {
        name: "graphiql.min.css",
        package: "graphiql",
        version: "4.1.2",
        path: "graphiql.min.css",
        sha384: "1el1QShFBnnXTx9x/Cprg82hZWKt0ry29OAYIXt05swbi0KcZDFoj0CWguMpopJr",
    },
];

impl Vendored {
    fn url(&self, local: bool) -> String {
        let Self {
            name,
            package,
            version,
            path,
            ..
        } = self;
        if local {
            // The version makes it another address, so the browser may keep it for ever.
            format!("/graphiql/{name}?v={version}")
        } else {
            format!("https://cdn.jsdelivr.net/npm/{package}@{version}/{path}")
        }
    }

    fn tag(&self, local: bool) -> String {
        let (url, hash) = (self.url(local), self.sha384);
        let attributes = format!("integrity=\"sha384-{hash}\" crossorigin=\"anonymous\"");
        if self.is_script() {
            format!("<script src=\"{url}\" {attributes} defer></script>")
        } else {
            format!("<link rel=\"stylesheet\" href=\"{url}\" {attributes}>")
        }
    }

    fn is_script(&self) -> bool {
        Path::new(self.name)
            .extension()
            .is_some_and(|extension| extension == "js")
    }
}

pub(super) async fn page(app: Data<App>) -> HttpResponse {
    static FROM_CDN: OnceLock<Rendered> = OnceLock::new();
    static FROM_HERE: OnceLock<Rendered> = OnceLock::new();
    let local = app.settings.http.graphiql_dir.is_some();
    let rendered = if local { &FROM_HERE } else { &FROM_CDN }.get_or_init(|| render(local));
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::CONTENT_SECURITY_POLICY, rendered.policy.clone()))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .insert_header((header::X_FRAME_OPTIONS, "DENY"))
        .body(rendered.html.clone())
}

struct Rendered {
    html: Bytes,
    policy: String,
}

/// Nothing runs but what is named here, and nothing is told to anyone but this server. The editor sets
/// styles on its elements, so those must be allowed.
fn render(local: bool) -> Rendered {
    let tags: Vec<String> = VENDORED.iter().map(|file| file.tag(local)).collect();
    let addresses = |scripts: bool| {
        let wanted = VENDORED
            .iter()
            .filter(|file| !local && file.is_script() == scripts);
        wanted
            .map(|file| format!(" {}", file.url(false)))
            .collect::<String>()
    };
    let policy = format!(
        "default-src 'none'; connect-src 'self'; script-src 'self'{scripts}; style-src 'self' 'unsafe-inline'{styles}; \
         font-src data:; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        scripts = addresses(true),
        styles = addresses(false),
    );
    Rendered {
        html: Bytes::from(PAGE.replace("<!-- vendored -->", &tags.join("\n    "))),
        policy,
    }
}

/// Only names that are listed here are ever joined to the folder, so no path leads out of it.
pub(super) async fn file(request: HttpRequest, name: web::Path<String>, app: Data<App>) -> HttpResponse {
    match name.as_str() {
        "page.js" => return asset("page.js", "no-cache", Bytes::from_static(SCRIPT.as_bytes())),
        "page.css" => return asset("page.css", "no-cache", Bytes::from_static(STYLE.as_bytes())),
        _ => {}
    }
    let listed = VENDORED.iter().find(|file| file.name == name.as_str());
    if let (Some(file), Some(folder)) = (listed, &app.settings.http.graphiql_dir) {
        let path = folder.join(file.name);
        match web::block(move || std::fs::read(path))
            .await
            .map_err(io::Error::other)
            .flatten()
        {
            Ok(bytes) => return asset(file.name, "public, max-age=31536000, immutable", bytes.into()),
            Err(error) => tracing::error!(file = file.name, %error, "graphiql_dir lacks a file"),
        }
    }
    let failure = Failure::new(codes::NOT_FOUND, "there is nothing at this path");
    failure.respond(Media::Json, &RequestId::of(&request))
}

fn asset(name: &str, cache: &'static str, bytes: Bytes) -> HttpResponse {
    let script = Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "js");
    let content_type = if script {
        "text/javascript; charset=utf-8"
    } else {
        "text/css; charset=utf-8"
    };
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CACHE_CONTROL, cache))
        .body(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_each_file_with_its_hash() {
        for local in [true, false] {
            let Rendered { html, policy } = render(local);
            let html = std::str::from_utf8(&html).unwrap();
            for file in VENDORED {
                assert!(
                    html.contains(&file.url(local)) && html.contains(file.sha384),
                    "{}",
                    file.name
                );
                assert_eq!(policy.contains(&file.url(false)), !local);
            }
            assert!(!html.contains("<!-- vendored -->"));
        }
    }
}
