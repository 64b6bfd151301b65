//! A helper that is an `async fn` must not block either.

#[microcore::plugin]
mod report {
    use microcore::prelude::*;

    #[on_start]
    async fn start() {
        let _ = connect().await;
    }

    async fn connect() -> std::io::Result<std::net::TcpStream> {
        std::net::TcpStream::connect("127.0.0.1:1")
    }
}

fn main() {}
