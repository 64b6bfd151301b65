//! Tells cargo that a new or deleted plugin file changes the application.

fn main() {
    println!("cargo:rerun-if-changed=src/domains");
}
