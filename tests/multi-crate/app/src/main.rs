//! The program.

fn main() -> std::process::ExitCode {
    multi_crate_app::app().main()
}
