//! Positions in a text, as the protocol counts them: lines from 0, bytes in a line.

use serde_json::{Value, json};

/// What marks the cursor in a text of a test.
const MARK: &str = "$0";

/// A text and the place of the cursor in it.
#[derive(Debug)]
pub(crate) struct Cursor {
    /// The text without the mark.
    pub text: String,
    /// The byte that the cursor is before.
    pub offset: usize,
}

impl Cursor {
    /// Takes the mark out.
    ///
    /// # Panics
    /// If there is none.
    pub(crate) fn in_text(marked: &str) -> Self {
        let Some(offset) = marked.find(MARK) else { panic!("no {MARK} in:\n{marked}") };
        Self { text: marked.replacen(MARK, "", 1), offset }
    }

    /// The position in the protocol's notation.
    pub(crate) fn position(&self) -> Value {
        let before = &self.text[..self.offset];
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        json!({ "line": before.matches('\n').count(), "character": before.len() - line_start })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Cursor;

    #[test]
    fn a_cursor_is_counted_in_lines_and_bytes() {
        let cursor = Cursor::in_text("a\nüb$0c");
        assert_eq!(cursor.text, "a\nübc");
        assert_eq!(cursor.position(), json!({ "line": 1, "character": 3 }));
    }
}
