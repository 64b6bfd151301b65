//! Tells cargo that a new or deleted plugin file changes the crate.

fn main() {
    println!("cargo:rerun-if-changed=src/domains");
}
