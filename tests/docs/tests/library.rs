//! Tests of the guide's library as a whole, on a real database and a real
//! socket.
#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use microcore::app::Running;
use microcore::config::Configuration;
use microcore_docs_tests::app;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// A running library, in a temporary folder. Stopped when dropped.
struct Library {
    folder: TempDir,
    runtime: Runtime,
    running: Running,
    url: String,
}

impl Library {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = Configuration::empty()
            .with("http", "bind", "127.0.0.1:0")
            .with("db", "url", format!("sqlite://{}", folder.path().join("library.db").display()))
            .with("post", "folder", folder.path().display().to_string());
        let runtime = Runtime::new().unwrap();
        let running = runtime.block_on(app().config(settings).start()).unwrap();
        let url = format!("http://{}", running.addresses()[0]);
        Self { folder, runtime, running, url }
    }

    fn post(&self, path: &str, body: Value) -> (u16, Value) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut answer = agent.post(format!("{}{path}", self.url)).send_json(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_json().unwrap())
    }

    fn get(&self, path: &str) -> String {
        match ureq::get(format!("{}{path}", self.url)).call() {
            Ok(mut answer) => answer.body_mut().read_to_string().unwrap(),
            Err(refused) => refused.to_string(),
        }
    }

    fn letters(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let letters = files.filter(|file| file.extension().is_some_and(|kind| kind == "txt"));
        letters.map(|letter| std::fs::read_to_string(letter).unwrap()).collect()
    }
}

/// Polls for an asynchronous effect.
fn wait_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(10), "timed out");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_book_is_lent_at_most_once_per_copy() {
    let library = Library::open();
    let book = json!({ "title": "Emma", "isbn": "9780141439587" });
    assert_eq!(library.post("/books", book).0, 201);

    let reader = json!({ "reader": "ann@example.org" });
    let (status, loan) = library.post("/books/1/loans", reader.clone());
    assert_eq!((status, &loan["title"]), (201, &json!("Emma")));
    assert_eq!(library.post("/books/1/loans", reader).0, 409);

    // The effects of the loan are asynchronous.
    wait_until(|| library.letters() == ["ann@example.org: Enjoy Emma.\n"]);
    wait_until(|| library.get("/fees/ann@example.org/receipt") == "ann@example.org: 0.50\n");
    library.runtime.block_on(library.running.stop());
}

#[test]
fn all_violations_of_a_book_are_reported_at_once() {
    let library = Library::open();
    let book =
        json!({ "title": "Emma", "isbn": "97801", "shelf": { "room": "cellar", "number": 0 } });
    let (status, problem) = library.post("/books", book);
    assert_eq!(status, 422);
    assert_eq!(
        problem["errors"],
        json!([
            { "pointer": "/isbn", "rule": "regex", "message": "must be 13 digits" },
            { "pointer": "/isbn", "rule": "custom", "message": "has an invalid check digit" },
            { "pointer": "/shelf/number", "rule": "range", "message": "must be at least 1 and at most 999" },
        ])
    );
}

#[test]
fn a_failed_delivery_becomes_a_dead_letter_and_can_be_replayed() {
    let library = Library::open();
    library.post("/books", json!({ "title": "Emma", "isbn": "9780141439587" }));
    library.post("/books/1/loans", json!({ "reader": "ann@nowhere.invalid" }));

    let bus = library.running.bus();
    let dead_letters = || library.runtime.block_on(bus.dead_letters(10)).unwrap();
    wait_until(|| dead_letters().len() == 1);
    let letter = dead_letters().remove(0);
    assert_eq!((letter.subscriber.as_str(), letter.attempts), ("reminders::remind::confirm", 2));
    assert!(letter.error.contains("unknown address"));

    library.runtime.block_on(bus.replay(letter.id)).unwrap();
    wait_until(|| dead_letters().iter().any(|again| again.id != letter.id));
    library.runtime.block_on(bus.discard(dead_letters()[0].id)).unwrap();
    wait_until(|| dead_letters().is_empty());
}

#[test]
fn the_desk_counts_its_visitors() {
    let library = Library::open();
    assert_eq!(library.get("/desk"), r#"{"sign":"Welcome","visitors":1}"#);
    assert!(library.get("/books?title=emma").starts_with(r#"{"items":[],"total":0"#));
}

#[test]
fn the_chat_echoes_text_and_closes_on_bye() {
    let library = Library::open();
    let mut socket = TcpStream::connect(library.running.addresses()[0]).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let hello = "GET /desk/chat HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\n\
                 upgrade: websocket\r\nsec-websocket-version: 13\r\n\
                 sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.write_all(hello.as_bytes()).unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        socket.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    assert!(head.starts_with(b"HTTP/1.1 101"));

    // Client frames are masked; a mask of zeros keeps them readable.
    let frame =
        |text: &str| [&[0x81, 0x80 | text.len() as u8, 0, 0, 0, 0], text.as_bytes()].concat();
    socket.write_all(&frame("hi")).unwrap();
    let mut answer = [0; 14];
    socket.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"\x81\x0cyou said: hi");
    socket.write_all(&frame("bye")).unwrap();
    let mut rest = Vec::new();
    socket.read_to_end(&mut rest).unwrap();
    assert_eq!(&rest[2..], b"\x03\xe8closing time");
}

#[test]
fn the_keys_of_the_macros_equal_those_computed_at_boot() {
    use microcore::__private::check::{name_key, route_key};

    let plugins = app().registry().plugins;
    let mut own = std::collections::BTreeSet::new();
    for plugin in &plugins {
        let keys = &plugin.keys;
        assert!(keys.plugin != 0 && own.insert(keys.plugin), "{}", plugin.id());
        let routes = plugin.routes.iter().map(|route| route_key(route.method, route.path));
        assert!(routes.eq(keys.routes.iter().copied()), "{}", plugin.id());
        let events = plugin.events.iter().map(|event| name_key(event.name));
        assert!(events.eq(keys.events.iter().copied()), "{}", plugin.id());
        let answers = plugin.answers.iter().map(|answer| name_key(answer.ask));
        assert!(answers.eq(keys.answers.iter().copied()), "{}", plugin.id());
    }
    assert!(plugins.iter().any(|plugin| !plugin.routes.is_empty()));
}
