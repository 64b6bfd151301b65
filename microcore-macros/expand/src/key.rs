//! Keys of names and routes, computed here so that the compiler need not: it
//! interprets constants, a byte at a time. `microcore::check` has the same two
//! functions, for what no macro has seen.

/// FNV-1a of a name, its high half folded in because tables use the low bits.
pub fn name_key(name: &str) -> u64 {
    fold(name.bytes().fold(START, step))
}

/// The same for all paths that match the same requests: names of parameters do
/// not count.
pub fn route_key(method: &str, path: &str) -> u64 {
    let mut hash = name_key(method);
    let mut bytes = path.bytes().peekable();
    while let Some(byte) = bytes.next() {
        hash = step(hash, byte);
        // A catch-all keeps its `*`.
        if byte == b'*' || (byte == b'{' && bytes.peek() != Some(&b'*')) {
            while bytes.next_if(|byte| *byte != b'}').is_some() {}
        }
    }
    fold(hash)
}

const START: u64 = 0xcbf2_9ce4_8422_2325;

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn fold(hash: u64) -> u64 {
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_parameters_do_not_count_and_everything_else_does() {
        assert_eq!(route_key("GET", "/u/{id}/x"), route_key("GET", "/u/{name}/x"));
        for other in ["/u/me/x", "/u/{*id}", "/u/{id}", "/u/{id}/y"] {
            assert_ne!(route_key("GET", "/u/{id}/x"), route_key("GET", other), "{other}");
        }
        assert_ne!(route_key("GET", "/u"), route_key("PUT", "/u"));
    }
}
