//! The comments that have found no place yet, in the order of the text.

use std::collections::VecDeque;
use std::ops::Range;

use super::tree::Line;

pub(super) struct Comment {
    pub(super) start: usize,
    /// With its `#`.
    pub(super) text: String,
    /// Whether nothing stands before it on its line.
    pub(super) own_line: bool,
    /// Whether an empty line stands above it.
    blank: bool,
    column: usize,
}

impl Comment {
    pub(super) fn new(text: &str, range: Range<usize>) -> Self {
        let before = line_before(text, range.start);
        Self {
            start: range.start,
            own_line: before.trim().is_empty(),
            blank: is_below_blank(text, range.start),
            column: before.len(),
            text: text.get(range).unwrap_or_default().trim_end().to_owned(),
        }
    }

    fn line(self) -> Line {
        Line {
            text: self.text,
            blank: self.blank,
        }
    }
}

pub(super) struct Comments(pub(super) VecDeque<Comment>);

impl Comments {
    /// What stands on lines of its own, next and before a place.
    pub(super) fn lines_before(&mut self, place: usize) -> Vec<Line> {
        self.lines(|comment| comment.own_line && comment.start < place)
    }

    /// Whatever is left before a place.
    pub(super) fn all_before(&mut self, place: usize) -> Vec<Line> {
        self.lines(|comment| comment.start < place)
    }

    /// What stands behind the last entry of a block and is indented like it, or more. What is indented like the block
    /// that goes on, if there is one, belongs to the next entry there.
    pub(super) fn at_end(
        &mut self,
        place: usize,
        column: usize,
        outer: Option<usize>,
    ) -> Vec<Line> {
        self.lines(|comment| {
            let inside =
                comment.column >= column && outer.is_none_or(|outer| comment.column > outer);
            inside && comment.own_line && comment.start < place
        })
    }

    /// What stands next, before a place, and behind something else on its line.
    pub(super) fn behind_before(&mut self, place: usize) -> Option<String> {
        let next = self.0.front()?;
        let fits = !next.own_line && next.start < place;
        fits.then(|| self.0.pop_front())?
            .map(|comment| comment.text)
    }

    fn lines(&mut self, fits: impl Fn(&Comment) -> bool) -> Vec<Line> {
        let mut lines = Vec::new();
        while self.0.front().is_some_and(&fits) {
            lines.extend(self.0.pop_front().map(Comment::line));
        }
        lines
    }
}

/// What stands on the line of a place before it.
pub(super) fn line_before(text: &str, place: usize) -> &str {
    let before = text.get(..place).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// Whether an empty line stands above the line of a place.
pub(super) fn is_below_blank(text: &str, place: usize) -> bool {
    let before = text.get(..place).unwrap_or_default();
    let above = before.rsplit_once('\n').map(|(above, _)| above);
    above.is_some_and(|above| line_before(above, above.len()).trim().is_empty())
}
