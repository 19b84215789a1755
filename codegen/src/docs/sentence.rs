//! The first sentence of some words of markdown.

/// What is between words of markdown: no text has it that has become a line.
pub(super) const BETWEEN: char = '\n';

/// Words of markdown, with a note at the end of the first sentence: `Deal name (`TITLE`).`
pub(super) fn with_note(words: &str, note: &str) -> String {
    let (sentence, rest) = words.split_at(end_of_sentence(words));
    format!("{sentence}{BETWEEN}({note}){rest}")
}

/// Where the mark stands that ends the first sentence of some words of markdown; their end if there is none.
pub(super) fn end_of_sentence(words: &str) -> usize {
    let mut start = 0;
    let mut all = words.split(BETWEEN).peekable();
    while let Some(word) = all.next() {
        let end = start + word.len();
        let is_end = match all.peek() {
            Some(next) => {
                let first = next.chars().find(|c| c.is_alphanumeric());
                let abbreviated = ["e.g.", "i.e.", "etc.", "No."].contains(&word);
                let opens =
                    next.starts_with(['`', '[']) || first.is_none_or(|first| !first.is_lowercase());
                // `1.` counts a list.
                let counts = start == 0 && word.starts_with(|c: char| c.is_ascii_digit());
                word.ends_with(['.', '!', '?']) && opens && !abbreviated && !counts
            }
            None => word.ends_with(['.', '!', '?', ':']),
        };
        if is_end {
            return end - 1;
        }
        start = end + BETWEEN.len_utf8();
    }
    words.len()
}
