#[microcore::plugin]
mod create_user {}
