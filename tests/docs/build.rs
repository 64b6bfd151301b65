//! Makes a doctest of every Rust block in the documentation, except those quoted
//! from a file, which is compiled anyway.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    // A new or deleted plugin file changes the application.
    println!("cargo:rerun-if-changed=src/domains");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut modules = String::new();
    for page in pages(&root)? {
        let name: String = page
            .strip_prefix(&root)
            .unwrap_or(&page)
            .with_extension("")
            .to_string_lossy()
            .chars()
            .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
            .collect();
        let file = out.join(format!("{name}.md"));
        fs::write(&file, without_quotes(&fs::read_to_string(&page)?))?;
        writeln!(modules, "#[doc = include_str!({file:?})] pub mod {name} {{}}")
            .map_err(io::Error::other)?;
    }
    fs::write(out.join("snippets.rs"), modules)
}

/// Every Markdown file of the documentation.
fn pages(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    let mut folders = vec![root.join("docs")];
    while let Some(folder) = folders.pop() {
        println!("cargo:rerun-if-changed={}", folder.display());
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "md") {
                found.push(path);
            }
        }
    }
    for page in &found {
        println!("cargo:rerun-if-changed={}", page.display());
    }
    found.sort();
    Ok(found)
}

/// The page with quotes of files marked as text instead of Rust.
fn without_quotes(text: &str) -> String {
    let mut quoted = false;
    let mut out = String::new();
    for line in text.lines() {
        let fence = quoted && line.starts_with("```rust");
        out.push_str(if fence { "```text" } else { line });
        out.push('\n');
        quoted = line.starts_with("<!-- file: ");
    }
    out
}
