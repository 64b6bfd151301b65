//! `public-api`: the public items of each published library, in `docs/public-api`.
//!
//! Read from the pages that rustdoc writes: its JSON needs a nightly compiler. Pages
//! change with rustdoc, so a snapshot names the release that it was made with.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::html::{between, text};
use crate::packages::Metadata;
use crate::{Result, run};

const FOLDER: &str = "docs/public-api";

pub(crate) fn run(bless: bool) -> Result {
    let release = release()?;
    let metadata = Metadata::read()?;
    let published = metadata.published();
    let mut differing = Vec::new();
    // Each after those it depends on: rustdoc links to pages that are there.
    for package in published.iter().filter(|package| package.library().is_some()) {
        let doc = ["doc", "--quiet", "--locked", "--no-deps", "--all-features", "-p"];
        run::cargo(&[&doc[..], &[&package.name]].concat())?;
        // A library that is an implementation detail of another one has no public API.
        if package.setting("internal-api").is_some() {
            continue;
        }
        let file = run::root().join(FOLDER).join(format!("{}.txt", package.name));
        let committed = std::fs::read_to_string(&file).unwrap_or_default();
        let title = format!("# The public API of {}, as rustdoc {release} shows it.", package.name);
        if !bless && committed.lines().next().is_some_and(|first| first != title) {
            println!("{}: not compared, made with another rustdoc than {release}", file.display());
            continue;
        }
        let name = package.library().map_or("", |target| &target.name).replace('-', "_");
        let pages = metadata.target_directory.join("doc").join(&name);
        let snapshot = format!("{title}\n{}", snapshot(&name, &pages)?);
        if bless {
            std::fs::create_dir_all(run::root().join(FOLDER))?;
            std::fs::write(&file, snapshot)?;
        } else if committed != snapshot {
            differing.push(format!("{}:\n{}", file.display(), difference(&committed, &snapshot)));
        }
    }
    if differing.is_empty() {
        return Ok(());
    }
    let how = "if this is intended, run `cargo xtask public-api --bless` and read the difference";
    Err(format!("the public API changed; {how}\n{}", differing.join("\n")).into())
}

/// `1.95`, of the rustdoc that runs.
fn release() -> Result<String> {
    let version = run::output(Command::new("rustdoc").arg("--version").current_dir(run::root()))?;
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    Ok(number.split('.').take(2).collect::<Vec<_>>().join("."))
}

/// Every public item of a crate with its declaration, methods and traits. An item that
/// has several paths is written out at the shortest.
fn snapshot(name: &str, pages: &Path) -> Result<String> {
    let all = std::fs::read_to_string(pages.join("all.html"))?;
    let mut links: Vec<(&str, &str)> = Vec::new();
    for link in between(&all, "<li><a href=\"", "</a></li>") {
        // The sidebar links to the headings of this page.
        links.extend(link.split_once("\">").filter(|(file, _)| !file.starts_with('#')));
    }
    links.sort_by_key(|(_, path)| (path.matches("::").count(), *path));
    let mut items: BTreeMap<String, String> = BTreeMap::new();
    let mut first_paths: BTreeMap<String, String> = BTreeMap::new();
    for (file, path) in links {
        let page = std::fs::read_to_string(pages.join(file))?;
        let path = format!("{name}::{path}");
        let kind = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or_default();
        let described = item(&page);
        // The source location distinguishes items of the same name. Items of other
        // libraries have none here, and are not part of this API.
        let source = between(&page, "<span class=\"sub-heading\">", "</span>");
        let source = source.first().and_then(|html| html.split("/src/").nth(1));
        let key = format!("{kind} {source:?} {described}");
        let text = match (source, first_paths.get(&key)) {
            (None, _) => "    of another library\n".to_owned(),
            (_, Some(first)) => format!("    = {first}\n"),
            _ => described,
        };
        first_paths.entry(key).or_insert_with(|| path.clone());
        items.insert(format!("{kind} {path}"), text);
    }
    let mut modules = vec![(name.to_owned(), pages.to_owned())];
    while let Some((path, folder)) = modules.pop() {
        let index = std::fs::read_to_string(folder.join("index.html"))?;
        for module in between(&index, "<a class=\"mod\" href=\"", "/index.html\"") {
            modules.push((format!("{path}::{module}"), folder.join(module)));
        }
        let exports = between(&index, "<dt id=\"reexport.", "</code>");
        let exports = exports.iter().filter_map(|export| export.split_once("<code>"));
        let lines: String = exports.map(|(_, code)| format!("    {}\n", text(code))).collect();
        items.insert(format!("mod {path}"), lines);
    }
    Ok(items.iter().map(|(heading, text)| format!("{heading}\n{text}")).collect())
}

