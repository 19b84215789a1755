//! A tree to text.

use super::WIDTH;
use super::lines::Lines;
use super::scalar::{Place, block, inline, words, wrap};
use super::tree::{Collection, Document, Entry, Line, Scalar, Style, Value};

/// The text of a document under the line for editors.
pub(super) fn write(document: &Document, modeline: String) -> String {
    let mut writer = Writer::default();
    writer.lines.push(modeline, None);
    let root = &document.root;
    if !document.header.is_empty() {
        writer.comments(&document.header, 0, true);
        writer.lines.blank();
    }
    writer.comments(&root.above, 0, true);
    match &root.value {
        Value::Collection(collection) if !collection.entries.is_empty() => {
            if !collection.marks.is_empty() {
                writer.lines.push(collection.marks.join(" "), None);
            }
            if let Some(comment) = &root.comment {
                writer.lines.push(comment.clone(), None);
            }
            writer.entries(collection, 0, None);
        }
        _ => writer.value(root, String::new(), 0),
    }
    writer.comments(&document.below, 0, false);
    writer.lines.finish()
}

#[derive(Default)]
struct Writer {
    lines: Lines,
}

impl Writer {
    fn comments(&mut self, comments: &[Line], indent: usize, is_first: bool) {
        for (index, comment) in comments.iter().enumerate() {
            if comment.blank && !(is_first && index == 0) {
                self.lines.blank();
            }
            self.lines.push(" ".repeat(indent) + &comment.text, None);
        }
    }

    /// The entries of a block. The first one stands behind the dash if the block is an element of a list.
    fn entries(&mut self, block: &Collection, indent: usize, mut dash: Option<String>) {
        for (index, entry) in block.entries.iter().enumerate() {
            let lead = dash.take().unwrap_or_else(|| {
                self.comments(&entry.above, indent, index == 0);
                if entry.blank && (index > 0 || !entry.above.is_empty()) {
                    self.lines.blank();
                }
                " ".repeat(indent)
            });
            let lead = match &entry.key {
                Some(key) => lead + &inline(key, Place::Key) + ":",
                None => lead + "-",
            };
            self.value(entry, lead, indent);
        }
        self.comments(&block.below, indent, false);
    }

    /// The value of an entry whose line begins with `lead`.
    fn value(&mut self, entry: &Entry, lead: String, indent: usize) {
        let inner = indent + 2;
        let comment = entry.comment.as_ref();
        let collection = match &entry.value {
            Value::Scalar(scalar) => return self.scalar(scalar, comment, lead, inner),
            Value::Collection(collection) => collection,
        };
        let brackets = collection.flow || collection.entries.is_empty();
        if brackets && !collection.has_comments() {
            let line = join(&lead, &flow(collection));
            if line.chars().count() <= WIDTH || collection.entries.is_empty() {
                return self.lines.push(line, comment);
            }
            if let Some(row) = row(collection) {
                let lines = row.iter().map(String::as_str);
                return self.wrapped(lines, comment, lead, inner);
            }
        }
        let is_element = entry.key.is_none();
        if is_element && comment.is_none() && collection.marks.is_empty() {
            return self.entries(collection, inner, Some(lead + " "));
        }
        let lead = join(&lead, &collection.marks.join(" "));
        self.lines.push(lead, comment);
        self.entries(collection, inner, None);
    }

    fn scalar(&mut self, scalar: &Scalar, comment: Option<&String>, lead: String, indent: usize) {
        let is_block = matches!(scalar.style, Style::Literal | Style::Folded);
        if is_block && let Some((header, lines)) = block(scalar, indent) {
            let lead = join(&lead, &scalar.marks.join(" "));
            self.lines.push(join(&lead, &header), comment);
            for line in lines {
                let pad = if line.is_empty() { 0 } else { indent };
                self.lines.push(" ".repeat(pad) + &line, None);
            }
            return;
        }
        let text = inline(scalar, Place::Block);
        if scalar.style == Style::Verbatim {
            return self.lines.push(join(&lead, &text), comment);
        }
        self.wrapped(words(&text).into_iter(), comment, lead, indent);
    }

    /// Words behind each other, on as many lines as they take.
    fn wrapped<'w>(
        &mut self,
        words: impl Iterator<Item = &'w str>,
        comment: Option<&String>,
        lead: String,
        indent: usize,
    ) {
        let mut lines = wrap(words, lead.chars().count() + 1, indent).into_iter();
        let mut line = join(&lead, &lines.next().unwrap_or_default());
        for next in lines {
            self.lines.push(line, None);
            line = " ".repeat(indent) + &next;
        }
        self.lines.push(line, comment);
    }
}

/// A collection in brackets, on one line.
fn flow(collection: &Collection) -> String {
    let entries: Vec<String> = collection.entries.iter().map(flow_entry).collect();
    let entries = entries.join(", ");
    let brackets = match (collection.is_list, entries.is_empty()) {
        (true, _) => format!("[{entries}]"),
        (false, true) => "{}".to_owned(),
        (false, false) => format!("{{ {entries} }}"),
    };
    join(&collection.marks.join(" "), &brackets)
}

fn flow_entry(entry: &Entry) -> String {
    let value = match &entry.value {
        Value::Scalar(scalar) => inline(scalar, Place::Flow),
        Value::Collection(collection) => flow(collection),
    };
    match &entry.key {
        Some(key) => inline(key, Place::FlowKey) + ": " + &value,
        None => value,
    }
}

/// The parts of a list of scalars, which may stand on lines of their own.
fn row(collection: &Collection) -> Option<Vec<String>> {
    let is_scalar = |entry: &Entry| matches!(entry.value, Value::Scalar(_));
    if !collection.is_list || !collection.entries.iter().all(is_scalar) {
        return None;
    }
    let mut parts: Vec<String> = collection.entries.iter().map(flow_entry).collect();
    let last = parts.len().checked_sub(1)?;
    for part in &mut parts[..last] {
        part.push(',');
    }
    parts[last].push(']');
    parts[0].insert_str(0, &join(&collection.marks.join(" "), "["));
    Some(parts)
}

fn join(lead: &str, text: &str) -> String {
    let space = if lead.is_empty() || text.is_empty() {
        ""
    } else {
        " "
    };
    format!("{lead}{space}{text}")
}
