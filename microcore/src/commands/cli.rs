//! The command line.

use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;
use uuid::Uuid;

use super::called;
use microcore_core::meta::AppMeta;

/// The commands of the program.
pub(super) fn command(app: &'static AppMeta) -> Command {
    let verbs = [serving(), inspecting(), visualizing(), generating(), database(), helping()];
    let verbs = verbs.into_iter().flatten().map(|verb| named(verb, app));
    Command::new(app.name)
        .bin_name(app.name)
        .version(app.version)
        .about("Serves the application, or describes it.")
        .after_help(
            "`<command> --help` shows examples of each.\n\
             Settings come from microcore.toml, then .env, then the environment \
             (MICROCORE_HTTP__BIND=0.0.0.0:80); later sources take precedence.\n\
             Exit codes: 0 success, 1 findings or the application cannot start, \
             2 invalid command line, 130 terminated by a second signal.",
        )
        .subcommand_required(false)
        .disable_help_subcommand(true)
        .subcommands(verbs)
}

fn serving() -> Vec<Command> {
    vec![
        Command::new("serve").about("Serve until SIGTERM or Ctrl-C; the default").after_help(
            "Examples:\n  {run} serve\n  MICROCORE_HTTP__BIND=127.0.0.1:9000 {run} serve\n  \
             MICROCORE_LOG__LEVEL=debug {run} serve\n\n\
             A debug build updates the package's AI_CONTEXT.md, if it exists; \
             MICROCORE_KERNEL__REFRESH_CONTEXT=false disables this.",
        ),
        list("check", "Report everything that would prevent startup").after_help(
            "Examples:\n  {run} check\n  {run} check --format json\n\n\
             Reads the configuration, checks the plugins against each other and mounts every \
             handler, without connecting to a backend. For CI: exits 1 with all errors.",
        ),
        list("doctor", "Check the machine, the configuration and the database").after_help(
            "Examples:\n  {run} doctor\n\n\
             Looks at the toolchain, the linker, the settings and where each comes from, the \
             port and the database, and says what to do about each that failed.",
        ),
        dead_letters(),
        mcp(),
    ]
}

fn inspecting() -> Vec<Command> {
    let example =
        |verb: &str| format!("Examples:\n  {{run}} {verb}\n  {{run}} {verb} --format json");
    vec![
        list("plugins", "List the features, with what each serves, publishes, reads and uses")
            .after_help(example("plugins")),
        list("routes", "List the HTTP and WebSocket endpoints").after_help(example("routes")),
        list("events", "List the events and questions, with publishers and subscribers")
            .after_help(example("events")),
        list("tools", "List the capabilities, their methods and the plugins that use them")
            .after_help(example("tools")),
        list(
            "impact",
            "Show what depends on an event, route, table or tool, and what breaks if it changes",
        )
        .after_help(
            "Examples:\n  {run} impact user.created      an event or a question\n  \
                 {run} impact \"POST /users\"     a route\n  \
                 {run} impact users             a table\n  \
                 {run} impact Db                a tool\n\n\
                 Also names the tests that mention what the touched plugins declare.",
        )
        .arg(Arg::new("thing").required(true).help("An event, question, route, tool or table")),
    ]
}

fn visualizing() -> Vec<Command> {
    let formats = ["mermaid", "svg", "json"];
    vec![
        Command::new("graph")
            .about("Draw domains, routes, events and tools")
            .after_help(
                "Examples:\n  {run} graph -o graph.svg       an image, for a browser\n  \
                 {run} graph                    Mermaid, for a Markdown page\n  \
                 {run} graph --format json      for machines",
            )
            .arg(
                Arg::new("format")
                    .long("format")
                    .value_parser(formats)
                    .help("Mermaid for a Markdown page (the default), an image, or JSON"),
            )
            .arg(output("Write it to this file; its extension selects the format")),
        Command::new("expand")
            .about("Show the expansion of the macros of a plugin")
            .after_help(
                "Examples:\n  {run} expand users::create_user\n  \
                 {run} expand users::create_user --only route:create",
            )
            .arg(Arg::new("plugin").required(true).help("Its name, as in users::create_user"))
            .arg(
                Arg::new("only")
                    .long("only")
                    .value_name("ITEM")
                    .help("Only one item: route:create, event:user.created, plugin"),
            ),
    ]
}

