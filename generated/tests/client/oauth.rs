//! Applications: what their calls carry, and when a token is renewed.

use bitrix24::biconnector::source;
use bitrix24::client::{App, Builder, HttpMethod, RateLimit, Retry, Tokens};
use bitrix24::{AuthErrorKind, Bitrix24};
use serde_json::json;

use crate::common::http_transport;
use crate::office::{
    Log, Office, Reroute, SERVERS, app, expired, form, is_refresh, issue, odd_answers, query,
    refused_forms,
};
use crate::support::{Portal, Reply, error, ok};
use crate::time::{Jumps, UNIX};

fn builder(office: &Office) -> Builder {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.oauth_server(office.url())
}

fn client(office: &Office) -> Bitrix24 {
    builder(office).oauth(app(), office.tokens(0)).unwrap()
}

#[tokio::test]
async fn an_expired_token_is_renewed_and_the_call_repeated() {
    for (status, code) in [
        (401, "expired_token"),
        (401, "EXPIRED_TOKEN"),
        (200, "expired_token"),
    ] {
        let office = Office::with(move |request| {
            (request.json()["auth"] == "access-0").then(|| error(status, code, ""))
        });
        let bitrix = client(&office);
        // Whether it may be repeated otherwise does not matter: it was refused.
        let response = bitrix.send_full(source::Delete::new(6)).await.unwrap();
        assert_eq!(response.attempts, 2);
        assert_eq!(
            office.log().events(),
            ["call access-0", "refresh refresh-0", "call access-1"]
        );
        assert_eq!(bitrix.tokens().unwrap().access_token, "access-1");
        // From now on the new one is used.
        bitrix.clone().send(source::Delete::new(7)).await.unwrap();
        assert_eq!(office.log().events()[3..], ["call access-1"]);
    }
}

#[tokio::test]
async fn even_a_call_that_is_never_repeated_is_sent_with_the_new_token() {
    let office = Office::start();
    let bitrix = builder(&office).retry(Retry::never());
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    bitrix.send(source::Delete::new(6)).await.unwrap();
}

#[tokio::test]
async fn the_authorisation_server_is_asked_as_documented() {
    let office = Office::start();
    client(&office).send(source::Delete::new(6)).await.unwrap();
    let refresh = office.received().into_iter().find(is_refresh).unwrap();
    assert_eq!(refresh.verb, "GET");
    assert_eq!(
        query(&refresh, "grant_type").as_deref(),
        Some("refresh_token")
    );
    assert_eq!(query(&refresh, "client_id").as_deref(), Some("app.1"));
    assert_eq!(
        query(&refresh, "client_secret").as_deref(),
        Some("c11ent+secret")
    );
    assert_eq!(
        query(&refresh, "refresh_token").as_deref(),
        Some("refresh-0")
    );
    assert_eq!(refresh.body, "");
}

#[tokio::test]
async fn the_authorisation_server_that_the_tokens_name_is_asked_if_it_is_the_vendors() {
    for (endpoint, host) in SERVERS {
        let office = Office::start();
        let hosts = Log::default();
        let reroute = Reroute {
            to: office.url(),
            hosts: hosts.clone(),
            by: http_transport(),
        };
        let builder = Bitrix24::builder().transport(reroute).timer(Jumps::new());
        let mut tokens = office.tokens(0);
        tokens.server_endpoint = Some(endpoint.to_owned());
        let bitrix = builder.clone().oauth(app(), tokens.clone()).unwrap();
        bitrix.send(source::Delete::new(6)).await.unwrap();
        assert_eq!(hosts.events(), [host], "{endpoint}");

        // What the builder says beats it.
        office.expire();
        let builder = builder.oauth_server(office.url());
        let bitrix = builder.oauth(app(), office.tokens(1)).unwrap();
        bitrix.send(source::Delete::new(6)).await.unwrap();
        assert_eq!(hosts.events(), [host], "{endpoint}");
    }
    let office = Office::with(|request| Some(issue(request, 5)));
    let hosts = Log::default();
    let reroute = Reroute {
        to: office.url(),
        hosts: hosts.clone(),
        by: http_transport(),
    };
    let builder = Bitrix24::builder().transport(reroute);
    builder.exchange_code(&app(), "c0de").await.unwrap();
    assert_eq!(hosts.events(), ["oauth.bitrix.info"]);
}

