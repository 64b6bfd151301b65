//! WebSockets, frame by frame.

use std::net::SocketAddr;

use crate::app::serve;
use crate::client::{Answer, Client, head};

const UPGRADE: [(&str, &str); 4] = [
    ("upgrade", "websocket"),
    ("connection", "upgrade"),
    ("sec-websocket-version", "13"),
    ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
];

fn open(address: SocketAddr, path: &str, more: &[(&str, &str)]) -> (Client, Answer) {
    let mut client = Client::connect(address);
    let headers: Vec<_> = UPGRADE.into_iter().chain(more.iter().copied()).collect();
    client.send(&head("GET", path, &headers, 0));
    let answer = client.answer(false);
    (client, answer)
}

/// A masked frame, as clients send them.
fn frame(opcode: u8, data: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x80 | opcode];
    match data.len() {
        length @ 0..=125 => frame.push(0x80 | length as u8),
        length => {
            frame.push(0x80 | 127);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    let mask = [1, 2, 3, 4];
    frame.extend_from_slice(&mask);
    frame.extend(data.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask));
    frame
}

/// Opcode and data of a frame from the server.
fn receive(client: &mut Client) -> (u8, Vec<u8>) {
    let head = client.take(2);
    assert!(head[1] < 126, "only short frames are expected");
    (head[0] & 15, client.take(usize::from(head[1])))
}

#[test]
fn messages_go_both_ways_and_the_handler_may_close() {
    let server = serve();
    let (mut client, answer) = open(server.address, "/echo/the%20hall", &[]);
    assert_eq!(answer.status, 101);
    client.send(&frame(1, b"hi"));
    assert_eq!(receive(&mut client), (1, b"the hall: hi".to_vec()));
    client.send(&frame(2, &[1, 2]));
    assert_eq!(receive(&mut client), (2, vec![1, 2]));
    client.send(&frame(9, b"ping"));
    assert_eq!(receive(&mut client), (10, b"ping".to_vec()));
    client.send(&frame(1, b"bye"));
    assert_eq!(receive(&mut client), (8, b"\x03\xe8done".to_vec()));
}

#[test]
fn a_panic_closes_its_own_websocket_only() {
    let server = serve();
    let (mut client, _) = open(server.address, "/echo/hall", &[]);
    let (mut other, _) = open(server.address, "/echo/hall", &[]);
    client.send(&frame(1, b"crash"));
    assert_eq!(receive(&mut client), (8, 1011_u16.to_be_bytes().to_vec()));
    other.send(&frame(1, b"hi"));
    assert_eq!(receive(&mut other), (1, b"hall: hi".to_vec()));
}

#[test]
fn a_message_over_the_limit_closes_the_websocket() {
    let server = serve();
    let (mut client, _) = open(server.address, "/echo/hall", &[]);
    client.try_send(&frame(2, &vec![0; 65_537]));
    assert_eq!(receive(&mut client).0, 8);
}

#[test]
fn a_socket_closes_when_the_server_stops() {
    let mut server = serve();
    let (mut client, _) = open(server.address, "/echo/hall", &[]);
    server.stop.stop();
    assert_eq!(receive(&mut client), (8, 1001_u16.to_be_bytes().to_vec()));
    client.try_send(&frame(8, &1001_u16.to_be_bytes()));
    drop(client);
    server.join();
}

#[test]
fn a_request_without_an_upgrade_is_400_on_a_websocket() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("GET", "/echo/hall", &[], b"");
    assert_eq!(answer.status, 400);
    assert!(answer.json()["detail"].as_str().unwrap().contains("WebSocket"));
    assert_eq!(client.request("POST", "/echo/hall", &[], b"").status, 405);
}

#[test]
fn a_cookie_opens_a_websocket_only_from_the_same_site() {
    let server = serve();
    let cookie = ("cookie", "microcore_session=ada");
    let status = |more: &[(&str, &str)]| open(server.address, "/private", more).1.status;
    assert_eq!(status(&[]), 401);
    assert_eq!(status(&[cookie]), 403);
    assert_eq!(status(&[cookie, ("origin", "https://evil.example")]), 403);
    assert_eq!(status(&[cookie, ("x-requested-with", "x")]), 403);
    let own = [("host", "shop.example"), ("origin", "https://shop.example"), cookie];
    let (mut client, answer) = open(server.address, "/private", &own);
    assert_eq!(answer.status, 101);
    assert_eq!(receive(&mut client), (1, br#"{"text":"ada"}"#.to_vec()));
    assert_eq!(status(&[("authorization", "Bearer ada")]), 101);
}

#[test]
fn the_opening_of_a_socket_is_a_root_of_the_causal_tree() {
    let server = serve();
    let (_open, answer) = open(server.address, "/echo/hall", &[("x-request-id", "socket-1")]);
    assert_eq!(answer.status, 101);
    let mut client = Client::connect(server.address);
    let path = "/system/traces?correlation=socket-1";
    let nodes = client.request("GET", path, &[], b"").json();
    let seen = [&nodes[0]["kind"], &nodes[0]["name"], &nodes[0]["outcome"]["is"]];
    assert_eq!(seen, ["request", "GET /echo/{room}", "ok"], "{nodes}");
}
