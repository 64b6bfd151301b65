//! An event has one owner: two declarations must name both places.

microcore::app! { plugins: [one, two] }

#[microcore::plugin]
mod one {
    use microcore::prelude::*;

    #[event("user.created")]
    struct UserCreated {
        id: i64,
    }

    #[on_start]
    async fn start(created: Emit<UserCreated>) -> Result<()> {
        created.emit(UserCreated { id: 1 }).await
    }
}

#[microcore::plugin]
mod two {
    use microcore::prelude::*;

    #[event("user.created")]
    struct Created {
        id: i64,
    }

    #[on_start]
    async fn start(created: Emit<Created>) -> Result<()> {
        created.emit(Created { id: 1 }).await
    }
}

fn main() {}
