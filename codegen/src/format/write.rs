//! A tree to text.

use yaml::{Style, Value};

use super::comments::{Around, Comment, Comments};
use super::item::Item;
use super::lines::{Lines, WIDTH};
use super::scalar::{Place, Scalar, inline};
use super::wrap::{block, words, wrap};

/// The text of a document under the line for editors. `text` is what it was read from.
pub(super) fn write(text: &str, root: Item<'_>, comments: &Comments, modeline: String) -> String {
    let mut writer = Writer {
        text,
        comments,
        lines: Lines::default(),
    };
    writer.lines.push(modeline, None);
    if !comments.header.is_empty() {
        writer.comments(&comments.header, 0, true);
        writer.lines.blank();
    }
    let Around { above, behind, .. } = comments.around(root);
    writer.comments(above, 0, true);
    if root.children().next().is_none() {
        writer.value(root, String::new(), 0);
    } else {
        if let Some(comment) = behind {
            writer.lines.push(comment.clone(), None);
        }
        writer.entries(root, 0, None, false);
    }
    writer.comments(&comments.below, 0, false);
    writer.lines.finish()
}

struct Writer<'t> {
    text: &'t str,
    comments: &'t Comments,
    lines: Lines,
}

impl Writer<'_> {
    fn comments<'l>(
        &mut self,
        comments: impl IntoIterator<Item = &'l Comment>,
        indent: usize,
        is_first: bool,
    ) {
        for (index, comment) in comments.into_iter().enumerate() {
            if comment.blank && !(is_first && index == 0) {
                self.lines.blank();
            }
            self.lines.push(" ".repeat(indent) + &comment.text, None);
        }
    }

    /// The entries of a block. The first one stands behind the dash if the block is an element of a list; what stands
    /// above it is then written above the element.
    fn entries(&mut self, block: Item<'_>, indent: usize, mut dash: Option<String>, hoisted: bool) {
        for (index, item) in block.children().enumerate() {
            let is_first = index == 0;
            let lead = dash.take().unwrap_or_else(|| {
                let above = match is_first && hoisted {
                    true => Vec::new(),
                    false => self.comments.above(item),
                };
                let blank = self.comments.around(item).blank;
                let blank = blank && !(is_first && above.is_empty());
                self.comments(above, indent, is_first);
                if blank {
                    self.lines.blank();
                }
                " ".repeat(indent)
            });
            let lead = match item.key {
                Some(key) => lead + &inline(&Scalar::key(self.text, key), Place::Key) + ":",
                None => lead + "-",
            };
            self.value(item, lead, indent);
        }
        let below = &self.comments.around(block).below;
        self.comments(below, indent, false);
    }

    /// The value of an item whose line begins with `lead`.
    fn value(&mut self, item: Item<'_>, lead: String, indent: usize) {
        let inner = indent + 2;
        let comment = self.comments.around(item).behind.as_ref();
        if !item.is_collection() {
            let scalar = Scalar::value(self.text, item.value);
            return self.scalar(scalar, comment, &lead, inner);
        }
        let is_empty = item.children().next().is_none();
        if (item.value.style == Style::Flow || is_empty) && !self.comments.are_in(item) {
            let line = join(&lead, &flow(self.text, item));
            if line.chars().count() <= WIDTH || is_empty {
                return self.lines.push(line, comment);
            }
            if let Some(row) = row(self.text, item) {
                let parts: Vec<&str> = row.iter().map(String::as_str).collect();
                return self.wrapped(&parts, comment, &lead, inner);
            }
        }
        let is_element = item.key.is_none();
        if is_element && comment.is_none() {
            return self.entries(item, inner, Some(lead + " "), true);
        }
        self.lines.push(lead, comment);
        self.entries(item, inner, None, is_element);
    }

    fn scalar(&mut self, scalar: Scalar<'_>, comment: Option<&String>, lead: &str, indent: usize) {
        if let Some((header, lines)) = block(&scalar, indent) {
            self.lines.push(join(lead, &header), comment);
            for line in lines {
                let pad = if line.is_empty() { 0 } else { indent };
                self.lines.push(" ".repeat(pad) + &line, None);
            }
            return;
        }
        let text = inline(&scalar, Place::Block);
        if scalar.style.is_none() {
            return self.lines.push(join(lead, &text), comment);
        }
        self.wrapped(&words(&text), comment, lead, indent);
    }

    /// Words behind each other, on as many lines as they take.
    fn wrapped(&mut self, words: &[&str], comment: Option<&String>, lead: &str, indent: usize) {
        let mut lines = wrap(words, lead.chars().count() + 1, indent).into_iter();
        let mut line = join(lead, &lines.next().unwrap_or_default());
        for next in lines {
            self.lines.push(line, None);
            line = " ".repeat(indent) + &next;
        }
        self.lines.push(line, comment);
    }
}

/// A list or a mapping in brackets, on one line.
fn flow(text: &str, item: Item<'_>) -> String {
    let entries = flow_entries(text, item).join(", ");
    match item.value.value {
        Value::List(_) => format!("[{entries}]"),
        _ if entries.is_empty() => "{}".to_owned(),
        _ => format!("{{ {entries} }}"),
    }
}

fn flow_entries(text: &str, item: Item<'_>) -> Vec<String> {
    let entry = |item: Item<'_>| {
        let value = match item.is_collection() {
            true => flow(text, item),
            false => inline(&Scalar::value(text, item.value), Place::Flow),
        };
        match item.key {
            Some(key) => inline(&Scalar::key(text, key), Place::FlowKey) + ": " + &value,
            None => value,
        }
    };
    item.children().map(entry).collect()
}

/// The parts of a list of scalars, which may stand on lines of their own.
fn row(text: &str, item: Item<'_>) -> Option<Vec<String>> {
    if matches!(item.value.value, Value::Map(_)) || item.children().any(Item::is_collection) {
        return None;
    }
    let mut parts = flow_entries(text, item);
    let last = parts.len().checked_sub(1)?;
    for part in &mut parts[..last] {
        part.push(',');
    }
    parts[last].push(']');
    parts[0].insert(0, '[');
    Some(parts)
}

fn join(lead: &str, text: &str) -> String {
    let space = !lead.is_empty() && !text.is_empty();
    [lead, if space { " " } else { "" }, text].concat()
}
