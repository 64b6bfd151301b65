//! `add`: creates one more file, which compiles.

use std::path::{Path, PathBuf};

use clap::ArgMatches;

use crate::project::Project;
use crate::{Failure, feature, files, name};

/// The text to print.
pub(crate) fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let project = Project::around(Path::new("."))?;
    let domains = PathBuf::from("src/domains");
    if !project.root.join(&domains).is_dir() {
        return Err(format!(
            "{} is not an application with domains: it has no folder src/domains",
            project.root.display()
        )
        .into());
    }
    let Some((what, matches)) = matches.subcommand() else { return Err("add what?".into()) };
    let name_arg = matches.get_one::<String>("name").map(String::as_str).unwrap_or_default();
    let (path, text, hint) = match what {
        "feature" => {
            let (domain, feature) = name::feature(name_arg)?;
            let text = feature::text(feature, matches, &project.krate())?;
            let path = domains.join(domain).join(format!("{feature}.rs"));
            (path, text, feature::next(domain, feature, matches))
        }
        "domain" => {
            let domain = name::snake(name_arg)?;
            if project.root.join(&domains).join(domain).exists() {
                return Err(format!("the domain `{domain}` already exists").into());
            }
            let path =
                domains.join(domain).join("migrations").join(format!("001_create_{domain}.sql"));
            let text = format!("CREATE TABLE {domain} (\n    id BIGSERIAL PRIMARY KEY\n);\n");
            let hint =
                format!("Next: cargo microcore add feature {domain}/… --route \"GET /{domain}\"\n");
            (path, text, hint)
        }
        "migration" => {
            let (domain, name) = name::feature(name_arg)?;
            let folder = domains.join(domain).join("migrations");
            let number = next(&project.root.join(&folder))?;
            let text = format!(
                "-- {}. Runs once, in a transaction of its own, on every database.\n",
                name::words(name)
            );
            let hint = "Next: write the SQL into it; the next start runs it.\n".to_owned();
            (folder.join(format!("{number:03}_{name}.sql")), text, hint)
        }
        _ => {
            let tool = name::snake(name_arg)?;
            let (text, hint) = tool_text(tool, &project.krate());
            (PathBuf::from("src/tools").join(format!("{tool}.rs")), text, hint)
        }
    };
    let written = files::create(&project.root, &[(path, text)])?;
    Ok(format!("{written}{hint}"))
}

/// The number after the highest one.
fn next(folder: &Path) -> Result<u32, Failure> {
    let mut highest = 0;
    if folder.is_dir() {
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            let number = name.split('_').next().and_then(|number| number.parse().ok());
            highest = highest.max(number.unwrap_or(0));
        }
    }
    Ok(highest + 1)
}

fn tool_text(tool: &str, krate: &str) -> (String, String) {
    let (capability, words) = (name::camel(tool), name::words(tool));
    let text = format!(
        "//! {words}: the capability and its implementation.

use {krate}::Result;

/// {words}.
#[{krate}::tool]
pub(crate) trait {capability} {{
    /// Does the work and returns the result.
    async fn run(&self, input: &str) -> Result<String>;
}}

/// Returns its input.
#[derive(Default)]
pub(crate) struct Echo{capability};

#[{krate}::provides]
impl {capability} for Echo{capability} {{
    async fn run(&self, input: &str) -> Result<String> {{
        Ok(input.to_owned())
    }}
}}
"
    );
    let hint = format!(
        "Next: add `mod {tool};` and `pub(crate) use {tool}::{{Echo{capability}, {capability}}};` in \
         src/tools/mod.rs,\n`mod tools;` and `tools: [tools::Echo{capability}]` in src/main.rs; a \
         plugin asks for `Tool<dyn {capability}>`.\n"
    );
    (text, hint)
}
