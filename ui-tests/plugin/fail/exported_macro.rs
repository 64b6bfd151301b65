//! An exported macro is visible to every plugin, so it is rejected.

#[microcore::plugin]
mod users {
    #[macro_export]
    macro_rules! shared {
        () => {};
    }
}

fn main() {}
