//! JSON Web Tokens signed with HS256 (RFC 7515, 7519), and no other algorithm: a token cannot choose how
//! it is checked.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac as _};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// The most bytes of a token: one of ours has about 300, and all of it is hashed before it is believed.
const TOKEN_LIMIT: usize = 4 * 1024;
const ALGORITHM: &str = "HS256";

#[derive(Serialize)]
struct Header {
    alg: &'static str,
    typ: &'static str,
}

#[derive(Deserialize)]
struct ReceivedHeader {
    alg: String,
    /// Extensions that must be understood (RFC 7515, 4.1.11); none is.
    crit: Option<serde_json::Value>,
}

/// Signs and checks with one secret.
pub(crate) struct Jwt {
    /// Keyed; cloned for each token.
    mac: Hmac<Sha256>,
}

impl Jwt {
    pub(crate) fn new(secret: &[u8]) -> Self {
        // HMAC takes a key of any length: a longer one is hashed, a shorter one padded (RFC 2104).
        let mac = Hmac::new_from_slice(secret).unwrap_or_else(|_| Hmac::new(&Default::default()));
        Self { mac }
    }

    /// # Errors
    /// When the claims are no JSON.
    pub(crate) fn sign(&self, claims: &impl Serialize) -> Result<String, serde_json::Error> {
        let header = Header {
            alg: ALGORITHM,
            typ: "JWT",
        };
        let signed = format!(
            "{}.{}",
            URL_SAFE_NO_PAD.encode(serde_json::to_vec(&header)?),
            URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims)?)
        );
        let signature = self.mac.clone().chain_update(&signed).finalize();
        let signature = URL_SAFE_NO_PAD.encode(signature.into_bytes());
        Ok(format!("{signed}.{signature}"))
    }

    /// The claims, if the signature is ours. Compares in constant time.
    pub(crate) fn verify<T: DeserializeOwned>(&self, token: &str) -> Option<T> {
        if token.len() > TOKEN_LIMIT {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let mac = self.mac.clone().chain_update(signed);
        mac.verify_slice(&signature).ok()?;
        let header: ReceivedHeader = decode(header)?;
        if header.alg != ALGORITHM || header.crit.is_some() {
            return None;
        }
        decode(claims)
    }
}

fn decode<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}