#[tokio::test]
async fn a_form_keeps_the_secrets_out_of_the_address() {
    let office = Office::with(|request| form(request, "code").map(|_| issue(request, 5)));
    let builder = builder(&office).oauth_method(HttpMethod::Post);
    let bitrix = builder.clone().oauth(app(), office.tokens(0)).unwrap();
    bitrix.send(source::Delete::new(6)).await.unwrap();
    builder.exchange_code(&app(), "c0/de").await.unwrap();
    let received = office.received();
    let [refresh, exchange] = [&received[1], received.last().unwrap()];
    for (request, grant, name, value) in [
        (refresh, "refresh_token", "refresh_token", "refresh-0"),
        (exchange, "authorization_code", "code", "c0/de"),
    ] {
        assert_eq!(request.verb, "POST");
        assert_eq!(request.path, "/oauth/token/");
        let content_type = request.header("content-type");
        assert_eq!(content_type, Some("application/x-www-form-urlencoded"));
        assert_eq!(form(request, "grant_type").as_deref(), Some(grant));
        assert_eq!(form(request, "client_id").as_deref(), Some("app.1"));
        let secret = form(request, "client_secret");
        assert_eq!(secret.as_deref(), Some("c11ent+secret"));
        assert_eq!(form(request, name).as_deref(), Some(value));
    }
    assert_eq!(office.log().count("refresh refresh-0"), 1);
}

#[tokio::test]
async fn a_server_that_does_not_take_a_form_is_asked_once_more_by_get() {
    for (reply, is_asked_again) in refused_forms() {
        let name = format!("{reply:?}");
        let office = Office::with(move |request| match request.verb.as_str() {
            "POST" if is_refresh(request) => Some(reply.clone()),
            _ if query(request, "code").is_some() => Some(issue(request, 5)),
            _ => None,
        });
        let builder = builder(&office).oauth_method(HttpMethod::Post);
        let bitrix = builder.clone().oauth(app(), office.tokens(0)).unwrap();
        let deleted = bitrix.send(source::Delete::new(6)).await;
        assert_eq!(deleted.is_ok(), is_asked_again, "{name}");
        let tokens = builder.exchange_code(&app(), "c0de").await;
        assert_eq!(tokens.is_ok(), is_asked_again, "{name}");
        let received = office.received();
        let asked = received.iter().filter(|request| is_refresh(request));
        let verbs: Vec<_> = asked.map(|request| request.verb.as_str()).collect();
        let expected: &[_] = match is_asked_again {
            true => &["POST", "GET", "POST", "GET"],
            false => &["POST", "POST"],
        };
        assert_eq!(verbs, expected, "{name}");
    }
    // And no third time.
    let office = Office::with(|_| Some(error(400, "invalid_request", "")));
    let builder = builder(&office).oauth_method(HttpMethod::Post);
    let error = builder.exchange_code(&app(), "c0de").await.unwrap_err();
    assert_eq!(error.kind, AuthErrorKind::InvalidRequest);
    assert_eq!(office.received().len(), 2);
}

#[tokio::test]
async fn no_other_error_renews_a_token() {
    for (status, code) in [
        (401, "NO_AUTH_FOUND"),
        (401, "invalid_token"),
        (403, "insufficient_scope"),
        (403, "INVALID_CREDENTIALS"),
        (401, "METHOD_CONFIRM_WAITING"),
        (401, ""),
    ] {
        let office = Office::with(move |_| Some(error(status, code, "")));
        let bitrix = client(&office);
        bitrix.send(source::Get::new(6)).await.unwrap_err();
        assert_eq!(office.log().events(), ["call access-0"], "{code}");
    }
}

#[tokio::test]
async fn a_webhook_has_no_token_to_renew() {
    let portal = Portal::start(|_| expired());
    let builder = Bitrix24::builder().transport(http_transport());
    let builder = builder.oauth_server(portal.url());
    let bitrix = builder.webhook(portal.webhook()).unwrap();
    let error = bitrix.send(source::Get::new(6)).await.unwrap_err();
    assert_eq!(error.code(), Some("expired_token"));
    assert_eq!(portal.methods(), ["biconnector.source.get"]);
    assert!(bitrix.tokens().is_none());
}

