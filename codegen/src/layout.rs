//! Tokens to text, in the layout of prettyplease, for the shapes of Rust that are common in the output.
//!
//! [`tokens`] makes a flat list of the tokens, and a text that holds them all. [`shapes`] walks along the list as a parser
//! would, and says of each shape what prettyplease says of it: what is text, where the line may break, and which breaks
//! belong together. [`mod@line`] has the rule of prettyplease: a line that fits is not broken; of one that does not, each group
//! of breaks that is too wide for the rest of its line is broken, from the outermost on.
//!
//! At anything else the walk gives up. Then the text of the tokens goes to syn and prettyplease, so that an odd shape costs
//! time, and is never laid out in another way.

mod line;
mod shapes;
mod tokens;

use proc_macro2::TokenStream;

/// Lays out items of Rust, at the end of a text.
pub(crate) fn layout(stream: TokenStream, text: &mut String) -> Result<(), syn::Error> {
    let flat = tokens::flat(stream);
    let start = text.len();
    if shapes::known(&flat, text).is_none() {
        text.truncate(start);
        text.push_str(&by_prettyplease(&flat.text)?);
    }
    Ok(())
}

fn by_prettyplease(text: &str) -> Result<String, syn::Error> {
    Ok(prettyplease::unparse(&syn::parse_file(text)?))
}

#[cfg(test)]
mod tests;
