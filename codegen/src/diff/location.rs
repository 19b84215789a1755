//! Where in a call something stands.

use std::fmt;

/// The side of a call that a type stands on.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Side {
    /// It is sent: it can be built, and null differs from nothing.
    Request,
    /// It is only received.
    Response,
    /// It was on the one side, and is on the other now.
    Moved,
}

/// A parameter, a field or the whole, for the sentence about it.
#[derive(Clone)]
pub(super) struct Location {
    root: String,
    /// Whose fields those below it are; the parameters of a request have no owner.
    owner: Option<String>,
    path: String,
}

impl Location {
    pub(super) fn new(root: &str, owner: Option<&str>) -> Self {
        Self {
            root: root.to_owned(),
            owner: owner.map(str::to_owned),
            path: String::new(),
        }
    }

    pub(super) fn key(&self, wire: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self {
            path: format!("{}{dot}{wire}", self.path),
            ..self.clone()
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.owner {
            _ if self.path.is_empty() => f.write_str(&self.root),
            Some(owner) => write!(f, "the field `{}` of {owner}", self.path),
            None => write!(f, "the parameter `{}`", self.path),
        }
    }
}
