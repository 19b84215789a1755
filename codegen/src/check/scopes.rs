//! The scopes that a method needs.

use super::context::Checker;
use crate::model::Scopes;
use crate::names;
use crate::place::Place;
use crate::raw::ScopeSpec;

impl Checker<'_> {
    pub(super) fn scopes(&self, place: Place<'_>, spec: &ScopeSpec) -> Scopes {
        let (names, also) = match spec {
            ScopeSpec::One(scope) => {
                self.scope(place, scope);
                return Scopes {
                    names: vec![scope.clone()],
                    ..Scopes::default()
                };
            }
            ScopeSpec::Any(names) => (names, None),
            ScopeSpec::All(spec) => (&spec.all, Some(spec.also.clone())),
        };
        let list = if also.is_some() {
            place.key("all")
        } else {
            place
        };
        for (index, scope) in names.iter().enumerate() {
            let at = list.index(index);
            match names[..index].iter().position(|other| other == scope) {
                Some(first) => {
                    let error = at.value_error("E0810", format!("`{scope}` stands here twice"));
                    let first = list.index(first).at_value();
                    self.report(error.also(first, "here first").help("remove one of them"));
                }
                None => self.scope(at, scope),
            }
        }
        let all = also.is_some();
        let also = also.flatten();
        self.optional_text(place.key("also"), also.as_deref());
        let several = names.len() + usize::from(also.is_some()) > 1;
        if all && (names.is_empty() || !several) {
            let error = list.key_error("E0811", "`all` is about several scopes");
            self.report(error.help(match names.as_slice() {
                [scope] => format!("write `scope: {scope}`, or add what else is needed"),
                _ => "name the scopes; write `scope: []` if none is needed".to_owned(),
            }));
        }
        let names = names.clone();
        let also = also.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        Scopes { names, all, also }
    }

    fn scope(&self, at: Place<'_>, scope: &str) {
        if !names::is_scope(scope) {
            let message = format!("`{scope}` is no possible name of a scope");
            let error = at.value_error("E0102", message);
            let help = "a scope is named as in the vendor's list of scopes: `crm`";
            self.report(error.help(help));
        } else if let Some(meant) = self.known.scope_meant(scope) {
            let error = at.value_error("E0607", format!("there is no scope `{scope}`"));
            let new = "If it is new, add it to `spec/coverage.yaml`";
            self.report(error.help(format!("did you mean `{meant}`? {new}")));
        }
    }
}
