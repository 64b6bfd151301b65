//! A macro cannot put a path together.

#[microcore::plugin]
mod users {
    macro_rules! other {
        ($domain:ident) => {
            crate::$domain::users::X
        };
    }
}

fn main() {}
