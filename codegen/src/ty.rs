//! The little language of types: `integer`, `string | null`, `map<SourceSetting[]>`.

use std::ops::Range;

/// A type expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    String,
    Integer,
    Double,
    Decimal,
    Money,
    Boolean,
    Flag,
    Bit,
    DateTime,
    Timestamp,
    Date,
    Scalar,
    File,
    Base64,
    Order,
    Object,
    Any,
    Null,
    /// `SourceSetting`; `crm.ItemId`, if it is one of another folder.
    Named(String),
    /// `T[]`
    List(Box<Expr>),
    /// `map<T>`
    Map(Box<Expr>),
    /// `T | null`
    Nullable(Box<Expr>),
    /// `T | U`
    Union(Vec<Expr>),
}

/// The types that the language has of its own.
pub(crate) const BUILTIN: &[(&str, Expr)] = &[
    ("string", Expr::String),
    ("integer", Expr::Integer),
    ("double", Expr::Double),
    ("decimal", Expr::Decimal),
    ("money", Expr::Money),
    ("boolean", Expr::Boolean),
    ("flag", Expr::Flag),
    ("bit", Expr::Bit),
    ("datetime", Expr::DateTime),
    ("timestamp", Expr::Timestamp),
    ("date", Expr::Date),
    ("scalar", Expr::Scalar),
    ("file", Expr::File),
    ("base64", Expr::Base64),
    ("order", Expr::Order),
    ("object", Expr::Object),
    ("any", Expr::Any),
    ("null", Expr::Null),
];

/// What is written here for the word that other languages have for a type.
pub(crate) fn other_word(name: &str) -> Option<&'static str> {
    Some(match name.to_lowercase().as_str() {
        "int" | "int32" | "int64" | "i32" | "i64" | "u32" | "u64" | "long" | "bigint" => {
            "`integer`"
        }
        "bool" => "`boolean`",
        "number" | "numeric" => {
            "`integer`, or `double` if it may have a fraction; `decimal`, if it is an amount of money"
        }
        "float" | "float64" | "f64" | "real" => "`double`",
        "amount" | "price" | "bigdecimal" => "`decimal`; `money`, if it is text with a currency",
        "char" | "varchar" | "text" | "str" | "uuid" | "email" | "url" => "`string`",
        "array" | "list" | "vec" | "tuple" => {
            "`string[]`, or a list of another type; `any[]`, if it may hold anything"
        }
        "dict" | "hash" | "hashmap" | "record" | "struct" | "json" => {
            "`object`, with its `fields` beside it; `map<T>`, if its keys are data"
        }
        "mixed" | "unknown" => "`any`",
        "moment" | "unixtime" | "time" => "`datetime`; `timestamp`, if it is a number of seconds",
        "blob" | "binary" | "bytes" => "`base64`",
        "enum" => "`string`, with its `values` beside it",
        "void" | "none" | "nil" | "undefined" => "`\"null\"`, if the server answers nothing",
        _ => return None,
    })
}

/// What is wrong with an expression, and where in it.
#[derive(Debug, PartialEq)]
pub(crate) struct Mistake {
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    /// May be empty.
    pub(crate) help: &'static str,
}

/// Parses an expression. `T[][]` and `map<map<T>>` nest at most [`DEPTH`] deep.
pub(crate) fn parse(text: &str) -> Result<Expr, Mistake> {
    let mut parser = Parser { text, at: 0 };
    let expr = parser.union(0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.unexpected("the end of the type")),
    }
}

