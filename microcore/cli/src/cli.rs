//! The command line.

use clap::{Arg, ArgAction, Command};

/// What the program understands.
pub fn command() -> Command {
    Command::new("cargo-microcore")
        .bin_name("cargo microcore")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Makes microcore applications and shows what their macros do.")
        .after_help(
            "An application's own program shows the rest: `cargo run -- --help`.\n\
             Exit codes: 0 well, 1 it could not be done, 2 the command line makes no sense.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(expand())
}

fn expand() -> Command {
    Command::new("expand")
        .about("Show what the macros make of a plugin; builds nothing")
        .after_help(
            "Examples:\n  \
             cargo microcore expand src/domains/users/create_user.rs\n  \
             cargo microcore expand src/domains/users/create_user.rs --only route:create\n  \
             cargo microcore expand src/domains/users/create_user.rs --diff",
        )
        .arg(Arg::new("file").required(true).help("The file that holds the plugin"))
        .arg(
            Arg::new("only").long("only").value_name("ITEM").help(
                "Only one item: route:create, request:CreateUser, event:user.created, plugin",
            ),
        )
        .arg(
            Arg::new("diff")
                .long("diff")
                .action(ArgAction::SetTrue)
                .help("Only what has changed since the last expansion of this file"),
        )
        .arg(
            Arg::new("eject")
                .long("eject")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["only", "diff"])
                .help("Write the expansion into the file, in place of the macro"),
        )
}
