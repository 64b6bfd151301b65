//! The command line.

use clap::{Arg, ArgAction, Command, value_parser};
use uuid::Uuid;

use crate::meta::AppMeta;

/// What the program understands.
pub(super) fn command(app: &'static AppMeta) -> Command {
    Command::new(app.name)
        .bin_name(app.name)
        .version(app.version)
        .about("Serves the application, or shows what it is made of.")
        .after_help(
            "Settings come from microcore.toml, then .env, then the environment \
             (MICROCORE_HTTP__BIND=0.0.0.0:80); what comes later wins.\n\
             Exit codes: 0 well, 1 something was found or the application cannot start, \
             2 the command line makes no sense, 130 cut off by a second signal.",
        )
        .subcommand_required(false)
        .disable_help_subcommand(true)
        .subcommand(Command::new("serve").about("Serve until SIGTERM or Ctrl-C; the default"))
        .subcommand(list("check", "Find everything that would keep it from starting").after_help(
            "Reads the configuration, checks the plugins against each other and mounts every \
                 handler, and reaches no backend. Fit for CI: exits 1 with all findings.",
        ))
        .subcommand(list("plugins", "List the features, and what each has to do with"))
        .subcommand(list("routes", "List the HTTP and WebSocket endpoints"))
        .subcommand(list("events", "List the events and questions, who sends and who reads them"))
        .subcommand(list("tools", "List the capabilities, their methods and who uses them"))
        .subcommand(
            Command::new("openapi").about("Print the OpenAPI 3.1 document").arg(
                Arg::new("check").long("check").value_name("FILE").help(
                    "Name what breaks for clients of this older document; exit 1 if anything",
                ),
            ),
        )
        .subcommand(
            Command::new("context")
                .about("Write AI_CONTEXT.md: the whole application in one file")
                .after_help("Fit for CI: `context --check` exits 1 when the file is stale.")
                .arg(flag("stdout", "Print it and write nothing"))
                .arg(flag("check", "Only say whether the file is up to date; exit 1 if not"))
                .arg(Arg::new("for").long("for").value_name("DOMAIN/FEATURE").help(
                    "Print what the author of one feature needs, written or not: users/create_user",
                )),
        )
        .subcommand(
            Command::new("graph").about("Draw domains, routes, events and tools").arg(
                Arg::new("format")
                    .long("format")
                    .value_parser(["mermaid", "json"])
                    .default_value("mermaid")
                    .help("For a Markdown page, or for machines"),
            ),
        )
        .subcommand(
            list("impact", "Show who has to do with one thing, and what breaks if it changes").arg(
                Arg::new("thing").required(true).help(
                    "An event, question, route, tool or table: user.created, \"POST /users\", Db",
                ),
            ),
        )
        .subcommand(
            Command::new("expand")
                .about("Show what the macros make of a plugin")
                .arg(Arg::new("plugin").required(true).help("Its name, as in users::create_user"))
                .arg(
                    Arg::new("only")
                        .long("only")
                        .value_name("ITEM")
                        .help("Only one item: route:create, event:user.created, plugin"),
                ),
        )
        .subcommand(
            list("migrate", "Run the migrations that are pending").arg(
                Arg::new("status")
                    .long("status")
                    .action(ArgAction::SetTrue)
                    .help("Only show which have run"),
            ),
        )
        .subcommand(
            list("explain", "Say what a code means and how to mend it; without one, list them")
                .arg(Arg::new("code").value_name("CODE").help("As in an error: MC003")),
        )
        .subcommand(list("doctor", "Find out whether this machine has what the application needs"))
        .subcommand(dead_letters())
        .subcommand(
            Command::new("mcp")
                .about("Serve AI agents over the Model Context Protocol")
                .after_help(format!(
                    "Over stdin and stdout, until stdin is closed; the log goes to stderr. Or over \
                     HTTP, for agents on this machine; for others, and always where it is set, \
                     agents send the token of MICROCORE_SYSTEM__TOKEN.\n\
                     Agents see what the other commands print, and change nothing. With \
                     --allow-calls they also call endpoints and await events, in an instance \
                     that is started on a free port when it is first needed, with the \
                     configuration and the database of this application.\n\n\
                     Examples:\n  \
                     {name} mcp                         what a client's configuration starts\n  \
                     {name} mcp --http 127.0.0.1:9000   agents come to http://127.0.0.1:9000/mcp",
                    name = app.name,
                ))
                .arg(
                    Arg::new("http")
                        .long("http")
                        .value_name("ADDRESS")
                        .help("Listen there in place of stdin and stdout: 127.0.0.1:9000"),
                )
                .arg(flag("allow-calls", "Let agents call endpoints and await events")),
        )
        .subcommand(list("schema", "Show the tables of the database as they are"))
}

fn dead_letters() -> Command {
    let one = |name, about| {
        let id = Arg::new("id").required(true).value_parser(value_parser!(Uuid));
        Command::new(name).about(about).arg(id.help("As `dead-letters` lists it"))
    };
    let limit = Arg::new("limit").long("limit").value_name("NUMBER").default_value("100");
    list("dead-letters", "List the deliveries that failed for good, the newest first")
        .after_help("`replay` starts the application for a moment, beside those that serve.")
        .arg(limit.value_parser(value_parser!(u16)).help("At most so many"))
        .disable_help_subcommand(true)
        .subcommand(one("show", "Show one, with its event and its payload, as JSON"))
        .subcommand(one("replay", "Deliver one again, to the subscriber that failed"))
        .subcommand(one("discard", "Forget one"))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn list(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).arg(
        Arg::new("format")
            .long("format")
            .value_parser(["table", "json"])
            .default_value("table")
            .help("For people, or for machines"),
    )
}
