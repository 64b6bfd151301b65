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
        .subcommand(new())
        .subcommand(add())
        .subcommand(expand())
}

fn new() -> Command {
    Command::new("new")
        .about("Make an application that builds, passes its own tests and serves")
        .arg(Arg::new("folder").required(true).help("Its folder; the last part is its name"))
        .arg(
            Arg::new("microcore")
                .long("microcore")
                .value_name("FOLDER")
                .help("Take microcore from this folder, not from the registry"),
        )
}

fn add() -> Command {
    let one = |what: &'static str, about: &'static str, name: &'static str| {
        Command::new(what).about(about).arg(Arg::new("name").required(true).help(name))
    };
    let feature = one("feature", "A plugin, in a file of its own", "orders/cancel_order")
        .arg(
            Arg::new("route")
                .long("route")
                .value_name("ROUTE")
                .conflicts_with("on-event")
                .help("\"POST /orders/{id}/cancel\""),
        )
        .arg(
            Arg::new("on-event")
                .long("on-event")
                .value_name("EVENT")
                .help("An event that some plugin publishes: order.placed"),
        );
    Command::new("add")
        .about("Add one file that compiles; never writes over another")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(feature)
        .subcommand(one("domain", "A folder with its first table", "orders"))
        .subcommand(one("tool", "A capability with its implementation", "mailer"))
        .subcommand(one("migration", "An SQL file, numbered after the last", "orders/add_status"))
}

fn expand() -> Command {
    Command::new("expand")
        .about("Show what the macros make of a file; builds nothing")
        .after_help(
            "Examples:\n  \
             cargo microcore expand src/domains/users/create_user.rs\n  \
             cargo microcore expand src/domains/users/create_user.rs --only route:create\n  \
             cargo microcore expand src/domains/users/create_user.rs --only route:create --eject\n  \
             cargo microcore expand src/main.rs\n  \
             cargo microcore expand src/domains/users/create_user.rs --diff",
        )
        .arg(Arg::new("file").required(true).help("The file: a plugin, a tool, or the one with `app!`"))
        .arg(
            Arg::new("only").long("only").value_name("ITEM").help(
                "Only one item: route:create, request:CreateUser, event:user.created, plugin, tool:Mailer",
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
                .conflicts_with("diff")
                .help("Write the expansion into the file, in place of the macro; with --only, of that item alone"),
        )
}