/// Deeper than anything that an API would send, and safe for the stack.
const DEPTH: usize = 16;

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn union(&mut self, depth: usize) -> Result<Expr, Mistake> {
        let start = self.skip_space();
        let mut members = vec![self.postfix(depth)?];
        while self.eat("|") {
            members.push(self.postfix(depth)?);
        }
        let mut all = members.iter().enumerate();
        if all.any(|(index, member)| members[..index].contains(member)) {
            return Err(Mistake {
                range: start..self.at,
                message: "a union has each of its members once".to_owned(),
                help: "write it once",
            });
        }
        let nullable = members.len() > 1 && members.contains(&Expr::Null);
        members.retain(|member| !nullable || *member != Expr::Null);
        let expr = match members.len() {
            1 => members.remove(0),
            _ => Expr::Union(members),
        };
        Ok(match nullable {
            true => Expr::Nullable(Box::new(expr)),
            false => expr,
        })
    }

    fn postfix(&mut self, depth: usize) -> Result<Expr, Mistake> {
        let mut expr = self.primary(depth)?;
        let mut nested = depth;
        while self.eat("[") {
            self.expect("]", "`]`")?;
            nested += 1;
            self.bounded(nested)?;
            expr = Expr::List(Box::new(expr));
        }
        Ok(expr)
    }

    fn primary(&mut self, depth: usize) -> Result<Expr, Mistake> {
        self.bounded(depth)?;
        let start = self.skip_space();
        let rest = &self.text[start..];
        let is_in_name = |c: char| c.is_ascii_alphanumeric() || "_.".contains(c);
        let len = rest.len() - rest.trim_start_matches(is_in_name).len();
        if len == 0 {
            return Err(self.unexpected("a type"));
        }
        self.at += len;
        let name = &rest[..len];
        if name == "map" {
            self.expect("<", "`<`, as in `map<string>`")?;
            let value = self.union(depth + 1)?;
            self.expect(">", "`>`")?;
            return Ok(Expr::Map(Box::new(value)));
        }
        let builtin = BUILTIN.iter().find(|(known, _)| *known == name);
        let named = || Expr::Named(name.to_owned());
        Ok(builtin.map_or_else(named, |(_, expr)| expr.clone()))
    }

    fn bounded(&self, depth: usize) -> Result<(), Mistake> {
        if depth <= DEPTH {
            return Ok(());
        }
        Err(Mistake {
            range: 0..self.text.len(),
            message: format!("a type that is nested more than {DEPTH} deep"),
            help: "give what is inside a name under `types`",
        })
    }

    fn skip_space(&mut self) -> usize {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.at
    }

    fn peek(&mut self) -> Option<char> {
        let start = self.skip_space();
        self.text[start..].chars().next()
    }

    fn eat(&mut self, token: &str) -> bool {
        let start = self.skip_space();
        let found = self.text[start..].starts_with(token);
        self.at += if found { token.len() } else { 0 };
        found
    }

    fn expect(&mut self, token: &str, expected: &str) -> Result<(), Mistake> {
        match self.eat(token) {
            true => Ok(()),
            false => Err(self.unexpected(expected)),
        }
    }

    fn unexpected(&mut self, expected: &str) -> Mistake {
        let found = self.peek();
        let found_text = found.map_or("the end".to_owned(), |c| format!("`{c}`"));
        Mistake {
            range: self.at..self.at + found.map_or(0, char::len_utf8),
            message: format!("expected {expected}, found {found_text}"),
            help: self.way_out(found),
        }
    }

    /// What is written here for what other languages write in another way.
    fn way_out(&self, found: Option<char>) -> &'static str {
        let before = self.text[..self.at].trim_end();
        let lower = before.to_lowercase();
        let is_list = lower.ends_with("array") || lower.ends_with("list");
        match found {
            None if before.is_empty() => "write `string`, or another type",
            None if before.ends_with("map") => {
                "write `map<T>` with the type of the values; `object`, if they may be anything"
            }
            None if before.ends_with('|') => "write the other type, or remove the `|`",
            None => "close the bracket",
            Some('?') => {
                "write `T | null` if null means something; what is not `required` may be left out anyway"
            }
            Some(',') if before.contains('<') => "write `map<T>`: the keys are always text",
            Some('/') if self.text.eq_ignore_ascii_case("y/n") => "write `flag` for `Y` or `N`",
            Some('/') if matches!(self.text, "1/0" | "0/1") => "write `bit` for `1` or `0`",
            Some(',' | '/') => "write `A | B` for either of the two",
            Some('<') if is_list => "write `T[]` for a list",
            Some('<') => "write `map<T>` for an object whose keys are data, `T[]` for a list",
            Some('[') => "write `T[]` for a list",
            Some('{') => "write `object`, with its `fields` beside it",
            Some('\'' | '"') => "write `string`, with its `values` beside it",
            Some('&') => "write `object`, with all `fields` beside it",
            Some(c) if before.ends_with('[') && c.is_ascii_digit() => {
                "write `T[]`; `max_length` says how many there may be"
            }
            Some(c) if c.is_alphanumeric() && before.len() == self.at => {
                "the name of a type consists of ASCII letters and digits"
            }
            Some(c) if c.is_alphanumeric() && !before.ends_with("map") => {
                "write `A | B` for either of the two"
            }
            _ => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let list = |expr| Expr::List(Box::new(expr));
        let cases = [
            ("integer", Expr::Integer),
            (" string[] ", list(Expr::String)),
            ("string | null", Expr::Nullable(Box::new(Expr::String))),
            (
                "null|Foo[]",
                Expr::Nullable(Box::new(list(Expr::Named("Foo".into())))),
            ),
            (
                "map<Foo[]>[]",
                list(Expr::Map(Box::new(list(Expr::Named("Foo".into()))))),
            ),
            (
                "map<string | null>",
                Expr::Map(Box::new(Expr::Nullable(Box::new(Expr::String)))),
            ),
            ("null", Expr::Null),
            (
                "map<crm.item.Foo[]>",
                Expr::Map(Box::new(list(Expr::Named("crm.item.Foo".into())))),
            ),
            (
                "Foo | integer[] | null",
                Expr::Nullable(Box::new(Expr::Union(vec![
                    Expr::Named("Foo".into()),
                    list(Expr::Integer),
                ]))),
            ),
        ];
        for (text, expr) in cases {
            assert_eq!(parse(text), Ok(expr), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_located() {
        let cases = [
            ("", 0..0),
            ("string[", 7..7),
            ("map string", 4..5),
            ("map<string", 10..10),
            ("string | string", 0..15),
            ("null | null", 0..11),
            ("string ö", 7..9),
            ("string|", 7..7),
        ];
        for (text, range) in cases {
            assert_eq!(
                parse(text).map_err(|mistake| mistake.range),
                Err(range),
                "{text}"
            );
        }
        assert!(parse(&"map<".repeat(100_000)).is_err());
        assert!(parse(&format!("string{}", "[]".repeat(100_000))).is_err());
    }
}
