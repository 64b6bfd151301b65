//! A path inside of a macro leaves the plugin too.

#[microcore::plugin]
mod users {
    use microcore::prelude::*;

    #[on_start]
    async fn start() {
        println!("{}", super::main as fn() as usize);
    }
}

fn main() {}
