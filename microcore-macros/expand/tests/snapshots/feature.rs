/// Register a user.
pub(crate) mod create_user {
    use microcore::prelude::*;
    /// Create a user.
    async fn create(
        group: Path<i64>,
        body: Json<CreateUser>,
        created: Emit<UserCreated>,
    ) -> Result<CreatedUser> {
        created.emit(UserCreated { id: 1 }).await?;
        Ok(CreatedUser { id: 1 })
    }
    #[::microcore::__private::derive(::microcore::__private::serde::Deserialize)]
    #[serde(crate = "::microcore::__private::serde", deny_unknown_fields)]
    struct CreateUser {
        name: String,
        email: Option<String>,
    }
    #[::microcore::__private::derive(::microcore::__private::serde::Serialize)]
    #[serde(crate = "::microcore::__private::serde")]
    struct CreatedUser {
        id: i64,
    }
    #[::microcore::__private::derive(::microcore::__private::serde::Serialize)]
    #[serde(crate = "::microcore::__private::serde")]
    /// A user now exists.
    struct UserCreated {
        id: i64,
    }
    const _: () = {
        impl ::microcore::schema::Schema for CreateUser {
            const SHAPE: &'static ::microcore::schema::Shape = &::microcore::schema::Shape::Struct(::microcore::schema::StructShape {
                name: "CreateUser",
                doc: "",
                fields: &[
                    ::microcore::schema::Field::new(
                        "name",
                        "",
                        <String as ::microcore::schema::Schema>::SHAPE,
                        &[
                            ::microcore::schema::Rule::Length {
                                min: ::microcore::__private::Some(1 as u64),
                                max: ::microcore::__private::Some(100 as u64),
                            },
                        ],
                        ::microcore::SourceLocation::caller().line,
                    ),
                    ::microcore::schema::Field::new(
                        "email",
                        "",
                        <Option<String> as ::microcore::schema::Schema>::SHAPE,
                        &[::microcore::schema::Rule::Email],
                        ::microcore::SourceLocation::caller().line,
                    ),
                ],
                closed: true,
            });
        }
        impl ::microcore::validate::Validate for CreateUser {
            fn validate(&self, report: &mut ::microcore::validate::Report) {
                ::microcore::validate::rules::length(
                    report,
                    "name",
                    &self.name,
                    ::microcore::__private::Some(1 as u64),
                    ::microcore::__private::Some(100 as u64),
                );
                ::microcore::validate::rules::email(report, "email", &self.email);
            }
        }
        impl ::microcore::data::Request for CreateUser {}
    };
    const _: () = {
        impl ::microcore::schema::Schema for CreatedUser {
            const SHAPE: &'static ::microcore::schema::Shape = &::microcore::schema::Shape::Struct(::microcore::schema::StructShape {
                name: "CreatedUser",
                doc: "",
                fields: &[
                    ::microcore::schema::Field::new(
                        "id",
                        "",
                        <i64 as ::microcore::schema::Schema>::SHAPE,
                        &[],
                        ::microcore::SourceLocation::caller().line,
                    ),
                ],
                closed: false,
            });
        }
        impl ::microcore::data::Response for CreatedUser {}
    };
    const _: () = {
        impl ::microcore::schema::Schema for UserCreated {
            const SHAPE: &'static ::microcore::schema::Shape = &::microcore::schema::Shape::Struct(::microcore::schema::StructShape {
                name: "UserCreated",
                doc: "A user now exists.",
                fields: &[
                    ::microcore::schema::Field::new(
                        "id",
                        "",
                        <i64 as ::microcore::schema::Schema>::SHAPE,
                        &[],
                        ::microcore::SourceLocation::caller().line,
                    ),
                ],
                closed: false,
            });
        }
        impl ::microcore::data::Event for UserCreated {
            const META: ::microcore::meta::EventMeta = ::microcore::meta::EventMeta::new(
                    "user.created",
                    "UserCreated",
                    <UserCreated as ::microcore::schema::Schema>::SHAPE,
                    ::microcore::SourceLocation::caller(),
                )
                .doc("A user now exists.");
        }
    };
    #[allow(unused_mut, unused_variables)]
    fn __mount_create(
        mount: &::microcore::meta::Mount<'_>,
    ) -> ::microcore::__private::Result<
        ::microcore::meta::ErasedHandler,
        ::microcore::meta::MountError,
    > {
        let s0 = <Path<
            i64,
        > as ::microcore::call::Argument<
            ::microcore::http::HttpCall,
        >>::resolve(mount, "group")?;
        let s1 = <Json<
            CreateUser,
        > as ::microcore::call::Argument<
            ::microcore::http::HttpCall,
        >>::resolve(mount, "body")?;
        let s2 = <Emit<
            UserCreated,
        > as ::microcore::call::Argument<
            ::microcore::http::HttpCall,
        >>::resolve(mount, "created")?;
        let sources = ::microcore::__private::Arc::new((s0, s1, s2));
        ::microcore::__private::Ok(
            ::microcore::meta::ErasedHandler::new::<
                ::microcore::http::RouteFn,
            >(
                ::microcore::__private::Box::new(move |
                    mut call: ::microcore::http::HttpCall|
                {
                    let sources = ::microcore::__private::Clone::clone(&sources);
                    ::microcore::__private::Box::pin(async move {
                        let (s0, s1, s2) = &*sources;
                        let a0 = <Path<
                            i64,
                        > as ::microcore::call::Argument<
                            ::microcore::http::HttpCall,
                        >>::take(s0, &mut call)?;
                        let a1 = <Json<
                            CreateUser,
                        > as ::microcore::call::Argument<
                            ::microcore::http::HttpCall,
                        >>::take(s1, &mut call)?;
                        let a2 = <Emit<
                            UserCreated,
                        > as ::microcore::call::Argument<
                            ::microcore::http::HttpCall,
                        >>::take(s2, &mut call)?;
                        <Result<
                            CreatedUser,
                        > as ::microcore::http::Reply>::reply(
                            create(a0, a1, a2).await,
                            call.route,
                        )
                    })
                }),
            ),
        )
    }
    #[doc(hidden)]
    pub(crate) static __MICROCORE: ::microcore::meta::PluginMeta = ::microcore::meta::PluginMeta::new(
            "create_user",
            ::microcore::__private::module_path!(),
            ::microcore::__private::env!("CARGO_PKG_NAME"),
            ::microcore::SourceLocation::caller(),
        )
        .doc("Register a user.")
        .routes(
            &[
                ::microcore::meta::RouteMeta::new(
                        ::microcore::meta::HandlerMeta::new(
                                "create",
                                ::microcore::SourceLocation::caller(),
                            )
                            .doc("Create a user.")
                            .args(
                                &[
                                    ::microcore::meta::Arg::new(
                                        "group",
                                        <Path<
                                            i64,
                                        > as ::microcore::call::Argument<
                                            ::microcore::http::HttpCall,
                                        >>::META,
                                    ),
                                    ::microcore::meta::Arg::new(
                                        "body",
                                        <Json<
                                            CreateUser,
                                        > as ::microcore::call::Argument<
                                            ::microcore::http::HttpCall,
                                        >>::META,
                                    ),
                                    ::microcore::meta::Arg::new(
                                        "created",
                                        <Emit<
                                            UserCreated,
                                        > as ::microcore::call::Argument<
                                            ::microcore::http::HttpCall,
                                        >>::META,
                                    ),
                                ],
                            ),
                        "POST",
                        "/users/{group}",
                        <Result<CreatedUser> as ::microcore::http::Reply>::META,
                        __mount_create,
                    )
                    .status(201u16)
                    .path_location(::microcore::SourceLocation::caller()),
            ],
        )
        .events(&[<UserCreated as ::microcore::data::Event>::META])
        .keys(
            ::microcore::__private::Keys::new(0u64)
                .routes(&[12775596000573348029u64])
                .events(&[18446186774190110063u64]),
        );
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
    const _: () = ::microcore::__private::check::route(
        __INDEX,
        &__MICROCORE,
        "create",
        12775596000573348029u64,
    );
    const _: () = ::microcore::__private::check::event(
        __INDEX,
        &__MICROCORE,
        "UserCreated",
        18446186774190110063u64,
    );
    const _: () = {
        #[allow(unused_imports)]
        use event as _event;
        #[allow(unused_imports)]
        use request as _request;
        #[allow(unused_imports)]
        use response as _response;
        #[allow(unused_imports)]
        use route as _route;
    };
}
