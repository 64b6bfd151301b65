//! A chat with the librarian, who repeats what is said.

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
                Message::Binary(_) => log.warn("somebody sent bytes"),
            }
        }
        Ok(())
    }
}
