//! An application as `cargo microcore new` makes it.
