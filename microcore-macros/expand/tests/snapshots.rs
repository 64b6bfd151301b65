//! What expansions look like, to be read in review. Bless with `UPDATE_EXPECT=1`.

#![allow(clippy::expect_used)]

use expect_test::expect_file;
use proc_macro2::TokenStream;

fn plugin(source: &str) -> String {
    shown(microcore_expand::plugin(TokenStream::new(), source.parse().expect("lexes")))
}

/// Formatted where it is whole Rust; token by token where the user's code is not.
fn shown(tokens: TokenStream) -> String {
    match syn::parse2(tokens.clone()) {
        Ok(file) => prettyplease::unparse(&file),
        Err(_) => format!("{tokens}\n"),
    }
}

const FEATURE: &str = r#"
/// Register a user.
mod create_user {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(min = 1, max = 100))]
        name: String,
        #[validate(email)]
        email: Option<String>,
    }

    #[response]
    struct CreatedUser { id: i64 }

    /// A user now exists.
    #[event("user.created")]
    struct UserCreated { id: i64 }

    /// Create a user.
    #[route(POST, "/users/{group}", status = 201)]
    async fn create(group: Path<i64>, body: Json<CreateUser>, created: Emit<UserCreated>) -> Result<CreatedUser> {
        created.emit(UserCreated { id: 1 }).await?;
        Ok(CreatedUser { id: 1 })
    }
}
"#;

#[test]
fn a_feature() {
    expect_file!["snapshots/feature.rs"].assert_eq(&plugin(FEATURE));
}

#[test]
fn a_blocking_subscriber() {
    let source = r#"
    mod welcome {
        use microcore::prelude::*;

        #[view]
        struct NewUser { email: String }

        #[on_event("user.created", retries = 3, backoff = "500ms")]
        fn greet(user: NewUser, log: Log) -> Result<()> {
            log.info(&user.email);
            Ok(())
        }
    }
    "#;
    expect_file!["snapshots/blocking_subscriber.rs"].assert_eq(&plugin(source));
}

#[test]
fn incomplete_bodies_survive_as_they_are() {
    let source = r#"
    mod create_user {
        use microcore::prelude::*;

        #[route(POST, "/users")]
        async fn create(db: Db) -> Result<()> {
            let rows = db.
        }
    }
    "#;
    let expanded = plugin(source);
    assert!(expanded.contains("let rows = db ."), "{expanded}");
    assert!(expanded.contains("RouteMeta"), "{expanded}");
}

#[test]
fn with_a_mistake_the_items_are_still_there() {
    for mistake in [
        "#[route(GTE, \"/users\")] async fn create(db: Db) -> Result<()> { db.ping().await }",
        "#[route(GET, \"/users\")] async fn create(self) {}",
        "#[request] struct create { #[validate(emial)] email: String }",
        "#[on_event(\"user\")] async fn create() {}",
        "#[event] struct create { id: i64 }",
        "#[schedule(every = \"often\")] fn create() {}",
    ] {
        let expanded = plugin(&format!("mod users {{ fn other() {{}} {mistake} }}"));
        assert!(expanded.contains("compile_error"), "{mistake}");
        assert!(expanded.contains("fn other"), "{mistake}");
        let item = expanded.contains("fn create") || expanded.contains("struct create");
        assert!(item, "{mistake}: {expanded}");
        let remaining = ["# [route", "# [request", "# [validate", "#[validate", "#[route"];
        assert!(!remaining.iter().any(|attr| expanded.contains(attr)), "{mistake}: {expanded}");
    }
}
