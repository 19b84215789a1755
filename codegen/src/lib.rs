//! Generator of the `bitrix24` crate: specs in, Rust out.
//!
//! It is pure: no file, no environment, no clock. What it is given is a map of texts, what it gives is a map of texts:
//! [`Sources`] are parsed to `raw`, checked to the `model`, lowered to `rust`, and rendered to a [`Tree`].

use model::Answer;

mod check;
mod closed;
mod diag;
mod diff;
mod docs;
mod emit;
mod explain;
mod features;
mod format;
mod json;
mod lower;
mod model;
mod names;
mod parallel;
mod parse;
mod pattern;
mod place;
mod raw;
mod render;
mod rust;
mod schema;
mod show;
mod sources;
mod ty;

pub use diag::{Diagnostic, Related, Report, Span};
pub use diff::{Change, Impact};
pub use explain::{codes, explain};
pub use format::format;
pub use render::{HEADER, Tree};
pub use schema::schema;
pub use show::show;
pub use sources::Sources;

/// A method that has a spec, and how far the spec goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodInfo {
    /// The name of the method; `@v3` marks those of REST 3.
    pub method: String,
    /// Whether the method should no longer be used.
    pub deprecated: bool,
    /// Whether an example shows what it answers.
    pub has_example: bool,
    /// Where its answer is known from: `recorded`, `sdk`, `sample` or `page`.
    pub evidence: &'static str,
}

/// Checks specs, and gives what they describe, sorted by file.
///
/// # Errors
///
/// Every mistake in the specs.
pub fn check(sources: &Sources) -> Result<Vec<MethodInfo>, Report> {
    let api = model(sources)?;
    let answers = |example: &model::Example| matches!(example.answer, Answer::Success { .. });
    let specs = api.methods.iter().map(|method| MethodInfo {
        method: method.key(),
        deprecated: method.deprecated.is_some(),
        has_example: method.examples.iter().any(answers),
        evidence: method.evidence.word(),
    });
    Ok(specs.collect())
}

/// Specs to Rust.
///
/// # Errors
///
/// Every mistake in the specs.
pub fn generate(sources: &Sources) -> Result<Tree, Report> {
    let api = model(sources)?;
    let output = lower::lower(&api);
    // Its memory is worth more to what follows.
    drop(api);
    closed::prove(&output).map_err(|problem| Report::internal(&problem))?;
    render::render(&output).map_err(|error| Report::internal(&error))
}

/// What the change from `old` to `new` specs means to callers, sorted by method and kind.
///
/// # Errors
///
/// Every mistake in the old specs; or, if they have none, in the new ones.
pub fn changes(old: &Sources, new: &Sources) -> Result<Vec<Change>, Report> {
    Ok(diff::changes(&model(old)?, &model(new)?))
}

fn model(sources: &Sources) -> Result<model::Api, Report> {
    let mut diagnostics = Vec::new();
    let (files, specs) = parse::parse(sources, &mut diagnostics);
    let found = check::check(&specs, &files, diagnostics);
    found.map_err(|found| Report::new(parse::told(&files, found)))
}
