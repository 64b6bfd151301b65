//! The keys of JSON objects are strings.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[response]
    struct Stock {
        items: std::collections::BTreeMap<i64, i64>,
    }
}

fn main() {}
