//! A attribute of the DSL outside of a plugin must say that it belongs inside.

use microcore::prelude::*;

#[route(GET, "/stray")]
async fn stray() -> Result<()> {
    Ok(())
}

fn main() {}
