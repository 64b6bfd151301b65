//! The command line.

use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;

/// What the program understands.
pub fn command() -> Command {
    Command::new("cargo-microcore")
        .bin_name("cargo microcore")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Makes microcore applications and shows what their macros do.")
        .after_help(
            "An application's own program shows the rest: `cargo run -- --help`.\n\
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
        .about("Say what a code means and how to fix it; without one, list them")
        .after_help("Examples:\n  cargo microcore explain MC003\n  cargo microcore explain")
        .arg(Arg::new("code").value_name("CODE").help("As in an error: MC003"))
}

fn completions() -> Command {
    Command::new("completions")
        .about("Print what makes a shell complete `cargo-microcore`")
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
        .about("Make an application that builds, passes its own tests and serves")
        .after_help(
            "Examples:\n  \
             cargo microcore new my-app\n  \
             cargo microcore new my-shop --demo\n  \
             cargo microcore new ../my-app --microcore ~/src/microcore/microcore\n\n\
             Writes over nothing: where one of its files is there already, it writes none.",
        )
        .arg(Arg::new("folder").required(true).help("Its folder; the last part is its name"))
        .arg(
            Arg::new("demo")
                .long("demo")
                .action(ArgAction::SetTrue)
                .help("A shop in small: three domains with tables, a question, an event, a tool"),
        )
        .arg(Arg::new("microcore").long("microcore").value_name("FOLDER").help(
            "Take microcore from this folder; by default the checkout that this \
                     program was built in, else the registry",
        ))
}

fn add() -> Command {
    let one = |what: &'static str, about: &'static str, name: &'static str| {
        let example = format!("Examples:\n  cargo microcore add {what} {name}");
        let name = Arg::new("name").required(true).help(name);
        Command::new(what).about(about).after_help(example).arg(name)
    };
    let feature = one("feature", "A plugin, in a file of its own", "orders/cancel_order")
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
        .about("Add one file that compiles; never writes over another")
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
