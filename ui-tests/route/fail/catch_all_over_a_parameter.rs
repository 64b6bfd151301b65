//! A catch-all conflicts with a parameter in its position; a literal segment does not.

microcore::app! { plugins: [files, names] }

#[microcore::plugin]
mod files {
    use microcore::prelude::*;

    #[route(GET, "/files/{*path}")]
    async fn get(path: Path<String>) -> Result<()> {
        let _ = path;
        Ok(())
    }

    #[route(GET, "/files/latest")]
    async fn latest() -> Result<()> {
        Ok(())
    }
}

#[microcore::plugin]
mod names {
    use microcore::prelude::*;

    #[route(GET, "/files/{name}")]
    async fn get(name: Path<String>) -> Result<()> {
        let _ = name;
        Ok(())
    }
}

fn main() {}
