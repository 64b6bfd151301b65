//! The parts that are the same in every release of rustc: errors and their locations.
//! Their texts and notes may differ.

use std::fmt;

/// One error of the compiler, without its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mistake {
    /// `MC003`, or rustc's `E0603`; empty for what has neither.
    pub code: String,
    /// `duplicate.rs:9:21`, without folders; empty for an error about no place.
    pub place: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let code = if self.code.is_empty() { "an error without a code" } else { &self.code };
        let place = if self.place.is_empty() { "no place" } else { &self.place };
        write!(f, "{code} at {place}")
    }
}

/// The errors of a compiler's output, sorted: rustc may change their order.
pub fn mistakes(stderr: &str) -> Vec<Mistake> {
    let mut found: Vec<Mistake> = Vec::new();
    let mut is_open = false;
    for line in stderr.lines() {
        if let Some(rest) = line.strip_prefix("error").filter(|rest| rest.starts_with(['[', ':'])) {
            found.push(Mistake { code: code(rest), place: String::new() });
            is_open = true;
        } else if line.starts_with("warning") || line.starts_with("note: ") {
            // Its location is not that of the error.
            is_open = false;
        } else if let (true, Some(place)) = (is_open, line.trim_start().strip_prefix("--> ")) {
            if let Some(mistake) = found.last_mut() {
                mistake.place = place.rsplit(['/', '\\']).next().unwrap_or(place).to_owned();
            }
            is_open = false;
        }
    }
    found.sort();
    found
}

/// A code of the framework goes before one of rustc: rustc numbers every refused
/// constant alike.
fn code(rest: &str) -> String {
    let framework = rest.match_indices("MC").find_map(|(start, _)| {
        let code = rest.get(start..start + 5)?;
        code[2..].bytes().all(|byte| byte.is_ascii_digit()).then(|| code.to_owned())
    });
    let rustc = || rest.strip_prefix('[')?.split(']').next().map(str::to_owned);
    framework.or_else(rustc).unwrap_or_default()
}

/// What differs between the output that is expected and the one that came, a line
/// each; nothing where the same errors are at the same places.
pub fn differences(expected: &str, actual: &str) -> Vec<String> {
    let (expected, mut unexpected) = (mistakes(expected), mistakes(actual));
    let mut lines = Vec::new();
    for mistake in expected {
        match unexpected.iter().position(|other| *other == mistake) {
            Some(index) => drop(unexpected.remove(index)),
            None => lines.push(format!("missing: {mistake}")),
        }
    }
    lines.extend(unexpected.iter().map(|mistake| format!("unexpected: {mistake}")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUPLICATE: &str = "\
error[E0080]: evaluation panicked: MC003: `GET /a` of `one` matches the same requests
 --> route/fail/duplicate.rs:9:21
  |
9 |     #[route(GET, \"/a\")]
  |                  ^^^^

error: MC001: `super::` leaves the plugin
  --> route/fail/duplicate.rs:18:28
";

    #[test]
    fn an_error_is_its_code_and_its_first_place() {
        let lines: Vec<String> = mistakes(DUPLICATE).iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["MC001 at duplicate.rs:18:28", "MC003 at duplicate.rs:9:21"]);
    }

    #[test]
    fn rustcs_code_is_used_if_the_framework_has_none() {
        let text = "error[E0603]: function `helper` is private\n  --> a/b.rs:11:12\n   |\n\
                    note: the function `helper` is defined here\n  --> a/b.rs:7:5\n\
                    warning: unused\n --> a/b.rs:1:1\n\nerror: aborting\n";
        let lines: Vec<String> = mistakes(text).iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["an error without a code at no place", "E0603 at b.rs:11:12"]);
    }

    #[test]
    fn texts_folders_order_and_notes_make_no_difference() {
        let (first, second) = DUPLICATE.split_once("\n\n").unwrap();
        let reworded = format!(
            "{}\n\n{}\n\nnote: newer compilers say more\n  --> route/fail/duplicate.rs:1:1\n",
            second.replace("route/fail", "/somewhere/else").replace("leaves", "goes out of"),
            first.replace("evaluation panicked", "evaluation of constant value failed"),
        );
        assert_eq!(differences(DUPLICATE, &reworded), Vec::<String>::new());
    }

    #[test]
    fn another_code_location_or_number_of_errors_is_a_difference() {
        let moved = DUPLICATE.replace(":18:28", ":18:29");
        assert_eq!(
            differences(DUPLICATE, &moved),
            ["missing: MC001 at duplicate.rs:18:28", "unexpected: MC001 at duplicate.rs:18:29"]
        );
        let recoded = DUPLICATE.replace("MC003", "MC004");
        assert_eq!(differences(DUPLICATE, &recoded).len(), 2);
        let twice = format!("{DUPLICATE}{DUPLICATE}");
        assert_eq!(differences(DUPLICATE, &twice).len(), 2);
        assert_eq!(differences(&twice, DUPLICATE).len(), 2);
    }
}
