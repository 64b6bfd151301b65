//! While something is being typed, everything else is still there, and nothing
//! is reported that the compiler reports too. What the tokenizer refuses (an open bracket
//! or quote: `#[route(`, `#[route(GET, "/x`) reaches no macro, and is no case here.
//! Bless with `UPDATE_EXPECT=1`.

#![allow(clippy::expect_used)]

use std::fmt::Write as _;

use expect_test::expect_file;
use proc_macro2::TokenStream;

/// What is being typed: the attribute, and the item below it.
const TYPING: &[(&str, &str)] = &[
    // In a body.
    ("#[route(GET, \"/half\")]", "async fn half(db: Db) -> Result<()> { let rows = db. }"),
    ("#[route(GET, \"/half\")]", "async fn half() -> Result<()> { let a = 1 let b = 2; Ok(()) }"),
    ("#[route(GET, \"/half\")]", "async fn half() -> Result<()> { let a = }"),
    ("#[route(GET, \"/half\")]", "async fn half() -> Result<()> { match 1 { 1 => } }"),
    ("#[route(GET, \"/half\")]", "async fn half() -> Result<()> { if }"),
    ("#[route(GET, \"/half\")]", "async fn half(db: Db) -> Result<()> { db.fetch(, ).await? }"),
    // In a signature.
    ("#[route(GET, \"/half\")]", "async fn half(db: ) -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half\")]", "async fn half(db) -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half\")]", "async fn half(log: Log, db:) -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half\")]", "async fn half(id: Path<>) -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half\")]", "async fn half() -> { Ok(()) }"),
    ("#[route(GET, \"/half\")]", "async fn half(db: Db) -> Result<()>"),
    ("#[route(GET, \"/half\")]", "async fn half"),
    ("#[route(GET, \"/half\")]", "async fn"),
    ("#[route(GET, \"/half\")]", "async"),
    ("#[route(GET, \"/half\")]", ""),
    // In an attribute.
    ("#[route]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route()]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route(GET)]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route(GET,)]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"\")]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half/{\")]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half\", sta)]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[route(GET, \"/half\", status =)]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[on_event(\"half.\")]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[schedule(every = \"\")]", "async fn half() -> Result<()> { Ok(()) }"),
    ("#[rou]", "async fn half() -> Result<()> { Ok(()) }"),
    // In a type.
    ("#[request]", "struct Half { name: }"),
    ("#[request]", "struct Half { name }"),
    ("#[request]", "struct Half { name: String email: String }"),
    ("#[request]", "struct Half { #[validate(len)] name: String }"),
    ("#[request]", "struct Half { #[validate(length(min = ))] name: String }"),
    ("#[request]", "struct Half"),
    ("#[event(\"half\")]", "struct Half { id: i64 }"),
    // Between items.
    ("", "use std::collections::"),
    ("", "use std::collections::BTreeMap"),
    ("", "const LIMIT: usize ="),
    ("", "impl Half"),
    ("", "pub"),
    ("", "asy"),
];

fn expanded(attribute: &str, item: &str) -> String {
    let source = format!(
        "mod feature {{ fn before() {{}} {attribute} {item}
         /// Comes after it.
         #[route(GET, \"/after\")] async fn after() -> Result<()> {{ Ok(()) }} }}"
    );
    microcore_expand::plugin(TokenStream::new(), source.parse().expect("lexes")).to_string()
}

/// Every text in quotes after that word.
fn quoted<'a>(text: &'a str, after: &str) -> Vec<&'a str> {
    let parts = text.split(after).skip(1);
    parts
        .filter_map(|part| part.split_once('"')?.1.split(" \" ").next()?.split("\" ").next())
        .collect()
}

#[test]
fn what_is_complete_stays_and_no_error_is_reported_twice() {
    let mut shown = String::new();
    for (attribute, item) in TYPING {
        let expanded = expanded(attribute, item);
        let normal = |text: &str| text.parse::<TokenStream>().expect("lexes").to_string();
        for kept in ["fn before () { }", "async fn after () -> Result < () > { Ok (()) }"] {
            assert!(expanded.contains(kept), "{attribute} {item}: {expanded}");
        }
        // Only a mistake in an attribute of a field is taken out with it.
        if !item.contains("validate") {
            assert!(expanded.contains(&normal(item)), "{attribute} {item}: {expanded}");
        }
        let told = quoted(&expanded, "compile_error");
        let mut once = told.clone();
        once.dedup();
        assert_eq!(told, once, "{attribute} {item}");
        let handlers = quoted(&expanded, "HandlerMeta { name :");
        let _ = writeln!(shown, "{attribute} {item}\n  handlers: {}", handlers.join(", "));
        for message in told {
            let _ = writeln!(shown, "  told: {message}");
        }
    }
    expect_file!["snapshots/incomplete.txt"].assert_eq(&shown);
}
