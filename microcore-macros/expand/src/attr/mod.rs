//! The grammar of each attribute.

mod allow_blocking;
mod ask;
mod config;
mod duration;
mod entry;
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

pub use allow_blocking::AllowBlockingAttr;
pub use ask::{AskAttr, OnAskAttr};
pub use config::ConfigAttr;
pub use duration::Duration;
pub use entry::{EntryAttr, EntryKind};
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

/// How many letters to insert, remove, change or swap with their neighbour to
/// get from one word to the other.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_word_is_offered_and_a_far_one_is_not() {
        assert_eq!(nearest("retires", &["retries", "backoff"]), Some("retries"));
        assert_eq!(nearest("emial", &["url", "email"]), Some("email"));
        assert_eq!(nearest("colour", &["retries", "backoff"]), None);
    }
}
