//! The blocks of Rust in the documentation, as doctests; `build.rs` finds them.

include!(concat!(env!("OUT_DIR"), "/snippets.rs"));
