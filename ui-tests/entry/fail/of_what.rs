//! An entry must say what it is about.

#[microcore::plugin]
mod half {
    #[microcore::entry]
    const NOTHING: () = ();

    #[microcore::entry(routes)]
    const PLURAL: () = ();
}

fn main() {}
