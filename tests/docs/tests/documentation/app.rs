//! The error of `app!` for a file that is not a feature.

use crate::page::pages;

#[test]
fn the_error_for_a_file_without_a_plugin_is_quoted_on_its_page() {
    // As the macro is called in this package; cargo sets its folder.
    let input = r#"domains: "mistakes/src/domains""#.parse().unwrap();
    let expanded = microcore_expand::app(input).to_string();
    let message = expanded.split("MC014: `mistakes/").nth(1).expect("an error");
    // rustc indents each line of a message below the first.
    let message = message.split('"').next().unwrap().replace("\\n", "\n       ");
    let page = pages().into_iter().find(|page| page.name == "docs/errors/MC014.md").unwrap();
    assert!(page.text.contains(&format!("MC014: `{message}\n")), "not on the page: {message}");
}
