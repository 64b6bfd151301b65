//! The expansions are equivalent to the macros: with them in place, the shop behaves the same.

use std::process::Command;

use microcore_e2e::{Eject, Program, Run, SHOP, cargo_microcore, expanded_shop};

#[test]
fn the_shop_passes_its_tests_with_every_macro_replaced_by_its_expansion() {
    passes(Eject::Files, 29);
}

#[test]
fn the_shop_passes_its_tests_with_every_item_ejected() {
    passes(Eject::Items, 85);
}

fn passes(what: Eject, at_least: usize) {
    let (program, ejected) = expanded_shop(what);
    assert!(ejected >= at_least, "only {ejected} were ejected");
    // These very tests, on that program.
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["shop::", "commands::"])
        .env(SHOP, program)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    // A filter that matches no test succeeds, too.
    assert!(text.contains("test shop::journey::the_whole_shop_works_on_sqlite ... ok"), "{text}");
}

#[test]
fn the_shop_prints_the_same_expansions_as_cargo_microcore() {
    let folder = tempfile::tempdir().unwrap();
    let shop = Run::new(Program::Shop, folder.path());
    let out = |output: &std::process::Output| {
        let text = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), &*text), (Some(0), ""));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../examples/shop/src/domains/users/create_user.rs"
    );
    for only in [&[][..], &["--only", "route:create"], &["--only", "event:user.created"]] {
        let expansion = out(&shop.output(&[&["expand", "users::create_user"], only].concat()));
        assert!(
            expansion.contains("// What `UserCreated` implements")
                || only.contains(&"route:create")
        );
        assert_eq!(
            expansion,
            out(&shop.output(&[&["expand", "users/create_user"], only].concat()))
        );
        let mut other = Command::new(cargo_microcore());
        let other = other.args(["microcore", "expand", file]).args(only).output().unwrap();
        assert_eq!(expansion, out(&other));
    }
    for (wrong, expected) in [
        (&["expand", "users::missing"][..], "users::create_user, "),
        (&["expand", "users::create_user", "--only", "route:x"], "it has: request:CreateUser, "),
    ] {
        let output = shop.output(wrong);
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(expected), "{text}");
    }
}
