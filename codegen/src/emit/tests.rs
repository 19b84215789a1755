//! A test for each method: its examples for the harness, with the JSON of the spec.

use std::str::FromStr;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::piece::tokens;
use crate::rust::{Expect, Test};

/// The test of the method that `request` is the type of.
pub(super) fn test(request: &str, tests: &[Test]) -> TokenStream {
    let (request, examples) = (tokens(request), tests.iter().map(example));
    quote! {
        #[test]
        fn examples() {
            crate::contract::<#request>() #(#examples)* .run();
        }
    }
}

fn example(test: &Test) -> TokenStream {
    let name = &test.name;
    match &test.expect {
        Expect::Success {
            request,
            params,
            answer,
        } => {
            let cannot = || quote!(compile_error!("this request cannot be built"));
            let request = request.as_deref().map_or_else(cannot, tokens);
            let (params, answer) = (raw(params), raw(answer));
            quote!(.success(#name, #request, #params, #answer))
        }
        Expect::Failure(failure) => {
            let (code, description) = (&failure.code, &failure.description);
            let status = Literal::u16_unsuffixed(failure.status);
            let (variant, field) = (&failure.variant, failure.field.as_deref());
            let field = field.unwrap_or_default();
            quote!(.failure(#name, #code, #field, #description, #status, #variant))
        }
    }
}

/// JSON as a raw string, so that it reads as in the spec.
fn raw(json: &str) -> Literal {
    // Characters that turn the direction of text are no part of a literal; JSON can escape them.
    let turning = ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
    let escape = |text: String, c| text.replace(c, &format!("\\u{:04x}", u32::from(c)));
    let text = turning.fold(json.to_owned(), escape);
    let hashes = |rest: &str| rest.bytes().take_while(|byte| *byte == b'#').count();
    let longest = text.split('"').skip(1).map(hashes).max();
    let hashes = "#".repeat(longest.unwrap_or(0) + 1);
    // A lone carriage return cannot stand in a raw string; JSON escapes it, so this does not fail.
    Literal::from_str(&format!("r{hashes}\"{text}\"{hashes}"))
        .unwrap_or_else(|_| Literal::string(&text))
}
