//! JSON, forms and uploads.

use crate::app::serve;
use crate::client::{Answer, Client, head};

const JSON: (&str, &str) = ("content-type", "application/json");

fn post(client: &mut Client, content_type: &str, body: &[u8]) -> Answer {
    client.request("POST", "/users", &[("content-type", content_type)], body)
}

#[test]
fn all_violations_are_in_one_response() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = post(&mut client, "application/json", br#"{"name":"","email":"unknown"}"#);
    let pairs = [("/name", "length"), ("/email", "email")];
    assert_eq!(answer.violations(), pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
}

#[test]
fn all_type_mismatches_are_in_one_response() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = post(&mut client, "application/json", br#"{"name":7,"age":256,"admin":true}"#);
    let pairs =
        [("/name", "type"), ("/email", "missing"), ("/age", "type"), ("/admin", "unknown_field")];
    assert_eq!(answer.violations(), pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let answer = post(&mut client, "application/json", b"[1]");
    assert!(answer.status == 422, "{}", answer.text());
    let twice = br#"{"name":"a","name":"hunter2","email":"a@b.example"}"#;
    let answer = post(&mut client, "application/json", twice);
    assert_eq!(answer.violations(), [(String::new(), "duplicate".to_owned())]);
    assert!(!answer.text().contains("hunter2"));
}

#[test]
fn invalid_json_is_400_and_another_content_type_415() {
    let server = serve();
    let mut client = Client::connect(server.address);
    for body in [&b""[..], b"{", b"{\"name\": }", b"\xff\xfe", b"{\"name\":7,"] {
        let answer = post(&mut client, "application/json", body);
        assert_eq!(answer.status, 400, "{:?}: {}", body, answer.text());
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
    let fine = br#"{"name":"a","email":"a@b.example"}"#;
    assert_eq!(post(&mut client, "text/plain", fine).status, 415);
    assert_eq!(client.request("POST", "/users", &[], fine).status, 415);
    let gzip = [JSON, ("content-encoding", "gzip")];
    assert_eq!(client.request("POST", "/users", &gzip, fine).status, 415);
    let mut client = Client::connect(server.address);
    assert_eq!(post(&mut client, "application/vnd.demo+json; charset=utf-8", fine).status, 201);
}

#[test]
fn a_chunked_body_is_reassembled() {
    let server = serve();
    let mut client = Client::connect(server.address);
    client.send(b"POST /users HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\ncontent-type: application/json\r\n\r\n");
    client.send(b"8\r\n{\"name\":\r\n");
    std::thread::sleep(std::time::Duration::from_millis(30));
    client.send(b"1b\r\n\"Ada\",\"email\":\"a@b.example\"\r\n1\r\n}\r\n0\r\n\r\n");
    let answer = client.answer(false);
    assert_eq!((answer.status, answer.text()), (201, r#"{"text":"Ada a@b.example None"}"#));
}

#[test]
fn a_form_is_read_and_may_set_cookies() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let answer = client.request("POST", "/login", &form, b"caption=a+%C3%A9");
    assert_eq!((answer.status, answer.text()), (200, r#"{"text":"a é"}"#));
    assert_eq!(answer.header("x-extra"), Some("1"));
    assert_eq!(
        answer.header("set-cookie"),
        Some("microcore_session=s3cret; HttpOnly; SameSite=Lax; Secure; Path=/")
    );
    let answer = client.request("POST", "/login", &form, b"other=1");
    let pairs = [("/caption", "missing"), ("/other", "unknown_field")];
    assert_eq!(answer.violations(), pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(client.request("POST", "/login", &[JSON], b"{}").status, 415);
}

const PARTS: (&str, &str) = ("content-type", "multipart/form-data; boundary=XX");

fn parts(caption: &str, file: &[u8]) -> Vec<u8> {
    let mut body = format!(
        "--XX\r\ncontent-disposition: form-data; name=\"{caption}\"\r\n\r\nhello\r\n\
         --XX\r\ncontent-disposition: form-data; name=\"image\"; filename=\"C:\\\\tmp/cat.png\"\r\n\
         content-type: image/png\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--XX--\r\n");
    body
}

#[test]
fn an_upload_is_on_disk_while_the_handler_runs_and_then_gone() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("POST", "/upload", &[PARTS], &parts("caption", &[7; 200_000]));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let json = answer.json();
    let text = json["text"].as_str().unwrap();
    let start = "hello Some(\"cat.png\") Some(\"image/png\") 200000 ";
    assert!(text.starts_with(start), "{text}");
    assert!(!std::path::Path::new(&text[start.len()..]).exists());
}

#[test]
fn the_text_parts_of_an_upload_are_checked() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("POST", "/upload", &[PARTS], &parts("other", b"x"));
    let pairs = [("/caption", "missing"), ("/other", "unknown_field")];
    assert_eq!(answer.violations(), pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
    assert_eq!(client.request("POST", "/upload", &[JSON], b"{}").status, 415);
    let mut client = Client::connect(server.address);
    assert_eq!(client.request("POST", "/upload", &[PARTS], b"no parts").status, 400);
}

#[test]
fn an_unread_body_closes_the_connection() {
    let server = serve();
    for path in ["/ping", "/nowhere", "/fail"] {
        let mut client = Client::connect(server.address);
        let smuggled = head("GET", "/ping", &[], 0);
        let answer = client.request("GET", path, &[JSON], &smuggled);
        assert_eq!(answer.header("connection"), Some("close"), "{path}");
        assert!(client.is_closed(), "{path}");
    }
}
