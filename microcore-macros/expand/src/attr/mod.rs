//! The grammar of each attribute.

mod ask;
mod config;
mod duration;
mod event;
mod keys;
mod name;
mod on_event;
mod path;
mod plugin;
mod route;
mod schedule;
mod serde;
mod validate;
mod websocket;

pub use ask::{AskAttr, OnAskAttr};
pub use config::ConfigAttr;
pub use duration::Duration;
pub use event::EventAttr;
pub use keys::Keys;
pub use name::DottedName;
pub use on_event::OnEventAttr;
pub use path::RoutePath;
pub use plugin::PluginAttr;
pub use route::RouteAttr;
pub use schedule::{HookAttr, ScheduleAttr, Trigger};
pub use serde::{SerdeContainer, SerdeField};
pub use validate::{Rule, RuleKind, rules as validate_rules};
pub use websocket::WebSocketAttr;

/// The nearest of the known words, for "did you mean".
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|candidate| (distance(word, candidate), *candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(3) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters to insert, remove or change to get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("retires", &["retries", "backoff"]), Some("retries"));
        assert_eq!(nearest("colour", &["retries", "backoff"]), None);
    }
}
