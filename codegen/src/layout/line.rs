//! Lines, broken where they are too long.

use std::iter;

/// The width of a line; the room that a line has however deep it is; a step to the right.
const WIDTH: usize = 89;
const ROOM: usize = 60;
const INDENT: usize = 4;
/// What does not fit into any line.
const ENDLESS: usize = 0xffff;

/// A part of a line.
#[derive(Clone, Copy)]
pub(super) enum Part<'t> {
    Text(&'t str),
    /// Begins a group. If it is wider than the rest of the line, it is broken at each of its breaks, and they are a step
    /// further to the right.
    Begin,
    /// Begins a group that is broken where what is behind the break does not fit.
    BeginLoose,
    End,
    /// So many spaces, or a new line.
    Break(usize),
    /// The same before the closing bracket, a step to the left, perhaps with a comma if the line is new.
    Last(usize, bool),
    /// Nothing, but what is behind it need not fit if what is before it shall not be broken.
    Cut,
    /// Nothing, but the group is broken.
    Endless,
}

impl Part<'_> {
    fn width(&self) -> usize {
        match self {
            Part::Text(text) => text.len(),
            Part::Break(blank) | Part::Last(blank, _) => *blank,
            Part::Endless => ENDLESS,
            _ => 0,
        }
    }
}

/// Text that is done, and a line that is not.
#[derive(Default)]
pub(super) struct Lines<'t> {
    pub(super) text: String,
    pub(super) line: Vec<Part<'t>>,
    /// The width of the line.
    pub(super) width: usize,
    depth: usize,
}

impl<'t> Lines<'t> {
    pub(super) fn put(&mut self, part: Part<'t>) {
        self.width += part.width();
        self.line.push(part);
    }

    pub(super) fn deeper(&mut self) {
        self.depth += INDENT;
    }

    pub(super) fn less_deep(&mut self) {
        self.depth = self.depth.saturating_sub(INDENT);
    }

    /// Whether the line may end with `end`.
    pub(super) fn fits(&self, end: &str) -> bool {
        self.width + end.len() <= room(self.depth)
    }

    /// Writes a line of documentation, which is never broken: the inside of a literal. Nothing if it is none.
    pub(super) fn comment(&mut self, mark: &str, literal: &str) -> Option<()> {
        indent(&mut self.text, self.depth);
        self.text.push_str(mark);
        let mut parts = literal.trim_end_matches(' ').split('\\');
        self.text.push_str(parts.next()?);
        while let Some(part) = parts.next() {
            match part.as_bytes().first() {
                Some(b'"') => self.text.push_str(part),
                Some(_) => return None,
                // A backslash is written as two.
                None => {
                    self.text.push('\\');
                    self.text.push_str(parts.next()?);
                }
            }
        }
        self.text.push('\n');
        Some(())
    }

    /// Ends the line.
    pub(super) fn end(&mut self) {
        indent(&mut self.text, self.depth);
        if self.fits("") {
            for part in &self.line {
                match part {
                    Part::Text(text) => self.text.push_str(text),
                    Part::Break(1) | Part::Last(1, _) => self.text.push(' '),
                    _ => {}
                }
            }
        } else {
            self.end_broken();
        }
        self.text.push('\n');
        self.line.clear();
        self.width = 0;
    }

    fn end_broken(&mut self) {
        let (mut depth, mut left) = (self.depth, room(self.depth));
        // For each group around: the depth outside of it, and what is to be done at its breaks.
        let mut around: Vec<(usize, Part<'t>)> = Vec::new();
        for (part, width) in self.line.iter().zip(self.widths()) {
            match *part {
                Part::Text(text) => {
                    self.text.push_str(text);
                    left = left.saturating_sub(text.len());
                }
                Part::Begin if width > left => {
                    around.push((depth, *part));
                    depth += INDENT;
                }
                Part::BeginLoose if width > left => around.push((depth, *part)),
                Part::Begin | Part::BeginLoose => around.push((depth, Part::Cut)),
                Part::End => depth = around.pop().map_or(depth, |(depth, _)| depth),
                Part::Break(blank) | Part::Last(blank, _) => {
                    let fits = match around.last() {
                        Some((_, Part::BeginLoose)) => width <= left,
                        Some((_, Part::Begin)) | None => false,
                        Some(_) => true,
                    };
                    if fits {
                        indent(&mut self.text, blank);
                        left = left.saturating_sub(blank);
                        continue;
                    }
                    let mut depth = depth;
                    if let Part::Last(_, comma) = *part {
                        depth = depth.saturating_sub(INDENT);
                        self.text.push_str(if comma { "," } else { "" });
                    }
                    self.text.push('\n');
                    indent(&mut self.text, depth);
                    left = room(depth);
                }
                Part::Cut | Part::Endless => {}
            }
        }
    }

    /// How wide each group, and what is behind each break, is: up to the next break that is not deeper.
    fn widths(&self) -> Vec<usize> {
        let mut widths = vec![0; self.line.len()];
        let mut from = self.width;
        // Where the next break is, seen from each group around.
        let mut next = vec![from];
        for (part, width) in self.line.iter().zip(&mut widths).rev() {
            from -= part.width();
            match part {
                Part::End => next.extend(next.last().copied()),
                Part::Begin | Part::BeginLoose => {
                    next.pop();
                    *width = next.last().map_or(0, |next| next - from);
                }
                Part::Break(_) | Part::Last(..) | Part::Cut => {
                    if let Some(next) = next.last_mut() {
                        *width = *next - from;
                        *next = from;
                    }
                }
                Part::Text(_) | Part::Endless => {}
            }
        }
        widths
    }
}

fn room(depth: usize) -> usize {
    WIDTH.saturating_sub(depth).max(ROOM)
}

fn indent(text: &mut String, depth: usize) {
    text.extend(iter::repeat_n(' ', depth));
}
