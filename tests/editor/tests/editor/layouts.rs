//! rustc and rust-analyzer both find the features, wherever the folder of the domains is.

use std::sync::{LazyLock, Mutex};

use microcore_editor_tests::{Place, Session, Workspace};

use crate::session::{Shared, locked};

/// A package of one plugin: its name, where `app!` is called, what it names as
/// `domains`, and where the plugin is.
struct Layout {
    name: &'static str,
    root: &'static str,
    domains: &'static str,
    feature: &'static str,
}

const LAYOUTS: &[Layout] = &[
    Layout {
        name: "usual",
        root: "src/main.rs",
        domains: "src/domains",
        feature: "src/domains/users/deep/greet.rs",
    },
    Layout {
        name: "other-name",
        root: "src/lib.rs",
        domains: "./src/features/",
        feature: "src/features/users/greet.rs",
    },
    Layout {
        name: "not-below",
        root: "src/bin/program.rs",
        domains: "src/domains",
        feature: "src/domains/users/greet.rs",
    },
    Layout {
        name: "beside-src",
        root: "src/main.rs",
        domains: "domains",
        feature: "domains/users/greet.rs",
    },
    Layout {
        name: "raw-names",
        root: "src/main.rs",
        domains: "src/domains",
        feature: "src/domains/r#type/deep/r#match.rs",
    },
    Layout {
        name: "raw-names-beside-src",
        root: "src/main.rs",
        domains: "domains",
        feature: "domains/r#type/r#match.rs",
    },
];

/// rustc accepts it, but rust-analyzer reads no file outside of a package.
const OUTSIDE: Layout = Layout {
    name: "outside",
    root: "src/main.rs",
    domains: "../shared/domains",
    feature: "../shared/domains/users/greet.rs",
};

/// Crates of domains, and the application that names them.
const CRATES: &[&str] =
    &["tests/multi-crate/app", "tests/multi-crate/orders", "tests/multi-crate/users"];

const FEATURE: &str = "\
#[microcore::plugin]
mod greet {
    use microcore::prelude::*;

    #[route(GET, \"/greet\")]
    async fn greet(clock: Clock) -> Result<()> {
        helper(&clock);
        Ok(())
    }

    fn helper(_: &Clock) {}
}
";

static ALL: Shared = LazyLock::new(|| Session::open(workspace).map(Mutex::new));

/// A workspace of all of them, which compiles.
fn workspace() -> Workspace {
    let members = LAYOUTS.iter().chain([&OUTSIDE]).map(|layout| layout.name);
    let workspace = Workspace::new(env!("CARGO_TARGET_TMPDIR"), "layouts");
    let workspace = workspace.with_copies(CRATES, members);
    for Layout { name, root, domains, feature } in LAYOUTS.iter().chain([&OUTSIDE]) {
        let manifest = format!(
            "[package]\nname = \"{name}\"\nedition.workspace = true\n\n\
             [dependencies]\nmicrocore.workspace = true\n"
        );
        let call = format!("microcore::app! {{ domains: \"{domains}\" }}\n");
        let main = "fn main() -> std::process::ExitCode {\n    app().main()\n}\n";
        let call = if *root == "src/lib.rs" { call } else { format!("{call}\n{main}") };
        workspace.write(&format!("{name}/Cargo.toml"), &manifest);
        workspace.write(&format!("{name}/{root}"), &call);
        workspace.write(&format!("{name}/{feature}"), FEATURE);
    }
    if let Err(output) = workspace.check() {
        panic!("rustc: {output}");
    }
    workspace
}

#[test]
fn a_feature_is_found_in_every_layout() {
    let Some(mut session) = locked(&ALL) else { return };
    for Layout { name, feature, .. } in LAYOUTS {
        let path = format!("{name}/{feature}");
        let mut file = session.document(&path);
        assert_eq!(file.mistakes(), [], "{name}");
        let found = file.at("hel$0per(&clock)").definitions();
        let helper = Place { file: path.clone(), line: "fn helper(_: &Clock) {}".to_owned() };
        assert_eq!(found, [helper], "{name}");
    }
}

#[test]
fn a_feature_outside_of_the_package_is_found_by_rustc_only() {
    let Some(mut session) = locked(&ALL) else { return };
    let mut file = session.document("shared/domains/users/greet.rs");
    assert_eq!(file.at("hel$0per(&clock)").definitions(), []);
}

#[test]
fn a_feature_of_a_crate_of_domains_is_found() {
    let Some(mut session) = locked(&ALL) else { return };
    for file in [session.files("orders/src"), session.files("users/src")].concat() {
        assert_eq!(session.document(&file).mistakes(), [], "{file}");
    }
    let mut file = session.document("orders/src/domains/orders/place_order.rs");
    let offered = file.edit("db: Db", "db: D$0").completions();
    assert!(offered.iter().any(|one| one == "Db"), "{offered:?}");
}
