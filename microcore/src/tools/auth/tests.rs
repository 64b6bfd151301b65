#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use super::{Auth, AuthConfig, METHODS, StateSessions};
use microcore_core::identity::{Authenticator, Credentials, Identity};

use crate::cookie::SESSION_COOKIE;
use crate::tools::state::MemoryStore;
use crate::{Kind, Secret};
use microcore_core::config::Configuration;
use microcore_core::tool::Proxy;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn auth_with(config: &Configuration) -> Auth {
    let config = AuthConfig::read(config).unwrap();
    let names: Vec<_> = METHODS.iter().map(|method| method.name).collect();
    let proxy = Arc::new(Proxy::new("Auth", &names));
    let store = Arc::new(StateSessions::new(Arc::new(MemoryStore::new())));
    Auth::new("shop", &config, &config.key().unwrap(), store, proxy)
}

fn auth() -> Auth {
    auth_with(&Configuration::empty().with("auth", "secret", KEY))
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn roles() -> Vec<String> {
    vec!["admin".to_owned()]
}

#[tokio::test]
async fn only_the_right_password_matches_its_hash() {
    let auth = auth();
    let hash = auth.hash_password(&secret("correct horse")).await.unwrap();
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert_ne!(hash, auth.hash_password(&secret("correct horse")).await.unwrap());
    assert!(auth.verify_password(&secret("correct horse"), Some(&hash)).await.unwrap());
    assert!(!auth.verify_password(&secret("correct house"), Some(&hash)).await.unwrap());
    let error = auth.verify_password(&secret("x"), Some("plain text")).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
}

#[tokio::test]
async fn a_token_identifies_its_subject() {
    let auth = auth();
    let token = auth.issue_token("42", &roles(), Duration::from_secs(60)).await.unwrap();
    let identity = auth.authenticate(Credentials::Bearer(&token)).await.unwrap();
    assert_eq!(identity, Identity { subject: "42".into(), roles: roles(), session: None });
}

#[tokio::test]
async fn a_token_that_was_changed_expired_or_signed_by_another_key_is_rejected() {
    let auth = auth();
    let expired = auth.issue_token("42", &[], Duration::ZERO).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1100)).await;
    let good = auth.issue_token("42", &[], Duration::from_secs(60)).await.unwrap();
    let other_key =
        auth_with(&Configuration::empty().with("auth", "secret", KEY.replace('0', "x")));
    let foreign = other_key.issue_token("42", &[], Duration::from_secs(60)).await.unwrap();
    let (head, rest) = good.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{claims}.");
    let swapped = format!("{head}.{claims}x.{signature}");
    for token in [expired.as_str(), &foreign, &unsigned, &swapped, "", "a.b.c"] {
        let error = auth.verify_token(token).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Unauthorized, "{token}");
    }
    assert!(auth.verify_token(&good).await.is_ok());
}

#[tokio::test]
async fn a_session_ends_at_once_when_its_owner_signs_out() {
    let auth = auth();
    let session = auth.start_session("42", &roles()).await.unwrap();
    let text = session.cookie.to_string();
    assert!(text.starts_with(&format!("{SESSION_COOKIE}={}; ", session.token.expose())), "{text}");
    for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=86400"] {
        assert!(text.contains(part), "{text}");
    }

    let credentials = Credentials::Session(session.token.expose());
    let identity = auth.authenticate(credentials).await.unwrap();
    assert_eq!((identity.subject.as_str(), &identity.session), ("42", &Some(session.id.clone())));
    // The id of a session is not a credential.
    assert!(auth.authenticate(Credentials::Session(&session.id)).await.is_err());

    let removal = auth.end_session(&identity).await.unwrap();
    assert!(removal.to_string().contains("Max-Age=0"));
    let error = auth.authenticate(credentials).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Unauthorized);
}

#[tokio::test]
async fn all_sessions_of_one_account_end_together_and_others_stay() {
    let auth = auth();
    let first = auth.start_session("42", &[]).await.unwrap();
    auth.start_session("42", &[]).await.unwrap();
    let other = auth.start_session("43", &[]).await.unwrap();
    assert_eq!(auth.end_sessions("42").await.unwrap(), 2);
    assert!(auth.authenticate(Credentials::Session(first.token.expose())).await.is_err());
    assert!(auth.authenticate(Credentials::Session(other.token.expose())).await.is_ok());
}

#[tokio::test]
async fn a_session_expires() {
    let config = Configuration::empty()
        .with("auth", "secret", KEY)
        .with("auth", "session_ttl_s", 1)
        .with("auth", "cookie_secure", false);
    let auth = auth_with(&config);
    let session = auth.start_session("42", &[]).await.unwrap();
    assert!(!session.cookie.to_string().contains("Secure"));
    let credentials = Credentials::Session(session.token.expose());
    assert!(auth.authenticate(credentials).await.is_ok());
    tokio::time::sleep(Duration::from_millis(1050)).await;
    assert!(auth.authenticate(credentials).await.is_err());
}

#[test]
fn a_short_secret_is_rejected_without_being_shown() {
    let error =
        AuthConfig::read(&Configuration::empty().with("auth", "secret", "hunter2")).unwrap_err();
    assert!(error.to_string().contains("at least 32 bytes"), "{error}");
    assert!(!error.to_string().contains("hunter2"));
}
