pub(crate) mod welcome {
    use microcore::prelude::*;
    fn greet(user: NewUser, log: Log) -> Result<()> {
        log.info(&user.email);
        Ok(())
    }
    #[::microcore::__private::derive(::microcore::__private::serde::Deserialize)]
    #[serde(crate = "::microcore::__private::serde")]
    struct NewUser {
        email: String,
    }
    const _: () = {
        impl ::microcore::schema::Schema for NewUser {
            const SHAPE: &'static ::microcore::schema::Shape = &::microcore::schema::Shape::Struct(::microcore::schema::StructShape {
                name: "NewUser",
                doc: "",
                fields: &[
                    ::microcore::schema::Field::new(
                        "email",
                        "",
                        <String as ::microcore::schema::Schema>::SHAPE,
                        &[],
                        ::microcore::SourceLocation::caller().line,
                    ),
                ],
                closed: false,
            });
        }
        impl ::microcore::data::View for NewUser {}
    };
    #[allow(unused_mut, unused_variables)]
    fn __mount_greet(
        mount: &::microcore::meta::Mount<'_>,
    ) -> ::microcore::__private::Result<
        ::microcore::meta::ErasedHandler,
        ::microcore::meta::MountError,
    > {
        let s0 = <Log as ::microcore::call::Argument<
            ::microcore::call::EventCall,
        >>::resolve(mount, "log")?;
        let sources = ::microcore::__private::Arc::new((s0,));
        let pool = mount.blocking();
        ::microcore::__private::Ok(
            ::microcore::meta::ErasedHandler::new::<
                ::microcore::call::SubscriberFn,
            >(
                ::microcore::__private::Box::new(move |
                    mut call: ::microcore::call::EventCall|
                {
                    let sources = ::microcore::__private::Clone::clone(&sources);
                    let pool = ::microcore::__private::Clone::clone(&pool);
                    ::microcore::__private::Box::pin(async move {
                        let (s0,) = &*sources;
                        let payload = <NewUser as ::microcore::data::View>::read(
                            &call.envelope,
                        )?;
                        let a0 = <Log as ::microcore::call::Argument<
                            ::microcore::call::EventCall,
                        >>::take(s0, &mut call)?;
                        <Result<
                            (),
                        > as ::microcore::call::Outcome>::outcome(
                            pool.run(move || greet(payload, a0)).await?,
                        )
                    })
                }),
            ),
        )
    }
    #[doc(hidden)]
    pub(crate) static __MICROCORE: ::microcore::meta::PluginMeta = ::microcore::meta::PluginMeta::new(
            "welcome",
            ::microcore::__private::module_path!(),
            ::microcore::__private::env!("CARGO_PKG_NAME"),
            ::microcore::SourceLocation::caller(),
        )
        .subscriptions(
            &[
                ::microcore::meta::SubscriptionMeta::new(
                        ::microcore::meta::HandlerMeta::new(
                                "greet",
                                ::microcore::SourceLocation::caller(),
                            )
                            .blocking(true)
                            .args(
                                &[
                                    ::microcore::meta::Arg::new(
                                        "user",
                                        ::microcore::meta::ArgMeta::Payload(
                                            <NewUser as ::microcore::data::View>::READS,
                                        ),
                                    ),
                                    ::microcore::meta::Arg::new(
                                        "log",
                                        <Log as ::microcore::call::Argument<
                                            ::microcore::call::EventCall,
                                        >>::META,
                                    ),
                                ],
                            ),
                        "user.created",
                        <NewUser as ::microcore::data::View>::READS,
                        __mount_greet,
                    )
                    .retries(3u32)
                    .backoff_ms(500u64)
                    .event_location(::microcore::SourceLocation::caller()),
            ],
        )
        .keys(::microcore::__private::Keys::new(0u64));
    const _: () = {
        #[::microcore::__private::linkme::distributed_slice(
            ::microcore::__private::MICROCORE_V1_PLUGINS
        )]
        #[linkme(crate = ::microcore::__private::linkme)]
        static PLUGIN: &::microcore::meta::PluginMeta = &__MICROCORE;
    };
    #[doc(hidden)]
    #[allow(dead_code)]
    static __INDEX: &::microcore::__private::check::Index = {
        #[allow(unused_imports)]
        use ::microcore::__private::no_app as __microcore;
        {
            #[allow(unused_imports)]
            use crate::*;
            &__microcore::INDEX
        }
    };
    const _: () = ::microcore::__private::check::subscription(
        __INDEX,
        &__MICROCORE,
        "greet",
        18446186774190110063u64,
    );
    const _: () = {
        #[allow(unused_imports)]
        use on_event as _on_event;
        #[allow(unused_imports)]
        use view as _view;
    };
}
