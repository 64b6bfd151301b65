//! A page of the documentation and its blocks of code.

use std::path::{Path, PathBuf};

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// A Markdown file.
pub(crate) struct Page {
    /// Its path below the workspace.
    pub name: String,
    pub text: String,
}

/// The code between two fences.
pub(crate) struct Block {
    /// The info string of the opening fence: `rust`, `text`, …
    pub kind: String,
    /// The content of the comment on the line before: `<!-- file: a.rs -->`.
    pub note: Option<String>,
    pub line: usize,
    pub text: String,
}

/// All pages: the README, CONTRIBUTING and the folder `docs`.
pub(crate) fn pages() -> Vec<Page> {
    let root = root();
    let mut files = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .into_iter()
        .map(|file| Page {
            name: file.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
            text: std::fs::read_to_string(file).unwrap(),
        })
        .collect()
}

impl Page {
    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        let mut before = "";
        for (index, line) in self.text.lines().enumerate() {
            match (&mut open, line.strip_prefix("```")) {
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (Some(block), None) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, Some(kind)) => {
                    let note =
                        before.strip_prefix("<!-- ").and_then(|rest| rest.strip_suffix(" -->"));
                    open = Some(Block {
                        kind: kind.to_owned(),
                        note: note.map(str::to_owned),
                        line: index + 1,
                        text: String::new(),
                    });
                }
                (None, None) => {}
            }
            before = line;
        }
        assert!(open.is_none(), "{}: a block is not closed", self.name);
        blocks
    }

    pub(crate) fn at(&self, block: &Block) -> String {
        format!("{}:{}", self.name, block.line)
    }
}

impl Block {
    /// The file that the block is quoted from.
    pub(crate) fn file(&self) -> Option<&str> {
        self.note.as_deref()?.strip_prefix("file: ")
    }

    /// Whether its commands are run.
    pub(crate) fn is_run(&self) -> bool {
        self.note.as_deref() == Some("run")
    }
}
