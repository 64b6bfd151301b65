//! Every code, in one place.

/// A kind of mistake: its code stands before each message about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// `MC003`; never given to another mistake.
    pub code: &'static str,
    /// The mistake, in one line.
    pub title: &'static str,
    /// What finds it first.
    pub found: &'static str,
    /// Its page, Markdown.
    pub page: &'static str,
}

macro_rules! codes {
    ($($code:literal, $found:literal, $title:literal;)*) => {
        /// Every code, in order.
        pub const CODES: &[Code] = &[$(Code {
            code: $code,
            title: $title,
            found: $found,
            page: include_str!(concat!("../../../../docs/errors/", $code, ".md")),
        }),*];
    };
}

codes! {
    "MC001", "macro", "a path leaves the plugin";
    "MC002", "macro, rustc", "an item of a plugin is open to others, or named from outside";
    "MC003", "check", "two routes match the same requests";
    "MC004", "macro", "a path's parameters and the handler's arguments differ";
    "MC005", "check", "a subscriber's event is published by nobody";
    "MC006", "check", "a view does not fit what the publisher sends";
    "MC007", "check", "an event is declared twice";
    "MC008", "check", "a question has no answer, two, or one that does not fit";
    "MC009", "check", "a capability that no tool provides, or two";
    "MC010", "macro", "a blocking call in an `async fn`";
    "MC011", "macro, check, app!", "SQL on another domain's table, or that one engine refuses";
    "MC012", "macro, rustc", "an argument or a result that nothing can provide";
    "MC013", "macro", "a word of the DSL where or how it makes no sense";
    "MC014", "app!", "a file below `domains` that is not one feature";
    "MC015", "app!, boot", "plugins that would not run: an unnamed crate, or lost by the linker";
    "MC016", "macro, rustc", "a type whose form on the wire cannot be known";
    "MC017", "macro", "an event published inside a transaction, and not with it";
}

/// The code of that name, in any case, with or without `MC`: `MC003`, `mc3`, `3`.
///
/// ```
/// let code = microcore_core::check::explain("mc3").unwrap();
/// assert_eq!(code.code, "MC003");
/// assert!(microcore_core::check::explain("MC999").is_none());
/// ```
pub fn explain(code: &str) -> Option<&'static Code> {
    let digits = code.trim_start_matches(['m', 'M', 'c', 'C']);
    let number: u16 = digits.parse().ok()?;
    CODES
        .iter()
        .find(|code| code.code.strip_prefix("MC").and_then(|n| n.parse().ok()) == Some(number))
}
