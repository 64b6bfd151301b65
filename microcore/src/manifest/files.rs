//! The file of a plugin, relative to the package's folder.

use std::path::{Component, Path, PathBuf};

use microcore_core::meta::{AppMeta, SourceLocation};

/// The file of a location, relative to the application's package.
pub(crate) fn file(app: &AppMeta, location: &SourceLocation) -> String {
    let (package, file) = (Path::new(app.root), Path::new(location.file));
    let in_crates = || {
        app.crates.iter().find_map(|one| {
            let root = Path::new(one.root);
            Some(relative_path(package, root).join(inside(root, file)?))
        })
    };
    let file = inside(package, file).or_else(in_crates).unwrap_or(file.to_owned());
    file.to_string_lossy().replace('\\', "/")
}

/// The file as seen from the package's folder, if it is in it. rustc names it in
/// full or from the workspace's folder, which is the package's or one above it.
/// Where `/src/src/a.rs` and `/src/a.rs` are both possible, as in a container,
/// the one that exists is meant.
fn inside(root: &Path, file: &Path) -> Option<PathBuf> {
    if file.is_absolute() {
        return file.strip_prefix(root).ok().map(Path::to_owned);
    }
    let parts: Vec<Component<'_>> = root.components().collect();
    let mut seen = (0..parts.len()).filter_map(|from| {
        let end: PathBuf = parts[from..].iter().collect();
        file.strip_prefix(end).ok().map(Path::to_owned)
    });
    let first = seen.next()?;
    let mut all = std::iter::once(&first).cloned().chain(seen).chain([file.to_owned()]);
    let existing = all.find(|file| root.join(file).is_file());
    Some(existing.unwrap_or(first))
}

/// The relative path from one folder to another: `../orders`.
fn relative_path(from: &Path, to: &Path) -> PathBuf {
    let same = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(same).map(|_| Component::ParentDir);
    up.chain(to.components().skip(same)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use microcore_core::meta::CrateMeta;

    static ORDERS: CrateMeta = CrateMeta::new("shop_orders").root("/home/ada/work/domains/orders");
    static SHOP: AppMeta =
        AppMeta::new("shop", "1").root("/home/ada/work/examples/shop").crates(&[&ORDERS]);

    fn seen(at: &'static str) -> String {
        file(&SHOP, &SourceLocation { file: at, line: 1, column: 1 })
    }

    #[test]
    fn a_file_is_named_from_the_package_however_rustc_saw_it() {
        for file in [
            "/home/ada/work/examples/shop/src/domains/users/me.rs",
            "examples/shop/src/domains/users/me.rs",
            "src/domains/users/me.rs",
        ] {
            assert_eq!(seen(file), "src/domains/users/me.rs");
        }
    }

    #[test]
    fn in_a_package_whose_folder_is_named_src_the_file_that_exists_is_meant() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("src");
        std::fs::create_dir_all(root.join("src/domains")).expect("a folder");
        let file = Path::new("src/domains/me.rs");
        assert_eq!(inside(&root, file).as_deref(), Some(Path::new("domains/me.rs")));
        std::fs::write(root.join(file), "").expect("a file");
        assert_eq!(inside(&root, file).as_deref(), Some(file));
    }

    #[test]
    fn a_file_of_a_named_crate_has_the_relative_path_to_it() {
        assert_eq!(
            seen("/home/ada/work/domains/orders/src/domains/orders/cancel.rs"),
            "../../domains/orders/src/domains/orders/cancel.rs"
        );
    }
}
