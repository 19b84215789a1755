//! Methods: what there is, and what each takes, answers and says of itself.

use super::change::{Diff, Impact, LEAVES, SERVES, code};
use super::location::{Location, Side};
use crate::model::{Context, Effect, Method, Scopes, Version};
use crate::names;
use crate::rust::Gate;

impl Diff<'_> {
    pub(super) fn methods(&mut self) {
        for method in &self.old.api.methods {
            self.subject = method.key();
            if let Some(now) = self.new.methods.get(&self.subject) {
                self.method(method, now);
                continue;
            }
            let twin = twin(method);
            let moved = |_: &&Method| !self.old.methods.contains_key(&twin);
            self.breaking(match self.new.methods.get(&twin).copied().filter(moved) {
                Some(_) => format!("the method is `{twin}` now, of the other protocol"),
                None => "the method is gone".to_owned(),
            });
        }
        for method in &self.new.api.methods {
            self.subject = method.key();
            if !self.old.methods.contains_key(&self.subject) {
                self.additive("the method is new");
            }
        }
    }

    fn method(&mut self, old: &Method, new: &Method) {
        let (before, now) = (names::request(old), names::request(new));
        if before != now {
            self.breaking(format!("it is called `{now}` in Rust now, not `{before}`"));
        }
        self.feature(old, new);
        self.scopes(&old.scopes, &new.scopes);
        self.facts(old, new);
        let at = Location::new("the request", None);
        let (before, now) = (&old.params.fields, &new.params.fields);
        self.fields(before, now, Side::Request, &at);
        self.any_of(&old.params.any_of, &new.params.any_of);
        let at = Location::new("the answer", Some("the answer"));
        let what = [
            "the answer has an envelope now",
            "the answer has no envelope now",
        ];
        if old.result.envelope != new.result.envelope {
            self.docs(what[usize::from(old.result.envelope)]);
        }
        if old.result.unwrap != new.result.unwrap {
            self.breaking(match &new.result.unwrap {
                Some(key) => format!("{at} stands under `{key}` now"),
                None => format!("{at} stands under no key of its own any more"),
            });
        }
        self.ty(&old.result.ty, &new.result.ty, Side::Response, &at);
        self.paging(old.paging.as_ref(), new.paging.as_ref());
        self.errors(&old.errors, &new.errors);
        let deprecated = [old, new].map(|method| method.deprecated.as_ref());
        self.deprecation(deprecated, "the method");
        self.texts(old, new);
    }

    /// `validate()` tells that none of a group is sent.
    fn any_of(&mut self, old: &[Vec<String>], new: &[Vec<String>]) {
        for group in new.iter().filter(|group| !old.contains(group)) {
            let group = group.join("`, `");
            self.breaking(format!("at least one of `{group}` must be sent now"));
        }
        for group in old.iter().filter(|group| !new.contains(group)) {
            let group = group.join("`, `");
            self.additive(format!("none of `{group}` need be sent any more"));
        }
    }

    /// Whoever enabled the old feature must find the method.
    fn feature(&mut self, old: &Method, new: &Method) {
        let features = [self.old.features.of(old), self.new.features.of(new)];
        let gates = features.clone().map(Gate::of);
        let kind = match gates[0].implies(&gates[1]) {
            true => Impact::Additive,
            false => Impact::Breaking,
        };
        let words = features.map(|feature| match feature {
            Some(feature) => format!("the feature `{feature}`"),
            None => "no feature".to_owned(),
        });
        self.replaced(kind, "it needs", words);
    }

    /// What a portal granted must still be enough.
    fn scopes(&mut self, old: &Scopes, new: &Scopes) {
        let kind = match old.are_enough_for(new) {
            true => Impact::Additive,
            false => Impact::Breaking,
        };
        self.replaced(kind, "it needs", [old, new].map(scopes));
    }

    /// What clients ask before they call.
    fn facts(&mut self, old: &Method, new: &Method) {
        // What only read could be repeated.
        let kind = match old.effect {
            Effect::Read => Impact::Breaking,
            _ => Impact::Additive,
        };
        let words = [old, new].map(|of| code(format!("{:?}", of.effect).to_lowercase()));
        self.replaced(kind, "its effect is", words);
        let any = [old, new].map(|method| method.context == Context::Any);
        let what = ["may not call it any more", "may call it now"];
        self.turned(SERVES, any, "a webhook", what);
        let what = ["cannot have it any more", "can have it now"];
        self.turned(SERVES, [old.batch, new.batch], "a batch", what);
        // Callers set parameters by their names in either case.
        let positional = [old.positional, new.positional];
        let what = ["are sent by their names now", "are sent by their order now"];
        self.turned(LEAVES, positional, "the parameters", what);
    }

    fn texts(&mut self, old: &Method, new: &Method) {
        let texts = |method: &Method| (method.summary.clone(), method.description.clone());
        self.text(texts(old), texts(new), "the method");
        self.text(&old.result.doc, &new.result.doc, "the answer");
        self.text(&old.access, &new.access, "who may call it");
        if old.entity != new.entity {
            self.docs("other parameters say what a call is about");
        }
        if old.available != new.available {
            self.docs("other portals have it");
        }
        if old.evidence != new.evidence {
            self.docs("its answer is known from elsewhere");
        }
        if old.docs != new.docs {
            self.docs("it leads to another page of the vendor");
        }
        if old.see != new.see {
            self.docs("it leads to other methods");
        }
        if old.examples != new.examples {
            self.docs("it has other examples");
        }
    }
}

/// The key of the method of this name in the other protocol.
fn twin(method: &Method) -> String {
    match method.version {
        Version::V2 => format!("{}@v3", method.name),
        Version::V3 => method.name.clone(),
    }
}

fn scopes(scopes: &Scopes) -> String {
    let names: Vec<String> = scopes.names.iter().map(code).collect();
    let word = if scopes.all { " and " } else { " or " };
    let mut text = match names.as_slice() {
        [] => return "no scope".to_owned(),
        names if scopes.all && names.len() > 1 => format!("the scopes {}", names.join(word)),
        names => format!("the scope {}", names.join(word)),
    };
    if let Some(also) = &scopes.also {
        text += &format!(" and {}", also);
    }
    text
}
