//! Settings must be a `#[config]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    struct Stripe {
        key: String,
    }

    #[on_start]
    async fn start(stripe: Config<Stripe>) {
        let _ = stripe;
    }
}

fn main() {}
