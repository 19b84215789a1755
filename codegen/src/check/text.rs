//! Prose, and the methods that it names.

use super::context::Checker;
use super::known::V3_MARK;
use crate::model::{Deprecated, Version};
use crate::names;
use crate::place::Place;
use crate::raw::OneOrMany;

impl Checker<'_> {
    /// Text that says nothing is a mistake; so is one that names a method as nobody spells it.
    pub(super) fn text(&self, place: Place<'_>, text: &str) {
        if text.trim().is_empty() {
            let error = place.key_error("E0602", "this text is empty");
            self.report(error.help("write what a reader should know"));
        }
        self.mentions(place, text);
    }

    pub(super) fn optional_text(&self, place: Place<'_>, text: Option<&str>) {
        if let Some(text) = text {
            self.text(place, text);
        }
    }

    /// What should no longer be used: a method; or a field, which has others `beside` it.
    pub(super) fn deprecated(&self, place: Place<'_>, spec: &Deprecated, beside: Option<&[&str]>) {
        let names = spec.replacements();
        if names.is_empty() && spec.reason.is_none() {
            let error = place.key_error("E0601", "deprecated, and no word why");
            let help = "say what to use instead with `replacement`, or why with `reason`";
            self.report(error.help(help));
        }
        self.optional_text(place.key("reason"), spec.reason.as_deref());
        let place = place.key("replacement");
        for (index, name) in names.iter().enumerate() {
            let at = match spec.replacement {
                Some(OneOrMany::Many(_)) => place.index(index),
                _ => place,
            };
            self.text(at, name);
            match beside {
                _ if name.trim().is_empty() => {}
                Some(beside) if beside.contains(&name.as_str()) && !name.contains('.') => {}
                Some(beside) if !name.contains('.') => {
                    let message = format!("there is no field `{name}` beside this one");
                    let error = at.value_error("E0607", message);
                    self.report(error.suggest(name, beside.iter().copied()));
                }
                // Of either protocol: a field does not say for which it stands.
                _ => self.refers(at, name, Version::V3),
            }
        }
    }

    /// A method that another one refers to.
    pub(super) fn refers(&self, place: Place<'_>, name: &str, version: Version) {
        let own_protocol = version == Version::V3 && !self.known.lacks(&format!("{name}{V3_MARK}"));
        if self.known.lacks(name) && !own_protocol {
            let error = place.value_error("E0607", format!("there is no method `{name}`"));
            self.report(match self.known.meant(name) {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error.help("`spec/coverage.yaml` lists the methods that there are"),
            });
        }
    }

    /// Methods that prose names in code. Much else has dots, so only what is nearly a method is taken for one.
    fn mentions(&self, place: Place<'_>, text: &str) {
        for part in text.split('`').skip(1).step_by(2) {
            let plain = part.trim_end_matches(V3_MARK);
            let is_name = part.contains('.') && plain.split('.').all(names::is_method_part);
            if is_name
                && self.known.lacks(part)
                && self.known.lacks(&format!("{part}{V3_MARK}"))
                && let Some(meant) = self.known.meant(part)
            {
                let message = format!("there is no method `{part}`");
                let error = place.part_error("E0607", message, part);
                self.report(error.help(format!("did you mean `{meant}`?")));
            }
        }
    }
}
