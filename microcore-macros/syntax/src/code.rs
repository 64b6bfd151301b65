//! The catalogue of codes: every kind of mistake that microcore reports.

macro_rules! codes {
    ($($name:ident = $code:literal, found by $found:literal: $title:literal;)*) => {
        /// A kind of mistake. Its code begins each message about it, and is never given
        /// to another one.
        ///
        /// ```
        /// use microcore_syntax::Code;
        ///
        /// assert_eq!(Code::DuplicateRoute.as_str(), "MC003");
        /// assert_eq!(Code::parse("mc3"), Some(Code::DuplicateRoute));
        /// assert!(Code::DuplicateRoute.page().starts_with("# MC003"));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!($code, ": ", $title, ".")] $name,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The code as written, `MC003`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The mistake, in one line.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What reports it first: the macros, rustc, a check between plugins, or boot.
            pub const fn found_by(self) -> &'static str {
                match self { $(Self::$name => $found,)* }
            }

            /// Its page of the error index, in Markdown.
            pub const fn page(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("../errors/", $code, ".md")),)*
                }
            }
        }
    };
}

codes! {
    EscapesPlugin = "MC001", found by "macro": "a path leaves the plugin";
    OpenItem = "MC002", found by "macro, rustc": "an item of a plugin is visible outside";
    DuplicateRoute = "MC003", found by "check": "two routes match the same requests";
    PathParameter = "MC004", found by "macro": "path parameters and handler arguments differ";
    UnknownEvent = "MC005", found by "check": "a subscriber's event is not published by any plugin";
    ViewMismatch = "MC006", found by "check": "a view does not match the event";
    DuplicateEvent = "MC007", found by "check": "an event is declared twice";
    UnansweredQuestion = "MC008", found by "check": "a question without exactly one matching answer";
    Capability = "MC009", found by "check": "a capability without exactly one tool";
    BlockingCall = "MC010", found by "macro": "a blocking call in an `async fn`";
    Sql = "MC011", found by "macro, check, app!": "invalid SQL: another domain's table, or syntax of one engine";
    Signature = "MC012", found by "macro, rustc": "an unsupported argument or result";
    Attribute = "MC013", found by "macro": "an invalid attribute";
    File = "MC014", found by "app!": "a file below `domains` that is not one feature";
    LostPlugin = "MC015", found by "app!, boot": "plugins that would not run: an unlisted crate, or dropped by the linker";
    WireFormat = "MC016", found by "macro, rustc": "a type without a known serialized form";
    EmitInTransaction = "MC017", found by "macro": "an event published inside a transaction, but not as part of it";
    Configuration = "MC018", found by "boot": "an invalid, missing or unknown setting";
    MigrationOrder = "MC019", found by "boot": "migrations that cannot run in any order";
}

impl Code {
    /// The code of that name, in any case, with or without `MC`: `MC003`, `mc3`, `3`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = number(text)?;
        Self::ALL.iter().copied().find(|code| self::number(code.as_str()) == Some(number))
    }
}

fn number(text: &str) -> Option<u16> {
    text.trim_start_matches(['m', 'M', 'c', 'C']).parse().ok()
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_by_any_spelling_of_its_number() {
        for spelling in ["MC011", "mc11", "11", "011"] {
            assert_eq!(Code::parse(spelling), Some(Code::Sql), "{spelling}");
        }
        for unknown in ["", "MC", "MC999", "SQL"] {
            assert_eq!(Code::parse(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn every_code_has_a_page_that_begins_with_it() {
        for code in Code::ALL {
            assert!(code.page().starts_with(&format!("# {code}")), "{code}");
        }
    }
}
