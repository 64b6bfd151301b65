//! `new`: an application that builds, passes its own tests and serves.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::{Failure, files, name};

/// A template: where its text goes, and the text.
macro_rules! files {
    ($($path:literal: $template:literal,)*) => {
        &[$(($path, include_str!(concat!("../templates/", $template, ".txt")))),*]
    };
}

/// What every application has.
const COMMON: &[(&str, &str)] = files! {
    "build.rs": "common/build.rs",
    "tests/running/mod.rs": "common/running.rs",
    "AGENTS.md": "common/AGENTS.md",
    ".github/workflows/ci.yml": "common/ci.yml",
    ".gitignore": "common/gitignore",
};

/// One feature that says hello.
const PLAIN: &[(&str, &str)] = files! {
    "Cargo.toml": "plain/Cargo.toml",
    "src/main.rs": "plain/main.rs",
    "src/domains/greetings/say_hello.rs": "plain/hello.rs",
    "tests/app.rs": "plain/tests.rs",
    "README.md": "plain/README.md",
    "AI_CONTEXT.md": "plain/AI_CONTEXT.md",
    "openapi.lock.json": "plain/openapi.lock.json",
};

/// A small shop: three domains, a tool, tables, a question and an event.
const DEMO: &[(&str, &str)] = files! {
    "Cargo.toml": "demo/Cargo.toml",
    "src/main.rs": "demo/main.rs",
    "src/tools/mod.rs": "demo/tools.rs",
    "src/tools/mailer.rs": "demo/mailer.rs",
    "src/tools/file_mailer.rs": "demo/file_mailer.rs",
    "src/domains/catalog/migrations/001_create_products.sql": "demo/create_products.sql",
    "src/domains/catalog/list_products.rs": "demo/list_products.rs",
    "src/domains/catalog/product_price.rs": "demo/product_price.rs",
    "src/domains/mails/confirm_order.rs": "demo/confirm_order.rs",
    "src/domains/orders/migrations/001_create_orders.sql": "demo/create_orders.sql",
    "src/domains/orders/place_order.rs": "demo/place_order.rs",
    "tests/app.rs": "demo/tests.rs",
    "README.md": "demo/README.md",
    "AI_CONTEXT.md": "demo/AI_CONTEXT.md",
    "openapi.lock.json": "demo/openapi.lock.json",
};

/// The text to print.
pub(crate) fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let folder = matches.get_one::<String>("folder").map(String::as_str).unwrap_or_default();
    let root = Path::new(folder);
    let name = root.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(fits) {
        return Err(format!(
            "`{name}` is not a valid name for a package: write lower case letters, digits \
             and `-`, as in `my-app`"
        )
        .into());
    }
    if name::is_reserved(name) {
        return Err(format!(
            "a package cannot be called `{name}`: the name is reserved; choose another one, \
             such as `my-{name}`"
        )
        .into());
    }
    let library = match matches.get_one::<String>("microcore") {
        Some(path) => Some(dunce::canonicalize(path).map_err(|error| format!("{path}: {error}"))?),
        None => checkout(),
    };
    let microcore = match library {
        Some(path) => format!("{{ path = {:?} }}", path.display().to_string()),
        None => format!("{:?}", env!("CARGO_PKG_VERSION")),
    };
    let demo = matches.get_flag("demo");
    let written: Vec<(PathBuf, String)> = if demo { DEMO } else { PLAIN }
        .iter()
        .chain(COMMON)
        .map(|(path, text)| {
            let text = text.replace("{{name}}", name).replace("{{microcore}}", &microcore);
            let is_nested = *path == "Cargo.toml" && is_inside_a_package(root);
            (path.into(), if is_nested { format!("{text}\n[workspace]\n") } else { text })
        })
        .collect();
    let report = files::create(root, &written)?;
    let page = if demo { "products" } else { "hello/Ada" };
    Ok(format!(
        "{report}\nNext:\n  cd {folder}\n  cargo run\n\nThe first build takes a minute or two. Then open \
         http://127.0.0.1:8080/{page} and /docs; README.md has the next steps.\n"
    ))
}

/// The library's folder, where this program was built in a checkout of the repository
/// and the checkout still exists. Built from a registry, there is no library beside it.
fn checkout() -> Option<PathBuf> {
    let library = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let is_library = |manifest: String| {
        let manifest: Option<toml::Table> = manifest.parse().ok();
        manifest.is_some_and(|manifest| {
            let package = manifest.get("package");
            package.and_then(|package| package.get("name")?.as_str()) == Some("microcore")
        })
    };
    let manifest = std::fs::read_to_string(library.join("Cargo.toml")).ok()?;
    is_library(manifest).then(|| library.to_owned())
}

/// Whether cargo would treat a package in that folder as part of one above it.
fn is_inside_a_package(root: &Path) -> bool {
    std::path::absolute(root).is_ok_and(|root| {
        root.ancestors().skip(1).any(|folder| folder.join("Cargo.toml").is_file())
    })
}
