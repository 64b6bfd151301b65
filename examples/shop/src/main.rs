//! A shop of several domains that know nothing of each other. Its features are
//! the files below `src/domains`; this file never names one.

mod tools;

microcore::app! {
    domains: "src/domains",
    tools: [tools::FileMailer],
}

fn main() -> std::process::ExitCode {
    app().main()
}
