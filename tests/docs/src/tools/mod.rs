//! The library's own capability, and a tool that provides it.

mod letter_box;
mod postman;

pub use letter_box::LetterBox;
pub(crate) use postman::Postman;
