//! Parameters, and the fields of objects.

use super::{Diff, Kind, Place, Side};
use crate::model::{Field, Limits, Type};
use crate::names;

impl Diff<'_> {
    pub(super) fn fields(&mut self, old: &[Field], new: &[Field], side: Side, at: &Place) {
        let label = |wire: &str| at.key(wire).to_string();
        let names = |field: &Field| (field.wire.clone(), rust_name(field));
        let matched = self.matched(old, new, names, label);
        for (old, new) in &matched.both {
            self.field(old, new, side, &at.key(&old.wire));
        }
        for field in &matched.new {
            let at = at.key(&field.wire);
            let family = old.iter().find(|family| family.family_has(&field.wire));
            match family {
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
            self.arguments(&matched.both, new, at);
        }
    }

    /// The arguments of a constructor stand in the order of the spec; two of one type could be swapped unseen.
    fn arguments(&mut self, both: &[(&Field, &Field)], new: &[Field], at: &Place) {
        let kept = both
            .iter()
            .filter(|(old, new)| old.required && new.required);
        let before: Vec<&str> = kept.map(|(_, new)| new.wire.as_str()).collect();
        let after = new.iter().map(|field| field.wire.as_str());
        if !after
            .filter(|wire| before.contains(wire))
            .eq(before.iter().copied())
        {
            let constructor = "the constructor takes its arguments in another order now";
            self.breaking(format!("{at}: {constructor}"));
        }
    }

    fn field(&mut self, old: &Field, new: &Field, side: Side, at: &Place) {
        if old.is_family() != new.is_family() {
            let [one, many] = ["a single value", "a family of keys"];
            let (now, before) = if new.is_family() {
                (many, one)
            } else {
                (one, many)
            };
            return self.breaking(format!("{at} is {now} now, not {before}"));
        }
        match (old.secret, new.secret) {
            (false, true) => self.breaking(format!("{at} is a secret now")),
            (true, false) => self.breaking(format!("{at} is no secret any more")),
            _ => {}
        }
        if side == Side::Answer && !old.is_family() {
            self.arrives(old, new, at);
            self.ty(not_null(&old.ty), not_null(&new.ty), side, at);
        } else {
            if old.required != new.required {
                let now = if new.required { "required" } else { "optional" };
                self.breaking(format!("{at} is {now} now"));
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
    fn arrives(&mut self, old: &Field, new: &Field, at: &Place) {
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
    fn limits(&mut self, old: &Limits, new: &Limits, side: Side, at: &Place) {
        let kind = |narrowed: bool| match side {
            Side::Answer => Kind::Docs,
            _ if narrowed => Kind::Breaking,
            _ => Kind::Additive,
        };
        let length = |length: Option<u64>| length.map(|length| length as f64);
        for (name, old, new, least) in [
            ("min", old.min, new.min, true),
            ("max", old.max, new.max, false),
            (
                "min_length",
                length(old.min_length),
                length(new.min_length),
                true,
            ),
            (
                "max_length",
                length(old.max_length),
                length(new.max_length),
                false,
            ),
        ] {
            match (old, new) {
                (None, Some(new)) => self.push(kind(true), format!("{at} has `{name}` {new} now")),
                (Some(_), None) => {
                    self.push(kind(false), format!("{at} has no `{name}` any more"));
                }
                (Some(old), Some(new)) if old != new => {
                    let what = format!("{at} has `{name}` {new} now, not {old}");
                    self.push(kind((new > old) == least), what);
                }
                _ => {}
            }
        }
        match (&old.pattern, &new.pattern) {
            (None, Some(new)) => self.push(kind(true), format!("{at} has the pattern `{new}` now")),
            (Some(_), None) => self.push(kind(false), format!("{at} has no pattern any more")),
            // Which of two patterns takes more is not decided here: whoever reads the line does.
            (Some(old), Some(new)) if old != new => {
                let what = format!("{at} has the pattern `{new}` now, not `{old}`");
                self.push(kind(true), what);
            }
            _ => {}
        }
    }
}

fn rust_name(field: &Field) -> String {
    names::renamed(field.rename.as_deref(), &field.wire)
}

fn not_null(ty: &Type) -> &Type {
    if let Type::Nullable(ty) = ty { ty } else { ty }
}
