//! The smallest application: one feature, one file.

microcore::app! { plugins: [hello] }

#[microcore::plugin]
mod hello {
    use microcore::prelude::*;

    #[response]
    struct Greeting {
        text: String,
    }

    /// Greet a person by name.
    #[route(GET, "/hello/{name}")]
    async fn greet(name: Path<String>) -> Result<Greeting> {
        Ok(Greeting { text: format!("Hello, {}!", name.into_inner()) })
    }
}

fn main() -> std::process::ExitCode {
    app().main()
}
