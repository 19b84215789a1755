//! A text whose lines and characters are counted once, however many places in it are told.

use std::collections::BTreeMap;
use std::iter;

use super::{Diagnostic, Span};
use crate::sources::Sources;

/// The texts that a report tells places in.
pub(super) struct Texts<'s> {
    texts: BTreeMap<&'s str, Text<'s>>,
    /// What a file that is not there has in it.
    none: Text<'s>,
}

impl<'s> Texts<'s> {
    pub(super) fn new(diagnostics: &'s [Diagnostic], sources: &'s Sources) -> Self {
        let mut texts = BTreeMap::new();
        for diagnostic in diagnostics {
            let related = diagnostic.related.iter().map(|related| &related.file);
            for file in related.chain([&diagnostic.file]) {
                let text = || Text::new(sources.get(file).map_or("", String::as_str));
                texts.entry(file.as_str()).or_insert_with(text);
            }
        }
        let none = Text::new("");
        Self { texts, none }
    }

    pub(super) fn get(&self, file: &str) -> &Text<'s> {
        self.texts.get(file).unwrap_or(&self.none)
    }
}

pub(super) struct Text<'s> {
    text: &'s str,
    /// Where the lines begin.
    lines: Vec<usize>,
    /// How many characters stand before each block.
    chars: Vec<usize>,
}

/// The bytes of a block.
const BLOCK: usize = 1024;

impl<'s> Text<'s> {
    fn new(text: &'s str) -> Self {
        let mut before = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            before.push(before.last().copied().unwrap_or_default() + chars(block));
        }
        let ends = text.match_indices('\n');
        Self {
            text,
            lines: iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(),
            chars: before,
        }
    }

    /// The line and the column of a place. They begin at 1; a column is a character.
    pub(super) fn position(&self, at: usize) -> (usize, usize) {
        let at = at.min(self.text.len());
        let line = self.line(at);
        let column = self.chars_before(at) - self.chars_before(self.start(line));
        (line + 1, column + 1)
    }

    /// The line of a place; the first is 0.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) - 1
    }

    /// Where a line begins.
    fn start(&self, line: usize) -> usize {
        *self.lines.get(line).unwrap_or(&self.text.len())
    }

    fn chars_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let before = self.chars.get(block).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(block * BLOCK..at);
        before + rest.map_or(0, chars)
    }

    /// The lines from the first to the last of some places: where they begin, the number of the first, and their text.
    pub(super) fn lines(&self, places: impl Iterator<Item = Span>) -> (usize, usize, &'s str) {
        let all = places.reduce(|a, b| (a.start.min(b.start)..a.end.max(b.end)).into());
        let Span { start, end } = all.unwrap_or_default();
        let (first, last) = (self.line(start), self.line(end));
        let (start, end) = (self.start(first), self.start(last + 1));
        let text = self.text.get(start..end).unwrap_or_default();
        (start, first + 1, text)
    }
}

fn chars(bytes: &[u8]) -> usize {
    let is_begin = |byte: &&u8| **byte & 0xC0 != 0x80;
    bytes.iter().filter(is_begin).count()
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Text};

    #[test]
    fn positions_are_those_that_counting_gives() {
        let text = "aй🦀\n\nлонг line ".repeat(BLOCK / 5);
        let counted = Text::new(&text);
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let line = text[..at].rsplit('\n').next().unwrap_or_default();
            let position = (
                text[..at].matches('\n').count() + 1,
                line.chars().count() + 1,
            );
            assert_eq!(counted.position(at), position);
        }
    }
}
