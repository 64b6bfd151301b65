//! `explain`: what a code means. Needed most where an application does not compile.

use clap::ArgMatches;

use crate::Failure;

macro_rules! pages {
    ($($code:literal)*) => {
        /// Every code with its page, in order.
        const PAGES: &[(&str, &str)] =
            &[$(($code, include_str!(concat!("../../../docs/errors/", $code, ".md")))),*];
    };
}

pages! {
    "MC001" "MC002" "MC003" "MC004" "MC005" "MC006" "MC007" "MC008" "MC009"
    "MC010" "MC011" "MC012" "MC013" "MC014" "MC015" "MC016" "MC017"
}

/// The page of a code; without one, the list of all.
pub fn run(matches: &ArgMatches) -> Result<String, Failure> {
    let Some(asked) = matches.get_one::<String>("code") else { return Ok(list()) };
    let number = asked.trim_start_matches(['m', 'M', 'c', 'C']).parse::<u16>().ok();
    let known = |code: &str| code.trim_start_matches("MC").parse::<u16>().ok() == number;
    match PAGES.iter().find(|(code, _)| number.is_some() && known(code)) {
        Some((_, page)) => Ok((*page).to_owned()),
        None => Err(format!("there is no code `{asked}`; `explain` without one lists them").into()),
    }
}

fn list() -> String {
    let titles = PAGES.iter().filter_map(|(_, page)| page.lines().next());
    titles.map(|title| format!("{}\n", title.trim_start_matches("# "))).collect()
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
        assert!(pages.iter().eq(PAGES.iter().map(|(code, _)| code)), "{pages:?}");
        assert!(list().starts_with("MC001: a path leaves the plugin\n"), "{}", list());
    }
}
