//! Path parameters, as ranges of the path.

/// The path parameters of a request: names from the route, values from the
/// path, percent-decoded when they are read.
#[derive(Clone, Debug, Default)]
pub struct Params {
    path: String,
    ranges: Vec<(&'static str, std::ops::Range<usize>)>,
}

impl Params {
    /// The raw value of parameter number `index`.
    pub fn get(&self, index: usize) -> Option<&str> {
        let (_, range) = self.ranges.get(index)?;
        self.path.get(range.clone())
    }
}
