//! What expansions name. No part of the public interface.

pub use futures_util::future::BoxFuture;
