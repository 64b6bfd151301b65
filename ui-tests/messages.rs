//! Compiles every case: `fail/` must be refused with exactly the message beside
//! it, `pass/` must be allowed. `UI_ONLY=route/fail/duplicate.rs` runs one.

#[test]
fn mistakes_are_refused_in_words_that_help_and_the_rest_is_allowed() {
    let cases = trybuild::TestCases::new();
    if let Ok(only) = std::env::var("UI_ONLY") {
        if only.contains("pass/") {
            cases.pass(only);
        } else {
            cases.compile_fail(only);
        }
        return;
    }
    cases.compile_fail("*/fail/*.rs");
    cases.pass("*/pass/*.rs");
}