#[tokio::test]
async fn the_token_is_a_parameter_or_stands_in_the_query_where_they_have_no_names() {
    let office = Office::with(|_| Some(ok(json!(true))));
    let tokens = Tokens::new("a/b+c", "r", format!("{}/rest/", office.url()));
    let bitrix = builder(&office).oauth(app(), tokens).unwrap();
    bitrix.send(source::Delete::new(6)).await.unwrap();
    let list = json!([7, { "ID": "asc" }]);
    let call = bitrix.untyped("task.elapseditem.getlist", list.clone());
    call.await.unwrap();
    bitrix.untyped("user.current", json!({})).await.unwrap();
    let [delete, positional, bare] = office.received().try_into().unwrap();
    assert_eq!(delete.path, "/rest/biconnector.source.delete");
    assert_eq!(delete.json(), json!({ "auth": "a/b+c", "id": 6 }));
    assert_eq!(
        positional.path,
        "/rest/task.elapseditem.getlist?auth=a%2Fb%2Bc"
    );
    assert_eq!(positional.json(), list);
    assert_eq!(bare.json(), json!({ "auth": "a/b+c" }));
}

#[tokio::test]
async fn a_code_is_exchanged_for_tokens() {
    let office = Office::with(|request| is_refresh(request).then(|| issue(request, 5)));
    let tokens = builder(&office)
        .exchange_code(&app(), "c0/de")
        .await
        .unwrap();
    assert_eq!(tokens.access_token, "access-5");
    assert_eq!(tokens.expires, Some(UNIX + 3600));
    let [request] = office.received().try_into().unwrap();
    assert_eq!(request.verb, "GET");
    assert_eq!(
        query(&request, "grant_type").as_deref(),
        Some("authorization_code")
    );
    assert_eq!(query(&request, "code").as_deref(), Some("c0/de"));
    assert_eq!(query(&request, "client_id").as_deref(), Some("app.1"));
    assert_eq!(
        query(&request, "client_secret").as_deref(),
        Some("c11ent+secret")
    );

    let office = Office::with(|_| Some(error(400, "invalid_grant", "")));
    let error = builder(&office).exchange_code(&app(), "c0de").await;
    assert_eq!(error.unwrap_err().kind, AuthErrorKind::ReinstallNeeded);
}

