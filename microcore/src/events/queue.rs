//! What waits for one consumer group: by priority, and by key in order.

use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap, VecDeque};

/// A queue in which items of one key never overtake or overlap each other.
///
/// An item with a key holds that key from [`push`](Self::push) until
/// [`release`](Self::release); what is pushed meanwhile waits behind it.
pub(crate) struct Queue<T> {
    ready: BinaryHeap<Ready<T>>,
    keys: HashMap<Box<str>, VecDeque<(i16, T)>>,
    count: u64,
}

struct Ready<T> {
    priority: i16,
    number: u64,
    item: T,
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Self { ready: BinaryHeap::new(), keys: HashMap::new(), count: 0 }
    }

    /// Adds an item, behind those of its key.
    pub(crate) fn push(&mut self, key: Option<&str>, priority: i16, item: T) {
        if let Some(key) = key {
            if let Some(behind) = self.keys.get_mut(key) {
                behind.push_back((priority, item));
                return;
            }
            self.keys.insert(key.into(), VecDeque::new());
        }
        self.resume(priority, item);
    }

    /// Adds an item that holds its key already.
    pub(crate) fn resume(&mut self, priority: i16, item: T) {
        self.count += 1;
        self.ready.push(Ready { priority, number: self.count, item });
    }

    /// The next item that may run.
    pub(crate) fn pop(&mut self) -> Option<T> {
        Some(self.ready.pop()?.item)
    }

    /// Whether an item may run.
    pub(crate) fn is_ready(&self) -> bool {
        !self.ready.is_empty()
    }

    /// The item that held `key` is over; the next of that key may run.
    pub(crate) fn release(&mut self, key: &str) {
        let Some(behind) = self.keys.get_mut(key) else { return };
        match behind.pop_front() {
            Some((priority, item)) => self.resume(priority, item),
            None => {
                self.keys.remove(key);
            }
        }
    }

    /// Takes out everything.
    pub(crate) fn clear(&mut self) -> Vec<T> {
        let ready = std::mem::take(&mut self.ready).into_sorted_vec().into_iter().rev();
        let mut items: Vec<T> = ready.map(|ready| ready.item).collect();
        items.extend(self.keys.drain().flat_map(|(_, behind)| behind).map(|(_, item)| item));
        items
    }
}

impl<T> Ord for Ready<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.priority.cmp(&other.priority).then(other.number.cmp(&self.number))
    }
}

impl<T> PartialOrd for Ready<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Ready<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Ready<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_priority_goes_first_and_equals_keep_their_order() {
        let mut queue = Queue::new();
        for (priority, item) in [(0, "a"), (5, "b"), (0, "c"), (5, "d"), (-1, "e")] {
            queue.push(None, priority, item);
        }
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, ["b", "d", "a", "c", "e"]);
    }

    #[test]
    fn an_item_waits_until_the_one_before_it_of_its_key_is_released() {
        let mut queue = Queue::new();
        queue.push(Some("k"), 0, 1);
        queue.push(Some("k"), 9, 2);
        queue.push(Some("other"), 0, 3);
        assert_eq!(queue.pop(), Some(1));
        assert_eq!(queue.pop(), Some(3));
        assert_eq!(queue.pop(), None);
        queue.resume(0, 1);
        assert_eq!(queue.pop(), Some(1), "a second attempt goes before the next of the key");
        queue.release("k");
        assert_eq!(queue.pop(), Some(2));
        queue.release("k");
        queue.release("other");
        assert!(queue.keys.is_empty());
    }
}
