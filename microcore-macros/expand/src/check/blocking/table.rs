//! What is known to block, and what to call instead.

/// What a path leads to.
pub enum Blocks {
    /// The call itself blocks; the text is what to call instead, or nothing.
    Here(&'static str),
    /// These methods of what it returns block.
    Methods(&'static [&'static str], &'static str),
}

/// Functions, by their whole path.
const CALLS: &[(&str, Blocks)] = &[
    ("std::thread::sleep", Blocks::Here("tokio::time::sleep(…).await")),
    ("std::thread::sleep_ms", Blocks::Here("tokio::time::sleep(…).await")),
    ("std::thread::park", Blocks::Here("tokio::sync::Notify")),
    ("std::thread::park_timeout", Blocks::Here("tokio::sync::Notify")),
    ("std::io::stdin", Blocks::Here("tokio::io::stdin()")),
    (
        "std::process::Command::new",
        Blocks::Methods(&["output", "status"], "tokio::process::Command"),
    ),
    ("std::thread::spawn", Blocks::Methods(&["join"], "tokio::task::spawn_blocking(…).await")),
    ("futures::executor::block_on", Blocks::Here(".await")),
    ("futures_executor::block_on", Blocks::Here(".await")),
    ("futures_lite::future::block_on", Blocks::Here(".await")),
    ("pollster::block_on", Blocks::Here(".await")),
    ("microcore::wait", Blocks::Here(".await")),
    ("microcore::prelude::wait", Blocks::Here(".await")),
];

/// Modules and types of which every function blocks.
const WITHIN: &[(&str, Blocks)] = &[
    ("std::fs::", Blocks::Here("tokio::fs")),
    ("std::net::TcpStream::", Blocks::Here("tokio::net::TcpStream")),
    ("std::net::TcpListener::", Blocks::Here("tokio::net::TcpListener")),
    ("std::net::UdpSocket::", Blocks::Here("tokio::net::UdpSocket")),
    ("std::os::unix::net::Unix", Blocks::Here("tokio::net")),
    ("reqwest::blocking::", Blocks::Here("reqwest's own asynchronous client")),
    ("ureq::", Blocks::Here("reqwest, which is asynchronous")),
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
pub const GLOBS: &[(&str, &[&str])] = &[
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
pub fn call(path: &str) -> Option<&'static Blocks> {
    let exact = CALLS.iter().find(|(known, _)| *known == path);
    let within = || WITHIN.iter().find(|(known, _)| path.starts_with(known));
    exact.or_else(within).map(|(_, blocks)| blocks)
}

/// What to call instead of this method.
pub fn method(name: &str) -> Option<&'static str> {
    METHODS.iter().find(|(known, _)| *known == name).map(|(_, twin)| *twin)
}
