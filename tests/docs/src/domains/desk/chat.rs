//! An echo server.

#[microcore::plugin]
mod chat {
    use microcore::prelude::*;

    #[websocket("/desk/chat")]
    async fn chat(mut socket: WebSocket, log: Log) -> Result<()> {
        while let Some(message) = socket.recv().await {
            match message {
                Message::Text(text) if text == "bye" => {
                    socket.close("closing time").await;
                    return Ok(());
                }
                Message::Text(text) => socket.send_text(format!("you said: {text}")).await?,
                Message::Binary(_) => log.warn("binary messages are ignored"),
            }
        }
        Ok(())
    }
}
