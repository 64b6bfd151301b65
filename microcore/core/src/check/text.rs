//! A string buffer that can be used in constants.

use crate::meta::{PluginMeta, SourceLocation};

/// A part of a diagnostic.
pub(crate) type Text = Buffer<512>;

/// A text of at most `CAPACITY` bytes; what does not fit is truncated.
#[derive(Clone, Copy)]
pub(crate) struct Buffer<const CAPACITY: usize> {
    bytes: [u8; CAPACITY],
    len: usize,
}

impl<const CAPACITY: usize> Buffer<CAPACITY> {
    /// An empty text.
    pub(crate) const fn new() -> Self {
        Self { bytes: [0; CAPACITY], len: 0 }
    }

    /// The text with `more` at its end.
    #[must_use]
    pub(crate) const fn add(mut self, more: &str) -> Self {
        self.push(more);
        self
    }

    /// Adds `more`, truncated at a character boundary if it does not fit.
    pub(crate) const fn push(&mut self, more: &str) {
        let more = more.as_bytes();
        let mut take = more.len();
        if self.len + take > CAPACITY {
            take = CAPACITY - self.len;
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

    /// Shortens the text to `len` bytes.
    pub(crate) const fn truncate(&mut self, len: usize) {
        if len < self.len {
            self.len = len;
        }
    }

    /// The length in bytes.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no text.
    pub(crate) const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The text with a number at its end.
    #[must_use]
    pub(crate) const fn number(self, number: u64) -> Self {
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

    /// The text with `` `name` `` at its end.
    #[must_use]
    pub(crate) const fn quote(self, name: &str) -> Self {
        self.add("`").add(name).add("`")
    }

    /// The text with `` `domain::plugin` `` at its end.
    #[must_use]
    pub(crate) const fn plugin(self, plugin: &PluginMeta) -> Self {
        self.add("`").add(plugin.domain).add("::").add(plugin.name).add("`")
    }

    /// The text with `file:line` at its end.
    #[must_use]
    pub(crate) const fn location(self, location: &SourceLocation) -> Self {
        self.add(location.file).add(":").number(location.line as u64)
    }

    /// The text.
    pub(crate) const fn as_str(&self) -> &str {
        let (used, _) = self.bytes.split_at(self.len);
        match str::from_utf8(used) {
            Ok(text) => text,
            Err(_) => "",
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_is_truncated_between_characters() {
        let mut text = Text::new();
        for _ in 0..600 {
            text.push("é");
        }
        text.push("x");
        text.push("é");
        assert!(text.as_str().starts_with('é'));
        assert!(text.len() <= 512);
    }

    #[test]
    fn numbers_are_written_out() {
        assert_eq!(Text::new().number(0).add(":").number(1207).as_str(), "0:1207");
    }
}
