//! Text to a tree. The parser tells what stands where; which comment belongs to what is decided here, by the places.

use std::collections::VecDeque;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span, StructureStyle, options};

use super::comments::{Comment, Comments, is_below_blank, line_before};
use super::tree::{Collection, Document, Entry, Line, Scalar, Style, Value};

/// How the comment begins that tells an editor the schema.
pub(super) const MODELINE: &str = "# yaml-language-server:";

/// Reads a text that the generator takes for YAML.
pub(super) fn read(text: &str) -> Result<Document, ScanError> {
    let options = options! {
        emit_anchor_events: true,
        // As the parser of the generator does it.
        block_scalar_eof_without_line_feed: true,
        max_buffered_comment_events: usize::MAX,
    };
    let (mut events, mut comments) = (VecDeque::new(), Vec::new());
    for event in Parser::new_from_str_with_options(text, options) {
        match event? {
            (Event::Comment(..), span) => comments.push(Comment::new(text, range(&span))),
            (Event::StreamStart | Event::DocumentStart(..), _) => {}
            (Event::StreamEnd | Event::DocumentEnd, _) => {}
            event => events.push_back(event),
        }
    }
    comments.sort_by_key(|comment| comment.start);
    let modeline = comments
        .iter()
        .position(|comment| comment.own_line && comment.text.starts_with(MODELINE))
        .map(|index| comments.remove(index).text);
    let mut reader = Reader {
        text,
        events,
        comments: Comments(comments.into()),
        columns: Vec::new(),
    };
    let mut root = Entry::default();
    reader.value(&mut root);
    let below = reader.comments.all_before(text.len());
    Ok(Document {
        modeline,
        header: header(&mut root),
        root,
        below,
    })
}

struct Reader<'t> {
    text: &'t str,
    events: VecDeque<(Event<'t>, Span)>,
    comments: Comments,
    /// Where the collections begin that are open; one in brackets has no column.
    columns: Vec<Option<usize>>,
}

