//! Text that can be put together in a constant.

use crate::meta::{PluginMeta, SourceLocation};

/// A bounded text; what does not fit is cut off.
#[derive(Clone, Copy)]
pub struct Text {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Text {
    const CAPACITY: usize = 1024;

    /// An empty text.
    pub const fn new() -> Self {
        Self { bytes: [0; Self::CAPACITY], len: 0 }
    }

    /// The text with `more` at its end.
    #[must_use]
    pub const fn add(mut self, more: &str) -> Self {
        self.push(more);
        self
    }

    /// Adds `more`, cut at a character's border if it does not fit.
    pub const fn push(&mut self, more: &str) {
        let more = more.as_bytes();
        let mut take = more.len();
        if self.len + take > Self::CAPACITY {
            take = Self::CAPACITY - self.len;
            while take > 0 && more[take] & 0b1100_0000 == 0b1000_0000 {
                take -= 1;
            }
        }
        let mut at = 0;
        while at < take {
            self.bytes[self.len + at] = more[at];
            at += 1;
        }
        self.len += take;
    }

    /// Takes the end off again, down to `len` bytes.
    pub const fn truncate(&mut self, len: usize) {
        if len < self.len {
            self.len = len;
        }
    }

    /// The length in bytes.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no text.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text with a number at its end.
    #[must_use]
    pub const fn number(self, number: u64) -> Self {
        let mut digits = [0; 20];
        let mut at = digits.len();
        let mut rest = number;
        loop {
            at -= 1;
            digits[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        let (_, used) = digits.split_at(at);
        match str::from_utf8(used) {
            Ok(text) => self.add(text),
            Err(_) => self,
        }
    }

    /// The text with `` `domain::plugin` (file:line) `` at its end.
    #[must_use]
    pub const fn plugin(self, plugin: &PluginMeta, site: &SourceLocation) -> Self {
        self.add("`").add(plugin.domain).add("::").add(plugin.name).add("` (").site(site).add(")")
    }

    /// The text with `file:line` at its end.
    #[must_use]
    pub const fn site(self, site: &SourceLocation) -> Self {
        self.add(site.file).add(":").number(site.line as u64)
    }

    /// The text.
    pub const fn as_str(&self) -> &str {
        let (used, _) = self.bytes.split_at(self.len);
        match str::from_utf8(used) {
            Ok(text) => text,
            Err(_) => "",
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether two texts are the same.
pub(crate) const fn equal(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether `a` sorts before `b`, byte by byte.
pub(crate) const fn before(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return a[at] < b[at];
        }
        at += 1;
    }
    a.len() < b.len()
}

/// How many letters differ at the most in words of similar length; a cheap
/// "did you mean" for constants: the size of what remains after the common
/// beginning and the common end.
pub(crate) const fn difference(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let shorter = if a.len() < b.len() { a.len() } else { b.len() };
    let longer = if a.len() < b.len() { b.len() } else { a.len() };
    let mut head = 0;
    while head < shorter && a[head] == b[head] {
        head += 1;
    }
    let mut tail = 0;
    while tail < shorter - head && a[a.len() - 1 - tail] == b[b.len() - 1 - tail] {
        tail += 1;
    }
    longer - head - tail
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_does_not_fit_is_cut_between_characters() {
        let mut text = Text::new();
        for _ in 0..600 {
            text.push("é");
        }
        text.push("x");
        text.push("é");
        assert!(text.as_str().starts_with('é'));
        assert!(text.len() <= 1024);
    }

    #[test]
    fn numbers_are_written_out() {
        assert_eq!(Text::new().number(0).add(":").number(1207).as_str(), "0:1207");
    }

    #[test]
    fn a_swapped_or_missing_letter_is_a_small_difference() {
        assert_eq!(difference("user.created", "user.craeted"), 2);
        assert_eq!(difference("user.created", "user.create"), 1);
        assert!(difference("user.created", "order.placed") > 4);
    }
}
