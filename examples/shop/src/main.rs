//! A shop of several domains that do not depend on each other. Its features are
//! the files below `src/domains`; this file names none of them.

mod tools;

microcore::app! {
    domains: "src/domains",
    tools: [tools::FileMailer],
}

fn main() -> std::process::ExitCode {
    app().main()
}
