//! Texts to specs. Every mistake of shape in a file is found, not only the first.

mod describe;
mod document;
mod reader;
mod template;

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use crate::diag::Diagnostic;
use crate::parallel;
use crate::place::{File, Files};
use crate::raw::{MethodSpec, Ordered, SharedSpec, SystemSpec};
use crate::sources::Sources;
use document::name;
pub(crate) use document::{COVERAGE, RUST, SYSTEM, TYPES, above, document};
pub(crate) use reader::read as read_file;
pub(crate) use template::told;
use template::{Template, Templates};

/// The specs, each with the path of its file, in the order of the paths.
#[derive(Default)]
pub(crate) struct Specs<'s> {
    pub(crate) methods: Vec<(&'s str, MethodSpec)>,
    pub(crate) shared: Vec<(&'s str, SharedSpec)>,
    pub(crate) system: Option<SystemSpec>,
    /// Every method of the vendor's by scope, if there is such a list.
    pub(crate) coverage: Option<Ordered<Vec<String>>>,
    /// What is written by hand: the Rust files beside the specs, by path.
    pub(crate) own: BTreeMap<&'s str, &'s str>,
    /// Whether a file of shared types could not be read, so that an unknown type may be no mistake.
    pub(crate) types_missing: bool,
}

/// Reads every file. A file with a mistake gives no spec.
pub(crate) fn parse<'s>(
    sources: &'s Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Files<'s>, Specs<'s>) {
    let mut specs = Specs::default();
    let mut files = Vec::new();
    let is_rust = |(path, _): &(&String, &String)| path.ends_with(RUST);
    let (own, texts): (Vec<_>, Vec<_>) = sources.iter().partition(is_rust);
    specs.own = own
        .into_iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    let texts = texts.into_iter();
    let (parts, texts): (Vec<_>, Vec<_>) = texts.partition(|(path, _)| template::is_template(path));
    let parts = parts.into_iter();
    let templates = parts.map(|(path, text)| (&**path, Template::read(path, text, diagnostics)));
    let templates: Templates<'_> = templates.collect();
    let read = parallel::map(&texts, |(path, text)| {
        let (mut file, mut mistakes) = (File::new(path, text), Vec::new());
        (
            content(&mut file, &templates, &mut mistakes),
            file,
            mistakes,
        )
    });
    for (spec, file, mistakes) in read {
        diagnostics.extend(mistakes);
        match spec {
            Some(Content::System(spec)) => specs.system = Some(*spec),
            Some(Content::Coverage(spec)) => specs.coverage = Some(spec),
            Some(Content::Shared(spec)) => specs.shared.push((file.path, *spec)),
            Some(Content::Method(spec)) => specs.methods.push((file.path, *spec)),
            None => specs.types_missing |= name(file.path) == TYPES,
        }
        files.push(file);
    }
    template::unused(&templates, &files, diagnostics);
    files.extend(templates.into_values().map(|template| template.file));
    if !sources.contains_key(SYSTEM) {
        let message = format!("`{SYSTEM}` is missing");
        let help = "it holds the errors that every method shares, and `time`";
        diagnostics.push(Diagnostic::new(SYSTEM, 0..0, "E0104", message).help(help));
    }
    (Files::new(files.into_iter()), specs)
}

/// What a file holds.
enum Content {
    System(Box<SystemSpec>),
    Coverage(Ordered<Vec<String>>),
    Shared(Box<SharedSpec>),
    Method(Box<MethodSpec>),
}

fn content<'s>(
    file: &mut File<'s>,
    templates: &Templates<'s>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Content> {
    let name = name(file.path);
    let is_spec = name.ends_with(".yaml") && !name.starts_with('_');
    if !(is_spec || name == TYPES || file.path == SYSTEM) {
        let message = format!("`{name}` is no spec");
        let help = "a spec is named `<method>.yaml`; `_types.yaml` where methods share types; a template `_<name>.yaml`; what is written by hand `<name>.rs`";
        diagnostics.push(file.place().value_error("E0103", message).help(help));
        return None;
    }
    document(file, diagnostics);
    match file.path {
        SYSTEM => read(file, diagnostics).map(Content::System),
        COVERAGE => read(file, diagnostics).map(Content::Coverage),
        _ if name == TYPES => read(file, diagnostics).map(Content::Shared),
        _ => {
            let whole = template::expand(file, templates, diagnostics);
            let spec = whole.then(|| read(file, diagnostics)).flatten();
            spec.map(Content::Method)
        }
    }
}

/// A spec, unless a mistake keeps it from being checked any further.
fn read<T: DeserializeOwned>(file: &mut File<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<T> {
    file.root.as_ref()?;
    let sound = diagnostics.is_empty();
    let (spec, notes) = reader::read(file);
    diagnostics.extend(notes.diagnostics);
    if let (false, Some(root)) = (notes.renamed.is_empty(), &mut file.root) {
        root.each_map(&mut |_, entries| {
            for entry in entries {
                if let Some(name) = notes.renamed.get(&entry.key_span) {
                    (*name).clone_into(&mut entry.key);
                }
            }
        });
    }
    spec.filter(|_| sound)
}
