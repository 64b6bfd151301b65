//! Shows the progress of a slow command on a terminal.

use std::io::{IsTerminal, Write, stderr};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// The interval between two updates, and the time until the first one.
const INTERVAL: Duration = Duration::from_secs(1);

/// A line on the terminal that counts the seconds until this is dropped.
pub(super) struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Writes to stderr, and only where that is a terminal.
    pub(super) fn on(what: &'static str) -> Self {
        if stderr().is_terminal() { Self::to(stderr(), what, INTERVAL) } else { Self(None) }
    }

    fn to(mut out: impl Write + Send + 'static, what: &'static str, every: Duration) -> Self {
        let (done, end) = channel();
        let thread = std::thread::spawn(move || {
            let mut count = 0;
            // A closed output cannot be reported anywhere.
            while end.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                count += 1;
                let _ = write!(out, "\r{what} … {count} s").and_then(|()| out.flush());
            }
            if count > 0 {
                let _ = write!(out, "\r\x1b[K").and_then(|()| out.flush());
            }
        });
        Self(Some((done, thread)))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, thread)) = self.0.take() {
            drop(done);
            // It only writes; if it has panicked, nothing is lost.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Screen(Arc<Mutex<Vec<u8>>>);

    impl Write for Screen {
        fn write(&mut self, text: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(text)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_slow_step_is_shown_and_cleared_and_a_quick_one_is_not_shown() {
        let (slow, quick) = (Screen::default(), Screen::default());
        drop(Progress::to(quick.clone(), "reading", Duration::from_secs(60)));
        let line = Progress::to(slow.clone(), "reading", Duration::from_millis(1));
        let seen = || String::from_utf8(slow.0.lock().unwrap().clone()).unwrap();
        while !seen().contains("\rreading … 2 s") {
            std::thread::yield_now();
        }
        drop(line);
        assert!(seen().ends_with("\r\x1b[K"), "{:?}", seen());
        assert!(quick.0.lock().unwrap().is_empty());
    }
}
