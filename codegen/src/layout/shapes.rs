//! What prettyplease says of each shape. `None`: of this one, nothing is known.

use super::line::{Lines, Part};
use super::tokens::{ARROW, Flat, Kind, LIFETIME, LITERAL, PATH, Token, WORD};
use crate::names;

mod code;

/// How wide an expression of a struct may be on one line.
const STRUCT: usize = 34;

/// Lays out some items at the end of a text. If they are not known, there is anything behind it.
pub(super) fn known(flat: &Flat, text: &mut String) -> Option<()> {
    let mut walk = Walk {
        flat,
        tokens: &flat.tokens,
        lines: Lines::default(),
    };
    std::mem::swap(&mut walk.lines.text, text);
    let end = walk.file();
    std::mem::swap(&mut walk.lines.text, text);
    end
}

struct Walk<'t> {
    flat: &'t Flat,
    /// Those that are not placed yet.
    tokens: &'t [Token],
    lines: Lines<'t>,
}

type Shape<'t> = fn(&mut Walk<'t>) -> Option<()>;

impl<'t> Walk<'t> {
    /// The kind of the token after so many.
    fn kind(&self, ahead: usize) -> Option<Kind> {
        self.tokens.get(ahead).map(|token| token.kind)
    }

    fn is(&self, kind: Kind) -> bool {
        self.kind(0) == Some(kind)
    }

