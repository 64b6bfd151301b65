//! Mail.

use microcore::Result;

// The capability, its futures boxed, so that it can be a trait object.
/// Send mail.
pub trait Mailer: ::microcore::__private::Send + ::microcore::__private::Sync + 'static {
    /// Queue one message; returns the provider's id.
    fn send<'call>(
        &'call self,
        to: &'call str,
        body: &'call str,
    ) -> ::microcore::__private::BoxFuture<'call, Result<String>>;
}

// What `Tool<dyn …>` is to a plugin: each call goes through the proxy, which measures it and
// opens the circuit when the backend is down.
///[`Mailer`], called through its proxy.
#[::microcore::__private::derive(
    ::microcore::__private::Clone,
    ::microcore::__private::Debug
)]
pub struct MailerHandle(::microcore::__private::tool::Slot<dyn Mailer>);
impl MailerHandle {
    /// Queue one message; returns the provider's id.
    pub async fn send(&self, to: &str, body: &str) -> Result<String> {
        {
            let call = async { self.0.get()?.send(to, body).await };
            self.0.proxy().call(0usize, call).await
        }
    }
}

// Its name, signatures and documentation, for the manifest.
impl ::microcore::tool::Capability for dyn Mailer + '_ {
    type Handle = MailerHandle;
    const NAME: &'static str = "Mailer";
    const DOC: &'static str = "Send mail.";
    const METHODS: &'static [::microcore::meta::MethodMeta] = &[
        ::microcore::meta::MethodMeta::new(
                "send",
                "async fn send(&self, to: &str, body: &str) -> Result<String>",
            )
            .doc("Queue one message; returns the provider's id."),
    ];
}
impl<C: ::microcore::call::Call> ::microcore::call::Argument<C> for MailerHandle {
    type State = Self;
    const META: ::microcore::meta::ArgMeta = ::microcore::meta::ArgMeta::Capability(
        "Mailer",
    );
    fn resolve(
        mount: &::microcore::meta::Mount<'_>,
        _: &'static str,
    ) -> ::microcore::__private::Result<Self, ::microcore::meta::MountError> {
        mount.handle("Mailer")
    }
    fn take(source: &Self, _: &mut C) -> ::microcore::Result<Self> {
        ::microcore::__private::Ok(::microcore::__private::Clone::clone(source))
    }
}

// Makes the handle that a handler takes as an argument.
impl ::microcore::__private::tool::Connectable for dyn Mailer {
    fn handle(slot: ::microcore::__private::tool::Slot<Self>) -> MailerHandle {
        MailerHandle(slot)
    }
}

// `MailSettings`, with the derive that deserializes it.
#[::microcore::__private::derive(::microcore::__private::serde::Deserialize)]
#[serde(crate = "::microcore::__private::serde", deny_unknown_fields)]
/// Where the mails go.
struct MailSettings {
    /// The server.
    server: String,
}

// What `MailSettings` implements: its shape as a constant, for checks and schemas; its
// validation rules as plain code; that it is read from the section `mail`.
const _: () = {
    impl ::microcore::schema::Schema for MailSettings {
        const SHAPE: &'static ::microcore::schema::Shape = &::microcore::schema::Shape::Struct(::microcore::schema::StructShape {
            name: "MailSettings",
            doc: "Where the mails go.",
            fields: &[
                ::microcore::schema::Field::new(
                    "server",
                    "The server.",
                    <String as ::microcore::schema::Schema>::SHAPE,
                    &[
                        ::microcore::schema::Rule::Length {
                            min: ::microcore::__private::Some(1 as u64),
                            max: ::microcore::__private::None,
                        },
                    ],
                    ::microcore::SourceLocation::caller().line,
                ),
            ],
            closed: true,
        });
    }
    impl ::microcore::validate::Validate for MailSettings {
        fn validate(&self, report: &mut ::microcore::validate::Report) {
            ::microcore::validate::rules::length(
                report,
                "server",
                &self.server,
                ::microcore::__private::Some(1 as u64),
                ::microcore::__private::None,
            );
        }
    }
    impl ::microcore::config::Section for MailSettings {
        const META: ::microcore::meta::ConfigMeta = ::microcore::meta::ConfigMeta::new(
            "mail",
            "MailSettings",
            <MailSettings as ::microcore::schema::Schema>::SHAPE,
            |config| {
                config.read_config::<MailSettings>().map(::microcore::__private::drop)
            },
            ::microcore::SourceLocation::caller(),
        );
    }
};

struct Smtp {
    server: String,
}

// The capability's methods; an `async fn` becomes a boxed future around your own code.
impl Mailer for Smtp {
    fn send<'call>(
        &'call self,
        to: &'call str,
        body: &'call str,
    ) -> ::microcore::__private::BoxFuture<'call, Result<String>> {
        ::microcore::__private::Box::pin(async move {
            let result: Result<String> = async move {
        // Not yet: one mail after the other.
        deliver(&self.server, to, body).await
    }
                .await;
            result
        })
    }
}

// Your own `connect`, as you wrote it.
impl Smtp {
    async fn __connect(settings: MailSettings) -> Result<Self> {
        Ok(Self { server: settings.server })
    }
}

// What the kernel calls during the tool's lifecycle: `check` reads its settings before
// anything starts, `connect` makes it.
impl ::microcore::tool::Provides for Smtp {
    fn check(
        settings: &::microcore::config::Configuration,
    ) -> ::microcore::__private::Result<(), ::microcore::config::ConfigError> {
        <(MailSettings,) as ::microcore::__private::tool::ConnectArgs>::read(settings)
            .map(::microcore::__private::drop)
    }
    async fn connect(
        settings: &::microcore::config::Configuration,
    ) -> ::microcore::Result<Self> {
        let (c0,) = <(
            MailSettings,
        ) as ::microcore::__private::tool::ConnectArgs>::read(settings)?;
        Self::__connect(c0).await
    }
    async fn close(&self) -> Result<()> {
        Ok(())
    }
}

// What `app!` lists: which capability this provides, and how it is started.
impl ::microcore::tool::Implementation for Smtp {
    const TOOL: ::microcore::meta::ToolMeta = ::microcore::meta::ToolMeta::new(
            <dyn Mailer as ::microcore::tool::Capability>::NAME,
            "Smtp",
            ::microcore::SourceLocation::caller(),
            |startup| ::microcore::__private::tool::start::<
                dyn Mailer,
                Self,
            >(startup, |tool| tool),
        )
        .doc(<dyn Mailer as ::microcore::tool::Capability>::DOC)
        .methods(<dyn Mailer as ::microcore::tool::Capability>::METHODS);
}
