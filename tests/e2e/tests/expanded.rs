//! What the macros write is what they are: without them the shop is the same.

use std::process::Command;

use microcore_e2e::{SHOP, expanded_shop};

#[test]
fn the_shop_passes_its_tests_with_every_macro_replaced_by_its_expansion() {
    let (program, expanded) = expanded_shop();
    assert!(expanded > 25, "only {expanded} files");
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
