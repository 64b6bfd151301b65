//! Server-sent events.

use microcore::http::HttpConfig;

use crate::app::serve_with;
use crate::client::{Client, head};

#[test]
fn events_come_one_by_one_with_comments_between_and_end_with_the_server() {
    let config = HttpConfig { stop_timeout_s: 3_600, ..HttpConfig::default() };
    let mut server = serve_with(config);
    let mut client = Client::connect(server.address);
    client.send(&head("GET", "/events", &[("accept-encoding", "gzip")], 0));
    let (status, headers) = client.head();
    assert_eq!(status, 200);
    assert!(headers.contains(&("content-type".to_owned(), "text/event-stream".to_owned())));
    assert!(headers.contains(&("cache-control".to_owned(), "no-cache".to_owned())));
    let mut text = String::new();
    while !text.ends_with(":\n\n:\n\n") {
        text.push_str(std::str::from_utf8(&client.chunk().unwrap()).unwrap());
    }
    assert_eq!(
        text,
        "event: first\nid: 1\ndata: {\"text\":\"a\\nb\"}\n\ndata: {\"text\":\"second\"}\n\n:\n\n:\n\n"
    );
    // Its deadline is far away: the stream ends because of the shutdown.
    server.stop.stop();
    while client.chunk().is_some() {}
    server.join();
}
