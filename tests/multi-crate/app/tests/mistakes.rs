//! Coupling between two crates does not compile. Each case breaks a copy of the three
//! packages and checks the output of `cargo check`.
#![allow(clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, PoisonError};

use microcore_test_support::{cargo, copy};

/// A copy of the packages, in a workspace of its own. One at a time: to cargo the
/// copies are one workspace, built into one folder.
struct Copy {
    folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

static ALONE: Mutex<()> = Mutex::new(());

impl Copy {
    fn new() -> Self {
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let this = Self { folder: tempfile::tempdir().expect("a folder"), _alone: alone };
        let packages = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder");
        let workspace = packages.ancestors().nth(2).expect("the workspace");
        for package in ["app", "orders", "users"] {
            copy(&packages.join(package), &this.path(package)).expect("a copy");
        }
        let _ = fs::remove_dir_all(this.path("app/tests"));
        fs::copy(workspace.join("Cargo.lock"), this.path("Cargo.lock")).expect("copied");
        let manifest = fs::read_to_string(workspace.join("Cargo.toml")).expect("a manifest");
        let (_, rest) = manifest.split_once("[workspace.package]").expect("a workspace");
        let rest = rest.replace("{ path = \"", &format!("{{ path = \"{}/", workspace.display()));
        // All copies build into one folder, where cargo distinguishes packages by name and version.
        static COPIES: AtomicUsize = AtomicUsize::new(0);
        let version = format!("version = \"0.1.0+{}\"", COPIES.fetch_add(1, Relaxed));
        let rest = rest.replacen("version = \"0.1.0\"", &version, 1);
        let head = "[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"orders\", \"users\"]\n";
        fs::write(this.path("Cargo.toml"), format!("{head}\n[workspace.package]{rest}"))
            .expect("written");
        this
    }

    fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }

    /// Replaces a text that must be there.
    fn edit(&self, file: &str, from: &str, to: &str) -> &Self {
        let text = fs::read_to_string(self.path(file)).expect("a file");
        assert!(text.contains(from), "`{from}` is not in {file}");
        fs::write(self.path(file), text.replacen(from, to, 1)).expect("written");
        self
    }

