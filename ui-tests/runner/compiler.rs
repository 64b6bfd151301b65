//! The compiler of the expected texts, and the one that runs.

use std::process::Command;

/// The `.stderr` files hold what this release of rustc prints. Raise it together
/// with the texts: `cargo xtask ui --bless`, and read the difference.
pub const EXPECTED: Release = Release { major: 1, minor: 95 };

/// A release of rustc; patch releases do not change messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    pub major: u32,
    pub minor: u32,
}

impl Release {
    /// Reads `rustc 1.95.0 (59807616e 2026-04-14)`.
    pub fn parse(version: &str) -> Option<Self> {
        let mut numbers = version.strip_prefix("rustc ")?.split(['.', '-', ' ']);
        let mut next = || numbers.next()?.parse().ok();
        Some(Self { major: next()?, minor: next()? })
    }

    /// The compiler that cargo runs the cases with.
    pub fn running() -> Self {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
        let output = Command::new(rustc).arg("--version").output().expect("rustc runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        Self::parse(&text).unwrap_or_else(|| panic!("unexpected output of rustc --version: {text}"))
    }
}

impl std::fmt::Display for Release {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[test]
fn a_release_is_read_from_what_rustc_prints() {
    let release = |text| Release::parse(text).map(|found| (found.major, found.minor));
    assert_eq!(release("rustc 1.95.0 (59807616e 2026-04-14)"), Some((1, 95)));
    assert_eq!(release("rustc 1.97.0-nightly (abc 2026-05-19)\n"), Some((1, 97)));
    assert_eq!(release("rustc 2.0.1-beta.3 (abc 2026-05-19)"), Some((2, 0)));
    assert_eq!(release("clang 1.95.0"), None);
    assert_eq!(release("rustc one"), None);
}
