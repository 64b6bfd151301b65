//! A helper crate, and a module of the application that knows no feature.

microcore::app! { plugins: [users] }

mod money {
    pub(crate) fn cents(euros: i64) -> i64 {
        euros * 100
    }
}

#[microcore::plugin]
mod users {
    extern crate alloc;

    use crate::money::cents;
    use alloc::borrow::Cow;
    use microcore::prelude::*;

    mod inner {
        pub(crate) fn three() -> i64 {
            self::super::cents(3) + crate::money::cents(1)
        }
    }

    #[on_start]
    async fn start(log: Log) {
        log.info(&Cow::from(inner::three().to_string()));
    }
}

fn main() {}
