//! A rule must apply to the type of the field.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct CreateUser {
        #[validate(length(min = 1))]
        age: i64,
        #[validate(email)]
        score: i64,
        #[validate(range(min = 1))]
        name: String,
        #[validate(nested)]
        city: String,
    }

    #[route(POST, "/users")]
    async fn create(user: Json<CreateUser>) -> Result<()> {
        let CreateUser { .. } = user.into_inner();
        Ok(())
    }
}

fn main() {}
