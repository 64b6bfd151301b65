//! A WebSocket is a GET, and conflicts with one at the same path.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[route(GET, "/feed")]
    async fn list() -> Result<()> {
        Ok(())
    }

    #[websocket("/feed")]
    async fn feed(socket: WebSocket) -> Result<()> {
        let _ = socket;
        Ok(())
    }
}

fn main() {}
