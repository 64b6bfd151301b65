//! An editor on a folder of applications.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::document::Document;
use crate::server::{self, Server};
use crate::workspace::Workspace;

/// rust-analyzer with everything loaded.
#[derive(Debug)]
pub struct Session {
    pub(crate) server: Server,
    pub(crate) folder: PathBuf,
}

impl Session {
    /// Makes the workspace and opens it; where there is no rust-analyzer it reports
    /// that and returns `None`.
    ///
    /// # Panics
    /// If rust-analyzer is required and missing, or cannot load the workspace.
    pub fn open(workspace: impl FnOnce() -> Workspace) -> Option<Self> {
        if !server::is_installed() {
            microcore_test_support::skip(
                "rust-analyzer",
                "run `rustup component add rust-analyzer rust-src`",
            );
            return None;
        }
        let workspace = workspace();
        let folder = workspace.folder().to_owned();
        let mut server = Server::start(&folder);
        server.request("initialize", &parameters(&workspace));
        server.notify("initialized", json!({}));
        let mut session = Self { server, folder };
        session.settle();
        Some(session)
    }

    /// Opens a file, as it is on disk.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn document(&mut self, file: &str) -> Document<'_> {
        Document::open(self, file)
    }

    /// Closes a file that was kept open.
    pub fn close(&mut self, file: &str) {
        self.close_uri(&uri(&self.folder.join(file)));
    }

    pub(crate) fn close_uri(&self, uri: &str) {
        let document = json!({ "textDocument": { "uri": uri } });
        self.server.notify("textDocument/didClose", document);
    }

    /// The Rust files below a folder, sorted.
    ///
    /// # Panics
    /// If it cannot be read.
    pub fn files(&self, folder: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.join(folder)];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(next).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let file = path.strip_prefix(&self.folder).expect("below the folder");
                    found.push(file.to_string_lossy().into_owned());
                }
            }
        }
        found.sort();
        found
    }

    /// Writes a file that is not open, and reports it as an editor does.
    ///
    /// # Panics
    /// If it cannot be written.
    pub fn add(&mut self, file: &str, text: &str) {
        let path = self.folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("written");
        let change = json!({ "uri": uri(&path), "type": 1 });
        self.server.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    }

    /// Waits until everything is loaded.
    fn settle(&mut self) {
        let health = self
            .server
            .wait("loading", |state| state.is_quiescent.then(|| std::mem::take(&mut state.health)));
        assert!(health.starts_with("\"ok\""), "rust-analyzer is not healthy: {health}");
    }
}

fn parameters(workspace: &Workspace) -> Value {
    let folder = uri(workspace.folder());
    json!({
        "processId": std::process::id(),
        "rootUri": folder,
        "workspaceFolders": [{ "uri": folder, "name": "applications" }],
        "capabilities": {
            "general": { "positionEncodings": ["utf-8"] },
            "window": { "workDoneProgress": true },
            "textDocument": {
                "hover": { "contentFormat": ["plaintext"] },
                "publishDiagnostics": {},
            },
            "experimental": { "serverStatusNotification": true },
        },
        "initializationOptions": {
            "linkedProjects": workspace.manifests(),
            "cachePriming": { "enable": false },
            // What the applications depend on is built once for all tests. All the rest
            // is as it is in an editor where nothing is set.
            "cargo": { "targetDir": workspace.target() },
        },
    })
}

/// The file's URI.
pub(crate) fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn reserved_characters_of_a_uri_are_escaped() {
        assert_eq!(super::uri(Path::new("/a b/r#in.rs")), "file:///a%20b/r%23in.rs");
    }
}
