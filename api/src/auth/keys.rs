//! The keys that sign access tokens: Ed25519, one file each. All of them verify; the newest signs, when everybody has had time to learn
//! of it.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey, spki::der::pem::LineEnding};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rand::Rng;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::kit::secret;

const ISSUER: &str = "rapport";

/// By how many seconds the clocks of two nodes may differ.
const SKEW: i64 = 120;

/// For how long a new key only verifies, in minutes: other nodes read it within one, and others keep the public keys for five.
const UNUSED: TimeDelta = TimeDelta::minutes(10);

/// How often a token of a key that is not known has the folder read again, at most.
const AGAIN: Duration = Duration::from_secs(1);

/// When a key was made, in the name of its file.
const MADE: &str = "%Y%m%dT%H%M%S%6fZ";

/// What an access token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// The user's id.
    pub sub: String,
    /// The session's id.
    pub sid: String,
    /// The workspace's id.
    pub wid: String,
    /// When it was made, in seconds of the epoch.
    pub iat: i64,
    /// From when it is refused, in seconds of the epoch.
    pub exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
}

impl Claims {
    /// Claims of a token made at `iat`, good until `exp`.
    #[must_use]
    pub fn new(sub: String, sid: String, wid: String, iat: i64, exp: i64) -> Self {
        Self {
            iss: ISSUER.to_owned(),
            aud: ISSUER.to_owned(),
            sub,
            sid,
            wid,
            iat,
            exp,
            nbf: None,
        }
    }
}

/// The keys of a data folder.
pub struct Keys {
    folder: PathBuf,
    read: RwLock<(Arc<Ring>, Instant)>,
}

/// The keys as they were read.
struct Ring {
    /// By age: when each was made, what it is called, and how it signs.
    signing: Vec<(DateTime<Utc>, String, EncodingKey)>,
    verifying: HashMap<String, DecodingKey>,
    public: Vec<(String, String)>,
}

impl Ring {
    fn read(folder: &Path) -> Result<Self, String> {
        let (mut signing, mut verifying, mut public) = (Vec::new(), HashMap::new(), Vec::new());
        for file in list(folder)? {
            let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
            let pem = fs::read_to_string(&file).map_err(|error| wrong(&error))?;
            let key = SigningKey::from_pkcs8_pem(&pem).map_err(|error| wrong(&error))?;
            let x = URL_SAFE_NO_PAD.encode(key.verifying_key().as_bytes());
            let kid: String = secret::hash(x.as_bytes()).chars().take(16).collect();
            let encoding = EncodingKey::from_ed_pem(pem.as_bytes()).map_err(|error| wrong(&error))?;
            let decoding = DecodingKey::from_ed_components(&x).map_err(|error| wrong(&error))?;
            verifying.insert(kid.clone(), decoding);
            public.push((kid.clone(), x));
            signing.push((made(&file), kid, encoding));
        }
        if signing.is_empty() {
            return Err(format!("{}: no key", folder.display()));
        }
        Ok(Self {
            signing,
            verifying,
            public,
        })
    }

    /// The key that signs at this time: the newest that all know of, or else the oldest.
    fn signing(&self, at: i64) -> Option<&(DateTime<Utc>, String, EncodingKey)> {
        let known = |(made, ..): &&(DateTime<Utc>, String, EncodingKey)| (*made + UNUSED).timestamp() <= at;
        self.signing.iter().rev().find(known).or(self.signing.first())
    }
}

impl Keys {
    /// Reads the keys of a data folder; makes the first where there is none.
    ///
    /// # Errors
    /// A file cannot be read, written or understood.
    pub fn load_or_make(data: &Path, now: DateTime<Utc>) -> Result<Self, String> {
        let folder = data.join("keys");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        if list(&folder)?.is_empty() {
            make(&folder, now)?;
        }
        let read = RwLock::new((Arc::new(Ring::read(&folder)?), Instant::now()));
        Ok(Self { folder, read })
    }

    fn ring(&self) -> Arc<Ring> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
        read.0.clone()
    }

    /// Reads the folder again: keys may have been added or deleted. If it cannot be read, the keys stay as they are.
    pub fn read_again(&self) {
        let ring = match Ring::read(&self.folder) {
            Ok(ring) => Arc::new(ring),
            Err(error) => {
                tracing::error!(error, "the signing keys cannot be read again");
                self.ring()
            }
        };
        *self.read.write().unwrap_or_else(PoisonError::into_inner) = (ring, Instant::now());
    }

    /// The keys, among which this one should be.
    fn ring_with(&self, kid: &str) -> Arc<Ring> {
        let (ring, at) = self.read.read().unwrap_or_else(PoisonError::into_inner).clone();
        if ring.verifying.contains_key(kid) || at.elapsed() < AGAIN {
            return ring;
        }
        self.read_again();
        self.ring()
    }

    /// Adds a key to a data folder; servers sign with it some minutes later.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn rotate(data: &Path, now: DateTime<Utc>) -> Result<(), String> {
        let folder = data.join("keys");
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        make(&folder, now)
    }

    /// Signs claims.
    ///
    /// # Errors
    /// They cannot be signed.
    pub fn sign(&self, claims: &Claims) -> Result<String, jsonwebtoken::errors::Error> {
        let ring = self.ring();
        let (_, kid, key) = ring.signing(claims.iat).ok_or(ErrorKind::InvalidKeyFormat)?;
        let header = Header {
            kid: Some(kid.clone()),
            ..Header::new(Algorithm::EdDSA)
        };
        jsonwebtoken::encode(&header, claims, key)
    }

    /// The claims of a token that one of the keys signed and that is good at `now`.
    #[must_use]
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let kid = header.kid.as_deref()?;
        let ring = self.ring_with(kid);
        let key = ring.verifying.get(kid)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Our own clock decides, the one that tests move.
        validation.validate_exp = false;
        let claims = jsonwebtoken::decode::<Claims>(token, key, &validation)
            .ok()?
            .claims;
        let now = now.timestamp();
        let begun = claims.iat <= now + SKEW && claims.nbf.is_none_or(|from| from <= now + SKEW);
        (begun && now < claims.exp).then_some(claims)
    }

    /// The public keys.
    #[must_use]
    pub fn jwks(&self) -> serde_json::Value {
        let key = |(kid, x): &(String, String)| json!({ "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": kid, "x": x });
        json!({ "keys": self.ring().public.iter().map(key).collect::<Vec<_>>() })
    }
}

/// When the key of a file was made; long ago, if its name does not say.
fn made(file: &Path) -> DateTime<Utc> {
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    NaiveDateTime::parse_from_str(&name, MADE).map_or(DateTime::UNIX_EPOCH, |made| made.and_utc())
}

fn list(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "pem"));
    // Names begin with the time at which the key was made.
    files.sort();
    Ok(files)
}

fn make(folder: &Path, now: DateTime<Utc>) -> Result<(), String> {
    let mut seed = [0; 32];
    rand::rng().fill_bytes(&mut seed);
    let pem = SigningKey::from_bytes(&seed)
        .to_pkcs8_pem(LineEnding::LF)
        .map_err(|error| error.to_string())?;
    let file = folder.join(format!("{}.pem", now.format(MADE)));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&file)
        .and_then(|mut open| open.write_all(pem.as_bytes()));
    written.map_err(|error| format!("{}: {error}", file.display()))
}
