//! A path cannot be concatenated by a macro.

#[microcore::plugin]
mod users {
    macro_rules! other {
        ($domain:ident) => {
            crate::$domain::users::X
        };
    }
}

fn main() {}
