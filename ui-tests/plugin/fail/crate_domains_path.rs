//! A path into another domain must be refused.

microcore::app! { plugins: [nosy] }

#[microcore::plugin]
mod nosy {
    use crate::domains::users::create_user;
}

fn main() {}