/// What the page of an item declares, a line each.
fn item(page: &str) -> String {
    let mut lines = String::new();
    for declaration in between(page, "item-decl\"><code>", "</code></pre>").iter().take(1) {
        lines.push_str(&format!("    {}\n", text(declaration)));
    }
    let Some((_, own)) = page.split_once("<h2 id=\"implementations\"") else {
        return lines + &traits(page);
    };
    let own = own.split("<h2 id=\"").next().unwrap_or(own);
    for header in headers(own) {
        let indent = if header.starts_with("impl") { 4 } else { 8 };
        lines.push_str(&format!("{:indent$}{header}\n", ""));
    }
    lines + &traits(page)
}

/// The traits that an item implements, with associated types. What the compiler
/// derives from its fields is left out.
fn traits(page: &str) -> String {
    let Some((_, traits)) = page.split_once("<h2 id=\"trait-implementations\"") else {
        return String::new();
    };
    let traits = traits.split("<h2 id=\"").next().unwrap_or(traits);
    let mut lines = String::new();
    for header in headers(traits) {
        if header.starts_with("impl") {
            lines.push_str(&format!("    {header}\n"));
        } else if header.starts_with("type ") {
            lines.push_str(&format!("        {header}\n"));
        }
    }
    lines
}

/// The signatures in a part of a page.
fn headers(html: &str) -> Vec<String> {
    let heading = |html: &str| {
        text(html.split("</h").next().unwrap_or(html)).replace(" ⓘ", "").replace("ⓘ", "")
    };
    html.split("class=\"code-header\">").skip(1).map(heading).collect()
}

/// The lines that are in one text only.
fn difference(old: &str, new: &str) -> String {
    let only = |one: &str, other: &str, sign: char| -> String {
        let lines: Vec<&str> = other.lines().collect();
        one.lines()
            .filter(|line| !lines.contains(line))
            .map(|line| format!("{sign} {line}\n"))
            .collect()
    };
    only(old, new, '-') + &only(new, old, '+')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "\
<pre class=\"rust item-decl\"><code>pub struct Page&lt;T&gt; {\n    pub items: \
<a href=\"x\">Vec</a>&lt;T&gt;,\n}</code></pre><h2 id=\"implementations\" class=\"x\">\
<h3 class=\"code-header\">impl&lt;T&gt; Page&lt;T&gt;</h3>\
<h4 class=\"code-header\">pub fn <a>new</a>() -&gt; Self <a class=\"tooltip\">ⓘ</a></h4>\
<h2 id=\"trait-implementations\" class=\"x\">\
<h3 class=\"code-header\">impl&lt;T&gt; IntoIterator for Page&lt;T&gt;</h3>\
<h4 class=\"code-header\">type <a>Item</a> = T</h4><h4 class=\"code-header\">fn into_iter(self)</h4>\
<h2 id=\"synthetic-implementations\" class=\"x\"><h3 class=\"code-header\">impl Send for Page</h3>";

    #[test]
    fn an_item_is_its_declaration_its_methods_and_its_traits() {
        assert_eq!(
            item(PAGE),
            "    pub struct Page<T> { pub items: Vec<T>, }\n    impl<T> Page<T>\n        \
             pub fn new() -> Self\n    impl<T> IntoIterator for Page<T>\n        type Item = T\n"
        );
    }

    #[test]
    fn a_difference_lists_removed_and_added_lines() {
        assert_eq!(difference("a\nb\n", "a\nc\n"), "- b\n+ c\n");
        assert_eq!(difference("a\n", "a\n"), "");
    }
}
