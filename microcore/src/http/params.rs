//! Path parameters, as ranges of the path.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The path parameters of a request, in the order of the route's path;
/// percent-decoded when they are read.
#[derive(Clone, Debug, Default)]
pub struct Params {
    path: String,
    first: [(u32, u32); INLINE],
    count: usize,
    more: Vec<(u32, u32)>,
}

/// So many parameters cost no allocation of their own.
const INLINE: usize = 4;

impl Params {
    /// The values found in `path`, each a slice of it.
    pub(crate) fn found<'p>(path: &'p str, values: impl Iterator<Item = &'p str>) -> Self {
        let mut params = Self { path: path.to_owned(), ..Self::default() };
        for value in values {
            let start = value.as_ptr() as usize - path.as_ptr() as usize;
            let range = (start as u32, (start + value.len()) as u32);
            match params.first.get_mut(params.count) {
                Some(slot) => *slot = range,
                None => params.more.push(range),
            }
            params.count += 1;
        }
        params
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Parameter number `index` as it is in the path.
    pub fn get(&self, index: usize) -> Option<&str> {
        if index >= self.count {
            return None;
        }
        let (start, end) = match index.checked_sub(INLINE) {
            Some(over) => self.more.get(over)?,
            None => self.first.get(index)?,
        };
        self.path.get(*start as usize..*end as usize)
    }

    /// Parameter number `index`, percent-decoded; `None` where it is not there
    /// or not UTF-8.
    pub fn value(&self, index: usize) -> Option<Cow<'_, str>> {
        percent_decode_str(self.get(index)?).decode_utf8().ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_value_is_decoded_as_it_was_encoded(values in prop::collection::vec("\\PC{1,12}", 0..9)) {
            use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
            let encoded: Vec<String> =
                values.iter().map(|value| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()).collect();
            let path = format!("/{}", encoded.join("/"));
            let params = Params::found(&path, path[1..].split('/').filter(|part| !part.is_empty()));
            prop_assert_eq!(params.len(), values.len());
            for (index, value) in values.iter().enumerate() {
                prop_assert_eq!(&params.value(index).unwrap(), value);
            }
            prop_assert_eq!(params.get(values.len()), None);
        }
    }

    #[test]
    fn invalid_utf8_has_no_value() {
        let params = Params::found("/%ff", std::iter::once(&"/%ff"[1..1]));
        assert_eq!(params.value(0).as_deref(), Some(""));
        let path = "/%ff";
        let params = Params::found(path, std::iter::once(&path[1..]));
        assert_eq!((params.get(0), params.value(0)), (Some("%ff"), None));
    }
}
