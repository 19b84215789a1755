//! Specs to the model. It never stops at the first mistake; what is mistaken is replaced by something harmless.

mod collide;
mod context;
mod cycle;
mod default;
mod error;
mod example;
mod field;
mod known;
mod limit;
mod list;
mod method;
mod name;
mod partial;
mod scope;
mod shared;
mod text;
mod ty;
mod types;
mod unused;
mod value;
mod values;

use crate::diag::Diagnostic;
use crate::model::{Api, Method};
use crate::parse::Specs;
use crate::place::Files;
use context::Checker;
use default::Defaults;
use types::Named;

/// Checks every spec. There is a model only if there are no mistakes, those of before included.
///
/// What has a name comes first, for all else refers to it; then the methods one by one; then what only the whole shows.
pub(crate) fn check(
    specs: &Specs<'_>,
    files: &Files<'_>,
    diagnostics: Vec<Diagnostic>,
) -> Result<Api, Vec<Diagnostic>> {
    let checker = Checker::new(specs, files, diagnostics);
    let api = model(&checker);
    unused::check(&checker);
    cycle::check(&checker, &api);
    collide::check(&checker, &api);
    let diagnostics = checker.into_diagnostics();
    if diagnostics.is_empty() {
        Ok(api)
    } else {
        Err(diagnostics)
    }
}

fn model(checker: &Checker<'_>) -> Api {
    let system = checker.system();
    let named = Named::new(checker);
    let types = named.types(checker);
    Defaults::new(checker, &types).types();
    let methods = checker.specs.methods.iter();
    let methods = methods.map(|(file, spec)| checker.method(file, spec, &system.errors, &types));
    let methods: Vec<Method> = methods.collect();
    let methods = methods.into_iter().zip(named.methods);
    let folders = checker.specs.shared.iter().zip(named.folders);
    Api {
        folders: folders
            .map(|((file, spec), types)| checker.folder(file, spec, types))
            .collect(),
        methods: methods
            .map(|(method, types)| Method { types, ..method })
            .collect(),
        system,
    }
}
