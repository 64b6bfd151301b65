//! What the macros write is what they are: without them the shop is the same.

use std::process::Command;

use microcore_e2e::{Eject, SHOP, expanded_shop};

#[test]
fn the_shop_passes_its_tests_with_every_macro_replaced_by_its_expansion() {
    passes(Eject::Files, 29);
}

#[test]
fn the_shop_passes_its_tests_with_every_item_taken_out_of_its_macro() {
    passes(Eject::Items, 85);
}

fn passes(what: Eject, at_least: usize) {
    let (program, ejected) = expanded_shop(what);
    assert!(ejected >= at_least, "only {ejected} were taken out");
    // These very tests, on that program.
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["shop::", "commands::"])
        .env(SHOP, program)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    // A filter that finds no test is content as well.
    assert!(said.contains("test shop::journey::the_whole_shop_works_on_sqlite ... ok"), "{said}");
}
