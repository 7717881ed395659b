//! Opening a connection, by the same URL and with the same trust as sqlx.

use std::str::FromStr;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sea_orm::DbErr;
use sea_orm::sqlx::ConnectOptions;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::super::Limits;
use super::May;
use crate::kit::PostgresSettings;
use crate::kit::hosts::Hosts;

/// How to connect, and what a session is told.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) config: Config,
    pub(super) tls: MakeRustlsConnect,
    /// What a session is told when it begins, where it keeps it.
    pub(super) session: Option<String>,
    /// How a transaction begins. Where sessions are not kept, it is told there.
    pub(super) begin: Arc<str>,
    /// Whether a statement by itself is a transaction, too, since nothing else could be told anything.
    pub(super) apart: bool,
    /// Whether statements are prepared once, by a name.
    pub(super) named: bool,
}

fn custom(error: impl ToString) -> DbErr {
    DbErr::Custom(error.to_string())
}

impl Target {
    /// What the URL says, and what sqlx adds from the environment and from `.pgpass`.
    pub(super) fn of(
        url: &str,
        postgres: &PostgresSettings,
        limits: Limits,
        may: May,
    ) -> Result<Self, DbErr> {
        let Hosts { each, wanted } = Hosts::of(url)?;
        let mut config = Config::new();
        let servers: Result<Vec<_>, _> = each.iter().map(|one| PgConnectOptions::from_str(one)).collect();
        let servers = servers.map_err(custom)?;
        for server in &servers {
            match server.get_socket() {
                Some(folder) => config.host_path(folder),
                None => config.host(server.get_host()),
            };
            config.port(server.get_port());
        }
        let options = servers.into_iter().next().ok_or_else(|| custom("no server"))?;
        config.user(options.get_username()).target_session_attrs(wanted);
        if let Some(database) = options.get_database() {
            config.dbname(database);
        }
        // What sqlx has no getter for, it writes into a URL.
        let rest = options
            .clone()
            .username("user")
            .database("database")
            .to_url_lossy();
        if let Some(password) = rest.password() {
            config.password(percent_decode_str(password).collect::<Vec<u8>>());
        }
        let mode = options.get_ssl_mode();
        config.ssl_mode(match mode {
            PgSslMode::Disable | PgSslMode::Allow => SslMode::Disable,
            PgSslMode::Prefer => SslMode::Prefer,
            PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull => SslMode::Require,
        });
        // Each gets its part of the time that a request waits.
        let patience = limits.wait / u32::try_from(each.len()).unwrap_or(u32::MAX);
        config.application_name("rapport").connect_timeout(patience);
        if let Some(theirs) = options.get_options() {
            config.options(theirs);
        }
        let pem = |name: &str| {
            let mut pairs = rest.query_pairs();
            pairs
                .find(|(key, _)| key == name)
                .map(|(_, value)| Pem::of(&value))
        };
        let tls = tls(mode, pem("sslrootcert"), pem("sslcert").zip(pem("sslkey")))?;
        let keeps = postgres.keeps_sessions();
        let settings = settings(postgres, limits);
        let (begin, also) = match may {
            May::Read => ("BEGIN READ ONLY", "; SET default_transaction_read_only = on"),
            // Whether others may write is the server's to say.
            May::Write => ("BEGIN", ""),
        };
        let begin = match keeps {
            true => begin.to_owned(),
            false => format!("{begin}; {}", told("SET LOCAL", &settings)),
        };
        Ok(Self {
            config,
            tls: MakeRustlsConnect::new(tls),
            session: keeps.then(|| told("SET", &settings) + also),
            begin: begin.into(),
            apart: !keeps,
            named: postgres.names_statements(),
        })
    }
}

