//! `bench-progenitor <openapi.json> <out.rs>`: generates a client, formatted.

use std::fs;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("bench-progenitor <openapi.json> <out.rs>".into());
    };
    let api: openapiv3::OpenAPI = serde_json::from_slice(&fs::read(from)?)?;
    let tokens = progenitor_impl::Generator::default().generate_tokens(&api)?;
    fs::write(to, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
