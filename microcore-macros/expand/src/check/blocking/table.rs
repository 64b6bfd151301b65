//! What is known to block, and what to call instead.

/// What the function of a path does.
pub(super) enum Blocks {
    /// The call itself blocks; the text is what to call instead, or nothing.
    Call(&'static str),
    /// These methods of what it returns block.
    Methods(&'static [&'static str], &'static str),
}

/// Functions, by their whole path.
const CALLS: &[(&str, Blocks)] = &[
    ("std::thread::sleep", Blocks::Call("tokio::time::sleep(…).await")),
    ("std::thread::sleep_ms", Blocks::Call("tokio::time::sleep(…).await")),
    ("std::thread::park", Blocks::Call("tokio::sync::Notify")),
    ("std::thread::park_timeout", Blocks::Call("tokio::sync::Notify")),
    ("std::io::stdin", Blocks::Call("tokio::io::stdin()")),
    (
        "std::process::Command::new",
        Blocks::Methods(&["output", "status"], "tokio::process::Command"),
    ),
    ("std::thread::spawn", Blocks::Methods(&["join"], "tokio::task::spawn_blocking(…).await")),
    ("futures::executor::block_on", Blocks::Call(".await")),
    ("futures_executor::block_on", Blocks::Call(".await")),
    ("futures_lite::future::block_on", Blocks::Call(".await")),
    ("pollster::block_on", Blocks::Call(".await")),
    ("microcore::wait", Blocks::Call(".await")),
    ("microcore::prelude::wait", Blocks::Call(".await")),
];

/// Modules and types of which every function blocks.
const MODULES: &[(&str, Blocks)] = &[
    ("std::fs::", Blocks::Call("tokio::fs")),
    ("std::net::TcpStream::", Blocks::Call("tokio::net::TcpStream")),
    ("std::net::TcpListener::", Blocks::Call("tokio::net::TcpListener")),
    ("std::net::UdpSocket::", Blocks::Call("tokio::net::UdpSocket")),
    ("std::os::unix::net::Unix", Blocks::Call("tokio::net")),
    ("reqwest::blocking::", Blocks::Call("reqwest's own asynchronous client")),
    ("ureq::", Blocks::Call("reqwest, which is asynchronous")),
];

/// Methods that block, whatever they are called on.
const METHODS: &[(&str, &str)] = &[
    ("blocking_recv", "recv().await"),
    ("blocking_send", "send(…).await"),
    ("blocking_lock", "lock().await"),
    ("blocking_read", "read().await"),
    ("blocking_write", "write().await"),
];

/// Functions that a glob import brings, as far as they are known by name.
pub(super) const GLOBS: &[(&str, &[&str])] = &[
    ("std::thread", &["sleep", "park"]),
    (
        "std::fs",
        &[
            "read",
            "read_to_string",
            "write",
            "copy",
            "rename",
            "remove_file",
            "create_dir",
            "create_dir_all",
            "remove_dir",
            "remove_dir_all",
            "read_dir",
            "metadata",
            "canonicalize",
            "File",
            "OpenOptions",
        ],
    ),
    ("std::net", &["TcpStream", "TcpListener", "UdpSocket"]),
    ("std::process", &["Command"]),
    ("std::io", &["stdin"]),
    ("microcore::prelude", &["wait"]),
];

/// What calling this path means; `None` for all that is not known to block.
pub(super) fn call(path: &str) -> Option<&'static Blocks> {
    let exact = CALLS.iter().find(|(known, _)| *known == path);
    let within = || MODULES.iter().find(|(known, _)| path.starts_with(known));
    exact.or_else(within).map(|(_, blocks)| blocks)
}

/// What to call instead of this method.
pub(super) fn method(name: &str) -> Option<&'static str> {
    METHODS.iter().find(|(known, _)| *known == name).map(|(_, replacement)| *replacement)
}