fn generating() -> Vec<Command> {
    vec![
        Command::new("openapi")
            .about("Print the OpenAPI 3.1 document")
            .after_help(
                "Examples:\n  {run} openapi -o openapi.lock.json         what clients rely on\n  \
                 {run} openapi --check openapi.lock.json    what would break for them\n\n\
                 For CI: `--check` exits 1 with every breaking change.",
            )
            .arg(Arg::new("check").long("check").value_name("FILE").help(
                "List the breaking changes since this older document; exit 1 if there are any",
            ))
            .arg(output("Write it to this file").conflicts_with("check")),
        Command::new("context")
            .about("Write AI_CONTEXT.md: the whole application in one file")
            .after_help(
                "Examples:\n  {run} context\n  {run} context --check\n  \
                 {run} context --for orders/cancel_order\n\n\
                 For CI: `--check` exits 1 when the file is stale.",
            )
            .arg(flag("stdout", "Print it and write nothing"))
            .arg(flag("check", "Only check whether the file is up to date; exit 1 if not"))
            .arg(
                Arg::new("for")
                    .long("for")
                    .value_name("DOMAIN/FEATURE")
                    .help("Print what is needed to write or change one feature: users/create_user"),
            ),
    ]
}

fn database() -> Vec<Command> {
    vec![
        list("migrate", "Run the migrations that are pending")
            .after_help(
                "Examples:\n  {run} migrate --status\n  {run} migrate\n  \
                 MICROCORE_DB__URL=postgres://localhost/{app} {run} migrate",
            )
            .arg(flag("status", "Only show which have run")),
        list("schema", "Show the tables of the database as they are")
            .after_help("Examples:\n  {run} schema\n  {run} schema --format json"),
    ]
}

fn helping() -> Vec<Command> {
    vec![
        list("explain", "Explain an error code and how to fix it; without one, list all codes")
            .after_help("Examples:\n  {run} explain MC003\n  {run} explain")
            .arg(Arg::new("code").value_name("CODE").help("As in an error: MC003")),
        Command::new("completions")
            .about("Print the completion script of a shell for this program")
            .after_help(
                "Examples:\n  \
                 {run} completions bash > ~/.local/share/bash-completion/completions/{app}\n  \
                 {run} completions zsh > ~/.zfunc/_{app}\n  \
                 {run} completions fish > ~/.config/fish/completions/{app}.fish\n\n\
                 The program must be found under its name, as in `cargo install --path .`.",
            )
            .arg(Arg::new("shell").required(true).value_parser(value_parser!(Shell))),
    ]
}

/// Inserts the program's name into the examples.
fn named(verb: Command, app: &AppMeta) -> Command {
    match verb.get_after_help().map(ToString::to_string) {
        Some(help) => {
            verb.after_help(help.replace("{run}", &called(app)).replace("{app}", app.name))
        }
        None => verb,
    }
}

fn dead_letters() -> Command {
    let subcommand = |name, about| {
        let id = Arg::new("id").required(true).value_parser(value_parser!(Uuid));
        Command::new(name).about(about).arg(id.help("As `dead-letters` lists it"))
    };
    let limit = Arg::new("limit").long("limit").value_name("NUMBER").default_value("100");
    list("dead-letters", "List the deliveries that failed permanently, the newest first")
        .after_help(
            "Examples:\n  {run} dead-letters\n  \
             {run} dead-letters show 01997f0e-6d5c-7cc1-a1f0-3c9a4ee1b2c3\n  \
             {run} dead-letters replay 01997f0e-6d5c-7cc1-a1f0-3c9a4ee1b2c3\n\n\
             `replay` starts the application for a moment, beside those that serve.",
        )
        .arg(limit.value_parser(value_parser!(u16)).help("The maximum number of entries"))
        .disable_help_subcommand(true)
        .subcommand(subcommand("show", "Show one, with its event and its payload, as JSON"))
        .subcommand(subcommand("replay", "Deliver one again, to the subscriber that failed"))
        .subcommand(subcommand("discard", "Delete one"))
}

fn mcp() -> Command {
    Command::new("mcp")
        .about("Serve AI agents over the Model Context Protocol")
        .after_help(
            "Examples:\n  \
             {run} mcp                         what a client's configuration starts\n  \
             {run} mcp --http 127.0.0.1:9000   agents connect to http://127.0.0.1:9000/mcp\n\n\
             Over stdin and stdout, until stdin is closed; the log goes to stderr. Or over \
             HTTP, for agents on this machine; for others, and always where it is set, \
             agents send the token of MICROCORE_SYSTEM__TOKEN.\n\
             Agents see what the other commands print, and change nothing. With \
             --allow-calls they also call endpoints and await events, in an instance \
             that is started on a free port when it is first needed, with the \
             configuration and the database of this application.",
        )
        .arg(
            Arg::new("http")
                .long("http")
                .value_name("ADDRESS")
                .help("Listen on this address instead of stdin and stdout: 127.0.0.1:9000"),
        )
        .arg(flag("allow-calls", "Let agents call endpoints and await events"))
}

fn flag(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
}

fn output(help: &'static str) -> Arg {
    Arg::new("output").long("output").short('o').value_name("FILE").help(help)
}

fn list(name: &'static str, about: &'static str) -> Command {
    Command::new(name).about(about).arg(
        Arg::new("format")
            .long("format")
            .value_parser(["table", "json"])
            .default_value("table")
            .help("A table, or JSON"),
    )
}
