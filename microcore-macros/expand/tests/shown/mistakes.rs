//! Register a user.

pub(crate) mod create_user {
    // Your own items, as you wrote them; only the attributes of `#[plugin]` are removed.
    use microcore::prelude::*;

    /// Half-typed.
    async fn create(body: Json<CreateUser>, db: Db) -> Result<()> {
        let rows = db. // what was it called?
    }

    async fn list() -> Result<()> {
        Ok(())
    }

    // `CreateUser`, as you wrote it: it has an error.
    /// What comes in.
    struct CreateUser {
        email: String,
    }

    // Avoids further errors because of the one in `CreateUser`.
    const _: () = {
        impl ::microcore::schema::Schema for CreateUser {
            const SHAPE: &'static ::microcore::schema::Shape = &::microcore::schema::Shape::Any;
        }
        impl<'de> ::microcore::__private::serde::Deserialize<'de> for CreateUser {
            fn deserialize<D: ::microcore::__private::serde::Deserializer<'de>>(
                _: D,
            ) -> ::microcore::__private::Result<Self, D::Error> {
                ::microcore::__private::Err(
                    ::microcore::__private::serde::de::Error::custom("it has an error"),
                )
            }
        }
        impl ::microcore::__private::serde::Serialize for CreateUser {
            fn serialize<S: ::microcore::__private::serde::Serializer>(
                &self,
                _: S,
            ) -> ::microcore::__private::Result<S::Ok, S::Error> {
                ::microcore::__private::Err(
                    ::microcore::__private::serde::ser::Error::custom("it has an error"),
                )
            }
        }
        impl ::microcore::validate::Validate for CreateUser {
            fn validate(&self, _: &mut ::microcore::validate::Report) {}
        }
        impl ::microcore::data::Request for CreateUser {}
    };

    // Mounts `create`: resolves what its arguments need once, at boot, and returns the function
    // that runs for each `POST /users`.
    #[allow(unused_mut, unused_variables)]
    fn __mount_create(
        mount: &::microcore::meta::Mount<'_>,
    ) -> ::microcore::__private::Result<
        ::microcore::meta::ErasedHandler,
        ::microcore::meta::MountError,
    > {
        let s0 = <Json<
            CreateUser,
        > as ::microcore::call::Argument<
            ::microcore::http::HttpCall,
        >>::resolve(mount, "body")?;
        let s1 = <Db as ::microcore::call::Argument<
            ::microcore::http::HttpCall,
        >>::resolve(mount, "db")?;
        let sources = ::microcore::__private::Arc::new((s0, s1));
        ::microcore::__private::Ok(
            ::microcore::meta::ErasedHandler::new::<
                ::microcore::http::RouteFn,
            >(
                ::microcore::__private::Box::new(move |
                    mut call: ::microcore::http::HttpCall|
                {
                    let sources = ::microcore::__private::Clone::clone(&sources);
                    ::microcore::__private::Box::pin(async move {
                        let (s0, s1) = &*sources;
                        let a0 = <Json<
                            CreateUser,
                        > as ::microcore::call::Argument<
                            ::microcore::http::HttpCall,
                        >>::take(s0, &mut call)?;
                        let a1 = <Db as ::microcore::call::Argument<
                            ::microcore::http::HttpCall,
                        >>::take(s1, &mut call)?;
                        <Result<
                            (),
                        > as ::microcore::http::Reply>::reply(
                            create(a0, a1).await,
                            call.route,
                        )
                    })
                }),
            ),
        )
    }

    // The metadata of this plugin: constants and function pointers. The routes, the checks,
    // OpenAPI and AI_CONTEXT.md are derived from it.
    #[doc(hidden)]
    pub(crate) static __MICROCORE: ::microcore::meta::PluginMeta = ::microcore::meta::PluginMeta::new(
            "create_user",
            ::microcore::__private::module_path!(),
            ::microcore::__private::env!("CARGO_PKG_NAME"),
            ::microcore::SourceLocation::caller(),
        )
        .doc("Register a user.")
        .sound(false)
        .routes(
            &[
                ::microcore::meta::RouteMeta::new(
                        ::microcore::meta::HandlerMeta::new(
                                "create",
                                ::microcore::SourceLocation::caller(),
                            )
                            .doc("Half-typed.")
                            .args(
                                &[
                                    ::microcore::meta::Arg::new(
                                        "body",
                                        <Json<
                                            CreateUser,
                                        > as ::microcore::call::Argument<
                                            ::microcore::http::HttpCall,
                                        >>::META,
                                    ),
                                    ::microcore::meta::Arg::new(
                                        "db",
                                        <Db as ::microcore::call::Argument<
                                            ::microcore::http::HttpCall,
                                        >>::META,
                                    ),
                                ],
                            ),
                        "POST",
                        "/users",
                        <Result<()> as ::microcore::http::Reply>::META,
                        __mount_create,
                    )
                    .path_location(::microcore::SourceLocation::caller()),
            ],
        )
        .keys(::microcore::__private::Keys::new(0u64).routes(&[3902666063838461u64]));

    // Registers the metadata, so that the kernel finds every plugin that is linked.
    const _: () = {
        #[::microcore::__private::linkme::distributed_slice(
            ::microcore::__private::MICROCORE_V1_PLUGINS
        )]
        #[linkme(crate = ::microcore::__private::linkme)]
        static PLUGIN: &::microcore::meta::PluginMeta = &__MICROCORE;
    };

    // Everything that the application has, from its `app!`; nothing in a crate without one.
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

    // Checked by `cargo check` for `create`: no other route is `POST /users`, and its tools exist.
    const _: () = ::microcore::__private::check::route(
        __INDEX,
        &__MICROCORE,
        "create",
        3902666063838461u64,
    );

    // Uses each attribute's import once: rustc would call it unused, now that the attributes are
    // removed.
    const _: () = {
        #[allow(unused_imports)]
        use request as _request;
        #[allow(unused_imports)]
        use route as _route;
    };

    // The errors; the compiler reports each at its location.
    ::core::compile_error! {
        "MC013: `emial` is not a rule\nhelp: did you mean `email`?"
    }
    ::core::compile_error! {
        "MC013: `GTE` is not a method\nhelp: did you mean `GET`?"
    }
}
