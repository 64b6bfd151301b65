//! An application for fault injection, written as a user would write it. The end-to-end
//! tests check how the framework handles its faults.
#![forbid(unsafe_code)]

mod tools;

microcore::app! {
    domains: "src/domains",
    tools: [tools::Silent, tools::Asleep],
}

fn main() -> std::process::ExitCode {
    app().main()
}
