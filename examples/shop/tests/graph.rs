//! The image in the guide is up to date.

use std::process::Command;

const PICTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/shop.svg");

#[test]
fn the_image_in_the_guide_is_up_to_date_to_the_byte() {
    let mut shop = Command::new(env!("CARGO_BIN_EXE_shop"));
    let output = shop.args(["graph", "--format", "svg"]).output().expect("the shop runs");
    let picture = std::fs::read(PICTURE).expect("the committed image");
    assert!(
        output.stdout == picture,
        "run `cargo run -p shop -- graph -o docs/guide/shop.svg`, look at the image and commit it"
    );
}
