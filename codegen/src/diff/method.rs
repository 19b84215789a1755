//! Methods: what there is, and what each takes, answers and says of itself.

use super::{Diff, Kind, Place, Side};
use crate::model::{Api, Context, Effect, Method, Version};
use crate::names;

impl Diff<'_> {
    pub(super) fn methods(&mut self, old: &Api, new: &Api) {
        for method in &old.methods {
            self.subject = method.key();
            match self.new.methods.get(&self.subject).copied() {
                Some(now) => self.method(method, now),
                None => {
                    let twin = twin(method);
                    let moved = self.new.methods.contains_key(&twin)
                        && !self.old.methods.contains_key(&twin);
                    self.breaking(if moved {
                        format!("the method is `{twin}` now, of the other protocol")
                    } else {
                        "the method is gone".to_owned()
                    });
                }
            }
        }
        for method in &new.methods {
            self.subject = method.key();
            if !self.old.methods.contains_key(&self.subject) {
                self.additive("the method is new".to_owned());
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
        let (params, at) = (&new.params.fields, Place::params());
        self.fields(&old.params.fields, params, Side::Request, &at);
        let at = Place::result();
        if old.result.unwrap != new.result.unwrap {
            self.breaking(match &new.result.unwrap {
                Some(key) => format!("{at} stands under `{key}` now"),
                None => format!("{at} stands under no key of its own any more"),
            });
        }
        self.ty(&old.result.ty, &new.result.ty, Side::Answer, &at);
        self.paging(old.paging.as_ref(), new.paging.as_ref());
        self.errors(&old.errors, &new.errors);
        self.deprecation(
            old.deprecated.as_ref(),
            new.deprecated.as_ref(),
            "the method",
        );
        self.texts(old, new);
    }

    /// A scope is a feature, and one of them is enough: whoever enables one must find the method.
    fn scopes(&mut self, old: &[String], new: &[String]) {
        let lost = (old.is_empty() && !new.is_empty())
            || (!new.is_empty() && old.iter().any(|scope| !new.contains(scope)));
        let kind = match lost {
            true => Kind::Breaking,
            false if old.iter().all(|scope| new.contains(scope)) && old.len() == new.len() => {
                return;
            }
            false => Kind::Additive,
        };
        let features = |scopes: &[String]| match scopes {
            [] => "no feature".to_owned(),
            scopes => format!("the feature `{}`", scopes.join("` or `")),
        };
        let (now, before) = (features(new), features(old));
        self.push(kind, format!("it needs {now} now, not {before}"));
    }

    /// What clients ask before they call.
    fn facts(&mut self, old: &Method, new: &Method) {
        if old.effect != new.effect {
            let word = |effect| match effect {
                Effect::Read => "read",
                Effect::Write => "write",
                Effect::Delete => "delete",
            };
            // What only read could be repeated.
            let kind = match old.effect {
                Effect::Read => Kind::Breaking,
                _ => Kind::Additive,
            };
            let (now, before) = (word(new.effect), word(old.effect));
            self.push(kind, format!("its effect is `{now}` now, not `{before}`"));
        }
        match (old.context, new.context) {
            (Context::Any, Context::Application) => {
                self.breaking("a webhook may not call it any more".to_owned());
            }
            (Context::Application, Context::Any) => {
                self.additive("a webhook may call it now".to_owned());
            }
            _ => {}
        }
        match (old.batch, new.batch) {
            (true, false) => self.breaking("a batch cannot have it any more".to_owned()),
            (false, true) => self.additive("a batch can have it now".to_owned()),
            _ => {}
        }
        // Callers set parameters by their names in either case.
        match (old.positional, new.positional) {
            (false, true) => self.additive("the parameters are sent by their order now".to_owned()),
            (true, false) => self.additive("the parameters are sent by their names now".to_owned()),
            _ => {}
        }
    }

    fn texts(&mut self, old: &Method, new: &Method) {
        let texts = |method: &Method| (method.summary.clone(), method.description.clone());
        self.text(&texts(old), &texts(new), "the method");
        self.text(&old.result.doc, &new.result.doc, Place::result());
        self.text(&old.access, &new.access, "who may call it");
        for (changed, what) in [
            (
                old.docs != new.docs,
                "it leads to another page of the vendor",
            ),
            (old.see != new.see, "it leads to other methods"),
            (old.examples != new.examples, "it has other examples"),
        ] {
            if changed {
                self.docs(what.to_owned());
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
