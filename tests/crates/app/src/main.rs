//! The program.

fn main() -> std::process::ExitCode {
    crates_app::app().main()
}
