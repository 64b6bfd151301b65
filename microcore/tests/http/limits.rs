//! Size limits, timeouts and graceful shutdown.

use std::sync::atomic::Ordering;
use std::time::Duration;

use microcore::http::{HttpConfig, Server};

use crate::app::{LATE_BEGUN, plan, serve, serve_with};
use crate::client::{Client, head};

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn a_body_over_the_limit_is_413_chunked_or_not() {
    let server = serve_with(HttpConfig { body_limit: 1_000, ..HttpConfig::default() });
    let mut client = Client::connect(server.address);
    client.send(&head("POST", "/users", &[JSON], 1_001));
    let answer = client.answer(false);
    assert_eq!((answer.status, answer.json()["status"].as_u64()), (413, Some(413)));
    let mut client = Client::connect(server.address);
    client.send(b"POST /users HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-type: application/json\r\n\r\n");
    for _ in 0..3 {
        client.try_send(format!("190\r\n{}\r\n", " ".repeat(400)).as_bytes());
    }
    assert_eq!(client.answer(false).status, 413);
}

#[test]
fn a_client_that_does_not_finish_its_body_does_not_keep_the_connection() {
    let server = serve_with(HttpConfig { body_limit: 1_000, ..HttpConfig::default() });
    let chunk = format!("7d0\r\n{}\r\n", " ".repeat(2_000));
    for (path, content_type, status) in [
        ("/users", "application/json", 413),
        ("/upload", "text/plain", 415),
        ("/nothing", "application/json", 404),
        ("/ping", "application/json", 405),
    ] {
        let mut client = Client::connect(server.address);
        client.send(format!("POST {path} HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-type: {content_type}\r\n\r\n{chunk}").as_bytes());
        let answer = client.answer(false);
        assert_eq!((answer.status, answer.header("connection")), (status, Some("close")), "{path}");
        assert!(client.is_closed(), "{path}");
    }
    // Who does finish it is served on.
    let mut client = Client::connect(server.address);
    client.send(b"POST /users HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-type: application/json\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
    assert_eq!(client.answer(false).status, 422);
    assert_eq!(client.request("GET", "/ping", &[], b"").status, 200);
}

#[test]
fn an_upload_over_its_routes_limit_is_413() {
    let server = serve();
    let parts = ("content-type", "multipart/form-data; boundary=XX");
    let mut client = Client::connect(server.address);
    client.send(&head("POST", "/upload", &[parts], 300_001));
    assert_eq!(client.answer(false).status, 413);
    let mut client = Client::connect(server.address);
    client.send(b"POST /upload HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-type: multipart/form-data; boundary=XX\r\n\r\n");
    let start = "--XX\r\ncontent-disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n";
    client.send(format!("{:x}\r\n{start}\r\n", start.len()).as_bytes());
    let chunk = format!("8000\r\n{}\r\n", "x".repeat(0x8000));
    for _ in 0..10 {
        client.try_send(chunk.as_bytes());
    }
    assert_eq!(client.answer(false).status, 413);
}

#[test]
fn a_slow_body_is_408_and_delays_no_other_request() {
    let server = serve_with(HttpConfig { body_timeout_ms: 100, ..HttpConfig::default() });
    for (path, content_type) in
        [("/users", "application/json"), ("/upload", "multipart/form-data; boundary=XX")]
    {
        let mut client = Client::connect(server.address);
        client.send(&head("POST", path, &[("content-type", content_type)], 100));
        client.send(b"--XX");
        let mut other = Client::connect(server.address);
        assert_eq!(other.request("GET", "/ping", &[], b"").status, 200);
        let answer = client.answer(false);
        assert_eq!((answer.status, answer.header("connection")), (408, Some("close")), "{path}");
    }
}

#[test]
fn a_slow_request_head_times_out() {
    let server = serve_with(HttpConfig { header_timeout_ms: 100, ..HttpConfig::default() });
    let mut client = Client::connect(server.address);
    client.send(b"GET /ping HTTP/1.1\r\nhost:");
    assert_eq!(client.answer(false).status, 408);
}

#[test]
fn a_handler_timeout_is_504() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("GET", "/slow", &[], b"");
    assert_eq!((answer.status, answer.json()["title"].as_str()), (504, Some("Gateway Timeout")));
}

#[test]
fn a_stop_lets_requests_in_flight_finish_and_closes_idle_connections() {
    // Its deadline is far away: what ends does so because of the shutdown.
    let config = HttpConfig { stop_timeout_s: 3_600, ..HttpConfig::default() };
    let mut server = serve_with(config);
    let mut idle = Client::connect(server.address);
    assert_eq!(idle.request("GET", "/ping", &[], b"").status, 200);
    let mut busy = Client::connect(server.address);
    busy.send(&head("GET", "/late", &[], 0));
    while !LATE_BEGUN.load(Ordering::SeqCst) {
        std::thread::sleep(Duration::from_millis(5));
    }
    server.stop.stop();
    let answer = busy.answer(false);
    assert_eq!((answer.status, answer.text()), (200, r#"{"text":"late"}"#));
    assert!(idle.is_closed());
    server.join();
    assert!(std::net::TcpStream::connect(server.address).is_err());
}

#[test]
fn several_servers_run_concurrently() {
    let servers = [serve(), serve(), serve()];
    for server in &servers {
        let mut client = Client::connect(server.address);
        assert_eq!(client.request("GET", "/ping", &[], b"").status, 200);
    }
}

async fn serve_and_stop(server: Server) -> u16 {
    let (address, stop) = (server.addresses()[0], server.stop_handle());
    let running = tokio::spawn(server.run());
    let asked = tokio::task::spawn_blocking(move || {
        Client::connect(address).request("GET", "/ping", &[], b"").status
    });
    let status = asked.await.unwrap();
    stop.stop();
    running.await.unwrap().unwrap();
    status
}

#[test]
fn a_server_runs_as_a_task_of_tokio_and_of_actix() {
    let server = || Server::bind(plan(HttpConfig::default(), None)).unwrap();
    let tokio = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    assert_eq!(tokio.block_on(serve_and_stop(server())), 200);
    assert_eq!(actix_web::rt::System::new().block_on(serve_and_stop(server())), 200);
}
