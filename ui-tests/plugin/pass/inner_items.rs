//! Inner modules, macros, generics, constants, implementations.

microcore::app! { plugins: [users] }

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    mod inner {
        pub(super) fn twice(n: i64) -> i64 {
            super::once(n) * 2
        }
    }

    macro_rules! add {
        ($a:expr, $b:expr) => {
            $a + $b
        };
    }

    const START: i64 = 1;

    fn once(n: i64) -> i64 {
        n
    }

    struct Pair<T> {
        first: T,
    }

    impl<T: Copy> Pair<T> {
        fn first(&self) -> T {
            self.first
        }
    }

    #[on_start]
    async fn start(log: Log) {
        let pair = Pair { first: add!(inner::twice(START), 1) };
        log.info(&pair.first().to_string());
    }
}

fn main() {}
