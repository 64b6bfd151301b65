//! The smallest application.

use microcore_e2e::{Program, Run};

#[test]
fn hello_responds_without_any_setting() {
    let folder = tempfile::tempdir().unwrap();
    let hello = Run::new(Program::Hello, folder.path()).serve();
    let greeting = hello.client().get("/hello/W%C3%B6rld").is(200);
    assert_eq!(greeting.json(), serde_json::json!({ "text": "Hello, Wörld!" }));
    hello.client().get("/hello").problem(404);
    hello.client().send("POST", "/hello/x", None).problem(405);
    assert_eq!(hello.stop().code, Some(0));
    // It needs no database, so it creates none.
    let files: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert!(files.iter().all(|name| name == "stdout" || name == "stderr"), "{files:?}");
}
