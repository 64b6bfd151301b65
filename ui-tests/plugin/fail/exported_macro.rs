//! A macro that every plugin sees must be refused.

#[microcore::plugin]
mod users {
    #[macro_export]
    macro_rules! shared {
        () => {};
    }
}

fn main() {}
