//! SQL as far as both halves read it: where literals and comments end, and which table a
//! statement defines.

mod definition;
mod lexer;

pub use definition::{Action, Definition, Object};
pub use lexer::{Dialect, Kind, Lexer, Piece};
