//! The domain `users`.

microcore::domains! { "src/domains" }
