//! A raw connection, for requests that no well-behaved client sends.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::WAIT_LIMIT;

/// A TCP connection to a server.
#[derive(Debug)]
pub struct Connection(TcpStream);

/// A response, read to the end of the connection.
#[derive(Debug)]
pub struct Head {
    /// The status code; 0 where there was no answer.
    pub status: u16,
    /// The whole response.
    pub text: String,
}

impl Connection {
    /// Connects to `127.0.0.1:…`.
    ///
    /// # Panics
    /// If no one listens.
    pub fn open(address: &str) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(WAIT_LIMIT)).expect("a timeout");
        stream.set_write_timeout(Some(WAIT_LIMIT)).expect("a timeout");
        Self(stream)
    }

    /// Sends bytes; returns whether the server still accepted them.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.0.write_all(bytes.as_ref()).is_ok()
    }

    /// Reads until the server closes the connection.
    ///
    /// # Panics
    /// If it does not close it.
    pub fn read_to_end(mut self) -> Head {
        let (mut bytes, mut chunk) = (Vec::new(), [0; 4096]);
        loop {
            match self.0.read(&mut chunk) {
                Ok(0) => break,
                Ok(count) => bytes.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => break,
                Err(error) => panic!("the connection stays open: {error}"),
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
        Head { status: status.unwrap_or(0), text }
    }
}

impl Head {
    /// Its problem details, with this status.
    ///
    /// # Panics
    /// If it is another response.
    #[track_caller]
    pub fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        let (head, body) = self.text.split_once("\r\n\r\n").unwrap_or_default();
        assert!(head.contains("application/problem+json"), "{head}");
        match serde_json::from_str(body) {
            Ok(problem) => problem,
            Err(error) => panic!("{error}: {body}"),
        }
    }
}
