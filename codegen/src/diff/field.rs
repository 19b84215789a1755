//! Parameters, and the fields of objects.

use super::change::{Diff, Impact};
use super::location::{Location, Side};
use super::table::Pairs;
use crate::model::{Field, Limits, Type};
use crate::names;

impl Diff<'_> {
    pub(super) fn fields(&mut self, old: &[Field], new: &[Field], side: Side, at: &Location) {
        let (both, added) = self.matched(
            old,
            new,
            |field| (&field.wire, names::struct_field(field)),
            |wire| at.key(wire),
        );
        for (old, new) in &both {
            self.field(old, new, side, &at.key(&old.wire));
        }
        for field in added {
            let at = at.key(&field.wire);
            match old.iter().find(|family| family.family_has(&field.wire)) {
                _ if side == Side::Request && field.required => {
                    self.breaking(format!("{at} is new, and required"));
                }
                // Who looks for it in the map finds nothing there any more.
                Some(family) if !field.is_family() => {
                    let wire = &family.wire;
                    self.breaking(format!("{at} is new, and not among `{wire}` any more"));
                }
                _ => self.additive(format!("{at} is new")),
            }
        }
        if side == Side::Request {
            self.arguments(&both, new, at);
        }
    }

    /// The arguments of a constructor stand in the order of the spec; two of one type could be swapped unseen.
    fn arguments(&mut self, both: &Pairs<'_, Field>, new: &[Field], at: &Location) {
        let both = both.iter();
        let kept = both.filter(|(old, new)| old.required && new.required);
        let places = kept.map(|(_, kept)| new.iter().position(|field| field.wire == kept.wire));
        if !places.is_sorted() {
            let constructor = "the constructor takes its arguments in another order now";
            self.breaking(format!("{at}: {constructor}"));
        }
    }

    fn field(&mut self, old: &Field, new: &Field, side: Side, at: &Location) {
        if old.is_family() != new.is_family() {
            let [old, new] = [old, new].map(|field| match field.is_family() {
                true => "a family of keys",
                false => "a single value",
            });
            return self.replaced(Impact::Breaking, format!("{at} is"), &old, &new);
        }
        match (old.secret, new.secret) {
            (true, false) => self.breaking(format!("{at} is no secret any more")),
            (false, true) => self.breaking(format!("{at} is a secret now")),
            _ => {}
        }
        if side == Side::Response && !old.is_family() {
            self.arrives(old, new, at);
            self.ty(not_null(&old.ty), not_null(&new.ty), side, at);
        } else {
            match (old.required, new.required) {
                (true, false) => self.breaking(format!("{at} is optional now")),
                (false, true) => self.breaking(format!("{at} is required now")),
                _ => {}
            }
            self.ty(&old.ty, &new.ty, side, at);
        }
        self.limits(&old.limits, &new.limits, side, at);
        if old.default != new.default {
            self.docs(match &new.default {
                Some(default) => format!("{at} has the default `{}` now", default.json()),
                None => format!("{at} has no default any more"),
            });
        }
        self.deprecation(old.deprecated.as_ref(), new.deprecated.as_ref(), at);
        self.text(&old.doc, &new.doc, at);
    }

    /// In an answer one `Option` says that a field is missing and that it is null.
    fn arrives(&mut self, old: &Field, new: &Field, at: &Location) {
        let certain = |field: &Field| field.required && !matches!(field.ty, Type::Nullable(_));
        match (certain(old), certain(new)) {
            (true, false) if new.required => self.breaking(format!("{at} may be null now")),
            (true, false) => self.breaking(format!("{at} is optional now")),
            (false, true) => self.breaking(format!("{at} is always there now, and never null")),
            _ if old.required && !new.required => {
                self.additive(format!("{at} may be missing now, and not only null"));
            }
            _ if !old.required && new.required => {
                self.additive(format!("{at} always arrives now, if only as null"));
            }
            _ => {}
        }
    }

    /// `validate()` knows the limits of what is sent; elsewhere they are only written about.
    fn limits(&mut self, old: &Limits, new: &Limits, side: Side, at: &Location) {
        let mut tell = |narrowed: bool, what: String| {
            let kind = match side {
                Side::Response => Impact::Docs,
                _ if narrowed => Impact::Breaking,
                _ => Impact::Additive,
            };
            self.tell(kind, format!("{at} has {what}"));
        };
        let length = |length: Option<u64>| length.map(|length| length as f64);
        let [old_lengths, new_lengths] =
            [old, new].map(|of| (length(of.min_length), length(of.max_length)));
        for (name, old, new, least) in [
            ("min", old.min, new.min, true),
            ("max", old.max, new.max, false),
            ("min_length", old_lengths.0, new_lengths.0, true),
            ("max_length", old_lengths.1, new_lengths.1, false),
        ] {
            match (old, new) {
                (None, Some(new)) => tell(true, format!("`{name}` {new} now")),
                (Some(_), None) => tell(false, format!("no `{name}` any more")),
                (Some(old), Some(new)) if old != new => {
                    let what = format!("`{name}` {new} now, not {old}");
                    tell((new > old) == least, what);
                }
                _ => {}
            }
        }
        match (&old.pattern, &new.pattern) {
            (None, Some(new)) => tell(true, format!("the pattern `{new}` now")),
            (Some(_), None) => tell(false, "no pattern any more".to_owned()),
            // Which of two patterns takes more is not decided here: whoever reads the line does.
            (Some(old), Some(new)) if old != new => {
                tell(true, format!("the pattern `{new}` now, not `{old}`"));
            }
            _ => {}
        }
    }
}

fn not_null(ty: &Type) -> &Type {
    if let Type::Nullable(ty) = ty { ty } else { ty }
}
