//! The only central file.

mod tools;

// The files below `domains`, each a module: this makes a file part of the application,
// although no other file names it.
/// The features, a module a domain.
#[allow(unreachable_pub)]
pub(crate) mod domains {
    pub(crate) mod users {
        pub(crate) mod create_user;
    }
}

// What the application is made of: its plugins, its own tools, and which domain owns which
// table.
#[doc(hidden)]
static __MICROCORE_PLUGINS: &[&::microcore::meta::PluginMeta] = &[
    &crate::domains::users::create_user::create_user::__MICROCORE,
];
#[doc(hidden)]
static __MICROCORE_TOOLS: &[&::microcore::meta::ToolMeta] = &[
    &<tools::Smtp as ::microcore::tool::Implementation>::TOOL,
];
#[doc(hidden)]
const __MICROCORE_TABLES: ::microcore::__private::Option<
    &[::microcore::meta::TableMeta],
> = ::microcore::__private::Some(&[::microcore::meta::TableMeta::new("users", "users")]);

// Hash tables over all plugins, made by the compiler; the assertions of each plugin are looked
// up in them.
/// What the assertions of the plugins are checked against.
#[doc(hidden)]
pub(crate) mod __microcore {
    const PLUGINS: &[&::microcore::meta::PluginMeta] = crate::__MICROCORE_PLUGINS;
    const ROUTES: [::microcore::__private::check::Slot; ::microcore::__private::check::route_slots(
        PLUGINS,
    )] = ::microcore::__private::check::index_routes(PLUGINS);
    const EVENTS: [::microcore::__private::check::Slot; ::microcore::__private::check::event_slots(
        PLUGINS,
    )] = ::microcore::__private::check::index_events(PLUGINS);
    const ANSWERS: [::microcore::__private::check::Slot; ::microcore::__private::check::answer_slots(
        PLUGINS,
    )] = ::microcore::__private::check::index_answers(PLUGINS);
    const TABLES: ::microcore::__private::Option<&[::microcore::meta::TableMeta]> = crate::__MICROCORE_TABLES;
    const TABLE_SLOTS: [::microcore::__private::check::Slot; ::microcore::__private::check::table_slots(
        TABLES,
    )] = ::microcore::__private::check::index_tables(TABLES);
    pub(crate) static INDEX: ::microcore::__private::check::Index = ::microcore::__private::check::Index {
        complete: true,
        tools: crate::__MICROCORE_TOOLS,
        plugins: PLUGINS,
        built_in: ::microcore::__private::BUILT_IN,
        tables: TABLES,
        table_slots: &TABLE_SLOTS,
        routes: &ROUTES,
        events: &EVENTS,
        answers: &ANSWERS,
    };
}

// What `main` runs.
/// The application: every plugin and tool it is made of.
#[allow(dead_code, unreachable_pub)]
pub fn app() -> ::microcore::App {
    static APP: ::microcore::meta::AppMeta = ::microcore::meta::AppMeta::new(
            ::microcore::__private::env!("CARGO_PKG_NAME"),
            ::microcore::__private::env!("CARGO_PKG_VERSION"),
        )
        .root(::microcore::__private::env!("CARGO_MANIFEST_DIR"))
        .plugins(__MICROCORE_PLUGINS)
        .tools(__MICROCORE_TOOLS)
        .migrations(
            &[
                ::microcore::meta::Migration::new(
                        "users",
                        "001_create_users",
                        ::microcore::__private::include_str!(
                            "tests/app/src/domains/users/migrations/001_create_users.sql"
                        ),
                    )
                    .file("src/domains/users/migrations/001_create_users.sql"),
            ],
        )
        .crates(&[]);
    ::microcore::App::new(&APP).tables(__MICROCORE_TABLES)
}

fn main() -> std::process::ExitCode {
    app().main()
}