    /// The next token, as it is written.
    fn text(&self) -> &'t str {
        let token = self.tokens.first();
        token.map_or("", |token| self.flat.text_of(*token))
    }

    fn next(&mut self) -> &'t str {
        let text = self.text();
        self.tokens = self.tokens.get(1..).unwrap_or_default();
        text
    }

    fn put(&mut self, text: &'static str) {
        self.lines.put(Part::Text(text));
    }

    /// Takes the next token, if it is of this kind, and places a text for it.
    fn take_as(&mut self, kind: Kind, text: &'static str) -> bool {
        let found = self.is(kind);
        if found {
            self.next();
            self.put(text);
        }
        found
    }

    /// Takes the next token, if it is this word, and places a text for it.
    fn take_word(&mut self, word: &str, text: &'static str) -> bool {
        self.text() == word && self.take_as(WORD, text)
    }

    /// Places the next token as it is, if it is of this kind.
    fn take(&mut self, kind: Kind) -> bool {
        let found = self.is(kind);
        if found {
            let text = self.next();
            self.lines.put(Part::Text(text));
        }
        found
    }

    /// Places the next token, which must be of this kind.
    fn need(&mut self, kind: Kind) -> Option<()> {
        self.take(kind).then_some(())
    }

    fn file(&mut self) -> Option<()> {
        while self.is('#') && self.kind(1) == Some('!') {
            self.next();
            self.next();
            (self.next() == "[").then_some(())?;
            self.doc("//!")?;
        }
        while !self.tokens.is_empty() {
            self.item()?;
        }
        Some(())
    }

    fn item(&mut self) -> Option<()> {
        self.attributes()?;
        if self.kind(1) == Some(PATH) && !names::is_keyword(self.text()) {
            return self.macro_call();
        }
        self.take_word("pub", "pub ");
        match self.next() {
            "mod" => {
                self.put("mod ");
                self.need(WORD)?;
                self.semicolon()
            }
            "use" => self.import(),
            "struct" => self.structure(),
            "enum" => {
                self.put("enum ");
                self.need(WORD)?;
                self.block(Self::variant)
            }
            "impl" => self.implementation(),
            "fn" => self.function(),
            _ => None,
        }
    }

    fn attributes(&mut self) -> Option<()> {
        while self.is('#') {
            self.next();
            (self.next() == "[").then_some(())?;
            if self.text() == "doc" {
                self.doc("///")?;
                continue;
            }
            self.put("#[");
            self.attribute()?;
            self.need(']')?;
            self.lines.end();
        }
        Some(())
    }

    /// `doc = "text"]` as a comment.
    fn doc(&mut self, mark: &str) -> Option<()> {
        (self.next() == "doc" && self.next() == "=").then_some(())?;
        let text = self.next().strip_prefix('"')?.strip_suffix('"')?;
        // With one more slash it would be none.
        (self.next() == "]" && !text.starts_with('/')).then_some(())?;
        self.lines.comment(mark, text)
    }

    /// `name`, `name = "text"` or `name(...)`
    fn attribute(&mut self) -> Option<()> {
        (self.text() != "comment").then_some(())?;
        self.need(WORD)?;
        if self.take_as('=', " = ") {
            self.need(LITERAL)?;
        } else if self.take('(') {
            self.list(')', false, Self::attribute)?;
        }
        Some(())
    }

    /// Ends a line with a semicolon.
    fn semicolon(&mut self) -> Option<()> {
        self.need(';')?;
        self.lines.end();
        Some(())
    }

    /// Ends a part of a block, the last of which may have no comma.
    fn comma(&mut self) -> Option<()> {
        if !self.take(',') {
            self.is('}').then_some(())?;
            self.put(",");
        }
        self.lines.end();
        Some(())
    }

    /// Ends a line with a block, each part of which ends with a line.
    fn block(&mut self, part: Shape<'t>) -> Option<()> {
        if self.kind(1) == Some('}') {
            self.put(" ");
            self.need('{')?;
            self.need('}')?;
            self.lines.end();
            return Some(());
        }
        self.take_as('{', " {").then_some(())?;
        self.lines.end();
        self.lines.deeper();
        while !self.take('}') {
            part(self)?;
        }
        self.lines.less_deep();
        self.lines.end();
        Some(())
    }

    fn import(&mut self) -> Option<()> {
        self.put("use ");
        self.take(PATH);
        self.need(WORD)?;
        while self.take(PATH) {
            if !self.is('{') {
                self.need(WORD)?;
            } else if self.kind(2) == Some('}') {
                // One name needs no braces, but for this one.
                self.next();
                (self.text() != "self").then_some(())?;
                self.need(WORD)?;
                self.next();
            } else {
                self.filled('}', |walk| walk.need(WORD))?;
            }
        }
        if self.take_word("as", " as ") {
            self.need(WORD)?;
        }
        self.semicolon()
    }

    fn structure(&mut self) -> Option<()> {
        self.put("struct ");
        self.need(WORD)?;
        if self.take('<') {
            self.need(LIFETIME)?;
            self.need('>')?;
            self.short_head()?;
        }
        if self.is('(') {
            self.field_by_place()?;
            return self.semicolon();
        }
        self.block(|walk| {
            walk.attributes()?;
            walk.take_word("pub", "pub ");
            walk.typed()?;
            walk.comma()
        })
    }

    fn variant(&mut self) -> Option<()> {
        self.attributes()?;
        self.need(WORD)?;
        if self.is('(') {
            self.field_by_place()?;
        }
        self.comma()
    }

    /// `(String)`
    fn field_by_place(&mut self) -> Option<()> {
        self.need('(')?;
        let fields = self.list(')', true, Self::ty)?;
        (fields == 1).then_some(())
    }

    fn implementation(&mut self) -> Option<()> {
        self.put("impl ");
        self.ty()?;
        if self.take_word("for", " for ") {
            self.ty()?;
        }
        self.short_head()?;
        self.block(Self::associated)
    }

    /// Heads are seldom too long, and have a layout of their own then.
    fn short_head(&self) -> Option<()> {
        self.lines.fits(" {").then_some(())
    }

    fn associated(&mut self) -> Option<()> {
        self.attributes()?;
        self.take_word("pub", "pub ");
        match self.next() {
            "fn" => return self.function(),
            "const" => {
                self.put("const ");
                self.typed()?;
                self.equals()?;
                self.expression()?;
            }
            "type" => {
                self.put("type ");
                self.need(WORD)?;
                self.equals()?;
                self.ty()?;
            }
            _ => return None,
        }
        self.semicolon()
    }

    fn function(&mut self) -> Option<()> {
        self.put("fn ");
        self.need(WORD)?;
        self.need('(')?;
        self.list(')', true, |walk| {
            if walk.text() == "mut" || walk.text() == "self" {
                walk.take_word("mut", "mut ");
                return walk.take_word("self", "self").then_some(());
            }
            walk.typed()
        })?;
        if self.take_as(ARROW, " -> ") {
            self.ty()?;
        }
        self.block(Self::statement)
    }

    fn statement(&mut self) -> Option<()> {
        if self.take_word("let", "let ") {
            self.need(WORD)?;
            if self.take_as(':', ": ") {
                self.ty()?;
            }
            self.equals()?;
            self.expression()?;
            return self.semicolon();
        }
        let is_assignment = self.text() == "self" && self.kind(3) == Some('=');
        // A chain begins on the line of a name that is as short as a step to the right.
        let is_short = self.text().len() <= 4 && self.kind(1) == Some('.');
        (is_assignment || !is_short).then_some(())?;
        self.expression()?;
        if is_assignment {
            self.equals()?;
            self.expression()?;
        }
        if self.is('}') {
            self.lines.end();
            return Some(());
        }
        self.semicolon()
    }

    fn equals(&mut self) -> Option<()> {
        self.take_as('=', " = ").then_some(())?;
        self.lines.put(Part::Cut);
        Some(())
    }

    /// `path::macro!(Name);`
    fn macro_call(&mut self) -> Option<()> {
        self.path()?;
        self.need('!')?;
        self.need('(')?;
        let names = self.list(')', false, |walk| walk.need(WORD))?;
        (names == 1).then_some(())?;
        self.semicolon()
    }

    /// `name: type`
    fn typed(&mut self) -> Option<()> {
        self.need(WORD)?;
        self.take_as(':', ": ").then_some(())?;
        self.ty()
    }
}
