//! The command line.

use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;

/// The commands of the program.
pub(crate) fn command() -> Command {
    Command::new("cargo-microcore")
        .bin_name("cargo microcore")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Creates microcore applications and expands their macros.")
        .after_help(
            "The other commands are those of the application itself: `cargo run -- --help`.\n\
             Exit codes: 0 success, 1 failure, 2 invalid command line.",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(new())
        .subcommand(add())
        .subcommand(expand())
        .subcommand(explain())
        .subcommand(completions())
}

fn explain() -> Command {
    Command::new("explain")
        .about("Explain an error code and how to fix it; without one, list all codes")
        .after_help("Examples:\n  cargo microcore explain MC003\n  cargo microcore explain")
        .arg(Arg::new("code").value_name("CODE").help("As in an error: MC003"))
}

fn completions() -> Command {
    Command::new("completions")
        .about("Print the completion script of a shell for `cargo-microcore`")
        .after_help(
            "Examples:\n  \
             cargo microcore completions bash > ~/.local/share/bash-completion/completions/cargo-microcore\n  \
             cargo microcore completions zsh > ~/.zfunc/_cargo-microcore\n  \
             cargo microcore completions fish > ~/.config/fish/completions/cargo-microcore.fish",
        )
        .arg(Arg::new("shell").required(true).value_parser(value_parser!(Shell)))
}

fn new() -> Command {
    Command::new("new")
        .about("Create an application that builds, passes its tests and serves requests")
        .after_help(
            "Examples:\n  \
             cargo microcore new my-app\n  \
             cargo microcore new my-shop --demo\n  \
             cargo microcore new ../my-app --microcore ~/src/microcore/microcore\n\n\
             Never overwrites: if one of its files already exists, nothing is written.",
        )
        .arg(Arg::new("folder").required(true).help("Its folder; the last part is its name"))
        .arg(
            Arg::new("demo")
                .long("demo")
                .action(ArgAction::SetTrue)
                .help("A small shop: three domains with tables, a question, an event, a tool"),
        )
        .arg(Arg::new("microcore").long("microcore").value_name("FOLDER").help(
            "Use microcore from this folder; by default the checkout that this \
                     program was built in, else the registry",
        ))
}

fn add() -> Command {
    let subcommand = |what: &'static str, about: &'static str, name: &'static str| {
        let example = format!("Examples:\n  cargo microcore add {what} {name}");
        let name = Arg::new("name").required(true).help(name);
        Command::new(what).about(about).after_help(example).arg(name)
    };
    let feature = subcommand("feature", "A plugin, in a file of its own", "orders/cancel_order")
        .after_help(
            "Examples:\n  \
             cargo microcore add feature orders/cancel_order --route \"POST /orders/{id}/cancel\"\n  \
             cargo microcore add feature orders/place_order --route \"POST /orders\" --emits order.placed\n  \
             cargo microcore add feature mails/thank --on-event order.placed",
        )
        .arg(
            Arg::new("route")
                .long("route")
                .value_name("ROUTE")
                .conflicts_with("on-event")
                .help("\"POST /orders/{id}/cancel\""),
        )
        .arg(
            Arg::new("emits")
                .long("emits")
                .value_name("EVENT")
                .requires("route")
                .help("An event that it publishes, in the past tense: order.cancelled"),
        )
        .arg(
            Arg::new("on-event")
                .long("on-event")
                .value_name("EVENT")
                .help("An event that some plugin publishes: order.placed"),
        );
    Command::new("add")
        .about("Add one file that compiles; never overwrites another")
        .after_help(
            "Examples:\n  \
             cargo microcore add domain orders\n  \
             cargo microcore add feature orders/list_orders --route \"GET /orders\"\n  \
             cargo microcore add migration orders/add_status\n  \
             cargo microcore add tool mailer",
        )
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(feature)
        .subcommand(subcommand("domain", "A folder with its first table", "orders"))
        .subcommand(subcommand("tool", "A capability with its implementation", "mailer"))
        .subcommand(subcommand(
            "migration",
            "An SQL file, numbered after the last",
            "orders/add_status",
        ))
}

fn expand() -> Command {
    Command::new("expand")
        .about("Show the expansion of the macros of a file, without building")
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
