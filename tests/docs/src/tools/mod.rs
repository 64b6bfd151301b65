//! The library's capability, and a tool that implements it.

mod letter_box;
mod postman;

pub(crate) use letter_box::LetterBox;
pub(crate) use postman::Postman;