#[tokio::test]
async fn a_code_is_not_spent_for_nothing_when_the_answer_is_odd() {
    for (odd, body) in odd_answers() {
        let pair = r#""access_token":"access-9""#;
        let portal = format!(r#""client_endpoint":"https://portal.example/rest/",{pair}"#);
        let body = body.replacen(pair, &portal, 1);
        if odd == "no address" {
            continue;
        }
        let office = Office::with(move |_| Some(Reply::Raw(200, Vec::new(), body.clone())));
        let tokens = builder(&office).exchange_code(&app(), "c0de").await;
        let tokens = tokens.unwrap_or_else(|error| panic!("{odd}: {error}"));
        assert_eq!(tokens.access_token, "access-9", "{odd}");
        assert_eq!(tokens.refresh_token.as_deref(), Some("refresh-9"), "{odd}");
    }
}

#[tokio::test]
async fn the_secret_of_an_application_goes_to_no_server_without_tls() {
    let exchange = Bitrix24::builder().oauth_server("http://oauth.example");
    let error = exchange.exchange_code(&app(), "c0de").await.unwrap_err();
    assert!(error.problem.contains("https://"), "{error}");
    let office = Office::start();
    let builder = builder(&office).oauth_server("http://oauth.example");
    builder.oauth(app(), office.tokens(0)).unwrap_err();
}

#[test]
fn a_user_is_sent_to_the_portal() {
    for portal in ["portal.bitrix24.com", "https://portal.bitrix24.com/rest/"] {
        assert_eq!(
            App::new("app.1&x", "s")
                .authorize_url(portal, "a b&c")
                .unwrap(),
            "https://portal.bitrix24.com/oauth/authorize/?client_id=app%2E1%26x&state=a%20b%26c"
        );
    }
    App::new("app.1", "s").authorize_url("", "").unwrap_err();
    App::new("app.1", "s")
        .authorize_url("http://portal.bitrix24.com", "")
        .unwrap_err();
}

#[test]
fn an_event_brings_tokens() {
    let body = "event=ONAPPINSTALL&event_handler_id=1&data%5BVERSION%5D=1&ts=1747042200\
        &auth%5Baccess_token%5D=a%2B1&auth[refresh_token]=r1&auth[expires_in]=3600&auth[scope]=crm%2Ctask\
        &auth[client_endpoint]=https%3A%2F%2Fportal.bitrix24.com%2Frest%2F\
        &auth[server_andpoint]=https%3A%2F%2Foauth.bitrix.info%2Frest%2F&auth[application_token]=t1&auth[user_id]=7";
    let tokens = Tokens::from_event(body).unwrap();
    assert_eq!(tokens.access_token, "a+1");
    assert_eq!(tokens.refresh_token.as_deref(), Some("r1"));
    assert_eq!(tokens.client_endpoint, "https://portal.bitrix24.com/rest/");
    assert_eq!(
        tokens.server_endpoint.as_deref(),
        Some("https://oauth.bitrix.info/rest/")
    );
    assert_eq!(tokens.scope.as_deref(), Some("crm,task"));
    assert_eq!(tokens.application_token.as_deref(), Some("t1"));
    assert_eq!(tokens.user_id, Some(7));
    assert_eq!(tokens.expires, Some(1_747_042_200 + 3600));
    // What is odd costs nothing but itself.
    let body = "auth[access_token]=a&auth[client_endpoint]=https://portal.example/rest/&auth[user_id]=u_1\
        &auth[expires]=soon&auth[expires_in]=3600.5&auth[refresh_token]=&ts=now";
    let tokens = Tokens::from_event(body).unwrap();
    assert_eq!((tokens.user_id, tokens.expires), (None, None));
    assert_eq!(tokens.expires_in, Some(3600));
    assert_eq!(tokens.refresh_token, None);
    // An automation rule has none.
    for body in [
        "",
        "event=X",
        "auth[domain]=x",
        "auth[access_token]=a",
        "\u{0}&&=&auth[=%",
    ] {
        Tokens::from_event(body).unwrap_err();
    }
}

/// As PHP reads it, for which these events are written: whatever comes last under a name counts.
#[test]
fn the_last_of_two_fields_of_an_event_wins() {
    let read = |fields: &str| {
        let event =
            "event=X&auth[access_token]=a1&auth[client_endpoint]=https://portal.example/rest/";
        Tokens::from_event(format!("{event}&{fields}"))
    };
    for (fields, token) in [
        ("auth[access_token]=a2", "a2"),
        ("auth[access_token]=a2&auth%5Baccess_token%5D=a3", "a3"),
        ("auth[access_token]x=a2", "a2"),
        // These are other names.
        ("auth[Access_token]=a2", "a1"),
        ("auth[access_token=a2", "a1"),
        ("auth]access_token]=a2", "a1"),
        ("xauth[access_token]=a2", "a1"),
        ("data[auth][access_token]=a2", "a1"),
        ("auth[x][access_token]=a2", "a1"),
        ("auth[]=a2", "a1"),
        ("access_token=a2", "a1"),
    ] {
        assert_eq!(read(fields).unwrap().access_token, token, "{fields}");
    }
    // What came before is gone with what replaces it.
    for fields in [
        "auth[access_token]=",
        "auth[access_token][]=a2",
        "auth[access_token][x]=a2",
        "auth=a2",
    ] {
        read(fields).unwrap_err();
    }
    let scope = |fields: &str| read(fields).unwrap().scope;
    assert_eq!(
        scope("auth[scope][]=crm&auth[scope][]=task").as_deref(),
        Some("crm,task")
    );
    assert_eq!(
        scope("auth[scope]=im&auth[scope][0]=crm&auth[scope][0]=task").as_deref(),
        Some("task")
    );
    let server = |fields: &str| read(fields).unwrap().server_endpoint;
    let right = "auth[server_endpoint]=https://oauth.bitrix.info/rest/";
    let misspelt = "auth[server_andpoint]=https://oauth.bitrix24.tech/rest/";
    assert_eq!(
        server(&format!("{right}&{misspelt}")).as_deref(),
        Some("https://oauth.bitrix.info/rest/")
    );
    assert_eq!(
        server(misspelt).as_deref(),
        Some("https://oauth.bitrix24.tech/rest/")
    );
    // The time of the event is told by its last `ts` as well.
    let tokens = read("ts=1&auth[expires_in]=60&ts=1000").unwrap();
    assert_eq!(tokens.expires, Some(1060));
}
