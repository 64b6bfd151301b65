//! The command line of the measuring programs.

use crate::Result;

/// The number that follows `name`, or the default.
pub fn number(name: &str, default: u64) -> Result<u64> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    match arguments.next() {
        Some(text) => Ok(text.parse().map_err(|_| format!("{name}: `{text}` is no number"))?),
        None => Ok(default),
    }
}
