//! What a spec says about a method that the portal refuses.

use super::method::{Context, Version};
use super::method_def::MethodDef;
use super::scopes::Scopes;
use crate::SystemCode;

/// What may be missing, by the method's spec; nothing if the code is about something else.
pub(super) fn hint(code: &SystemCode, method: &MethodDef) -> Option<String> {
    match code {
        SystemCode::ErrorMethodNotFound => Some(not_found(method)),
        SystemCode::InsufficientScope | SystemCode::InsufficientScopeException => {
            scopes(method).map(|scopes| format!("it needs {scopes}"))
        }
        SystemCode::WrongAuthType if method.context == Context::Application => {
            Some("it is for applications, not for webhooks".to_owned())
        }
        _ => None,
    }
}

fn not_found(method: &MethodDef) -> String {
    if method.scopes.is_none() && method.version == Version::V2 {
        return "check the name, and whether it exists in REST 3 only".to_owned();
    }
    let rest3 = match method.version {
        Version::V2 => "",
        Version::V3 => ", and to REST 3",
    };
    match scopes(method) {
        Some(scopes) => format!(
            "it belongs to {scopes}{rest3}: the portal may lack the module, or be older than the method"
        ),
        None => format!("the portal may be older than the method{rest3}"),
    }
}

/// The scopes that the method needs, if it needs any.
fn scopes(method: &MethodDef) -> Option<Scopes> {
    method.scopes.filter(|scopes| *scopes != Scopes::NONE)
}
