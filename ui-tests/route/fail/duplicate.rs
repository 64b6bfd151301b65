//! Two routes that match the same requests must name both places.

microcore::app! { plugins: [one, two] }

#[microcore::plugin]
mod one {
    use microcore::prelude::*;

    #[route(DELETE, "/users/{id}")]
    async fn remove(id: Path<i64>) -> Result<()> {
        let _ = id;
        Ok(())
    }
}

#[microcore::plugin]
mod two {
    use microcore::prelude::*;

    #[route(DELETE, "/users/{name}")]
    async fn remove(name: Path<String>) -> Result<()> {
        let _ = name;
        Ok(())
    }
}

fn main() {}
