//! The placeholders of error messages: what `#TITLE#` stands for in a text that the server sent.

/// What stands for `#name#` in `text`, if `text` was made from `template`. A final dot counts on neither side: the
/// documentation and the server do not agree on it.
pub(super) fn placeholder<'t>(template: &str, text: &'t str, name: &str) -> Option<&'t str> {
    let (first, mut places) = split(template.trim_end_matches('.'));
    let mut rest = text.trim_end_matches('.').strip_prefix(first)?;
    let mut found = None;
    let last = places.pop()?;
    for (place, after) in places {
        // Nothing between two placeholders: nobody can tell where the first one ends.
        let end = rest.find(after).filter(|_| !after.is_empty())?;
        found = found.or((place == name).then_some(&rest[..end]));
        rest = &rest[end + after.len()..];
    }
    let value = rest.strip_suffix(last.1)?;
    found.or((last.0 == name).then_some(value))
}

/// The text before the first placeholder; each placeholder with the text after it.
fn split(template: &str) -> (&str, Vec<(&str, &str)>) {
    let Some((first, mut name, mut rest)) = next(template) else {
        return (template, Vec::new());
    };
    let mut places = Vec::new();
    while let Some((before, following, after)) = next(rest) {
        places.push((name, before));
        (name, rest) = (following, after);
    }
    places.push((name, rest));
    (first, places)
}

/// The text before the next placeholder, its name, the text after it.
fn next(template: &str) -> Option<(&str, &str, &str)> {
    let is_name = |name: &str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    let marks = template.match_indices('#').map(|(index, _)| index);
    marks.clone().zip(marks.skip(1)).find_map(|(start, end)| {
        let name = template.get(start + 1..end).filter(|name| is_name(name))?;
        Some((&template[..start], name, &template[end + 1..]))
    })
}

/// The elements of a placeholder that is a list: `a, b`, in quotes or not.
pub(crate) fn list(text: &str) -> Vec<&str> {
    let elements = text
        .split(',')
        .map(|part| part.trim().trim_matches(['"', '\'']));
    elements.filter(|element| !element.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{list, placeholder};

    #[test]
    fn a_placeholder_is_what_stands_in_its_place() {
        let field = "Field \"#TITLE#\" must be of type #TYPE#.";
        let text = "Field \"urlCheck\" must be of type string.";
        assert_eq!(placeholder(field, text, "TITLE"), Some("urlCheck"));
        assert_eq!(placeholder(field, text, "TYPE"), Some("string"));
        assert_eq!(placeholder(field, text, "OTHER"), None);
        assert_eq!(
            placeholder(field, "Feld \"urlCheck\" muss ein string sein.", "TITLE"),
            None
        );
        assert_eq!(
            placeholder(
                "Invalid order \"#VALUE#\".",
                "Invalid order \"UP\"",
                "VALUE"
            ),
            Some("UP")
        );
        assert_eq!(
            placeholder("No. 5 # of #N#", "No. 5 # of 7", "N"),
            Some("7")
        );
        assert_eq!(placeholder("#A##B#", "ab", "A"), None);
        assert_eq!(
            placeholder("#A#: \"#B#\"", "a: \"b \" c\"", "B"),
            Some("b \" c")
        );
        assert_eq!(placeholder("plain", "plain", "A"), None);
    }

    #[test]
    fn a_list_is_split() {
        assert_eq!(list("colour, size"), ["colour", "size"]);
        assert_eq!(list("\"a\",'b' , "), ["a", "b"]);
        assert!(list("").is_empty());
    }
}
