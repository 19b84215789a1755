//! Counts who is in line.

/// Marks on numbered places, of which those before a place are counted in logarithmic time: a binary indexed tree.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// The n-th entry counts the marks of as many places up to the n-th, itself included, as its lowest bit says. Their number is
    /// a power of two, and the entry 0 is not used.
    counts: Vec<u32>,
}

impl Line {
    /// As many places as there are marks, and again as many at least.
    pub(super) fn new(marks: &[bool]) -> Self {
        let capacity = (2 * marks.len()).next_power_of_two().max(64);
        let mut counts = vec![0; capacity + 1];
        for (count, mark) in counts.iter_mut().skip(1).zip(marks) {
            *count = u32::from(*mark);
        }
        for entry in 1..=capacity {
            let next = entry + lowest_bit(entry);
            if next <= capacity {
                counts[next] += counts[entry];
            }
        }
        Self { counts }
    }

    /// How many places there are.
    pub(super) fn capacity(&self) -> usize {
        self.counts.len().saturating_sub(1)
    }

    /// Marks a place that has no mark.
    pub(super) fn mark(&mut self, place: usize) {
        self.change(place, |count| count + 1);
    }

    /// Takes away the mark of a place.
    pub(super) fn unmark(&mut self, place: usize) {
        self.change(place, |count| count - 1);
    }

    fn change(&mut self, place: usize, change: impl Fn(u32) -> u32) {
        let mut entry = place + 1;
        while let Some(count) = self.counts.get_mut(entry) {
            *count = change(*count);
            entry += lowest_bit(entry);
        }
    }

    /// How many places before this one are marked.
    pub(super) fn before(&self, place: usize) -> usize {
        let (mut entry, mut before) = (place, 0);
        while entry > 0 {
            before += self.counts.get(entry).copied().unwrap_or_default() as usize;
            entry -= lowest_bit(entry);
        }
        before
    }

    /// The first place that is marked.
    pub(super) fn first(&self) -> Option<usize> {
        let mut step = self.capacity();
        let mut unmarked = 0;
        // The greatest number of places without a mark, bit by bit.
        while step > 0 {
            if self
                .counts
                .get(unmarked + step)
                .is_some_and(|count| *count == 0)
            {
                unmarked += step;
            }
            step /= 2;
        }
        (unmarked < self.capacity()).then_some(unmarked)
    }
}

fn lowest_bit(number: usize) -> usize {
    number & number.wrapping_neg()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_counts_as_one_would_by_hand() {
        let mut marks = vec![false; 100];
        let mut line = Line::new(&marks);
        assert_eq!((line.first(), line.capacity()), (None, 256));
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..1000 {
            let place = random.usize(..marks.len());
            marks[place] = !marks[place];
            match marks[place] {
                true => line.mark(place),
                false => line.unmark(place),
            }
            assert_eq!(line.first(), marks.iter().position(|mark| *mark));
            for place in [0, 1, 50, 99] {
                let before = marks[..place].iter().filter(|mark| **mark).count();
                assert_eq!(line.before(place), before);
            }
            let again = Line::new(&marks);
            assert_eq!(again.counts, line.counts);
        }
    }
}
