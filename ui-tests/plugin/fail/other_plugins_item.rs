//! A sibling that names a plugin's item must be refused by privacy.

microcore::app! { plugins: [owner] }

#[microcore::plugin]
mod owner {
    fn helper() {}
}

fn main() {
    owner::helper();
}
