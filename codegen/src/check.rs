//! Specs to the model. It never stops at the first mistake; what is mistaken is replaced by something harmless.

mod alike;
mod cases;
mod collide;
mod context;
mod cycle;
mod error;
mod example;
mod field;
mod id;
mod known;
mod limit;
mod list;
mod method;
mod name;
mod own;
mod partial;
mod path;
mod scope;
mod scopes;
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
pub(crate) use error::code_of;
pub(crate) use path::{file_of, path_of};
use types::defs;
use value::{Direction, Values};

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
    own::unused(&checker);
    cases::check(&checker);
    cycle::check(&checker, &api);
    collide::check(&checker, &api);
    alike::check(&checker, &api);
    let diagnostics = checker.diagnostics.into_inner();
    match diagnostics.is_empty() {
        true => Ok(api),
        false => Err(diagnostics),
    }
}

fn model(checker: &Checker<'_>) -> Api {
    let (specs, system, mut types) = (checker.specs, checker.system(), checker.types());
    let methods = specs.methods.iter();
    let methods = methods.map(|(file, spec)| checker.method(file, spec, &system.errors, &types));
    let mut methods: Vec<Method> = methods.collect();
    // Each default is what its field takes.
    let values = Values::new(checker, &types, Direction::Sent, "E0402");
    for (place, field) in checker.defaults.take() {
        values.field(place.key("default"), &field, place);
    }
    for (method, (file, spec)) in methods.iter_mut().zip(&specs.methods) {
        method.types = defs(file, &spec.types, &mut types);
    }
    let folders = specs.shared.iter();
    let folders = folders.map(|(file, spec)| checker.folder(file, spec, &mut types));
    Api {
        methods,
        folders: folders.collect(),
        system,
        known: checker.known.methods.clone(),
    }
}
