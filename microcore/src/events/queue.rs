//! The queue of one consumer group: by priority, and in order per key.

use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::collections::{BinaryHeap, HashMap, VecDeque};

/// A queue in which items of one key never overtake or overlap each other.
///
/// An item with a key holds that key from [`push`](Self::push) until
/// [`release`](Self::release); what is pushed meanwhile waits behind it.
pub(crate) struct Queue<T> {
    /// What may run and has the usual priority, 0.
    usual: VecDeque<T>,
    /// What may run and has another one.
    other: BinaryHeap<Ranked<T>>,
    keys: HashMap<Box<str>, VecDeque<(i16, T)>>,
    count: u64,
}

struct Ranked<T> {
    priority: i16,
    number: u64,
    item: T,
}

impl<T> Queue<T> {
    pub(crate) fn new() -> Self {
        Self { usual: VecDeque::new(), other: BinaryHeap::new(), keys: HashMap::new(), count: 0 }
    }

    /// Adds an item, behind those of its key.
    pub(crate) fn push(&mut self, key: Option<Box<str>>, priority: i16, item: T) {
        if let Some(key) = key {
            match self.keys.entry(key) {
                Entry::Occupied(behind) => {
                    return behind.into_mut().push_back((priority, item));
                }
                Entry::Vacant(free) => free.insert(VecDeque::new()),
            };
        }
        self.resume(priority, item);
    }

    /// Adds an item that holds its key already.
    pub(crate) fn resume(&mut self, priority: i16, item: T) {
        if priority == 0 {
            self.usual.push_back(item);
        } else {
            self.count += 1;
            self.other.push(Ranked { priority, number: self.count, item });
        }
    }

    /// Takes the next item that may run; or several, up to `count`, if they have
    /// the usual priority.
    pub(crate) fn take(&mut self, count: usize, into: &mut VecDeque<T>) {
        let urgent = self.other.peek().is_some_and(|first| first.priority > 0);
        if urgent || self.usual.is_empty() {
            into.extend(self.other.pop().map(|first| first.item));
        } else {
            into.extend(self.usual.drain(..count.min(self.usual.len())));
        }
    }

    /// Puts items back that were taken and have the usual priority.
    pub(crate) fn give_back(&mut self, taken: &mut VecDeque<T>) {
        while let Some(item) = taken.pop_back() {
            self.usual.push_front(item);
        }
    }

    /// Whether an item may run.
    pub(crate) fn is_ready(&self) -> bool {
        !self.usual.is_empty() || !self.other.is_empty()
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
        let mut items: Vec<T> = self.usual.drain(..).collect();
        items.extend(self.other.drain().map(|ranked| ranked.item));
        items.extend(self.keys.drain().flat_map(|(_, behind)| behind).map(|(_, item)| item));
        items
    }
}

impl<T> Ord for Ranked<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.priority.cmp(&other.priority).then(other.number.cmp(&self.number))
    }
}

impl<T> PartialOrd for Ranked<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> PartialEq for Ranked<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl<T> Eq for Ranked<T> {}

#[cfg(test)]
mod tests {
    use super::*;

    impl<T> Queue<T> {
        fn pop(&mut self) -> Option<T> {
            let mut taken = VecDeque::new();
            self.take(1, &mut taken);
            taken.pop_front()
        }
    }

    #[test]
    fn a_released_item_returns_to_its_position() {
        let mut queue = Queue::new();
        for (priority, item) in [(0, "a"), (0, "b"), (0, "c")] {
            queue.push(None, priority, item);
        }
        let mut taken = VecDeque::new();
        queue.take(2, &mut taken);
        queue.push(None, 1, "urgent");
        queue.give_back(&mut taken);
        let order: Vec<_> = std::iter::from_fn(|| queue.pop()).collect();
        assert_eq!(order, ["urgent", "a", "b", "c"]);
    }

    #[test]
    fn a_higher_priority_is_delivered_first_and_equal_ones_in_order() {
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
        queue.push(Some("k".into()), 0, 1);
        queue.push(Some("k".into()), 9, 2);
        queue.push(Some("other".into()), 0, 3);
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
