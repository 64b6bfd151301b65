//! `crate` cannot be passed to a macro.

#[microcore::plugin]
mod users {
    macro_rules! other {
        ($root:tt) => {
            $root::domains::users::X
        };
    }

    fn f() {
        other!(crate);
    }
}

fn main() {}
