//! `App::main`: the entry point of an application's program.

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use crate::app::App;

impl App {
    /// Runs the program: `serve`, or the command that is given as an
    /// argument. `--help` lists them.
    pub fn main(self) -> ExitCode {
        let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
        ExitCode::from(self.command(std::env::args_os(), &mut out, &mut err))
    }

    /// Runs one command, its name as the second of `args`, and returns the
    /// exit code.
    ///
    /// ```
    /// # use microcore::{App, meta::AppMeta, config::Configuration};
    /// # static META: AppMeta = AppMeta::new("empty", "0.1.0");
    /// let (mut out, mut err) = (Vec::new(), Vec::new());
    /// let app = App::new(&META).plugins([]).config(Configuration::empty());
    /// assert_eq!(app.command(["empty".into(), "routes".into()], &mut out, &mut err), 0);
    /// assert_eq!(out, b"no plugin has a route\n");
    /// ```
    pub fn command(
        self,
        args: impl IntoIterator<Item = OsString>,
        out: &mut dyn Write,
        err: &mut dyn Write,
    ) -> u8 {
        super::run(self, args, out, err)
    }
}
