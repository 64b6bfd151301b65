//! An entry must name its subject.

#[microcore::plugin]
mod half {
    #[microcore::entry]
    const NOTHING: () = ();

    #[microcore::entry(routes)]
    const PLURAL: () = ();
}

fn main() {}
