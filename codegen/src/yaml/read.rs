//! Text to a tree, by the events of the parser.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, options};
use serde_json::Number;

use super::{Entry, Map, Node, Value};
use crate::diag::Span;
use crate::json::Json;

/// How deep values may be nested.
const DEPTH: usize = 128;
/// How many aliases may be written out for each byte of the text; `serde_yaml` is stricter.
const ALIASES: usize = 100;

/// Why a text is no tree: what the parser says, or nothing if it is for `serde_yaml` to say.
pub(crate) type Refusal = Option<ScanError>;

/// The document in a text.
pub(crate) fn read(text: &str) -> Result<Node, Refusal> {
    let options = options! {
        // As libyaml does it.
        bom_inside_document_as_content: true,
        block_scalar_eof_without_line_feed: true,
        emit_comments: false,
    };
    let mut reader = Reader {
        text,
        parser: Parser::new_from_str_with_options(text, options),
        anchors: HashMap::new(),
        aliases: 0,
        strange: false,
    };
    let mut root = None;
    loop {
        match reader.next()? {
            (Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _) => {}
            (Event::StreamEnd, _) => break,
            _ if root.is_some() => return Err(None),
            (event, span) => root = Some(reader.node(event, span, DEPTH)?),
        }
    }
    let mut root = root.unwrap_or_default();
    let ends = text.starts_with("...") || text.contains("\n...");
    let bare = !matches!(root.value, Value::Map(_));
    if reader.strange || bare || ends || has_strange(text) {
        let told = serde_yaml::from_str(text).map_err(|_| None)?;
        return if agree(&mut root, told) {
            Ok(root)
        } else {
            Err(None)
        };
    }
    Ok(root)
}

/// A look at the bytes is enough for most texts.
fn has_strange(text: &str) -> bool {
    let may_be = |byte: u8| !(b' '..0x7f).contains(&byte) && byte != b'\n';
    text.bytes().any(may_be) && text.contains(is_strange)
}

/// Whether libyaml refuses a character, or takes it for something else than YAML 1.2 does.
pub(crate) fn is_strange(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// Whether a scalar has signs of which parsers differ where they are text.
fn has_signs(text: &str) -> bool {
    let begins = ["---", "...", ":", "?"]
        .iter()
        .any(|sign| text.starts_with(sign));
    begins || text.ends_with(':') || text.contains(":?")
}

/// Takes over the scalars that `serde_yaml` reads, if it reads the same lists and mappings.
fn agree(node: &mut Node, told: Json) -> bool {
    match (&mut node.value, told) {
        (Value::List(ours), Json::List(told)) => {
            ours.len() == told.len()
                && ours
                    .iter_mut()
                    .zip(told)
                    .all(|(ours, told)| agree(ours, told))
        }
        (Value::Map(ours), Json::Map(told)) => {
            let alike = |(ours, (key, told)): (&mut Entry, _)| {
                ours.key == key && agree(&mut ours.value, told)
            };
            ours.entries.len() == told.len() && ours.entries.iter_mut().zip(told).all(alike)
        }
        (Value::List(_) | Value::Map(_), _) => false,
        (value, told) => scalar(told).map(|told| *value = told).is_some(),
    }
}

fn scalar(json: Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Bool(value) => Some(Value::Bool(value)),
        Json::Number(value) => Some(Value::Number(value)),
        Json::Text(value) => Some(Value::Text(value)),
        Json::List(_) | Json::Map(_) => None,
    }
}

