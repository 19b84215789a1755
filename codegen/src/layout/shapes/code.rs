//! What a line is made of: lists, paths, types and expressions.

use super::super::line::Part;
use super::super::tokens::{Kind, LIFETIME, LITERAL, PATH, WORD};
use super::{STRUCT, Shape, Walk};
use crate::names;

impl<'t> Walk<'t> {
    /// What is between brackets, the closing one included, on one line or each on one of its own; then perhaps with a comma
    /// after the last. Gives how many there are.
    pub(super) fn list(&mut self, close: Kind, comma: bool, item: Shape<'t>) -> Option<usize> {
        if self.take(close) {
            return Some(0);
        }
        self.lines.put(Part::Begin);
        self.lines.put(Part::Break(0));
        let count = self.items(close, item)?;
        self.lines.put(Part::Last(0, comma));
        self.lines.put(Part::End);
        self.need(close)?;
        Some(count)
    }

    /// The same with both brackets for short items: as many on a line as fit.
    pub(super) fn filled(&mut self, close: Kind, item: Shape<'t>) -> Option<()> {
        self.lines.put(Part::Begin);
        let open = self.kind(0)?;
        self.need(open)?;
        self.lines.put(Part::Break(0));
        self.lines.put(Part::BeginLoose);
        self.items(close, item)?;
        self.lines.put(Part::End);
        self.lines.put(Part::Last(0, true));
        self.need(close)?;
        self.lines.put(Part::End);
        Some(())
    }

    /// Items up to a bracket; there may be a comma after the last.
    fn items(&mut self, close: Kind, item: Shape<'t>) -> Option<usize> {
        let mut count = 0;
        loop {
            item(self)?;
            count += 1;
            let more = self.is(',');
            if self.kind(usize::from(more)) == Some(close) {
                if more {
                    self.next();
                }
                return Some(count);
            }
            self.need(',')?;
            self.lines.put(Part::Break(1));
        }
    }

    /// A path without types.
    pub(super) fn path(&mut self) -> Option<()> {
        self.take(PATH);
        self.need(WORD)?;
        while self.is(PATH) && self.kind(1) == Some(WORD) {
            self.need(PATH)?;
            self.need(WORD)?;
        }
        Some(())
    }

    pub(super) fn ty(&mut self) -> Option<()> {
        if self.take('&') {
            if self.take(LIFETIME) {
                self.put(" ");
            }
            return self.ty();
        }
        if self.take('[') {
            self.ty()?;
            return self.need(']');
        }
        if self.is('(') {
            return self.tuple(Self::ty);
        }
        self.take_word("impl", "impl ");
        self.path()?;
        if self.take('<') {
            self.list('>', true, Self::type_argument)?;
        }
        Some(())
    }

    fn type_argument(&mut self) -> Option<()> {
        if self.kind(1) == Some('=') {
            self.need(WORD)?;
            self.take_as('=', " = ");
        }
        self.ty()
    }

    fn tuple(&mut self, item: Shape<'t>) -> Option<()> {
        self.need('(')?;
        // One item is no tuple, or needs a comma.
        (self.list(')', true, item)? != 1).then_some(())
    }

    pub(super) fn expression(&mut self) -> Option<()> {
        match self.kind(0)? {
            '(' => self.tuple(Self::expression),
            '[' => self.array(),
            '|' => self.closure(),
            '&' => {
                self.need('&')?;
                self.expression()
            }
            '-' => {
                self.need('-')?;
                self.need(LITERAL)?;
                // A call would come before the sign.
                (!self.is('.')).then_some(())
            }
            _ => self.chain(),
        }
    }

    /// A literal, a path, a call or an expression of a struct; and a chain of fields and calls.
    fn chain(&mut self) -> Option<()> {
        let (start, width) = (self.lines.line.len(), self.lines.width);
        let mut has_types = false;
        if self.is(LITERAL) {
            // `1. .abs()`
            (!self.text().ends_with('.')).then_some(())?;
            self.need(LITERAL)?;
        } else {
            let is_keyword = self.kind(1) != Some(PATH) && names::is_keyword(self.text());
            let is_bool = matches!(self.text(), "true" | "false");
            (!is_keyword || is_bool).then_some(())?;
            self.path()?;
            if self.is('{') {
                return self.fields(width);
            }
            has_types = self.types()?;
            self.arguments()?;
        }
        if !self.is('.') {
            return Some(());
        }
        // Types in front of a chain are indented in another way.
        (!has_types).then_some(())?;
        self.lines.line.insert(start, Part::Begin);
        while self.is('.') {
            self.lines.put(Part::Break(0));
            self.need('.')?;
            self.need(WORD)?;
            self.types()?;
            self.arguments()?;
        }
        self.lines.put(Part::End);
        Some(())
    }

