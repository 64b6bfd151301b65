//! An attribute of a plugin's item is rejected outside a plugin.

use microcore::prelude::*;

#[route(GET, "/stray")]
async fn stray() -> Result<()> {
    Ok(())
}

fn main() {}
