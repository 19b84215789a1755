//! Parameters, and the fields of objects.

use super::change::{BREAKS, Diff, Impact};
use super::location::{Location, Side};
use super::table::Pairs;
use crate::model::{Field, Format, Limits, Type};
use crate::names;

impl Diff<'_> {
    pub(super) fn fields(&mut self, old: &[Field], new: &[Field], side: Side, at: &Location) {
        let label = |wire: &str| at.key(wire);
        let (both, added) = self.matched(old, new, label, |of| (&of.wire, names::struct_field(of)));
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
            let keys = [
                "is a single value now, not a family of keys",
                "is a family of keys now, not a single value",
            ];
            return self.turned(BREAKS, [old, new].map(Field::is_family), at, keys);
        }
        let what = ["is no secret any more", "is a secret now"];
        self.turned(BREAKS, [old.secret, new.secret], at, what);
        if side == Side::Response && !old.is_family() {
            self.arrives(old, new, at);
            self.ty(not_null(&old.ty), not_null(&new.ty), side, at);
        } else {
            let what = ["is optional now", "is required now"];
            self.turned(BREAKS, [old.required, new.required], at, what);
            self.ty(&old.ty, &new.ty, side, at);
        }
        self.limits(&old.limits, &new.limits, side, at);
        if old.default != new.default {
            self.docs(match &new.default {
                Some(default) => format!("{at} has the default `{}` now", default.json()),
                None => format!("{at} has no default any more"),
            });
        }
        if old.default_doc != new.default_doc {
            self.docs(match &new.default_doc {
                Some(words) => format!("{at} has the default `{words}` now"),
                None => format!("{at} has no default in words any more"),
            });
        }
        self.deprecation([old, new].map(|field| field.deprecated.as_ref()), at);
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
        let bounds = |of: &Limits| {
            let [min, max] = [of.min_length, of.max_length].map(|of| of.map(|of| of as f64));
            [of.min, of.max, min, max]
        };
        let names = ["min", "max", "min_length", "max_length"];
        for (name, (old, new)) in names.iter().zip(bounds(old).into_iter().zip(bounds(new))) {
            let least = name.starts_with("min");
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
        match (old.format, new.format) {
            (None, Some(Format::Url)) => tell(true, "the format `url` now".to_owned()),
            (Some(_), None) => tell(false, "no format any more".to_owned()),
            _ => {}
        }
    }
}

fn not_null(ty: &Type) -> &Type {
    if let Type::Nullable(ty) = ty { ty } else { ty }
}
