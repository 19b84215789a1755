//! What an error says beyond what the server says: what the method needs by its spec.

use bitrix24::biconnector::source;
use bitrix24::crm::item::{EntityType, Get};
use bitrix24::v3::tasks::task;
use bitrix24::{CallError, PagedRequest, Request, Untyped, Version, crm, decode, user};
use serde_json::{Value, json};

use super::clients;
use super::support::{Portal, error};

fn told<M: bitrix24::Method>(status: u16, code: &str) -> String {
    let body = json!({ "error": code, "error_description": "No." }).to_string();
    match decode::<M>(status, body) {
        Err(error @ CallError::System(_)) => error.to_string(),
        _ => panic!("it is an error of the system"),
    }
}

#[test]
fn a_method_that_the_portal_lacks_is_told_with_its_scope() {
    assert_eq!(
        told::<Get>(404, "ERROR_METHOD_NOT_FOUND"),
        "crm.item.get: ERROR_METHOD_NOT_FOUND: No.; it belongs to the scope `crm`: the portal may lack the module, or be older \
         than the method (HTTP 404)"
    );
    let rest3 = told::<task::Get>(404, "ERROR_METHOD_NOT_FOUND");
    assert!(
        rest3.contains("; it belongs to the scope `tasks`, and to REST 3: "),
        "{rest3}"
    );
    let any = told::<bitrix24::Profile>(404, "ERROR_METHOD_NOT_FOUND");
    assert!(
        any.contains("; the portal may be older than the method ("),
        "{any}"
    );
}

#[test]
fn what_authorization_lacks_is_told() {
    let scope = told::<user::Get>(403, "insufficient_scope");
    let needs = "; it needs one of the scopes `user`, `user_brief`, `user_basic` (HTTP 403)";
    assert!(scope.ends_with(needs), "{scope}");
    let kind = told::<source::Get>(403, "WRONG_AUTH_TYPE");
    assert!(
        kind.contains("; it is for applications, not for webhooks"),
        "{kind}"
    );
    // Of these the spec knows nothing more.
    for (status, code) in [(401, "expired_token"), (503, "QUERY_LIMIT_EXCEEDED")] {
        assert!(told::<Get>(status, code).ends_with(&format!(": No. (HTTP {status})")));
    }
    assert!(!told::<Get>(403, "WRONG_AUTH_TYPE").contains(';'));
}

#[tokio::test]
async fn it_is_told_by_both_clients_whatever_the_request_is() {
    let portal = Portal::start(|_| error(404, "ERROR_METHOD_NOT_FOUND", ""));
    let (client, blocking) = clients(&portal);
    let get = || Get::new(EntityType::Deal, 7).output_as::<Value>();
    let list = || crm::deal::List::new().rows_as::<Value>().with_param("x", 1);
    let told = [
        client.send(get()).await.unwrap_err().to_string(),
        blocking.send(get()).unwrap_err().to_string(),
        client.send(list()).await.unwrap_err().to_string(),
        blocking.send(list()).unwrap_err().to_string(),
    ];
    for error in told {
        assert!(
            error.contains("; it belongs to the scope `crm`: "),
            "{error}"
        );
    }

    // Of a name nobody knows what it belongs to.
    let untyped = || Untyped::new("tasks.task.sing", json!({}));
    let error = client.send(untyped()).await.unwrap_err().to_string();
    assert!(
        error.contains("; check the name, and whether it exists in REST 3 only"),
        "{error}"
    );
    let error = blocking.send(untyped().version(Version::V3)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("; the portal may be older than the method, and to REST 3")
    );
}
