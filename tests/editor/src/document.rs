//! A file that is open in the editor.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::cursor::Cursor;
use crate::session::{Session, uri};

/// An open file. It is closed, and restored on disk, when it is dropped.
#[derive(Debug)]
pub struct Document<'a> {
    session: &'a mut Session,
    path: PathBuf,
    uri: String,
    /// The file when it was opened.
    original: String,
    cursor: Cursor,
    version: i64,
    is_saved: bool,
    stays_open: bool,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The end of the file's path.
    pub file: String,
    /// The text of the line.
    pub line: String,
}

/// An error at a location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The underlined text.
    pub at: String,
    /// The message.
    pub message: String,
}

impl<'a> Document<'a> {
    pub(crate) fn open(session: &'a mut Session, file: &str) -> Self {
        let path = session.folder.join(file);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
        let uri = uri(&path);
        let document = json!({ "uri": uri, "languageId": "rust", "version": 0, "text": text });
        session.server.notify("textDocument/didOpen", json!({ "textDocument": document }));
        let cursor = Cursor { text: text.clone(), offset: 0 };
        Self {
            session,
            path,
            uri,
            original: text,
            cursor,
            version: 0,
            is_saved: false,
            stays_open: false,
        }
    }

    /// Replaces a text of the original file; `$0` in the other is the cursor.
    ///
    /// # Panics
    /// If the text is not in the file, or there is no `$0`.
    pub fn edit(&mut self, from: &str, to: &str) -> &mut Self {
        assert!(self.original.contains(from), "`{from}` is not in {}", self.path.display());
        self.cursor = Cursor::in_text(&self.original.replacen(from, to, 1));
        self.version += 1;
        let params = json!({
            "textDocument": { "uri": self.uri, "version": self.version },
            "contentChanges": [{ "text": self.cursor.text }],
        });
        self.session.server.notify("textDocument/didChange", params);
        self
    }

    /// Puts the cursor somewhere in the original file.
    ///
    /// # Panics
    /// If the text without its `$0` is not in the file.
    pub fn at(&mut self, marked: &str) -> &mut Self {
        self.edit(&marked.replacen("$0", "", 1), marked)
    }

    /// The completions at the cursor.
    pub fn completions(&mut self) -> Vec<String> {
        let answer = self.request("textDocument/completion");
        let items = answer.get("items").unwrap_or(&answer).as_array().cloned();
        let label = |item: &Value| item["label"].as_str().unwrap_or_default().to_owned();
        items.unwrap_or_default().iter().map(label).collect()
    }

    /// What is shown over the cursor.
    pub fn hover(&mut self) -> String {
        let answer = self.request("textDocument/hover");
        answer["contents"]["value"].as_str().unwrap_or_default().to_owned()
    }

    /// Where what is at the cursor is defined.
    ///
    /// # Panics
    /// If the server names a file that does not exist.
    pub fn definitions(&mut self) -> Vec<Place> {
        let answer = self.request("textDocument/definition");
        answer.as_array().into_iter().flatten().map(|place| self.place(place)).collect()
    }

    /// The diagnostics of rust-analyzer itself, before anything is saved.
    pub fn mistakes(&mut self) -> Vec<Diagnostic> {
        let answer = self.request("textDocument/diagnostic");
        self.diagnostics(answer["items"].as_array().map_or(&[], Vec::as_slice))
    }

    /// Saves the file and waits until `cargo check` reports a diagnostic with this text.
    ///
    /// # Panics
    /// If it never does.
    pub fn checked(&mut self, what: &str) -> Diagnostic {
        fs::write(&self.path, &self.cursor.text).expect("written");
        self.is_saved = true;
        self.saved();
        let found = self.session.server.wait(what, |state| {
            let all = state.diagnostics.get(&self.uri)?;
            all.iter()
                .find(|one| one["message"].as_str().is_some_and(|text| text.contains(what)))
                .cloned()
        });
        self.diagnostics(&[found]).remove(0)
    }

    /// Leaves the file open with what was typed, until [`Session::close`].
    pub fn keep_open(mut self) {
        self.stays_open = true;
    }

    fn saved(&self) {
        let params = json!({ "textDocument": { "uri": self.uri } });
        self.session.server.notify("textDocument/didSave", params);
    }

    fn request(&mut self, method: &str) -> Value {
        let position = self.cursor.position();
        let params = json!({ "textDocument": { "uri": self.uri }, "position": position });
        self.session.server.request(method, &params)
    }

    fn diagnostics(&self, all: &[Value]) -> Vec<Diagnostic> {
        let one = |one: &Value| Diagnostic {
            at: underlined(&self.cursor.text, &one["range"]),
            message: one["message"].as_str().unwrap_or_default().to_owned(),
        };
        all.iter().map(one).collect()
    }

    fn place(&self, place: &Value) -> Place {
        let target = place["uri"].as_str().unwrap_or_default();
        let (path, text) = if target == self.uri {
            (self.path.clone(), self.cursor.text.clone())
        } else {
            let path = PathBuf::from(target.trim_start_matches("file://"));
            let text =
                fs::read_to_string(&path).unwrap_or_else(|error| panic!("{target}: {error}"));
            (path, text)
        };
        let line = place["range"]["start"]["line"].as_u64().unwrap_or_default();
        let line = text.lines().nth(usize::try_from(line).unwrap_or_default()).unwrap_or_default();
        let file = path.strip_prefix(&self.session.folder).unwrap_or(&path);
        Place { file: file.to_string_lossy().into_owned(), line: line.trim().to_owned() }
    }
}

impl Drop for Document<'_> {
    fn drop(&mut self) {
        if !self.stays_open {
            self.session.close_uri(&self.uri);
        }
        let server = &self.session.server;
        if self.is_saved && fs::write(&self.path, &self.original).is_ok() {
            let change = json!({ "uri": self.uri, "type": 2 });
            server.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
        }
    }
}

/// The text of a range.
fn underlined(text: &str, range: &Value) -> String {
    let number = |at: &str, what: &str| {
        usize::try_from(range[at][what].as_u64().unwrap_or_default()).unwrap_or_default()
    };
    let offset = |at: &str| {
        let before: usize = text.split_inclusive('\n').take(number(at, "line")).map(str::len).sum();
        before + number(at, "character")
    };
    text.get(offset("start")..offset("end")).unwrap_or_default().to_owned()
}
