//! The comments of a text, each with what it belongs to. The places decide.

use std::collections::HashMap;
use std::iter::{self, Peekable};
use std::vec;

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
    pub(super) header: Vec<Comment>,
    /// Those at the end.
    pub(super) below: Vec<Comment>,
    around: HashMap<Span, Around>,
    nothing: Around,
}

/// What stands around an item.
#[derive(Default)]
pub(super) struct Around {
    /// The comments on the lines above.
    pub(super) above: Vec<Comment>,
    /// Whether an empty line stands directly above it.
    pub(super) blank: bool,
    /// The comment behind it.
    pub(super) behind: Option<String>,
    /// The comments on the lines behind the last entry in it.
    pub(super) below: Vec<Comment>,
}

pub(super) struct Comment {
    /// With its `#`.
    pub(super) text: String,
    /// Whether an empty line stands above it.
    pub(super) blank: bool,
    start: usize,
    /// Whether nothing stands before it on its line.
    own_line: bool,
    column: usize,
}

impl Comments {
    pub(super) fn new(text: &str, spans: &[Span], root: Item<'_>) -> Self {
        let comments = spans.iter().map(|span| Comment::new(text, *span));
        let mut comments: Vec<Comment> = comments.collect();
        let is_modeline = |line: &Comment| line.own_line && line.text.starts_with(MODELINE);
        let modeline = comments.iter().position(is_modeline);
        let modeline = modeline.map(|index| comments.remove(index));
        let mut all: Vec<String> = comments.iter().map(|line| line.text.clone()).collect();
        all.sort_unstable();
        let mut reader = Reader {
            text,
            comments: comments.into_iter().peekable(),
            around: HashMap::new(),
        };
        reader.value(Around::default(), root, text.len(), None);
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
    pub(super) fn above(&self, item: Item<'_>) -> Vec<&Comment> {
        let mut lines: Vec<&Comment> = self.around(item).above.iter().collect();
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
    /// Comments that belong to the item: behind it, or above if there is one already.
    fn attach(&mut self, comments: impl IntoIterator<Item = Comment>) {
        for comment in comments {
            if self.behind.is_none() {
                self.behind = Some(comment.text);
            } else {
                self.above.push(comment.tight());
            }
        }
    }

    /// The comments at the beginning of a text that an empty line separates from the first key: they are about the file.
    fn take_header(&mut self) -> Vec<Comment> {
        let blanks = self.above.iter().map(|line| line.blank);
        let blanks: Vec<bool> = blanks.chain([self.blank]).collect();
        let end = blanks.iter().rposition(|blank| *blank).unwrap_or(0);
        self.above.drain(..end).collect()
    }
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

    /// The same without an empty line above it.
    fn tight(self) -> Self {
        let blank = false;
        Self { blank, ..self }
    }
}

struct Reader<'t> {
    text: &'t str,
    /// Those that have found no place yet.
    comments: Peekable<vec::IntoIter<Comment>>,
    around: HashMap<Span, Around>,
}

impl Reader<'_> {
    /// Finds what belongs to a value, and to all that is in it. `next` is where something else begins, `outer` the column
    /// of the innermost block that goes on there.
    fn value(&mut self, mut around: Around, item: Item<'_>, next: usize, outer: Option<usize>) {
        let Span { start, end } = item.value.span;
        if !item.is_collection() {
            self.scalar(&mut around, item.value.span, next);
            self.around.insert(item.id(), around);
            return;
        }
        self.before(&mut around, start);
        let children: Vec<Item<'_>> = item.children().collect();
        let flow = item.value.style == Style::Flow;
        let close = if flow { end.saturating_sub(1) } else { next };
        if flow {
            around.above.extend(self.lines_before(start));
            let inside = children.first().map_or(close, |first| first.start());
            around.attach(self.behind(start + 1, inside));
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
            if index == 0 {
                // An empty line at the beginning separates nothing.
                let first = inner.above.first_mut().map(|line| &mut line.blank);
                *first.unwrap_or(&mut inner.blank) = false;
            }
            let (next, outer) = match children.get(index + 1) {
                Some(beside) => (beside.start(), Some(column)),
                None => (close, outer),
            };
            self.value(inner, *child, next, outer.filter(|_| !flow));
        }
        // What is indented like the block that goes on belongs to its next entry.
        let least = outer.map_or(column, |outer| column.max(outer + 1));
        around.below = self.lines(|comment| {
            let is_in = flow || comment.own_line && comment.column >= least;
            is_in && comment.start < close
        });
        if children.is_empty() {
            let below = std::mem::take(&mut around.below);
            around.attach(below);
        }
        if flow {
            let last = self.behind(end, next);
            match around.behind {
                Some(_) if !children.is_empty() => around.below.extend(last.map(Comment::tight)),
                _ => around.attach(last),
            }
        }
        self.around.insert(item.id(), around);
    }

    /// Finds what belongs to a scalar.
    fn scalar(&mut self, around: &mut Around, span: Span, next: usize) {
        self.before(around, span.start);
        around.above.extend(self.lines_before(span.start));
        around.attach(self.behind(span.end, next));
    }

    /// What stands between an item and the line of its value, or its key.
    fn before(&mut self, around: &mut Around, start: usize) {
        around.attach(iter::from_fn(|| self.behind_before(start)));
    }

    /// The comment behind a place, on its line.
    fn behind(&mut self, place: usize, next: usize) -> Option<Comment> {
        let rest = self.text.get(place..).unwrap_or_default();
        let line = rest.split('\n').next().map_or(0, str::len);
        self.behind_before(next.min(place + line))
    }

    /// What stands next, before a place, and behind something else on its line.
    fn behind_before(&mut self, place: usize) -> Option<Comment> {
        let is_behind = |next: &Comment| !next.own_line && next.start < place;
        self.comments.next_if(is_behind)
    }

    /// What stands on lines of its own, next and before a place.
    fn lines_before(&mut self, place: usize) -> Vec<Comment> {
        self.lines(|comment| comment.own_line && comment.start < place)
    }

    fn lines(&mut self, fits: impl Fn(&Comment) -> bool) -> Vec<Comment> {
        iter::from_fn(|| self.comments.next_if(&fits)).collect()
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
