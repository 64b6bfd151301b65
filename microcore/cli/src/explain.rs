//! `explain`: the page of an error code, also for applications that do not compile.

use clap::ArgMatches;
use microcore_syntax::Code;

use crate::Failure;

/// The page of a code; without one, the list of all.
pub(crate) fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let Some(code_arg) = matches.get_one::<String>("code") else { return Ok(list()) };
    match Code::parse(code_arg) {
        Some(code) => Ok(code.page().to_owned()),
        None => {
            Err(format!("there is no code `{code_arg}`; `explain` without one lists them").into())
        }
    }
}

fn list() -> String {
    Code::ALL.iter().map(|code| format!("{code}: {}\n", code.title())).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_page_of_the_documentation_can_be_explained() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/errors");
        let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut pages: Vec<_> = names
            .filter_map(|name| Some(name.to_str()?.strip_suffix(".md")?.to_owned()))
            .filter(|name| name.starts_with("MC"))
            .collect();
        pages.sort();
        assert!(pages.iter().eq(Code::ALL.iter().map(|code| code.as_str())), "{pages:?}");
        assert!(list().starts_with("MC001: a path leaves the plugin\n"), "{}", list());
    }
}
