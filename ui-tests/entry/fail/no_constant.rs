//! An entry is a constant: the metadata is one.

#[microcore::plugin]
mod half {
    #[microcore::entry(route)]
    static PING: () = ();
}

fn main() {}
