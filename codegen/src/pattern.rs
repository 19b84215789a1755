//! The regular expressions that a limit may use. The generated crate matches them itself, without an engine: characters
//! and classes in a row, each with a quantifier.

use crate::ty::Mistake;

/// What there is.
pub(crate) const HELP: &str = "a pattern is a row of characters, `.`, `\\d`, `\\w`, `\\s` and classes like `[a-z0-9_]`, each with `*`, `+`, `?` or \
     `{1,9}`, between `^` and `$`";

/// Whether the generated crate can match `pattern`.
pub(crate) fn parse(pattern: &str) -> Result<(), Mistake> {
    let mut parser = Parser { pattern, at: 0 };
    parser.eat('^');
    while let Some(c) = parser.peek() {
        if c == '$' && parser.at + 1 == pattern.len() {
            break;
        }
        parser.atom(c)?;
        parser.quantifier()?;
    }
    Ok(())
}

struct Parser<'p> {
    pattern: &'p str,
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.pattern[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn eat(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        self.at += if found { c.len_utf8() } else { 0 };
        found
    }

    fn atom(&mut self, first: char) -> Result<(), Mistake> {
        let start = self.at;
        self.next();
        match first {
            '[' => self.class(start),
            '\\' => self.escaped(start),
            '(' | ')' | '|' | '*' | '+' | '?' | '{' | '}' | ']' | '^' | '$' => {
                let message = format!("`{first}` has no meaning at this place of a pattern");
                Err(self.mistake(start, message))
            }
            _ => Ok(()),
        }
    }

    fn escaped(&mut self, start: usize) -> Result<(), Mistake> {
        match self.next() {
            Some('d' | 'w' | 's') => Ok(()),
            Some(c) if !c.is_alphanumeric() => Ok(()),
            Some(c) => Err(self.mistake(start, format!("`\\{c}` has no meaning in a pattern"))),
            None => Err(self.mistake(start, "nothing stands behind the `\\`")),
        }
    }

    fn class(&mut self, start: usize) -> Result<(), Mistake> {
        self.eat('^');
        let first = self.at;
        loop {
            let element = self.at;
            match self.next() {
                None => return Err(self.mistake(start, "this class is not closed")),
                Some(']') if element > first => return Ok(()),
                Some('\\') => self.escaped(element)?,
                Some(low) => {
                    let mut ahead = self.pattern[self.at..].chars();
                    if let (Some('-'), Some(high)) = (ahead.next(), ahead.next())
                        && high != ']'
                    {
                        self.at += 1 + high.len_utf8();
                        if high < low {
                            return Err(self.mistake(element, "this range is empty"));
                        }
                    }
                }
            }
        }
    }

    fn quantifier(&mut self) -> Result<(), Mistake> {
        let start = self.at;
        if !self.eat('{') {
            let _ = self.eat('*') || self.eat('+') || self.eat('?');
            return Ok(());
        }
        let rest = &self.pattern[self.at..];
        let inside = rest.split_once('}').map(|(inside, _)| inside);
        let number = |text: &str| text.parse::<u32>().ok();
        let sound = inside.is_some_and(|inside| {
            let (min, max) = inside.split_once(',').unwrap_or((inside, ""));
            let fits = |min| max.is_empty() || number(max).is_some_and(|max| min <= max);
            number(min).is_some_and(fits)
        });
        self.at += inside.map_or(rest.len(), |inside| inside.len() + 1);
        match sound {
            true => Ok(()),
            false => Err(self.mistake(start, "this is no quantifier")),
        }
    }

    fn mistake(&self, start: usize, message: impl Into<String>) -> Mistake {
        Mistake {
            range: start..self.at,
            message: message.into(),
            help: "",
        }
    }
}

/// What the generated crate has for it.
#[cfg(test)]
#[path = "../../generated/core/src/runtime/pattern.rs"]
mod runtime;

#[cfg(test)]
mod tests {
    use super::{parse, runtime};

    #[test]
    fn the_crate_knows_whatever_is_accepted() {
        let alphabet = [
            '^', '$', '[', ']', '\\', '-', '*', '{', '1', ',', '}', 'b', 'd', '|',
        ];
        let mut patterns = vec![String::new()];
        for _ in 0..5 {
            let longer = patterns
                .iter()
                .flat_map(|pattern| alphabet.iter().map(move |c| format!("{pattern}{c}")));
            patterns = longer.collect();
            for pattern in &patterns {
                assert!(
                    parse(pattern).is_err() || runtime::knows(pattern),
                    "{pattern}"
                );
            }
        }
    }

    #[test]
    fn what_the_crate_can_match_is_accepted() {
        for pattern in [
            "",
            "^[a-z][a-z0-9_]*$",
            "^.+@.+\\.[a-z]+$",
            "^[^ ]{1,2}$",
            "[]-]",
            "\\d{3,}\\$",
            "ü?",
        ] {
            assert_eq!(parse(pattern), Ok(()), "{pattern}");
        }
    }

    #[test]
    fn a_mistake_is_located() {
        let cases = [
            ("a|b", 1..2),
            ("^(a)$", 1..2),
            ("a**", 2..3),
            ("[a-", 0..3),
            ("[z-a]", 1..4),
            ("\\bword", 0..2),
            ("a\\", 1..2),
            ("a{2,1}", 1..6),
            ("a{", 1..2),
            ("a$b", 1..2),
        ];
        for (pattern, range) in cases {
            assert_eq!(
                parse(pattern).map_err(|mistake| mistake.range),
                Err(range),
                "{pattern}"
            );
        }
    }
}
