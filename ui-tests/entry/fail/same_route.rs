//! A hand-written route is checked against the others.

microcore::app! { plugins: [written, other] }

#[microcore::plugin]
mod written {
    use microcore::prelude::*;

    #[microcore::entry(route)]
    const PING: microcore::meta::RouteMeta = microcore::meta::RouteMeta::new(
        microcore::meta::HandlerMeta::new("ping", microcore::SourceLocation::caller()),
        "GET",
        "/ping",
        <Result<()> as microcore::http::Reply>::META,
        |_| {
            Ok(microcore::meta::ErasedHandler::new::<microcore::http::RouteFn>(Box::new(|call| {
                Box::pin(async move { microcore::http::Reply::reply(Ok(()), call.route) })
            })))
        },
    )
    .path_location(microcore::SourceLocation::caller());
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
