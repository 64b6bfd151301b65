//! A mistake in a field is one error, however often the type is named.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(emial)]
        email: String,
    }

    #[route(POST, "/users")]
    async fn create(user: Json<CreateUser>) -> Result<()> {
        let CreateUser { email } = user.into_inner();
        Err(Error::conflict(email))
    }
}

fn main() {}
