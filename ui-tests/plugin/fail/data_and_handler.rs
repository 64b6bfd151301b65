//! An item is data or a handler, not both.

#[microcore::plugin]
mod users {
    #[request]
    #[on_start]
    async fn start() {}
}

fn main() {}
