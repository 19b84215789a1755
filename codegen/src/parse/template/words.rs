//! The words of a template: `$name`, or `$(name)` where a letter follows. `$$` is a dollar.

use std::ops::Range;

/// A part of a text.
#[derive(Debug, PartialEq)]
pub(super) enum Piece<'t> {
    /// What stays as it is.
    Text(&'t str),
    /// The name of a word.
    Word(&'t str),
    /// A dollar that begins no word.
    Stray(Range<usize>),
}

/// The parts of a text, in its order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut at) = (Vec::new(), 0);
    while let Some(start) = text[at..].find('$').map(|found| at + found) {
        if start > at {
            pieces.push(Piece::Text(&text[at..start]));
        }
        let rest = &text[start + 1..];
        let (piece, len) = if rest.starts_with('$') {
            (Piece::Text("$"), 1)
        } else if let Some(inner) = rest.strip_prefix('(') {
            match name(inner) {
                word if !word.is_empty() && inner[word.len()..].starts_with(')') => {
                    (Piece::Word(word), word.len() + 2)
                }
                word => (Piece::Stray(start..start + 2 + word.len()), 1 + word.len()),
            }
        } else {
            match name(rest) {
                "" => (Piece::Stray(start..start + 1), 0),
                word => (Piece::Word(word), word.len()),
            }
        };
        pieces.push(piece);
        at = start + 1 + len;
    }
    if at < text.len() {
        pieces.push(Piece::Text(&text[at..]));
    }
    pieces
}

/// The name that a text begins with: letters and digits, a letter first.
fn name(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let name = &text[..text.len() - rest.len()];
    match name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => name,
        false => "",
    }
}

/// The first letter as a capital: what `$Name` makes of the word `name`.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// The name of the word that `$Name` is made of, if it begins with a capital.
pub(super) fn small(name: &str) -> Option<String> {
    let first = name.chars().next().filter(char::is_ascii_uppercase)?;
    Some(first.to_ascii_lowercase().to_string() + &name[1..])
}

#[cfg(test)]
mod tests {
    use super::{Piece, capital, pieces, small};

    #[test]
    fn words_and_dollars_are_told_apart() {
        use Piece::{Stray, Text, Word};
        let cases: [(&str, &[Piece<'_>]); 9] = [
            ("", &[]),
            ("plain", &[Text("plain")]),
            (
                "crm.$entity.get",
                &[Text("crm."), Word("entity"), Text(".get")],
            ),
            ("$(Entity)Id[]", &[Word("Entity"), Text("Id[]")]),
            ("UF_$CODE_1", &[Text("UF_"), Word("CODE"), Text("_1")]),
            ("5 $$", &[Text("5 "), Text("$")]),
            ("$5 é$", &[Stray(0..1), Text("5 é"), Stray(5..6)]),
            ("$(a", &[Stray(0..3)]),
            ("$()$a$b", &[Stray(0..2), Text(")"), Word("a"), Word("b")]),
        ];
        for (text, expected) in cases {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }

    #[test]
    fn a_capital_is_made_of_a_small_letter() {
        assert_eq!(capital("étage deux"), "Étage deux");
        assert_eq!(capital(""), "");
        assert_eq!(small("Entity").as_deref(), Some("entity"));
        assert_eq!(small("entity"), None);
    }
}
