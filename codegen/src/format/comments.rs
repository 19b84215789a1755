//! The comments of a text, each with what it belongs to. The places decide.

use std::collections::{HashMap, VecDeque};

use yaml::{Span, Style};

use super::item::Item;

/// How the comment begins that tells an editor the schema.
pub(super) const MODELINE: &str = "# yaml-language-server:";

pub(super) struct Comments {
    /// The one that tells an editor the schema.
    pub(super) modeline: Option<String>,
    /// All others, sorted.
    pub(super) all: Vec<String>,
    /// Those about the file.
    pub(super) header: Vec<Line>,
    /// Those at the end.
    pub(super) below: Vec<Line>,
    around: HashMap<Span, Around>,
    nothing: Around,
}

/// What stands around an item.
#[derive(Default)]
pub(super) struct Around {
    /// The comments on the lines above.
    pub(super) above: Vec<Line>,
    /// Whether an empty line stands directly above it.
    pub(super) blank: bool,
    /// The comment behind it.
    pub(super) behind: Option<String>,
    /// The comments on the lines behind the last entry in it.
    pub(super) below: Vec<Line>,
}

/// A comment on a line of its own.
pub(super) struct Line {
    /// With its `#`.
    pub(super) text: String,
    /// Whether an empty line stands above it.
    pub(super) blank: bool,
}

impl Comments {
    pub(super) fn new(text: &str, spans: &[Span], root: Item<'_>) -> Self {
        let comments = spans.iter().map(|span| Comment::new(text, *span));
        let mut comments: VecDeque<Comment> = comments.collect();
        let is_modeline = |line: &Comment| line.own_line && line.text.starts_with(MODELINE);
        let modeline = comments.iter().position(is_modeline);
        let modeline = modeline.and_then(|index| comments.remove(index));
        let mut all: Vec<String> = comments.iter().map(|line| line.text.clone()).collect();
        all.sort_unstable();
        let mut reader = Reader {
            text,
            comments,
            around: HashMap::new(),
        };
        let mut around = Around::default();
        reader.value(&mut around, root, text.len(), None);
        reader.around.insert(root.id(), around);
        let first = root.children().next();
        let first = first.and_then(|first| reader.around.get_mut(&first.id()));
        Self {
            modeline: modeline.map(|comment| comment.text),
            all,
            header: first.map(Around::take_header).unwrap_or_default(),
            below: reader.lines(|_| true),
            around: reader.around,
            nothing: Around::default(),
        }
    }

    pub(super) fn around(&self, item: Item<'_>) -> &Around {
        self.around.get(&item.id()).unwrap_or(&self.nothing)
    }

    /// What stands above an item. Above an element that is also what stands above the first entry in it, which is behind
    /// the dash.
    pub(super) fn above(&self, item: Item<'_>) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.around(item).above.iter().collect();
        if let (None, Some(first)) = (item.key, item.children().next()) {
            lines.extend(self.above(first));
        }
        lines
    }

    /// Whether there is a comment in a list or mapping, and not above it.
    pub(super) fn are_in(&self, item: Item<'_>) -> bool {
        let has = |(index, child): (usize, Item<'_>)| {
            let is_above = index == 0 && item.key.is_none();
            self.around(child).behind.is_some()
                || !(is_above || self.above(child).is_empty())
                || self.are_in(child)
        };
        !self.around(item).below.is_empty() || item.children().enumerate().any(has)
    }
}

impl Around {
    /// A comment that belongs to the item: behind it, or above if there is one already.
    fn attach(&mut self, text: String) {
        if self.behind.is_none() {
            self.behind = Some(text);
        } else {
            self.above.push(Line { text, blank: false });
        }
    }

    /// The comments at the beginning of a text that an empty line separates from the first key: they are about the file.
    fn take_header(&mut self) -> Vec<Line> {
        let blanks = self.above.iter().map(|line| line.blank);
        let blanks: Vec<bool> = blanks.chain([self.blank]).collect();
        let end = blanks.iter().rposition(|blank| *blank).unwrap_or(0);
        self.above.drain(..end).collect()
    }
}

struct Comment {
    start: usize,
    text: String,
    /// Whether nothing stands before it on its line.
    own_line: bool,
    /// Whether an empty line stands above it.
    blank: bool,
    column: usize,
}

