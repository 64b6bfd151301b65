//! Several parameters as the fields of a `#[request]`.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[request]
    struct Line {
        order: i64,
        line: i64,
    }

    #[route(GET, "/orders/{order}/lines/{line}")]
    async fn get(line: Path<Line>) -> Result<()> {
        let _ = line.order + line.line;
        Ok(())
    }
}

fn main() {}
