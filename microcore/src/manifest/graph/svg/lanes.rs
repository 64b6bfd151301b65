//! Which vertical lane each event and question takes.

/// A line from one row to others: an event or a question.
#[derive(Debug)]
pub(super) struct Wire<'g> {
    /// The event or the question.
    pub(super) name: &'g str,
    pub(super) question: bool,
    /// The heights of its senders.
    pub(super) from: Vec<i32>,
    /// The heights of its receivers.
    pub(super) to: Vec<i32>,
    /// Its lane, from the left.
    pub(super) lane: i32,
}

impl Wire<'_> {
    fn top(&self) -> i32 {
        self.from.iter().chain(&self.to).copied().min().unwrap_or_default()
    }

    fn bottom(&self) -> i32 {
        self.from.iter().chain(&self.to).copied().max().unwrap_or_default()
    }
}

/// Gives each wire the first lane that is free over its whole height, the
/// short ones first: they cross the fewest. Returns how many lanes there are.
pub(super) fn assign(wires: &mut [Wire<'_>]) -> i32 {
    let mut order: Vec<usize> = (0..wires.len()).collect();
    order.sort_by_key(|at| {
        let wire = &wires[*at];
        (wire.bottom() - wire.top(), wire.top(), wire.name, wire.question)
    });
    let mut lanes: Vec<Vec<(i32, i32)>> = Vec::new();
    for at in order {
        let (top, bottom) = (wires[at].top(), wires[at].bottom());
        let free = |taken: &Vec<(i32, i32)>| {
            taken.iter().all(|(start, end)| bottom < *start || *end < top)
        };
        let lane = lanes.iter().position(free).unwrap_or(lanes.len());
        if lane == lanes.len() {
            lanes.push(Vec::new());
        }
        lanes[lane].push((top, bottom));
        wires[at].lane = i32::try_from(lane).unwrap_or(i32::MAX);
    }
    i32::try_from(lanes.len()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(name: &str, from: i32, to: i32) -> Wire<'_> {
        Wire { name, question: false, from: vec![from], to: vec![to], lane: -1 }
    }

    #[test]
    fn no_two_wires_share_a_lane_at_the_same_height() {
        let mut wires = [
            wire("long", 0, 100),
            wire("up", 40, 10),
            wire("below", 50, 90),
            wire("mid", 30, 60),
            wire("touches up", 40, 42),
        ];
        assert_eq!(assign(&mut wires), 4);
        let lanes = wires.each_ref().map(|wire| wire.lane);
        // The shortest first: touches up (2), up and mid (30), below (40), long (100).
        assert_eq!(lanes, [3, 1, 0, 2, 0]);
    }
}