/// What each session is told. It is said after connecting, never while: poolers refuse what they do not know.
fn settings(postgres: &PostgresSettings, limits: Limits) -> [(&'static str, String); 3] {
    [
        ("statement_timeout", limits.statement.as_millis().to_string()),
        ("plan_cache_mode", postgres.plan_cache_mode.word().to_owned()),
        // A seek is done before other processes would have begun to help with it.
        ("max_parallel_workers_per_gather", "0".to_owned()),
    ]
}

fn told(verb: &str, settings: &[(&str, String)]) -> String {
    let said = settings
        .iter()
        .map(|(name, value)| format!("{verb} {name} = {value}"));
    said.collect::<Vec<_>>().join("; ")
}

fn tls(mode: PgSslMode, root: Option<Pem>, own: Option<(Pem, Pem)>) -> Result<ClientConfig, DbErr> {
    let provider = Arc::new(ring::default_provider());
    let mut roots = RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(root) = root {
        for certificate in root.certificates()? {
            roots.add(certificate).map_err(|error| root.unread(&error))?;
        }
    }
    let chain = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .build()
        .map_err(custom)?;
    let trust = match mode {
        PgSslMode::VerifyFull => Trust::Full(chain),
        PgSslMode::VerifyCa => Trust::Chain(chain),
        _ => Trust::Any(provider.clone()),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(custom)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust));
    match own {
        Some((certificate, key)) => config
            .with_client_auth_cert(certificate.certificates()?, key.key()?)
            .map_err(custom),
        None => Ok(config.with_no_client_auth()),
    }
}

/// A certificate or a key, as sqlx writes it into a URL.
enum Pem {
    File(String),
    Inline(String),
}

impl Pem {
    fn of(text: &str) -> Self {
        match text.strip_prefix("file: ") {
            Some(file) => Self::File(file.to_owned()),
            None => Self::Inline(text.to_owned()),
        }
    }

    fn certificates(&self) -> Result<Vec<CertificateDer<'static>>, DbErr> {
        let read = || -> Result<Vec<_>, pem::Error> {
            match self {
                Self::File(file) => CertificateDer::pem_file_iter(file)?.collect(),
                Self::Inline(text) => CertificateDer::pem_slice_iter(text.as_bytes()).collect(),
            }
        };
        read().map_err(|error| self.unread(&error))
    }

    fn key(&self) -> Result<PrivateKeyDer<'static>, DbErr> {
        let read = match self {
            Self::File(file) => PrivateKeyDer::from_pem_file(file),
            Self::Inline(text) => PrivateKeyDer::from_pem_slice(text.as_bytes()),
        };
        read.map_err(|error| self.unread(&error))
    }

    fn unread(&self, error: &dyn std::fmt::Display) -> DbErr {
        DbErr::Custom(match self {
            Self::File(file) => format!("{file}: {error}"),
            // Never the text itself, which may be a key.
            Self::Inline(_) => format!("a certificate or key in the database URL: {error}"),
        })
    }
}

/// Which servers are trusted: what `sslmode` means to every PostgreSQL client.
#[derive(Debug)]
enum Trust {
    /// `verify-full`: one whose certificate is signed by a root, for this name.
    Full(Arc<WebPkiServerVerifier>),
    /// `verify-ca`: for any name.
    Chain(Arc<WebPkiServerVerifier>),
    /// `prefer` and `require` keep listeners out, not impostors.
    Any(Arc<CryptoProvider>),
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self {
            Self::Full(chain) => chain.verify_server_cert(end_entity, intermediates, name, ocsp, now),
            Self::Chain(chain) => {
                match chain.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
                    Err(Error::InvalidCertificate(
                        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
                    )) => Ok(ServerCertVerified::assertion()),
                    other => other,
                }
            }
            Self::Any(_) => Ok(ServerCertVerified::assertion()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        match self {
            Self::Full(chain) | Self::Chain(chain) => {
                chain.verify_tls12_signature(message, certificate, signature)
            }
            Self::Any(provider) => rustls::crypto::verify_tls12_signature(
                message,
                certificate,
                signature,
                &provider.signature_verification_algorithms,
            ),
        }
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        match self {
            Self::Full(chain) | Self::Chain(chain) => {
                chain.verify_tls13_signature(message, certificate, signature)
            }
            Self::Any(provider) => rustls::crypto::verify_tls13_signature(
                message,
                certificate,
                signature,
                &provider.signature_verification_algorithms,
            ),
        }
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        match self {
            Self::Full(chain) | Self::Chain(chain) => chain.supported_verify_schemes(),
            Self::Any(provider) => provider.signature_verification_algorithms.supported_schemes(),
        }
    }
}
