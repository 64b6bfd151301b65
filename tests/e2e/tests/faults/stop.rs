//! Shutdown: graceful after the first signal, forced by a second one.

use microcore_e2e::{Process, wait_for};
use serde_json::json;

use super::fault_app;

/// Returns once the line is in the log.
fn logged(process: &Process, line: &str) {
    logged_times(process, line, 1);
}

/// Returns once the line is in the log that often.
fn logged_times(process: &Process, line: &str, times: usize) {
    wait_for(line, || (process.log().matches(line).count() >= times).then_some(()));
}

#[test]
fn a_signal_lets_requests_and_deliveries_finish_and_exits_0() {
    for signal in ["TERM", "INT"] {
        let (folder, mut fault_app) = fault_app(&[]);
        let client = fault_app.client();
        let slow: Vec<_> = ["/slow/1000", "/slow/blocking/1000"]
            .into_iter()
            .map(|path| {
                let client = client.clone();
                std::thread::spawn(move || client.get(path))
            })
            .collect();
        for _ in 0..4 {
            // They continue after the requests.
            client.post("/work", json!({ "ms": 3000 })).is(201);
        }
        for id in 1..=4 {
            logged(&fault_app, &format!("work {id} begins"));
        }
        logged_times(&fault_app, "slow request begins", 2);
        fault_app.signal(signal);
        for request in slow {
            assert_eq!(request.join().unwrap().is(200).json(), json!({ "ms": 1000 }));
        }
        wait_for("it exits", || (!fault_app.is_running()).then_some(()));
        let ended = fault_app.ended();
        assert_eq!(ended.code, Some(0), "{}", ended.log);
        for id in 1..=4 {
            assert!(ended.log.contains(&format!("work {id} ends")), "{}", ended.log);
        }
        assert!(ended.log.contains("farewell"), "no on_stop: {}", ended.log);
        let done =
            microcore_e2e::numbers(&folder.path().join("fault-app.db"), "SELECT done FROM work");
        assert_eq!(done, [1, 1, 1, 1]);
        let left = "SELECT COUNT(*) FROM microcore_outbox";
        assert_eq!(microcore_e2e::numbers(&folder.path().join("fault-app.db"), left), [0]);
    }
}

#[test]
fn no_request_is_accepted_during_shutdown() {
    let (_folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    let slow = std::thread::spawn({
        let client = client.clone();
        move || client.get("/slow/3000")
    });
    logged(&fault_app, "slow request begins");
    fault_app.signal("TERM");
    logged(&fault_app, "shutting down");
    wait_for("requests are rejected", || {
        let fresh = microcore_e2e::Client::new(fault_app.url());
        match fresh.try_send("GET", "/system/ready", None) {
            Err(_) => Some(()),
            Ok(answer) => (answer.status == 503).then_some(()),
        }
    });
    assert_eq!(slow.join().unwrap().status, 200);
    assert_eq!(fault_app.ended().code, Some(0));
}

#[test]
fn a_second_signal_forces_the_exit() {
    let (_folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    let slow = std::thread::spawn(move || client.try_send("GET", "/slow/25000", None).is_err());
    fault_app.client().post("/work", json!({ "ms": 60_000 })).is(201);
    logged(&fault_app, "work 1 begins");
    fault_app.signal("TERM");
    logged(&fault_app, "shutting down");
    fault_app.signal("TERM");
    let ended = fault_app.ended();
    assert_eq!(ended.code, Some(130), "{}", ended.log);
    assert!(slow.join().unwrap(), "the request was answered");
}

#[test]
fn hanging_steps_are_aborted_at_their_deadline() {
    let deadlines =
        [("MICROCORE_HTTP__STOP_TIMEOUT_S", "1"), ("MICROCORE_EVENTS__DRAIN_MS", "500")];
    let (folder, fault_app) = fault_app(&deadlines);
    let client = fault_app.client();
    let slow = std::thread::spawn(move || client.try_send("GET", "/slow/25000", None).is_err());
    fault_app.client().post("/work", json!({ "ms": 60_000 })).is(201);
    logged(&fault_app, "work 1 begins");
    let ended = fault_app.stop();
    assert_eq!(ended.code, Some(0), "{}", ended.log);
    assert!(slow.join().unwrap(), "the request was answered");
    assert!(ended.log.contains("deliveries aborted"), "{}", ended.log);
    // The event waits for the next start, and its lease has been released.
    let waiting = "SELECT COUNT(*) FROM microcore_outbox WHERE claimed_until = 0";
    assert_eq!(microcore_e2e::numbers(&folder.path().join("fault-app.db"), waiting), [1]);
}
