//! Suggests the most similar name ("did you mean"), in a constant.

use microcore_syntax::suggest::{distance, is_near};

/// The candidate whose name is nearest to an unknown one.
pub(crate) struct Nearest<'a, T> {
    wrong: &'a str,
    distance: usize,
    found: Option<T>,
}

impl<'a, T: Copy> Nearest<'a, T> {
    /// Without candidates yet.
    pub(crate) const fn to(wrong: &'a str) -> Self {
        Self { wrong, distance: usize::MAX, found: None }
    }

    /// Adds a candidate; it is kept if its name is near, and nearer than all before.
    pub(crate) const fn offer(&mut self, name: &str, item: T) {
        if is_near(self.wrong, name) {
            let distance = distance(self.wrong, name);
            if distance < self.distance {
                self.distance = distance;
                self.found = Some(item);
            }
        }
    }

    /// The nearest, if one was near enough.
    pub(crate) const fn found(self) -> Option<T> {
        self.found
    }
}

#[cfg(test)]
mod tests {
    use super::Nearest;

    const fn nearest(wrong: &str) -> Option<u8> {
        let mut nearest = Nearest::to(wrong);
        nearest.offer("orders", 1);
        nearest.offer("order_lines", 2);
        nearest.offer("order_line", 3);
        nearest.found()
    }

    #[test]
    fn the_nearest_of_several_is_found_and_a_far_one_is_not() {
        const NEAR: Option<u8> = nearest("order_lin");
        assert_eq!(NEAR, Some(3));
        assert_eq!(nearest("users"), None);
    }
}
