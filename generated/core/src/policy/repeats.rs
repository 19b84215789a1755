//! Notices that pages and rows of a list come again, in memory that does not grow with the list.

use std::collections::HashSet;

/// Notices a page that has come before: Brent's algorithm over fingerprints. A server that answers the same pages over and
/// over is noticed at the latest when they have come three times.
#[derive(Default)]
pub(super) struct Cycle {
    /// The page to compare with, replaced after 1, 2, 4, 8 … pages.
    saved: Option<u64>,
    /// How many pages have come since, and how many may.
    steps: u64,
    power: u64,
    /// What servers answer most often that do not know the page they are asked for: the first one, or the one before.
    first: Option<u64>,
    before: Option<u64>,
}

impl Cycle {
    /// Takes the next page, and says whether it has come before.
    pub(super) fn closes(&mut self, page: u64) -> bool {
        let page = Some(page);
        let closes = [self.first, self.before, self.saved].contains(&page);
        self.first = self.first.or(page);
        self.before = page;
        if self.steps == self.power {
            self.saved = page;
            self.steps = 0;
            self.power = (self.power * 2).max(1);
        }
        self.steps += 1;
        closes
    }
}

/// Notices rows that stood on the page before, by what identifies them.
#[derive(Default)]
pub(super) struct Neighbours(HashSet<u64>);

/// What is known about the rows of a page.
pub(super) struct Known {
    /// Whether each of them stood on the page before; empty if none did.
    pub(super) rows: Vec<bool>,
    /// Whether the rows have identifiers, all of them different.
    pub(super) identified: bool,
}

impl Known {
    pub(super) fn count(&self) -> usize {
        self.rows.iter().filter(|known| **known).count()
    }
}

impl Neighbours {
    /// Takes the identifiers of the next page. If a row has none, or two have the same, they do not identify.
    pub(super) fn compare(&mut self, ids: &[Option<u64>]) -> Known {
        let new: HashSet<u64> = ids.iter().flatten().copied().collect();
        let identified = new.len() == ids.len() && !ids.is_empty();
        let before = std::mem::replace(&mut self.0, if identified { new } else { HashSet::new() });
        let is_known = |id: &Option<u64>| id.is_some_and(|id| before.contains(&id));
        let any = identified && ids.iter().any(is_known);
        Known {
            rows: if any {
                ids.iter().map(is_known).collect()
            } else {
                Vec::new()
            },
            identified,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cycle_is_noticed_whatever_comes_before_it() {
        for lead in 0..40_u64 {
            for length in 1..40_u64 {
                let mut cycle = Cycle::default();
                let page = |number: u64| match number.checked_sub(lead) {
                    Some(inside) => lead + inside % length,
                    None => number,
                };
                let noticed = (0..).find(|number| cycle.closes(page(*number)));
                let noticed = noticed.unwrap_or(u64::MAX);
                assert!(noticed >= lead + length, "no page had come before");
                assert!(noticed <= 3 * (lead + length), "{lead} {length} {noticed}");
            }
        }
    }

    #[test]
    fn rows_are_known_by_their_identifiers_only() {
        let mut neighbours = Neighbours::default();
        let page = |ids: &[u64]| ids.iter().copied().map(Some).collect::<Vec<_>>();
        assert_eq!(neighbours.compare(&page(&[1, 2])).count(), 0);
        assert_eq!(neighbours.compare(&page(&[2, 3])).rows, [true, false]);
        // A value that two rows have identifies none of them.
        assert_eq!(neighbours.compare(&page(&[3, 3])).count(), 0);
        assert_eq!(neighbours.compare(&page(&[3, 4])).count(), 0);
        assert_eq!(neighbours.compare(&[Some(4), None]).count(), 0);
        assert_eq!(neighbours.compare(&[]).count(), 0);
    }
}
