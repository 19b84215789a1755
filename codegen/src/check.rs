//! Specs to the model. It never stops at the first mistake; what is mistaken is replaced by something harmless.

mod collide;
mod context;
mod cycle;
mod error;
mod example;
mod field;
mod known;
mod limit;
mod list;
mod method;
mod name;
mod partial;
mod path;
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
use context::{Checker, Types};
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
    let mut types = checker.types();
    let methods = checker.specs.methods.iter();
    let methods = methods.map(|(file, spec)| {
        let method = checker.method(file, spec, &system.errors, &types);
        (method, &spec.types)
    });
    let methods: Vec<_> = methods.collect();
    defaults(checker, &types);
    let folders = checker.specs.shared.iter().map(|(file, spec)| {
        let types = defs(file, &spec.types, &mut types);
        checker.folder(file, spec, types)
    });
    let folders = folders.collect();
    let methods = methods.into_iter().map(|(method, specs)| Method {
        types: defs(&method.file, specs, &mut types),
        ..method
    });
    Api {
        methods: methods.collect(),
        folders,
        system,
    }
}

/// Each default is what its field takes.
fn defaults(checker: &Checker<'_>, types: &Types) {
    let values = Values::new(checker, types, Direction::Sent, "E0402");
    for (place, field) in checker.defaults.take() {
        values.field(place.key("default"), &field, place);
    }
}