struct Reader<'t> {
    text: &'t str,
    parser: Parser<'t, StrInput<'t>>,
    /// What an anchor stands before, and how many aliases are written out in it.
    anchors: HashMap<usize, (Node, usize)>,
    aliases: usize,
    /// Whether something is there that parsers have been seen to read in different ways: then `serde_yaml` has to agree.
    strange: bool,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, granit_parser::Span), Refusal> {
        match self.parser.next_event() {
            Some(event) => event.map_err(Some),
            None => Err(None),
        }
    }

    fn node(
        &mut self,
        event: Event<'t>,
        span: granit_parser::Span,
        depth: usize,
    ) -> Result<Node, Refusal> {
        let inner = || depth.checked_sub(1).ok_or(None);
        let before = self.aliases;
        let mut range = self::range(&span);
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if range.start == range.end {
                    range = self.nothing(range.start);
                    self.strange = true;
                }
                self.strange |= tag.is_some() || has_signs(&text);
                let value = match style {
                    ScalarStyle::Plain if tag.is_none() => plain(text).ok_or(None)?,
                    _ => Value::Text(text.into_owned()),
                };
                (value, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.strange |= tag.is_some();
                let (values, end) = self.list(inner()?)?;
                range.end = end;
                (Value::List(values), anchor)
            }
            Event::MappingStart(style, anchor, tag) => {
                self.strange |= tag.is_some();
                let (entries, end) = self.map(style == StructureStyle::Flow, inner()?)?;
                range.end = end;
                (Value::Map(Map::new(entries)), anchor)
            }
            Event::Alias(anchor) => return self.alias(anchor),
            _ => return Err(None),
        };
        let node = Node { span: range, value };
        if anchor > 0 {
            self.strange = true;
            let aliases = self.aliases - before;
            self.anchors.insert(anchor, (node.clone(), aliases));
        }
        Ok(node)
    }

    /// Where nothing stands: behind the sign that promises a value.
    fn nothing(&self, at: usize) -> Span {
        let rest = self.text.get(at..).unwrap_or_default();
        let at = at + usize::from(rest.starts_with([':', '-']));
        Span { start: at, end: at }
    }

    fn alias(&mut self, anchor: usize) -> Result<Node, Refusal> {
        // What stands inside of what it is an alias of is not there yet.
        let (node, aliases) = self.anchors.get(&anchor).ok_or(None)?;
        self.aliases += 1 + aliases;
        if self.aliases > self.text.len() * ALIASES {
            return Err(None);
        }
        Ok(node.clone())
    }

    /// The elements of a list, and where it ends.
    fn list(&mut self, depth: usize) -> Result<(Vec<Node>, usize), Refusal> {
        let mut values = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, span) => return Ok((values, self::range(&span).end)),
                (event, span) => values.push(self.node(event, span, depth)?),
            }
        }
    }

    /// The entries of a mapping, and where it ends.
    fn map(&mut self, flow: bool, depth: usize) -> Result<(Vec<Entry>, usize), Refusal> {
        let mut entries = Vec::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, span) => return Ok((entries, self::range(&span).end)),
                (event, span) => self.node(event, span, depth)?,
            };
            let text = match key.value {
                Value::Text(key) => key,
                Value::Number(key) if key.is_i64() => key.to_string(),
                _ => return Err(None),
            };
            let (event, span) = self.next()?;
            let written = self.text.get(key.span.start..self::range(&span).start);
            self.strange |= flow && written.is_none_or(|key| key.contains('\n'));
            entries.push(Entry {
                key: text,
                key_span: key.span,
                value: self.node(event, span, depth)?,
            });
        }
    }
}

fn range(span: &granit_parser::Span) -> Span {
    span.byte_range().unwrap_or_default().into()
}

/// What a scalar without quotes means; nothing, if `serde_yaml` would refuse it.
fn plain(text: Cow<'_, str>) -> Option<Value> {
    let like_number = |c: char| c.is_ascii_digit() || "+-.".contains(c);
    Some(match &*text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        digits if digits.starts_with(like_number) => match digits.parse::<serde_yaml::Number>() {
            Ok(number) => Value::Number(exact(&number)?),
            // A number that is too long, or text.
            Err(_) => scalar(serde_yaml::from_str(digits).ok()?)?,
        },
        _ => Value::Text(text.into_owned()),
    })
}

fn exact(number: &serde_yaml::Number) -> Option<Number> {
    let integer = number.as_u64().map(Number::from);
    let integer = integer.or_else(|| number.as_i64().map(Number::from));
    integer.or_else(|| Number::from_f64(number.as_f64()?))
}
