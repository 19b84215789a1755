//! Text to a tree, by the events of the parser.

use granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle, options};

use crate::error::Error;
use crate::scalar::plain;
use crate::syntax::explain;
use crate::tree::{Document, Entry, Map, Node, Span, Style, Value};

/// How deep values may be nested.
const DEPTH: usize = 128;

/// The document in a text.
///
/// # Errors
///
/// The text is no YAML, or has something in it that no spec needs.
pub fn read(text: &str) -> Result<Document, Error> {
    if let Some(error) = Error::character(text) {
        return Err(error);
    }
    let options = options! {
        // What stands there is told, not what is missing elsewhere.
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        disallow_directives: true,
        // As libyaml does it.
        block_scalar_eof_without_line_feed: true,
        max_buffered_comment_events: usize::MAX,
    };
    let mut reader = Reader {
        text,
        parser: Parser::new_from_str_with_options(text, options),
        document: Document::default(),
        open: Vec::new(),
    };
    let mut documents = 0;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::DocumentEnd => {}
            Event::DocumentStart(..) if documents == 0 => documents = 1,
            Event::DocumentStart(..) => return Err(Error::second_document(span)),
            _ => reader.document.root = reader.node(event, span)?,
        }
    }
    reader.document.comments.sort_unstable();
    Ok(reader.document)
}

struct Reader<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    document: Document,
    /// Where the lists and mappings begin that have not ended.
    open: Vec<usize>,
}

impl<'t> Reader<'t> {
    /// The next event that is a part of the tree.
    fn next(&mut self) -> Result<(Event<'t>, Span), Error> {
        loop {
            let (event, place) = match self.parser.next_event() {
                None => return Ok((Event::StreamEnd, Span::default())),
                Some(Err(error)) => {
                    return Err(explain(self.text, &error, self.open.last().copied()));
                }
                Some(Ok(next)) => next,
            };
            let span = range(&place);
            let mark = match &event {
                Event::Comment(..) => {
                    self.document.comments.push(span);
                    continue;
                }
                Event::Anchor(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => Some(span),
                _ => place.tag_span().as_ref().map(range),
            };
            return match mark {
                None => Ok((event, span)),
                Some(span) => Err(Error::property(self.text, span)),
            };
        }
    }

    fn node(&mut self, event: Event<'t>, mut span: Span) -> Result<Node, Error> {
        if self.open.len() >= DEPTH {
            return Err(Error::depth(span.start));
        }
        let (style, value) = match event {
            Event::Scalar(text, ScalarStyle::Plain, ..) => {
                if span.start == span.end {
                    span = self.nothing(span.start);
                }
                let value = plain(&text).map_err(|what| Error::number(span, what))?;
                (Style::Plain, value)
            }
            Event::Scalar(text, style, ..) => {
                let style = match style {
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                    _ => Style::Quoted,
                };
                (style, Value::Text(text.into_owned()))
            }
            Event::SequenceStart(style, ..) => (collection(style), self.list(&mut span)?),
            Event::MappingStart(style, ..) => (collection(style), self.map(&mut span)?),
            // No other event is where a value is.
            _ => Default::default(),
        };
        Ok(Node { span, style, value })
    }

    /// Where nothing stands: behind the sign that promises a value.
    fn nothing(&self, at: usize) -> Span {
        let rest = self.text.get(at..).unwrap_or_default();
        let at = at + usize::from(rest.starts_with([':', '-']));
        (at..at).into()
    }

    /// A list of which `span` is the beginning.
    fn list(&mut self, span: &mut Span) -> Result<Value, Error> {
        self.open.push(span.start);
        let mut values = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, Span { end, .. }) => {
                    self.open.pop();
                    span.end = end;
                    return Ok(Value::List(values));
                }
                (event, span) => values.push(self.node(event, span)?),
            }
        }
    }

    /// A mapping of which `span` is the beginning.
    fn map(&mut self, span: &mut Span) -> Result<Value, Error> {
        self.open.push(span.start);
        let mut map = Map::default();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, Span { end, .. }) => {
                    self.open.pop();
                    span.end = end;
                    return Ok(Value::Map(map));
                }
                (event, span) => self.node(event, span)?,
            };
            let text = match key.value {
                Value::Text(text) => text,
                Value::Number(number) if number.is_i64() => number.to_string(),
                _ => return Err(Error::key(self.text, &key)),
            };
            let (event, span) = self.next()?;
            let entry = Entry {
                key: text,
                key_span: key.span,
                value: self.node(event, span)?,
            };
            self.document.duplicates.extend(map.push(entry));
        }
    }
}

fn collection(style: StructureStyle) -> Style {
    match style {
        StructureStyle::Block => Style::Block,
        StructureStyle::Flow => Style::Flow,
    }
}

fn range(span: &granit_parser::Span) -> Span {
    span.byte_range().unwrap_or_default().into()
}
