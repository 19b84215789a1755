//! Prose to rustdoc. A spec's text has paragraphs, `code` and lists with `- `; all else is shown as it is written. So no
//! text of a spec can break a link, open an HTML tag, start a code block that would run as a test, or leave its comment.

mod sentence;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::names;
use sentence::{BETWEEN, end_of_sentence, with_note};

/// Columns of a line, without `/// `.
const WIDTH: usize = 100;

/// The Rust path of every method, by its name: what a mention in code becomes a link to.
pub(crate) type Links = BTreeMap<String, String>;

/// The lines of a doc comment.
pub(crate) fn prose(text: &str, links: &Links) -> Vec<String> {
    layout(&blocks(text), None, links)
}

/// The lines of a doc comment on what the API calls `name`: the name stands at the end of the first sentence.
pub(crate) fn named(text: &str, name: &str, links: &Links) -> Vec<String> {
    layout(&blocks(text), Some(name), links)
}

/// The first sentence of a doc comment, with the name that the API has for it, if that is another.
pub(crate) fn summary(text: &str, name: Option<&str>, links: &Links) -> Vec<String> {
    let Some((_, block)) = blocks(text).into_iter().next() else {
        return Vec::new();
    };
    let text = inline(&block, links);
    let end = end_of_sentence(&text);
    let sentence = text[..end].to_owned() + if end < text.len() { "." } else { "" };
    let sentence = name.map_or(sentence.clone(), |name| with_note(&sentence, &code(name)));
    let mut lines = Vec::new();
    wrap(sentence.split(BETWEEN), "", "", &mut lines);
    lines
}

/// The paragraphs and the elements of lists, which are marked.
fn blocks(text: &str) -> Vec<(bool, String)> {
    let mut blocks: Vec<(bool, String)> = Vec::new();
    let mut fresh = true;
    for line in clean(text).lines().map(str::trim) {
        let item = line.strip_prefix("- ");
        match blocks.last_mut() {
            _ if line.is_empty() => {}
            Some((_, block)) if !fresh && item.is_none() => {
                block.push(' ');
                block.push_str(line);
            }
            _ => blocks.push((item.is_some(), item.unwrap_or(line).to_owned())),
        }
        fresh = line.is_empty();
    }
    blocks
}

fn layout(blocks: &[(bool, String)], name: Option<&str>, links: &Links) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut after_item = false;
    let mut name = name;
    for (is_item, block) in blocks {
        let within_list = *is_item && after_item;
        if !lines.is_empty() && !within_list {
            lines.push(String::new());
        }
        let (first, rest) = if *is_item { ("- ", "  ") } else { ("", "") };
        let mut text = inline(block, links);
        if let Some(name) = name.take() {
            text = with_note(&text, &code(name));
        }
        let words = text.split(BETWEEN).filter(|word| !word.is_empty());
        wrap(words, first, rest, &mut lines);
        after_item = *is_item;
    }
    lines
}

/// The lines of some statements of Rust, laid out as all Rust of the crate is; what cannot be parsed stays as it is.
pub(crate) fn statements(text: &str) -> Vec<String> {
    let Ok(file) = syn::parse_str(&format!("fn f() {{ {text} }}")) else {
        return vec![text.to_owned()];
    };
    let function = prettyplease::unparse(&file);
    let lines = function.lines();
    let inside = lines.filter_map(|line| line.strip_prefix("    "));
    inside.map(json_keys).collect()
}

/// A line without the blanks that are put before the colons of JSON in a macro.
fn json_keys(line: &str) -> String {
    match line.contains(['\\', '#']) {
        true => line.to_owned(),
        false => line.replace("\" : ", "\": "),
    }
}

/// Text as a code span that shows it unchanged.
pub(crate) fn code(text: &str) -> String {
    let text = clean(text).replace('\n', " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    match text.trim() {
        "" => "``\u{a0}``".to_owned(),
        _ if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) => {
            format!("{ticks} {text} {ticks}")
        }
        _ => format!("{ticks}{text}{ticks}"),
    }
}

/// A method's name as code; a link where the crate has the method.
pub(crate) fn method(name: &str, links: &Links) -> String {
    match (links.get(name), name.strip_suffix("@v3")) {
        (None, _) => code(name),
        (Some(path), None) => item(name, path),
        (Some(path), Some(name)) => item(name, path) + " of REST 3",
    }
}

/// A link to an item of the crate.
pub(crate) fn item(text: &str, path: &str) -> String {
    // rustdoc knows no raw identifiers.
    format!("[{}]({})", code(text), path.replace("r#", ""))
}

