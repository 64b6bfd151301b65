//! `new`: an application that builds, passes its own tests and serves.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::{Failure, files};

const FILES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("../templates/Cargo.toml.txt")),
    ("build.rs", include_str!("../templates/build.rs.txt")),
    ("src/main.rs", include_str!("../templates/main.rs.txt")),
    ("src/domains/greetings/say_hello.rs", include_str!("../templates/hello.rs.txt")),
    ("tests/app.rs", include_str!("../templates/tests.rs.txt")),
    ("README.md", include_str!("../templates/README.md.txt")),
    ("AGENTS.md", include_str!("../templates/AGENTS.md.txt")),
    (".github/workflows/ci.yml", include_str!("../templates/ci.yml.txt")),
    (".gitignore", include_str!("../templates/gitignore.txt")),
];

/// The text to print.
pub fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let folder = matches.get_one::<String>("folder").map(String::as_str).unwrap_or_default();
    let root = Path::new(folder);
    let name = root.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(fits) {
        return Err(format!(
            "`{name}` does not work as the name of a package: write lower case letters, digits \
             and `-`, as in `my-app`"
        )
        .into());
    }
    let microcore = match matches.get_one::<String>("microcore") {
        Some(path) => {
            let path = std::fs::canonicalize(path).map_err(|error| format!("{path}: {error}"))?;
            format!("{{ path = {:?} }}", path.display().to_string())
        }
        None => format!("{:?}", env!("CARGO_PKG_VERSION")),
    };
    let written: Vec<(PathBuf, String)> = FILES
        .iter()
        .map(|(path, text)| {
            let text = text.replace("{{name}}", name).replace("{{microcore}}", &microcore);
            (path.into(), text)
        })
        .collect();
    let said = files::create(root, &written)?;
    Ok(format!("{said}\nNext:\n  cd {folder}\n  cargo run\n"))
}
