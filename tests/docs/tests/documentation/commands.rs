//! Blocks with commands: the output shown must be the real output.

use serde_json::Value;
use tempfile::TempDir;

use crate::client::curl;
use crate::page::{Page, pages};
use crate::shop::{self, Shop};

/// A command and its output as shown.
struct Step {
    command: String,
    shown: String,
}

fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let joined = text.replace("\\\n", " ");
    for line in joined.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => {
                steps.push(Step { command: command.to_owned(), shown: String::new() });
            }
            (None, Some(step)) => step.shown += &format!("{line}\n"),
            (None, None) => panic!("output before any command: {line}"),
        }
    }
    steps
}

/// The words of a command line; `'…'` quotes a word.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (index, part) in command.split('\'').enumerate() {
        if index % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

/// Masks what differs between runs: request ids.
fn masked(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(name, value)| {
                let value = if name == "request_id" { Value::Null } else { masked(value) };
                (name, value)
            });
            Value::Object(fields.collect())
        }
        Value::Array(items) => items.into_iter().map(masked).collect(),
        other => other,
    }
}

/// JSON is compared by value, regardless of its layout.
fn same(shown: &str, real: &str) -> bool {
    match (serde_json::from_str(shown), serde_json::from_str(real)) {
        (Ok(shown), Ok(real)) => masked(shown) == masked(real),
        _ => shown.trim_end() == real.trim_end(),
    }
}

fn run(page: &Page) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let mut serving: Option<Shop> = None;
    let mut wrong = Vec::new();
    for block in page.blocks().iter().filter(|block| block.is_run()) {
        for Step { command, shown } in steps(&block.text) {
            let words = words(&command);
            let settings = words.iter().take_while(|word| word.contains('=')).count();
            let (settings, words) = words.split_at(settings);
            let real = match words[0].as_str() {
                "curl" => {
                    let shop = serving.get_or_insert_with(|| Shop::serve(folder.path(), &[]));
                    let real = curl(&words[1..], shop.port);
                    real.replace(&format!(":{}", shop.port), ":8080")
                }
                "cargo" if words.join(" ") == "cargo run -p shop" => {
                    let shop = serving.insert(Shop::serve(folder.path(), settings));
                    shop.greeting.replace(&format!(":{}", shop.port), ":8080")
                }
                "cargo" if words[..5].join(" ") == "cargo run -p shop --" => {
                    shop::output(folder.path(), settings, &words[5..])
                }
                _ => panic!("{}: this test cannot run `{command}`", page.at(block)),
            };
            if !same(&shown, &real) {
                let at = page.at(block);
                wrong.push(format!("{at}: `{command}` prints\n{real}\ninstead of\n{shown}"));
            }
        }
    }
    wrong
}

#[test]
fn commands_print_what_the_documentation_shows() {
    let pages = pages();
    let count = pages.iter().flat_map(Page::blocks).filter(super::page::Block::is_run).count();
    assert!(count > 0, "no block is marked with `<!-- run -->`");
    let wrong: Vec<_> = pages.iter().flat_map(run).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn json_is_compared_by_value() {
    assert!(same("{\n  \"a\": 1\n}", "{\"a\":1}"));
    assert!(same(r#"{"request_id":"x"}"#, r#"{"request_id":"y"}"#));
    assert!(!same(r#"{"a":1}"#, r#"{"a":2}"#));
    assert!(!same("one\n", "two\n"));
}
