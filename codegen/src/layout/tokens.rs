//! A stream of tokens, flat.

use std::fmt::{Display, Write as _};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// What a token is: a sign or a bracket, or one of the characters below.
pub(super) type Kind = char;

/// A name or a keyword.
pub(super) const WORD: Kind = 'w';
pub(super) const LITERAL: Kind = '0';
/// `'a`
pub(super) const LIFETIME: Kind = '\'';
/// `::`
pub(super) const PATH: Kind = '∷';
/// `->`
pub(super) const ARROW: Kind = '→';

/// A token, and where it is in the text.
#[derive(Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    start: usize,
    end: usize,
}

/// Source text that means the same as the stream, and its tokens.
pub(super) struct Flat {
    pub(super) text: String,
    pub(super) tokens: Vec<Token>,
    /// Whether the last sign belongs to the next token.
    joint: bool,
}

pub(super) fn flat(stream: TokenStream) -> Flat {
    let mut flat = Flat {
        text: String::with_capacity(1 << 12),
        tokens: Vec::with_capacity(1 << 9),
        joint: false,
    };
    flat.stream(stream);
    flat
}

impl Flat {
    pub(super) fn text_of(&self, token: Token) -> &str {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    fn stream(&mut self, stream: TokenStream) {
        for tree in stream {
            match tree {
                TokenTree::Group(group) => {
                    let (delimiter, inside) = (group.delimiter(), group.stream());
                    // As long as two own the stream, it would have to be copied.
                    drop(group);
                    let (open, close) = match delimiter {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        // It has no text.
                        Delimiter::None => ("", ""),
                    };
                    self.bracket(open);
                    self.stream(inside);
                    self.bracket(close);
                }
                TokenTree::Ident(ident) => self.word(WORD, &ident),
                TokenTree::Literal(literal) => self.word(LITERAL, &literal),
                TokenTree::Punct(punct) => {
                    self.sign(punct.as_char());
                    self.joint = punct.spacing() == Spacing::Joint;
                }
            }
        }
    }

    fn bracket(&mut self, text: &str) {
        if let Some(kind) = text.chars().next() {
            self.joint = false;
            self.text.push(kind);
            self.push(kind, text.len());
        }
    }

    fn word(&mut self, kind: Kind, token: &impl Display) {
        let last = self.tokens.last().map(|last| last.kind);
        let is_lifetime = self.joint && last == Some(LIFETIME);
        if !is_lifetime && matches!(last, Some(WORD | LITERAL | LIFETIME)) {
            self.text.push(' ');
        }
        let start = self.text.len();
        // Writing to a string does not fail.
        let _ = write!(self.text, "{token}");
        self.push(kind, self.text.len() - start);
        if is_lifetime {
            self.join(LIFETIME);
        }
        self.joint = false;
    }

    fn sign(&mut self, sign: char) {
        let last = self.tokens.last().map(|last| last.kind);
        // `> >` is not `>>`; and `'` must not belong to a word.
        if !self.joint && (sign == LIFETIME || !matches!(last, None | Some(WORD))) {
            self.text.push(' ');
        }
        self.text.push(sign);
        self.push(sign, sign.len_utf8());
        match last {
            Some(':') if self.joint && sign == ':' => self.join(PATH),
            Some('-') if self.joint && sign == '>' => self.join(ARROW),
            _ => {}
        }
    }

    /// Notes what the text ends with.
    fn push(&mut self, kind: Kind, length: usize) {
        let end = self.text.len();
        let start = end - length;
        self.tokens.push(Token { kind, start, end });
    }

    /// Makes one of the last two.
    fn join(&mut self, kind: Kind) {
        let end = self.text.len();
        self.tokens.pop();
        if let Some(last) = self.tokens.last_mut() {
            (last.kind, last.end) = (kind, end);
        }
    }
}
