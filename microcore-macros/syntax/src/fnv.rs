//! FNV-1a hashes of names and routes, so that constants compare one number instead of many bytes.
//! The macros compute them and the runtime computes the same for names that no macro has processed.

/// FNV-1a of a name ([source](http://www.isthe.com/chongo/tech/comp/fnv/)), its high half
/// folded in because hash tables use the low bits.
///
/// ```
/// use microcore_syntax::fnv::name_key;
///
/// assert_eq!(name_key("user.created"), name_key("user.created"));
/// assert_ne!(name_key("user.created"), name_key("user.deleted"));
/// ```
pub const fn name_key(name: &str) -> u64 {
    fold(hash(name))
}

/// FNV-1a of a text, unfolded.
pub const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = START;
    let mut at = 0;
    while at < bytes.len() {
        hash = step(hash, bytes[at]);
        at += 1;
    }
    hash
}

/// One key for all paths that match the same requests: names of parameters do not count.
///
/// ```
/// use microcore_syntax::fnv::route_key;
///
/// assert_eq!(route_key("GET", "/u/{id}"), route_key("GET", "/u/{name}"));
/// assert_ne!(route_key("GET", "/u/{id}"), route_key("GET", "/u/{*rest}"));
/// ```
pub const fn route_key(method: &str, path: &str) -> u64 {
    let mut hash = name_key(method);
    let bytes = path.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        hash = step(hash, bytes[at]);
        at = after_parameter(bytes, at);
    }
    fold(hash)
}

/// The next byte to compare after the one at `at`: if a parameter starts there, the
/// closing brace. A catch-all keeps its `*`, which distinguishes it from a parameter.
pub const fn after_parameter(path: &[u8], at: usize) -> usize {
    let opens = path[at] == b'{' && !(at + 1 < path.len() && path[at + 1] == b'*');
    let catches_all = path[at] == b'*' && at > 0 && path[at - 1] == b'{';
    let parameter = opens || catches_all;
    if !parameter {
        return at + 1;
    }
    let mut end = at;
    while end < path.len() && path[end] != b'}' {
        end += 1;
    }
    end
}

/// The hash of nothing.
pub const START: u64 = 0xcbf2_9ce4_8422_2325;

/// The hash after one more byte.
pub const fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01b3)
}

const fn fold(hash: u64) -> u64 {
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

    #[test]
    fn a_star_outside_of_braces_is_a_character_of_its_own() {
        assert_ne!(route_key("GET", "/a*b"), route_key("GET", "/a*c"));
    }
}
