//! Bearer tokens: JWT, signed with HS256.

use std::time::Duration;

use chrono::Utc;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};

use super::signature;
use microcore_core::error::{Error, Result};
use microcore_core::identity::Identity;

/// Issues and reads tokens of one application.
pub(super) struct Tokens {
    issuer: &'static str,
    signing: EncodingKey,
    reading: DecodingKey,
    rules: Validation,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sub: String,
    #[serde(default)]
    roles: Vec<String>,
    iss: String,
    iat: i64,
    exp: i64,
}

impl Tokens {
    pub(super) fn new(issuer: &'static str, key: &[u8]) -> Self {
        signature::install();
        // One algorithm: a token cannot choose how it is checked.
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[issuer]);
        rules.set_required_spec_claims(&["exp", "iss", "sub"]);
        rules.leeway = 0;
        Self {
            issuer,
            signing: EncodingKey::from_secret(key),
            reading: DecodingKey::from_secret(key),
            rules,
        }
    }

    pub(super) fn issue(&self, subject: &str, roles: &[String], ttl: Duration) -> Result<String> {
        let now = Utc::now().timestamp();
        let ttl = i64::try_from(ttl.as_secs()).unwrap_or(i64::MAX);
        let claims = Claims {
            sub: subject.to_owned(),
            roles: roles.to_vec(),
            iss: self.issuer.to_owned(),
            iat: now,
            exp: now.saturating_add(ttl),
        };
        encode(&Header::new(Algorithm::HS256), &claims, &self.signing)
            .map_err(|error| Error::internal("the token cannot be signed").with_source(error))
    }

    pub(super) fn read(&self, token: &str) -> Result<Identity> {
        let data = decode::<Claims>(token, &self.reading, &self.rules).map_err(|error| {
            Error::unauthorized("the token is invalid or has expired").with_source(error)
        })?;
        let Claims { sub, roles, .. } = data.claims;
        Ok(Identity { subject: sub, roles, session: None })
    }
}
