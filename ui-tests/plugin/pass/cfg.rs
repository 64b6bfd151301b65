//! Handlers and types under `cfg`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[cfg(any())]
    #[request]
    struct Never {
        id: NoSuchType,
    }

    #[cfg(any())]
    #[route(GET, "/never")]
    async fn never(a: NoSuchType) -> Result<()> {}

    #[cfg(not(any()))]
    #[route(GET, "/always")]
    async fn always() -> Result<()> {
        Ok(())
    }
}

fn main() {}
