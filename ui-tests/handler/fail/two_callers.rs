//! A function has one handler attribute.

#[microcore::plugin]
mod report {
    #[on_start]
    #[on_stop]
    async fn both() {}
}

fn main() {}
