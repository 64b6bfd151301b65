//! Requests that fail.

use std::time::{Duration, Instant};

use microcore_e2e::{Connection, Process, wait_for};
use serde_json::json;

use super::fault_app;

/// The lines of the log that contain both.
fn logged(process: &Process, what: &str, id: &str) -> Vec<String> {
    let log = process.log();
    log.lines().filter(|line| line.contains(what) && line.contains(id)).map(str::to_owned).collect()
}

fn assert_serves(process: &Process) {
    let note = json!({ "text": "fine" });
    assert_eq!(process.client().post("/notes", note).is(200).json()["length"], 4);
}

#[test]
fn a_panic_is_one_failed_request_with_its_cause_in_the_log_alone() {
    let (_folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    let causes = [
        ("/panic/blocking", "a blocking handler fell over"),
        ("/panic/waiting", "a waiting handler fell over"),
        ("/leak", "the password is swordfish"),
    ];
    for (path, cause) in causes {
        // More often than there are workers and pool threads.
        for _ in 0..70 {
            let problem = client.get(path).problem(500);
            assert!(!problem.to_string().contains(cause), "{problem}");
            let id = problem["request_id"].as_str().unwrap();
            wait_for("the log has the cause", || {
                let lines = logged(&fault_app, cause, id);
                lines
                    .iter()
                    .any(|line| line.contains(" ERROR ") && line.contains(path))
                    .then_some(())
            });
        }
        assert_serves(&fault_app);
    }
    assert_eq!(fault_app.stop().code, Some(0));
}

#[test]
fn a_body_that_is_too_large_is_rejected_and_affects_no_other_request() {
    let (_folder, fault_app) = fault_app(&[]);
    let head = "POST /notes HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    let large = vec![b' '; 10 * 1024 * 1024];

    // With `content-length`: rejected before the body is sent.
    let mut connection = Connection::open(fault_app.address());
    connection.send(format!("{head}content-length: {}\r\n\r\n", large.len()));
    assert_eq!(connection.read_to_end().problem(413)["status"], 413);

    // With `content-length`, and sent all the same, as most clients do.
    let answer = fault_app.client().send("POST", "/notes", Some(("application/json", &large)));
    answer.problem(413);

    // Chunked: rejected where it exceeds the limit.
    let mut connection = Connection::open(fault_app.address());
    connection.send(format!("{head}transfer-encoding: chunked\r\n\r\n"));
    let chunk = [b"100000\r\n", &large[..0x10_0000], b"\r\n"].concat();
    let _ = (0..10).take_while(|_| connection.send(&chunk)).count();
    connection.read_to_end().problem(413);
    assert_serves(&fault_app);
    assert_eq!(fault_app.stop().code, Some(0));
}

#[test]
fn slow_clients_time_out_and_do_not_block_others() {
    let body_timeout = ("MICROCORE_HTTP__BODY_TIMEOUT_MS", "400");
    let (_folder, fault_app) =
        fault_app(&[body_timeout, ("MICROCORE_HTTP__HEADER_TIMEOUT_MS", "400")]);
    let head = "POST /notes HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n";
    // Many more than there are workers.
    let incomplete_heads: Vec<_> = (0..50)
        .map(|_| {
            let mut connection = Connection::open(fault_app.address());
            connection.send("GET /system/live HT");
            connection
        })
        .collect();
    let incomplete_bodies: Vec<_> = (0..50)
        .map(|_| {
            let mut connection = Connection::open(fault_app.address());
            connection.send(format!("{head}content-length: 100\r\n\r\n{{"));
            connection
        })
        .collect();
    assert_serves(&fault_app);
    for connection in incomplete_heads {
        assert_eq!(connection.read_to_end().status, 408);
    }
    for connection in incomplete_bodies {
        connection.read_to_end().problem(408);
    }
    // A client that sends a byte now and then times out, too.
    let mut slow_connection = Connection::open(fault_app.address());
    slow_connection.send(format!("{head}content-length: 100\r\n\r\n"));
    let start = Instant::now();
    while slow_connection.send("{") {
        assert!(start.elapsed() < Duration::from_secs(120), "it never times out");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_serves(&fault_app);
    assert_eq!(fault_app.stop().code, Some(0));
}

#[test]
fn a_tool_that_hangs_affects_only_its_callers_by_a_timeout() {
    let (_folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    for _ in 0..3 {
        let problem = client.get("/oracle").problem(504);
        let id = problem["request_id"].as_str().unwrap();
        wait_for("the log has the cause", || {
            (!logged(&fault_app, "oracles::ask", id).is_empty()).then_some(())
        });
    }
    // One that does not connect: the application starts without it.
    let answer = client.get("/sleeper");
    assert!(answer.retry_after().is_some());
    answer.problem(503);
    let status = client.get("/system/status").is(200).json();
    assert_eq!(status["state"], "degraded");
    let tools = status["tools"].as_array().unwrap();
    let sleeper = tools.iter().find(|tool| tool["capability"] == "Sleeper").unwrap();
    assert_eq!(sleeper["circuit"], "open");
    assert!(sleeper["error"].as_str().unwrap().contains("200 ms"), "{sleeper}");
    assert_serves(&fault_app);
    // A tool that does not close delays the shutdown only until its deadline.
    let start = Instant::now();
    let ended = fault_app.stop();
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    assert!(ended.log.contains("tool did not close in time"), "{}", ended.log);
}

#[test]
fn an_async_handler_that_blocks_its_worker_is_reported_while_it_does() {
    let (_folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    let warnings = |handler: &str| logged(&fault_app, "blocked its worker thread", handler);
    let blocking = std::thread::spawn(move || client.get("/slow/holding/1500").is(200));
    let warning = wait_for("the watchdog reports", || warnings("holding").pop());
    assert!(!blocking.is_finished(), "it was reported after the end");
    assert!(warning.contains("requests::slow") && warning.contains("slow.rs:"), "{warning}");
    blocking.join().unwrap();

    // One that waits, or has a thread to itself, blocks no one; and each is reported once.
    fault_app.client().get("/slow/300").is(200);
    fault_app.client().get("/slow/blocking/300").is(200);
    assert_eq!(warnings("requests::slow").len(), 1);
}
