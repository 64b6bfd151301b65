//! A workspace of changed copies of the shop: their dependencies are compiled once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::case::Case;

/// The files of the shop, by their path from its folder.
type Files = BTreeMap<String, String>;

/// Writes the workspace, without touching files that are up to date.
pub(crate) fn write(folder: &Path, cases: &[Case], root: &Path) {
    let shop = read(&root.join("examples/shop"));
    let mut written = BTreeSet::new();
    let mut put = |path: PathBuf, text: &str| {
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        }
        written.insert(path);
    };
    put(folder.join("Cargo.toml"), &workspace(root));
    for case in cases {
        let mut files = shop.clone();
        let manifest = files.get("Cargo.toml").unwrap();
        files.insert("Cargo.toml".to_owned(), package(manifest, &case.slug()));
        for edit in &case.edits {
            let edited = edit.apply(files.get(&edit.file).map(String::as_str));
            match edited {
                Some(text) => files.insert(edit.file.clone(), text),
                None => files.remove(&edit.file),
            };
        }
        for (path, text) in files {
            put(folder.join("cases").join(case.slug()).join(path), &text);
        }
    }
    remove_others(&folder.join("cases"), &written);
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
}

fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.join("src")];
    for name in ["Cargo.toml", "build.rs"] {
        files.insert(name.to_owned(), fs::read_to_string(folder.join(name)).unwrap());
    }
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    files
}

/// The workspace's own manifest, its members the copies.
fn workspace(root: &Path) -> String {
    let text = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let mut manifest: Table = text.parse().unwrap();
    let workspace = manifest["workspace"].as_table_mut().unwrap();
    workspace.insert("members".to_owned(), Value::Array(vec!["cases/*".into()]));
    let dependencies = workspace["dependencies"].as_table_mut().unwrap();
    for (_, dependency) in dependencies.iter_mut() {
        if let Some(path) = dependency.get_mut("path") {
            *path = root.join(path.as_str().unwrap()).to_str().unwrap().into();
        }
    }
    manifest.to_string()
}

/// The shop's manifest under another name; the program keeps its own.
fn package(manifest: &str, name: &str) -> String {
    let mut manifest: Table = manifest.parse().unwrap();
    let package = manifest["package"].as_table_mut().unwrap();
    package.insert("name".to_owned(), name.into());
    let program = Table::from_iter([
        ("name".to_owned(), Value::from("shop")),
        ("path".to_owned(), Value::from("src/main.rs")),
    ]);
    manifest.insert("bin".to_owned(), Value::Array(vec![program.into()]));
    manifest.to_string()
}

fn remove_others(folder: &Path, written: &BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && !written.contains(&path) {
            fs::remove_file(path).unwrap();
        } else if path.is_dir() {
            if written.iter().any(|file| file.starts_with(&path)) {
                remove_others(&path, written);
            } else {
                fs::remove_dir_all(path).unwrap();
            }
        }
    }
}