/// A link to a type of the same module.
pub(crate) fn own(ident: &str) -> String {
    match names::DERIVES.contains(&ident) {
        // Rustdoc asks whether the derive macro is meant.
        true => format!("[`{ident}`](type@{ident})"),
        false => format!("[`{ident}`]"),
    }
}

/// Prose in the cell of a table.
pub(crate) fn cell(text: &str, links: &Links) -> String {
    let line = prose(text, links).join(" ");
    // A bar ends the cell, in code as well; one that is escaped already does not.
    line.replace("\\|", "|").replace('|', "\\|")
}

/// Breaks words, which are markdown already, into lines; the first begins with `first`, the others with `rest`.
pub(crate) fn wrap<'w>(
    words: impl IntoIterator<Item = &'w str>,
    first: &str,
    rest: &str,
    lines: &mut Vec<String>,
) {
    let mut line = String::new();
    let mut width = 0;
    for word in words {
        let more = word.chars().count();
        if line.is_empty() {
            line = first.to_owned() + &at_line_start(word);
            width = line.chars().count();
        } else if width + 1 + more > WIDTH {
            let next = rest.to_owned() + &at_line_start(word);
            width = next.chars().count();
            lines.push(std::mem::replace(&mut line, next));
        } else {
            line.push(' ');
            line.push_str(word);
            width += 1 + more;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
}

/// Without characters that are invisible or turn the direction of text.
fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~')) {
        return text.into();
    }
    let visible = |c: char| match c {
        '\n' => Some('\n'),
        '\t' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}' => None,
        c if c.is_control() => None,
        c => Some(c),
    };
    text.chars().filter_map(visible).collect::<String>().into()
}

/// Words of markdown. A span of code is one word, however many it has.
fn inline(text: &str, links: &Links) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('`') {
        let ticks = ticks(&rest[start..]);
        let fence = &rest[start..start + ticks];
        let after = &rest[start + ticks..];
        text_words(&rest[..start], &mut words);
        let Some(end) = end_of_code(after, fence) else {
            words += &escape(fence);
            rest = after;
            continue;
        };
        let content = after[..end].trim();
        if !content.is_empty() {
            words += &method(content, links);
        }
        rest = &after[end + ticks..];
    }
    text_words(rest, &mut words);
    words
}

/// Where a fence of exactly this length closes the code.
fn end_of_code(text: &str, fence: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let start = at + text[at..].find('`')?;
        let ticks = ticks(&text[start..]);
        if ticks == fence.len() {
            return Some(start);
        }
        at = start + ticks;
    }
}

/// How many backticks a text begins with.
fn ticks(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'`').count()
}

fn text_words(text: &str, words: &mut String) {
    for (index, part) in text.split(' ').enumerate() {
        if index > 0 {
            words.push(BETWEEN);
        }
        *words += &match part.bytes().all(is_plain) {
            true => Cow::from(part),
            false => link(part).unwrap_or_else(|| escape(part)).into(),
        };
    }
}

/// Whether a character is no part of any markup, nor of a link.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b',' | b';' | b'\'' | b'"' | b'-')
}

/// A bare link, without the punctuation that ends the sentence.
fn link(word: &str) -> Option<String> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let rest = &word[start..];
    let link = &rest[..rest.find(|c| !safe(c)).unwrap_or(rest.len())];
    let url = link.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'']);
    let (before, after) = (&word[..start], &word[start + url.len()..]);
    let has_host = url.len() > "https://".len();
    has_host.then(|| format!("{}<{url}>{}", escape(before), escape(after)))
}

/// A word in which nothing is markup.
fn escape(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for (index, c) in word.char_indices() {
        let inside = index > 0 && index + 1 < word.len();
        if "\\`*[]<>|~&$".contains(c) || (c == '_' && !inside) {
            out.push('\\');
        }
        out.push(c);
    }
    // `a_b_` or `_a` inside quotes: an underscore beside a sign may open emphasis.
    if word.contains('_') && word.chars().any(|c| !c.is_alphanumeric() && c != '_') {
        out = out.replace("\\_", "_").replace('_', "\\_");
    }
    out
}

/// A word that may open a line without opening a list, a heading, a quote or a rule.
fn at_line_start(word: &str) -> Cow<'_, str> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && word[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &word[..digits], &word[digits..]).into();
    }
    match word.starts_with(['#', '+', '-', '=', ':']) {
        true => format!("\\{word}").into(),
        false => word.into(),
    }
}

#[cfg(test)]
mod tests;
