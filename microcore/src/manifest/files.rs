//! Where a plugin stands, as one says it from the package's folder.

use std::path::{Component, Path};

use crate::meta::{AppMeta, Site};

/// The file of a site, seen from the package. rustc names it from the folder
/// that cargo ran in, or, for files that `app!` found, in full.
pub(crate) fn file(app: &AppMeta, site: &Site) -> String {
    let (root, file) = (Path::new(app.root), Path::new(site.file));
    let parts: Vec<Component<'_>> = root.components().collect();
    let inside = (0..parts.len()).find_map(|from| {
        let end: std::path::PathBuf = parts[from..].iter().collect();
        file.strip_prefix(end).ok()
    });
    inside.unwrap_or(file).to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_from_the_package_however_rustc_saw_it() {
        let app = AppMeta {
            name: "shop",
            version: "1",
            root: "/home/ada/work/examples/shop",
            plugins: &[],
            tools: &[],
            migrations: &[],
        };
        for seen in [
            "/home/ada/work/examples/shop/src/domains/users/me.rs",
            "examples/shop/src/domains/users/me.rs",
            "src/domains/users/me.rs",
        ] {
            let site = Site { file: seen, line: 1, column: 1 };
            assert_eq!(file(&app, &site), "src/domains/users/me.rs");
        }
    }
}