impl Reader<'_> {
    /// Reads the next value, with the comments before it and behind it.
    fn value(&mut self, entry: &mut Entry) {
        let start = self.next_start();
        while let Some(comment) = self.comments.behind_before(start) {
            entry.attach(comment);
        }
        let Some((event, span)) = self.events.pop_front() else {
            return;
        };
        let marks = self.marks(&span);
        let range = range(&span);
        let source = self.text.get(range.clone()).unwrap_or_default();
        let (is_list, style) = match event {
            Event::SequenceStart(style, ..) => (true, style),
            Event::MappingStart(style, ..) => (false, style),
            Event::Scalar(text, style, _, tag) => {
                let text = if source.is_empty() { "".into() } else { text };
                let style = self::style(&text, style, tag.is_some());
                let text = text.into_owned();
                return self.scalar(entry, Scalar { marks, style, text }, &range);
            }
            // An alias.
            _ => {
                let (style, text) = (Style::Verbatim, source.to_owned());
                return self.scalar(entry, Scalar { marks, style, text }, &range);
            }
        };
        let flow = style == StructureStyle::Flow;
        if flow {
            entry.above.extend(self.comments.lines_before(start));
            let inside = self.behind(range.end);
            inside.into_iter().for_each(|text| entry.attach(text));
        }
        let column = line_before(self.text, start).len();
        self.columns.push((!flow).then_some(column));
        let (mut collection, end) = self.entries(Collection {
            start: range.start,
            marks,
            is_list,
            flow,
            entries: Vec::new(),
            below: Vec::new(),
        });
        self.columns.pop();
        if collection.entries.is_empty() {
            let lines = collection.below.drain(..);
            lines.for_each(|line| entry.attach(line.text));
        }
        if let Some(text) = flow.then(|| self.behind(end)).flatten() {
            if entry.comment.is_none() || collection.entries.is_empty() {
                entry.attach(text);
            } else {
                collection.below.push(Line { text, blank: false });
            }
        }
        entry.value = Value::Collection(collection);
    }

    fn scalar(&mut self, entry: &mut Entry, scalar: Scalar, range: &Range<usize>) {
        entry.value = Value::Scalar(scalar);
        entry.above.extend(self.comments.lines_before(range.start));
        let behind = self.behind(range.end);
        behind.into_iter().for_each(|text| entry.attach(text));
    }

    /// Reads what is in a collection; says where it ends as well.
    fn entries(&mut self, mut collection: Collection) -> (Collection, usize) {
        loop {
            let Some((event, span)) = self.events.front() else {
                return (collection, self.text.len());
            };
            if is_end(event) {
                let range = range(span);
                collection.below = match self.columns.last() {
                    Some(Some(column)) => {
                        let (column, outer) = (*column, self.outer_column());
                        self.comments.at_end(self.next_token(), column, outer)
                    }
                    _ => self.comments.all_before(range.start),
                };
                self.events.pop_front();
                return (collection, range.end);
            }
            let start = range(span).start;
            let mut entry = Entry {
                above: self.comments.lines_before(start),
                blank: !collection.flow
                    && is_below_blank(self.text, self.line_of(&collection, start)),
                ..Entry::default()
            };
            if !collection.is_list {
                self.key(&mut entry);
            }
            self.value(&mut entry);
            if collection.entries.is_empty() {
                // An empty line at the beginning separates nothing.
                *entry.blank_above() = false;
            }
            collection.entries.push(entry);
        }
    }

    /// Reads a key. It is a scalar, for the generator takes no other.
    fn key(&mut self, entry: &mut Entry) {
        self.value(entry);
        if let Value::Scalar(key) = std::mem::take(&mut entry.value) {
            entry.key = Some(key);
        }
    }

    /// The comment behind something, on the line on which it ends.
    fn behind(&mut self, end: usize) -> Option<String> {
        let rest = self.text.get(end..).unwrap_or_default();
        let line = rest.split('\n').next().map_or(0, str::len);
        self.comments
            .behind_before(self.next_token().min(end + line))
    }

    /// The anchor and the tag of the event that was taken last.
    fn marks(&mut self, span: &Span) -> Vec<String> {
        let mut places: Vec<_> = span.tag_span().iter().map(range).collect();
        if let Some((Event::Anchor(..), span)) = self.events.front() {
            places.push(range(span));
            self.events.pop_front();
        }
        places.sort_by_key(|place| place.start);
        let marks = places.into_iter().filter_map(|place| self.text.get(place));
        marks.map(str::to_owned).collect()
    }

    fn next_start(&self) -> usize {
        let next = self.events.front();
        next.map_or(self.text.len(), |(_, span)| range(span).start)
    }

    /// Where the next thing begins that can be seen: the end of a block cannot.
    fn next_token(&self) -> usize {
        let mut spans = self.events.iter().filter_map(|(event, span)| {
            let span = range(span);
            (!(is_end(event) && span.is_empty())).then_some(span.start)
        });
        spans.next().unwrap_or(self.text.len())
    }

    /// Where the innermost collection begins that does not end here.
    fn outer_column(&self) -> Option<usize> {
        let ends = self.events.iter().take_while(|(event, _)| is_end(event));
        let open = self.columns.len().checked_sub(ends.count() + 1)?;
        self.columns.get(open).copied().flatten()
    }

    /// The place on the line of an entry, which for an element of a block is the line of its dash.
    fn line_of(&self, collection: &Collection, start: usize) -> usize {
        let (Some(Some(dash)), true) = (self.columns.last(), collection.is_list) else {
            return start;
        };
        let mut place = start;
        loop {
            let line = line_before(self.text, place);
            if line.as_bytes().get(*dash) == Some(&b'-') || line.len() >= place {
                return place;
            }
            place -= line.len() + 1;
        }
    }
}

/// Takes the comments at the beginning that an empty line separates from the first key: they are about the file.
fn header(root: &mut Entry) -> Vec<Line> {
    let Value::Collection(collection) = &mut root.value else {
        return Vec::new();
    };
    // What is put to the whole would stand between.
    let first = collection.entries.first_mut();
    let Some(first) = first.filter(|_| collection.marks.is_empty()) else {
        return Vec::new();
    };
    let blanks = first.above.iter().map(|line| line.blank);
    let blanks: Vec<bool> = blanks.chain([first.blank]).collect();
    let end = blanks.iter().rposition(|blank| *blank).unwrap_or(0);
    first.above.drain(..end).collect()
}

fn is_end(event: &Event<'_>) -> bool {
    matches!(event, Event::MappingEnd | Event::SequenceEnd)
}

fn range(span: &Span) -> Range<usize> {
    span.byte_range().unwrap_or_default()
}

fn style(text: &str, style: ScalarStyle, has_tag: bool) -> Style {
    match style {
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
        ScalarStyle::Plain if has_tag || text.is_empty() => Style::Verbatim,
        ScalarStyle::Plain => match yaml::plain(text) {
            Ok(yaml::Value::Text(_)) => Style::Text,
            _ => Style::Verbatim,
        },
        _ if has_tag => Style::Quoted,
        _ => Style::Text,
    }
}
