//! Tokens to text: formatted, under a header, one blank line between pieces.

use crate::emit::{Piece, Table};
use crate::layout::layout;
use crate::rust::Crate;
use crate::{HEADER, Tree, emit, parallel};

/// The text of every file.
pub(crate) fn render(output: &Crate, methods: Vec<String>) -> Result<Tree, syn::Error> {
    let mut tree = Tree {
        methods,
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
    let mut text = format!("{HEADER} from {source}. Do not edit.\n");
    for piece in pieces {
        let piece = match piece {
            Piece::Tokens(tokens) => layout(tokens)?,
            Piece::Table(table) => self::table(&table),
        };
        if !piece.is_empty() {
            text.push('\n');
            text.push_str(&piece);
        }
    }
    Ok(text)
}

/// prettyplease leaves the inside of a macro to itself; a table reads best with one row a line.
fn table(table: &Table) -> String {
    let Table {
        macro_name,
        ident,
        rows,
    } = table;
    let rows: String = rows.iter().map(|row| format!("        {row},\n")).collect();
    let body = if rows.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{\n{rows}    }}")
    };
    format!("crate::runtime::{macro_name}! {{\n    {ident} {body}\n}}\n")
}

/// The features of the crate: one a scope.
fn features(scopes: &[String]) -> String {
    let quoted = |scope: &String| format!("{scope:?}");
    let all: Vec<String> = scopes.iter().map(quoted).collect();
    let mut text = format!("full = [{}]\n", all.join(", "));
    for scope in scopes {
        let key = if scope.contains('.') {
            quoted(scope)
        } else {
            scope.clone()
        };
        text += &format!("{key} = []\n");
    }
    text
}
