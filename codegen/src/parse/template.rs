//! Templates: what a family of methods has in common, with the words in which its methods differ.
//!
//! A method that names a template becomes the template's tree, each word replaced, with the method's own keys put over
//! it. This happens before the tree is read, so no later stage knows of it. The text of the template is put behind the
//! method's own, and every span of a part that the template has lies there. [`told`] turns a span back.

mod make;
mod read;
mod told;
mod words;

use std::borrow::Cow;
use std::collections::BTreeSet;

use yaml::{Node, Span, Value};

use super::document::{TYPES, above, name};
use crate::diag::{Diagnostic, closest};
use crate::place::{File, Made};
use make::make;
use read::{TEMPLATE, WITH, called};
pub(super) use read::{Template, Templates, is_template};
pub(crate) use told::told;

/// Turns a method that names a template into what the two say together. Gives whether there is something to read.
pub(super) fn expand<'s>(
    file: &mut File<'s>,
    templates: &Templates<'s>,
    found: &mut Vec<Diagnostic>,
) -> bool {
    let root = file.place();
    let (name, with) = (root.key(TEMPLATE), root.key(WITH));
    let called = match name.node().map(|node| &node.value) {
        None if with.node().is_some() => {
            let error = with.key_error("E0203", "`with` goes with `template`");
            found.push(error.help("name the template whose words these are"));
            return false;
        }
        None => return true,
        Some(Value::Text(called)) => called.as_str(),
        Some(_) => {
            let found_here = name.node().map_or_else(String::new, Node::found);
            let message = format!("expected text, found {found_here}");
            let error = name.value_error("E0005", message);
            found.push(error.help("write the name of a template"));
            return false;
        }
    };
    let Some(template) = find(file.path, called, templates) else {
        let error = name.value_error("E0840", format!("there is no template `{called}`"));
        let error = error.help(format!("write `_{called}.yaml` in this folder or above"));
        let known = above(file.path).flat_map(|folder| templates_in(folder, templates));
        found.push(error.suggest(called, known));
        return false;
    };
    let own = file.text.len() + 1;
    let (tree, replaced) = make(template, root, own, found);
    let made = Made {
        template: template.file.path,
        own,
        replaced,
        by: name.at_value().map_or(Span::default(), |(_, span)| span),
    };
    let Some(value) = tree else {
        file.made = Some(made);
        return false;
    };
    if let Some(root) = &mut file.root {
        root.value = value;
    }
    file.text = Cow::Owned([&file.text, "\n", &template.file.text].concat());
    file.made = Some(made);
    true
}

/// The template that a file means: the nearest of this name, in its folder or above.
fn find<'t, 's>(path: &str, name: &str, templates: &'t Templates<'s>) -> Option<&'t Template<'s>> {
    let mut paths = above(path).map(|folder| format!("{folder}_{name}.yaml"));
    paths.find_map(|path| templates.get(path.as_str()))
}

/// What the templates of a folder are called.
fn templates_in<'t>(folder: &str, templates: &'t Templates<'_>) -> impl Iterator<Item = &'t str> {
    let files = templates.keys().filter(move |path| {
        let name = path.strip_prefix(folder);
        name.is_some_and(|name| !name.contains('/'))
    });
    files.map(|path| called(path))
}

/// Tells the templates of which no method is made.
pub(super) fn unused(templates: &Templates<'_>, files: &[File<'_>], found: &mut Vec<Diagnostic>) {
    // What cannot be read may be made of any.
    if found
        .iter()
        .any(|mistake| ["E0001", "E0840"].contains(&mistake.code))
    {
        return;
    }
    let made = files
        .iter()
        .filter_map(|file| Some(file.made.as_ref()?.template));
    let made: BTreeSet<&str> = made.collect();
    for (path, template) in templates.iter().filter(|(path, _)| !made.contains(*path)) {
        let (file, name) = (name(path), called(path));
        let place = template.file.place();
        let error = place.value_error(
            "E0843",
            format!("no method is made of the template `{name}`"),
        );
        found.push(error.help(match closest(file, &[TYPES]) {
            Some(types) => format!("types that methods share stand in `{types}`"),
            None => {
                format!("remove it, or write `template: {name}` in a spec of this folder or below")
            }
        }));
    }
}
