//! A route that is written out is checked against the others.

microcore::app! { plugins: [written, other] }

#[microcore::plugin]
mod written {
    use microcore::prelude::*;

    #[microcore::entry(route)]
    const PING: microcore::meta::RouteMeta = microcore::meta::RouteMeta {
        handler: microcore::meta::HandlerMeta {
            name: "ping",
            doc: "",
            blocking: false,
            args: &[],
            location: microcore::SourceLocation { file: file!(), line: line!(), column: column!() },
        },
        method: "GET",
        path: "/ping",
        status: 0,
        roles: &[],
        body_limit: 0,
        timeout_ms: 0,
        reply: <Result<()> as microcore::http::Reply>::META,
        path_location: microcore::SourceLocation { file: file!(), line: line!(), column: column!() },
        mount: |_| Ok(microcore::meta::ErasedHandler::new::<microcore::http::RouteFn>(Box::new(|call| {
            Box::pin(async move { microcore::http::Reply::reply(Ok(()), call.route) })
        }))),
    };
}

#[microcore::plugin]
mod other {
    use microcore::prelude::*;

    #[route(GET, "/ping")]
    async fn ping() -> Result<()> {
        Ok(())
    }
}

fn main() {}
