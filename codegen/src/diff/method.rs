//! Methods: what there is, and what each takes, answers and says of itself.

use super::change::{Diff, Impact, code};
use super::location::{Location, Side};
use crate::model::{Context, Effect, Method, Version};
use crate::names;

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
        self.scopes(&old.scopes, &new.scopes);
        self.facts(old, new);
        let at = Location::new("the request", None);
        let (before, now) = (&old.params.fields, &new.params.fields);
        self.fields(before, now, Side::Request, &at);
        self.any_of(&old.params.any_of, &new.params.any_of);
        let at = Location::new("the answer", Some("the answer"));
        if old.result.unwrap != new.result.unwrap {
            self.breaking(match &new.result.unwrap {
                Some(key) => format!("{at} stands under `{key}` now"),
                None => format!("{at} stands under no key of its own any more"),
            });
        }
        self.ty(&old.result.ty, &new.result.ty, Side::Response, &at);
        self.paging(old.paging.as_ref(), new.paging.as_ref());
        self.errors(&old.errors, &new.errors);
        let (before, now) = (old.deprecated.as_ref(), new.deprecated.as_ref());
        self.deprecation(before, now, "the method");
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

    /// A scope is a feature, and one of them is enough: whoever enables one must find the method.
    fn scopes(&mut self, old: &[String], new: &[String]) {
        let kept = old.iter().all(|scope| new.contains(scope));
        if kept && old.len() == new.len() {
            return;
        }
        let lost = !new.is_empty() && (old.is_empty() || !kept);
        let kind = if lost {
            Impact::Breaking
        } else {
            Impact::Additive
        };
        let features = |scopes: &[String]| match scopes {
            [] => "no feature".to_owned(),
            scopes => format!("the feature `{}`", scopes.join("` or `")),
        };
        self.replaced(kind, "it needs", &features(old), &features(new));
    }

    /// What clients ask before they call.
    fn facts(&mut self, old: &Method, new: &Method) {
        // What only read could be repeated.
        let kind = match old.effect {
            Effect::Read => Impact::Breaking,
            _ => Impact::Additive,
        };
        let word = |method: &Method| code(format!("{:?}", method.effect).to_lowercase());
        self.replaced(kind, "its effect is", &word(old), &word(new));
        match (old.context, new.context) {
            (Context::Any, Context::Application) => {
                self.breaking("a webhook may not call it any more")
            }
            (Context::Application, Context::Any) => self.additive("a webhook may call it now"),
            _ => {}
        }
        match (old.batch, new.batch) {
            (true, false) => self.breaking("a batch cannot have it any more"),
            (false, true) => self.additive("a batch can have it now"),
            _ => {}
        }
        // Callers set parameters by their names in either case.
        match (old.positional, new.positional) {
            (true, false) => self.additive("the parameters are sent by their names now"),
            (false, true) => self.additive("the parameters are sent by their order now"),
            _ => {}
        }
    }

    fn texts(&mut self, old: &Method, new: &Method) {
        let texts = |method: &Method| (method.summary.clone(), method.description.clone());
        self.text(texts(old), texts(new), "the method");
        self.text(&old.result.doc, &new.result.doc, "the answer");
        self.text(&old.access, &new.access, "who may call it");
        let vendor = "it leads to another page of the vendor";
        for (changed, what) in [
            (old.docs != new.docs, vendor),
            (old.see != new.see, "it leads to other methods"),
            (old.examples != new.examples, "it has other examples"),
        ] {
            if changed {
                self.docs(what);
            }
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
