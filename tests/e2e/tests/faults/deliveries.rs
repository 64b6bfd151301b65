//! Deliveries that fail.

use microcore_e2e::{dead_letters, wait_for};

use super::fault_app;

#[test]
fn a_subscriber_that_panics_or_hangs_ends_in_a_dead_letter_and_others_are_not_affected() {
    let (folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    for number in 0..3 {
        client.send("POST", &format!("/bombs/b{number}"), None).is(201);
    }
    let letters = wait_for("all dead letters", || {
        let letters = dead_letters(&folder.path().join("fault-app.db"));
        (letters.len() == 9).then_some(letters)
    });
    for number in 0..3 {
        for (subscriber, error, reason) in [
            (
                "bombs::handle::blocking",
                format!("panicked: b{number} blew up a thread"),
                "panicked",
            ),
            ("bombs::handle::waiting", format!("panicked: b{number} blew up a task"), "panicked"),
        ] {
            let letter = letters
                .iter()
                .find(|letter| letter.subscriber == subscriber && letter.error == error);
            let letter = letter.unwrap_or_else(|| panic!("no letter of {error} in {letters:#?}"));
            // One retry makes two attempts.
            assert_eq!((letter.reason.as_str(), letter.attempts), (reason, 2));
        }
    }
    let hung = letters.iter().filter(|letter| letter.subscriber == "bombs::handle::hang");
    let hung: Vec<_> = hung.map(|letter| (letter.reason.as_str(), letter.attempts)).collect();
    assert_eq!(hung, [("timed_out", 2); 3]);

    let log = fault_app.log();
    assert!((0..3).all(|number| log.contains(&format!("noted b{number}"))), "{log}");
    let failed = log.lines().filter(|line| line.contains("delivery failed permanently"));
    assert_eq!(failed.filter(|line| line.contains(" ERROR ")).count(), 9, "{log}");
    // The application still runs: the subscribers are still there.
    client.send("POST", "/bombs/again", None).is(201);
    wait_for("the next letters", || {
        (dead_letters(&folder.path().join("fault-app.db")).len() == 12).then_some(())
    });
    assert_eq!(fault_app.stop().code, Some(0));
}

#[test]
fn a_payload_that_does_not_parse_is_a_dead_letter_without_retries() {
    let (folder, fault_app) = fault_app(&[]);
    fault_app.client().send("POST", "/measurements", None).is(201);
    let letters = wait_for("the dead letter", || {
        let letters = dead_letters(&folder.path().join("fault-app.db"));
        (!letters.is_empty()).then_some(letters)
    });
    let [letter] = letters.as_slice() else { panic!("{letters:#?}") };
    assert_eq!((letter.event.as_str(), letter.reason.as_str()), ("bomb.measured", "unreadable"));
    assert_eq!((letter.subscriber.as_str(), letter.attempts), ("bombs::handle::read", 1));
    assert!(letter.envelope.contains(r#""payload":{"length":null}"#), "{}", letter.envelope);
    wait_for("the outbox is empty", || {
        let status = fault_app.client().get("/system/status").is(200).json();
        (status["pending_deliveries"] == 0).then_some(())
    });
    let ended = fault_app.stop();
    assert!(ended.log.contains("delivery failed permanently"), "{}", ended.log);
    assert_eq!(ended.code, Some(0));
}
