//! A WebSocket handler is asynchronous.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[websocket("/feed")]
    fn feed(socket: WebSocket) -> Result<()> {
        let _ = socket;
        Ok(())
    }
}

fn main() {}