    /// `::<T>`, if it is there.
    fn types(&mut self) -> Option<bool> {
        let found = self.take(PATH);
        if found {
            self.need('<')?;
            self.list('>', true, Self::type_argument)?;
        }
        Some(found)
    }

    /// The arguments of a call, if it is one.
    fn arguments(&mut self) -> Option<()> {
        if !self.take('(') {
            return Some(());
        }
        if matches!(self.kind(0), Some('(' | '[' | '|')) && self.is_alone()? {
            self.expression()?;
            return self.need(')');
        }
        self.list(')', true, Self::expression)?;
        Some(())
    }

    /// Whether this argument is the only one. One with a comma is not told from two.
    fn is_alone(&self) -> Option<bool> {
        let mut depth = 0_usize;
        for (index, token) in self.tokens.iter().enumerate() {
            match token.kind {
                ')' if depth == 0 => return Some(true),
                ',' if depth == 0 => {
                    let is_last = self.kind(index + 1) == Some(')');
                    return (!is_last).then_some(false);
                }
                '(' | '[' | '{' | '<' => depth += 1,
                ')' | ']' | '}' | '>' => depth = depth.checked_sub(1)?,
                _ => {}
            }
        }
        None
    }

    /// The braces of an expression of a struct, which begins where the line had this width.
    fn fields(&mut self, start: usize) -> Option<()> {
        self.take_as('{', " {");
        if self.take('}') {
            return (self.lines.width - start <= STRUCT).then_some(());
        }
        self.lines.put(Part::Begin);
        self.lines.put(Part::Break(1));
        let mut has_base = false;
        while !self.is('}') {
            has_base = self.take('.');
            if has_base {
                self.need('.')?;
                self.expression()?;
                break;
            }
            self.need(WORD)?;
            if self.take_as(':', ": ") {
                self.expression()?;
            }
            if self.is(',') && self.kind(1) == Some('}') {
                self.next();
            } else if !self.is('}') {
                self.need(',')?;
                self.lines.put(Part::Break(1));
            }
        }
        self.lines.put(Part::Last(1, !has_base));
        if self.lines.width - start > STRUCT {
            self.lines.put(Part::Endless);
        }
        self.lines.put(Part::End);
        self.need('}')
    }

    fn array(&mut self) -> Option<()> {
        if self.kind(1) != Some(']') && self.is_simple()? {
            return self.filled(']', Self::expression);
        }
        self.need('[')?;
        self.list(']', true, Self::expression)?;
        Some(())
    }

    /// Whether there are only integers and booleans in an array.
    fn is_simple(&self) -> Option<bool> {
        for token in self.tokens.iter().skip(1) {
            let text = self.flat.text_of(*token);
            match token.kind {
                ']' => return Some(true),
                ',' => {}
                WORD if matches!(text, "true" | "false") => {}
                LITERAL if text.bytes().all(|byte| byte.is_ascii_digit()) => {}
                // Strings and floats; there are characters and suffixes, too.
                LITERAL if text.contains(['"', '.']) => return Some(false),
                LITERAL => return None,
                _ => return Some(false),
            }
        }
        None
    }

    /// `|(key, value)| (key.into(), value)`
    fn closure(&mut self) -> Option<()> {
        self.lines.put(Part::Begin);
        self.need('|')?;
        self.lines.put(Part::Break(0));
        if self.is('(') {
            self.tuple(|walk| walk.need(WORD))?;
        } else {
            self.need(WORD)?;
        }
        self.need('|')?;
        self.lines.put(Part::Last(1, false));
        self.lines.put(Part::End);
        self.lines.put(Part::Cut);
        // Other bodies may need braces.
        self.is('(').then_some(())?;
        self.tuple(Self::expression)
    }
}
