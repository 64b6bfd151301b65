//! A GET request has no body.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct Search {
        q: String,
    }

    #[route(GET, "/users")]
    async fn search(search: Json<Search>) -> Result<()> {
        let _ = search.into_inner().q;
        Ok(())
    }
}

fn main() {}
