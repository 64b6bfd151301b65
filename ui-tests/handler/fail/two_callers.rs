//! A handler has one caller.

#[microcore::plugin]
mod report {
    #[on_start]
    #[on_stop]
    async fn both() {}
}

fn main() {}
