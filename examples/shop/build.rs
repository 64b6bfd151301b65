//! Makes cargo rebuild when a plugin file is added or deleted.

fn main() {
    println!("cargo:rerun-if-changed=src/domains");
}
