//! A capability is a trait with `#[tool]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    trait Mailer {}

    #[on_start]
    async fn start(mailer: Tool<dyn Mailer>) {
        let _ = mailer;
    }
}

fn main() {}
