//! The tests are in `messages.rs`; each folder holds the mistakes made with one word.
