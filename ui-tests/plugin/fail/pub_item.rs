//! Everything in a plugin is private: a `pub` must be refused.

microcore::app! { plugins: [open] }

#[microcore::plugin]
mod open {
    pub fn helper() {}
}

fn main() {}
