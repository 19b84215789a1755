//! The regular expressions of the specs: a sequence of characters and classes, each with a quantifier. A whole engine
//! would be a dependency of every caller, and no parameter of the API asks for more.

/// Whether `text` matches `pattern`; a pattern that uses more than this module knows matches anything.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    Pattern::parse(pattern).is_none_or(|pattern| pattern.matches(text))
}

struct Pattern {
    from_start: bool,
    to_end: bool,
    atoms: Vec<Atom>,
}

/// One character of some, repeated.
struct Atom {
    ranges: Vec<(char, char)>,
    negated: bool,
    min: usize,
    max: usize,
}

impl Atom {
    fn takes(&self, c: char) -> bool {
        self.ranges
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
            != self.negated
    }
}

impl Pattern {
    /// Goes through the atoms once, with all places of the text that those before can end at.
    fn matches(&self, text: &str) -> bool {
        let text: Vec<char> = text.chars().collect();
        let mut ends = vec![!self.from_start; text.len() + 1];
        ends[0] = true;
        for atom in &self.atoms {
            let mut next = vec![false; text.len() + 1];
            for start in (0..=text.len()).filter(|start| ends[*start]) {
                let run = text[start..].iter().take(atom.max);
                let run = run.take_while(|c| atom.takes(**c)).count();
                for taken in atom.min..=run {
                    next[start + taken] = true;
                }
            }
            ends = next;
        }
        if self.to_end {
            ends[text.len()]
        } else {
            ends.contains(&true)
        }
    }

    fn parse(pattern: &str) -> Option<Self> {
        let (from_start, rest) = strip(pattern, pattern.strip_prefix('^'));
        let escapes = |text: &str| text.bytes().rev().take_while(|byte| *byte == b'\\').count();
        let (to_end, rest) = match rest.strip_suffix('$') {
            Some(rest) if escapes(rest) % 2 == 0 => (true, rest),
            _ => (false, rest),
        };
        let mut atoms = Vec::new();
        let mut rest = rest.chars();
        while let Some(first) = rest.next() {
            let (ranges, negated) = match first {
                '.' => (Vec::new(), true),
                '\\' => (escaped(rest.next()?)?, false),
                '[' => class(&mut rest)?,
                '(' | ')' | '|' | '*' | '+' | '?' | '{' | '}' | ']' | '^' | '$' => return None,
                c => (vec![(c, c)], false),
            };
            let (min, max) = quantifier(&mut rest)?;
            atoms.push(Atom {
                ranges,
                negated,
                min,
                max,
            });
        }
        Some(Self {
            from_start,
            to_end,
            atoms,
        })
    }
}

fn strip<'t>(text: &'t str, stripped: Option<&'t str>) -> (bool, &'t str) {
    (stripped.is_some(), stripped.unwrap_or(text))
}

fn escaped(c: char) -> Option<Vec<(char, char)>> {
    match c {
        'd' => Some(vec![('0', '9')]),
        'w' => Some(vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')]),
        's' => Some(vec![(' ', ' '), ('\t', '\r')]),
        c if c.is_alphanumeric() => None,
        c => Some(vec![(c, c)]),
    }
}

fn class(rest: &mut std::str::Chars<'_>) -> Option<(Vec<(char, char)>, bool)> {
    let (negated, after) = strip(rest.as_str(), rest.as_str().strip_prefix('^'));
    *rest = after.chars();
    let mut ranges = Vec::new();
    loop {
        match rest.next()? {
            ']' if !ranges.is_empty() => return Some((ranges, negated)),
            '\\' => ranges.extend(escaped(rest.next()?)?),
            first => {
                let mut ahead = rest.clone();
                match (ahead.next(), ahead.next()) {
                    (Some('-'), Some(last)) if last != ']' => {
                        *rest = ahead;
                        ranges.push((first, last));
                    }
                    _ => ranges.push((first, first)),
                }
            }
        }
    }
}

fn quantifier(rest: &mut std::str::Chars<'_>) -> Option<(usize, usize)> {
    let mut ahead = rest.clone();
    let bounds = match ahead.next() {
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some('?') => (0, 1),
        Some('{') => {
            let (inside, after) = ahead.as_str().split_once('}')?;
            ahead = after.chars();
            match inside.split_once(',') {
                None => (inside.parse().ok()?, inside.parse().ok()?),
                Some((min, "")) => (min.parse().ok()?, usize::MAX),
                Some((min, max)) => (min.parse().ok()?, max.parse().ok()?),
            }
        }
        _ => return Some((1, 1)),
    };
    *rest = ahead;
    Some(bounds)
}

/// Whether this module knows everything that `pattern` uses. The generator holds its own check against it.
#[cfg(test)]
pub(super) fn knows(pattern: &str) -> bool {
    Pattern::parse(pattern).is_some()
}

#[cfg(test)]
mod tests {
    use super::{knows, matches};

    #[test]
    fn what_a_regular_expression_would_say() {
        let cases = [
            ("^[a-z][a-z0-9_]*$", "sales_2025", true),
            ("^[a-z][a-z0-9_]*$", "Sales", false),
            ("^[a-z][a-z0-9_]*$", "", false),
            ("^[a-z][a-z0-9_]*$", "sales ", false),
            ("^[A-Z][A-Z0-9_]*$", "ID_1", true),
            ("^[A-Z][A-Z0-9_]*$", "1D", false),
            ("[0-9]{2}", "a12b", true),
            ("^[0-9]{2}$", "123", false),
            ("^a{1,2}b?$", "aab", true),
            ("^a{2,}$", "a", false),
            ("^.+@.+\\.[a-z]+$", "who@example.com", true),
            ("^.+@.+\\.[a-z]+$", "who@example", false),
            ("^[^ ]+$", "two words", false),
            ("^\\d+\\$$", "5$", true),
            ("^[\\w-]+$", "a-b_c", true),
            ("^[]-]+$", "-]", true),
            ("^ü+$", "üü", true),
            ("^C:\\\\$", "C:\\", true),
            ("^C:\\\\$", "D:\\", false),
            ("", "anything", true),
        ];
        for (pattern, text, expected) in cases {
            assert!(knows(pattern), "{pattern}");
            assert_eq!(matches(pattern, text), expected, "{pattern} on {text:?}");
        }
        assert!(!knows("a|b"));
    }

    #[test]
    fn no_pattern_takes_long() {
        let pattern = format!("^{}b$", "a*".repeat(50));
        assert!(!matches(&pattern, &"a".repeat(500)));
    }
}