impl Comment {
    fn new(text: &str, Span { start, end }: Span) -> Self {
        let before = line_before(text, start);
        Self {
            start,
            text: text.get(start..end).unwrap_or_default().trim_end().into(),
            own_line: before.trim().is_empty(),
            blank: is_below_blank(text, start),
            column: before.len(),
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Those that have found no place yet.
    comments: VecDeque<Comment>,
    around: HashMap<Span, Around>,
}

impl Reader<'_> {
    /// Finds what belongs to a value, and to all that is in it. `next` is where something else begins, `outer` the column
    /// of the innermost block that goes on there.
    fn value(&mut self, around: &mut Around, item: Item<'_>, next: usize, outer: Option<usize>) {
        let Span { start, end } = item.value.span;
        if !item.is_collection() {
            return self.scalar(around, item.value.span, next);
        }
        self.before(around, start);
        let children: Vec<Item<'_>> = item.children().collect();
        let flow = item.value.style == Style::Flow;
        let close = if flow { end.saturating_sub(1) } else { next };
        if flow {
            around.above.extend(self.lines_before(start));
            let inside = children.first().map_or(close, |first| first.start());
            self.behind(around, start + 1, inside);
        }
        let column = line_before(self.text, start).len();
        for (index, child) in children.iter().enumerate() {
            let mut inner = Around {
                above: self.lines_before(child.start()),
                blank: !flow && is_below_blank(self.text, self.line_of(*child, column)),
                ..Around::default()
            };
            if let Some(entry) = child.key {
                self.scalar(&mut inner, entry.key_span, entry.value.span.start);
            }
            match children.get(index + 1) {
                Some(beside) => {
                    let column = (!flow).then_some(column);
                    self.value(&mut inner, *child, beside.start(), column);
                }
                None => self.value(&mut inner, *child, close, outer.filter(|_| !flow)),
            }
            if index == 0 {
                // An empty line at the beginning separates nothing.
                let first = inner.above.first_mut().map(|line| &mut line.blank);
                *first.unwrap_or(&mut inner.blank) = false;
            }
            self.around.insert(child.id(), inner);
        }
        around.below = if flow {
            self.lines(|comment| comment.start < close)
        } else {
            // What is indented like the block that goes on belongs to its next entry.
            self.lines(|comment| {
                let inside =
                    comment.column >= column && outer.is_none_or(|outer| comment.column > outer);
                inside && comment.own_line && comment.start < next
            })
        };
        if children.is_empty() {
            let lines = std::mem::take(&mut around.below);
            lines.into_iter().for_each(|line| around.attach(line.text));
        }
        if flow {
            let mut last = Around::default();
            self.behind(&mut last, end, next);
            match last.behind {
                Some(text) if around.behind.is_some() && !children.is_empty() => {
                    around.below.push(Line { text, blank: false });
                }
                text => text.into_iter().for_each(|text| around.attach(text)),
            }
        }
    }

    /// Finds what belongs to a scalar.
    fn scalar(&mut self, around: &mut Around, span: Span, next: usize) {
        self.before(around, span.start);
        around.above.extend(self.lines_before(span.start));
        self.behind(around, span.end, next);
    }

    /// What stands between an item and the line of its value, or its key.
    fn before(&mut self, around: &mut Around, start: usize) {
        while let Some(text) = self.behind_before(start) {
            around.attach(text);
        }
    }

    /// The comment behind a place, on its line.
    fn behind(&mut self, around: &mut Around, place: usize, next: usize) {
        let rest = self.text.get(place..).unwrap_or_default();
        let line = rest.split('\n').next().map_or(0, str::len);
        let comment = self.behind_before(next.min(place + line));
        comment.into_iter().for_each(|text| around.attach(text));
    }

    /// What stands next, before a place, and behind something else on its line.
    fn behind_before(&mut self, place: usize) -> Option<String> {
        let next = self.comments.front()?;
        if next.own_line || next.start >= place {
            return None;
        }
        self.comments.pop_front().map(|comment| comment.text)
    }

    /// What stands on lines of its own, next and before a place.
    fn lines_before(&mut self, place: usize) -> Vec<Line> {
        self.lines(|comment| comment.own_line && comment.start < place)
    }

    fn lines(&mut self, fits: impl Fn(&Comment) -> bool) -> Vec<Line> {
        let end = self.comments.iter().position(|comment| !fits(comment));
        let end = end.unwrap_or(self.comments.len());
        let lines = self.comments.drain(..end);
        lines
            .map(|Comment { text, blank, .. }| Line { text, blank })
            .collect()
    }

    /// The place on the line of an item of a block, which for an element is the line of its dash.
    fn line_of(&self, item: Item<'_>, column: usize) -> usize {
        let mut place = item.start();
        while item.key.is_none() {
            let line = line_before(self.text, place);
            if line.as_bytes().get(column) == Some(&b'-') || line.len() >= place {
                break;
            }
            place -= line.len() + 1;
        }
        place
    }
}

/// What stands on the line of a place before it.
fn line_before(text: &str, place: usize) -> &str {
    let before = text.get(..place).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

/// Whether an empty line stands above the line of a place.
fn is_below_blank(text: &str, place: usize) -> bool {
    let before = text.get(..place).unwrap_or_default();
    let above = before.rsplit_once('\n').map(|(above, _)| above);
    above.is_some_and(|above| line_before(above, above.len()).trim().is_empty())
}
