//! Tokens to text: formatted, under a header, one blank line between pieces.

use crate::emit::Piece;
use crate::rust::Crate;
use crate::{HEADER, Tree, emit, parallel};

/// The text of every file.
pub(crate) fn render(output: &Crate) -> Result<Tree, syn::Error> {
    let mut tree = Tree {
        features: output.features.clone(),
        ..Tree::default()
    };
    let modules = parallel::map(&output.modules, |module| {
        file(&module.source, emit::module(module)).map(|text| (module.file.clone(), text))
    });
    let tests = parallel::map(&output.tests, |module| {
        file(&module.source, emit::test_module(module)).map(|text| (module.file.clone(), text))
    });
    for file in modules.into_iter().chain(tests) {
        let (path, text) = file?;
        tree.files.insert(path, text);
    }
    tree.blocks
        .insert("Cargo.toml".to_owned(), features(&output.features));
    Ok(tree)
}

fn file(source: &str, pieces: Vec<Piece>) -> Result<String, syn::Error> {
    let mut text = String::with_capacity(1 << 14);
    for part in [HEADER, " from ", source, ". Do not edit.\n"] {
        text.push_str(part);
    }
    for piece in pieces {
        let start = text.len();
        text.push('\n');
        match piece {
            Piece::Tokens(tokens) => text += &prettyplease::unparse(&syn::parse2(tokens)?),
            Piece::Table(table) => text += &table,
        }
        // There may be nothing in it.
        if text.len() == start + 1 {
            text.truncate(start);
        }
    }
    // It is kept until all files are there.
    text.shrink_to_fit();
    Ok(text)
}

/// The features of the crate: one a scope.
fn features(scopes: &[String]) -> String {
    let quoted = |scope: &String| format!("{scope:?}");
    let all: Vec<String> = scopes.iter().map(quoted).collect();
    let mut text = format!("full = [{}]\n", all.join(", "));
    for scope in scopes {
        text += &match scope.contains('.') {
            true => quoted(scope) + " = []\n",
            false => format!("{scope} = []\n"),
        };
    }
    text
}
