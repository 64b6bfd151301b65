//! A route cannot return an error of another type.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(POST, "/users")]
    async fn get() -> std::result::Result<(), String> {
        Ok(())
    }
}

fn main() {}