    fn check(&self) -> Result<(), String> {
        // The dependencies are those of this workspace, and built there already.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a target folder");
        let output = cargo()
            .args(["check", "--offline", "--quiet", "-p", "multi-crate-app"])
            .current_dir(self.folder.path())
            .env("CARGO_TARGET_DIR", target)
            .output()
            .expect("cargo runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() { Ok(()) } else { Err(said) }
    }

    /// The check fails at `place`, and says all of this.
    fn refused(&self, place: &str, parts: &[&str]) {
        let Err(said) = self.check() else { panic!("it compiles") };
        let arrow = said.lines().any(|line| line.contains("-->") && line.contains(place));
        assert!(arrow, "nothing points into {place}:\n{said}");
        for part in parts {
            assert!(said.contains(part), "no `{part}` in:\n{said}");
        }
    }
}

const CREATE_USER: &str = "users/src/domains/users/create_user.rs";
const PLACE_ORDER: &str = "orders/src/domains/orders/place_order.rs";
const BUYERS: &str = "orders/src/domains/orders/buyers.rs";

#[test]
fn the_packages_as_they_are_compile() {
    assert_eq!(Copy::new().check(), Ok(()));
}

#[test]
fn a_view_that_does_not_fit_the_event_of_another_crate() {
    let copy = Copy::new();
    copy.edit(BUYERS, "id: i64", "id: String");
    copy.edit(BUYERS, "user.id,", "&user.id,").refused(
        "buyers.rs:12",
        &[
            "MC006",
            "`orders::buyers`",
            "`users::create_user`",
            "`id` is sent as `i64` and read as `String`",
        ],
    );
}

#[test]
fn an_event_that_no_crate_publishes() {
    Copy::new()
        .edit(BUYERS, "user.created", "user.craeted")
        .refused("buyers.rs:12", &["MC005", "did you mean `user.created` of `users::create_user`"]);
}

#[test]
fn a_question_that_no_crate_answers() {
    Copy::new()
        .edit(PLACE_ORDER, "users.contact", "users.address")
        .refused("place_order.rs:20", &["MC008", "`users.address`, which no plugin answers"]);
}

#[test]
fn a_route_of_another_crate() {
    Copy::new()
        .edit(PLACE_ORDER, "\"/orders\"", "\"/users\"")
        .refused("place_order.rs:30", &["MC003", "`orders::place_order`", "`users::create_user`"]);
}

#[test]
fn a_table_of_another_crate() {
    Copy::new()
        .edit(PLACE_ORDER, "INTO orders", "INTO users")
        .refused("place_order.rs", &["MC011", "`users` of the domain `users`"]);
}

#[test]
fn a_table_of_another_crate_in_an_application_of_crates_only() {
    let copy = Copy::new();
    copy.edit("app/src/lib.rs", "    domains: \"src/domains\",\n", "");
    assert_eq!(copy.check(), Ok(()));
    copy.edit(PLACE_ORDER, "INTO orders", "INTO users")
        .refused("place_order.rs", &["MC011", "`users` of the domain `users`"]);
}

#[test]
fn a_capability_that_the_application_does_not_provide() {
    Copy::new()
        .edit("app/src/lib.rs", "    tools: [NoMail],\n", "")
        .refused("place_order.rs:35", &["MC009", "`Mailer`, which no tool provides"]);
}

#[test]
fn a_crate_that_the_application_does_not_name() {
    Copy::new().edit("app/src/lib.rs", "[crates_orders, crates_users]", "[crates_users]").refused(
        "app/src/lib.rs:21",
        &["MC015", "`crates_orders`", "write `crates: [crates_users, crates_orders]`"],
    );
}

#[test]
fn a_crate_that_is_no_dependency() {
    Copy::new()
        .edit("app/src/lib.rs", "crates_users]", "crates_users, crates_billing]")
        .refused("app/src/lib.rs:21", &["MC015", "add `crates-billing = { path = \"…\" }`"]);
}

#[test]
fn a_crate_without_domains() {
    let copy = Copy::new();
    copy.edit("users/src/lib.rs", "microcore::domains! { \"src/domains\" }", "");
    copy.edit("users/Cargo.toml", "microcore.workspace = true", "");
    copy.refused("app/src/lib.rs:21", &["MC015", "`crates_users` has no domains"]);
}

#[test]
fn a_crate_of_domains_that_depends_on_another() {
    let copy = Copy::new();
    copy.edit(
        "orders/Cargo.toml",
        "[dependencies]",
        "[dependencies]\ncrates-users = { path = \"../users\" }",
    );
    copy.refused("orders/src/lib.rs:7", &["MC001", "remove `crates_users` from Cargo.toml"]);
}

#[test]
fn a_domain_that_is_in_two_crates() {
    let copy = Copy::new();
    fs::rename(copy.path("orders/src/domains/orders"), copy.path("orders/src/domains/users"))
        .expect("renamed");
    copy.refused("app/src/lib.rs:21", &["MC014", "the domain `users` is in two crates"]);
}

#[test]
fn a_table_that_two_crates_create() {
    Copy::new()
        .edit(
            "orders/src/domains/orders/migrations/001_create_orders.sql",
            "TABLE buyers",
            "TABLE users",
        )
        .refused("app/src/lib.rs:21", &["MC011", "the table `users` is created by"]);
}

#[test]
fn an_event_that_two_crates_declare() {
    let copy = Copy::new();
    let event = "    #[event(\"user.created\")]\n    struct Mine { id: i64 }\n";
    copy.edit(PLACE_ORDER, "    #[request]", &format!("{event}\n    #[request]"));
    copy.edit(PLACE_ORDER, "mailer: Tool<dyn Mailer>,", "mailer: Tool<dyn Mailer>, _: Emit<Mine>,");
    copy.refused(CREATE_USER, &["MC007", "`orders::place_order`", "`users::create_user`"]);
}
