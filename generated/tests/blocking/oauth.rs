//! Applications: what their calls carry, and how threads renew a token together.

use std::sync::{Arc, Mutex};
use std::thread;

use bitrix24::biconnector::source;
use bitrix24::blocking::{Bitrix24, Builder, TokenStore};
use bitrix24::client::{FileStore, HttpMethod, MemoryStore, RateLimit, StoreError, Stored};
use bitrix24::{AuthErrorKind, CallError};

use crate::common::html;
use crate::office::{Log, Office, app, form, is_refresh, issue};
use crate::support::{Reply, error};
use crate::time::{Jumps, Still, UNIX};

fn builder(office: &Office) -> Builder {
    let builder = Bitrix24::builder().timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.oauth_server(office.url())
}

fn client(office: &Office) -> Bitrix24 {
    builder(office).oauth(app(), office.tokens(0)).unwrap()
}

fn delete(bitrix: &Bitrix24) -> Result<bool, AuthErrorKind> {
    match bitrix.send(source::Delete::new(6)) {
        Ok(deleted) => Ok(deleted),
        Err(CallError::Auth(error)) => Err(error.kind),
        Err(error) => panic!("{error}"),
    }
}

/// Makes so many calls at once.
fn together(bitrix: &Bitrix24, threads: usize) -> Vec<Result<bool, AuthErrorKind>> {
    thread::scope(|scope| {
        let calls: Vec<_> = (0..threads)
            .map(|_| scope.spawn(|| delete(bitrix)))
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    })
}

#[test]
fn many_threads_renew_a_token_once() {
    let office = Office::start();
    let bitrix = client(&office);
    assert!(together(&bitrix, 32).iter().all(Result::is_ok));
    assert_eq!(office.log().count("refresh"), 1);
    assert_eq!(office.log().count("call access-1"), 32);
}

#[test]
fn a_renewal_that_fails_fails_all_that_wait_for_it_and_asks_no_more() {
    let refused: fn() -> Reply = || error(400, "invalid_grant", "");
    let broken: fn() -> Reply = || html(502);
    for (reply, kind, requests) in [
        (refused, AuthErrorKind::ReinstallNeeded, 1),
        (broken, AuthErrorKind::Network, 3),
    ] {
        let office = Office::with(move |request| is_refresh(request).then(reply));
        let bitrix = client(&office);
        assert_eq!(together(&bitrix, 32), vec![Err(kind); 32]);
        assert_eq!(office.log().count("refresh"), requests);
    }
}

/// A store that notes what happens.
struct Noting(MemoryStore, Log, Mutex<bool>);

impl TokenStore for Noting {
    fn load(&self) -> Result<Option<Stored>, StoreError> {
        self.0.load()
    }

    fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        let what = new.renewing_until.map_or("save", |_| "claim");
        self.1.add(format!("{what} {}", new.tokens.access_token));
        if what == "save" && *self.2.lock().unwrap() {
            return Err(StoreError::new("the disk is full"));
        }
        self.0.compare_and_swap(revision, new)
    }
}

#[test]
fn new_tokens_are_saved_before_they_are_used() {
    let office = Office::start();
    let log = office.log();
    let store = Noting(MemoryStore::new(), log.clone(), Mutex::new(false));
    let bitrix = builder(&office).token_store(store).on_renewal({
        let log = log.clone();
        move |tokens| log.add(format!("hook {}", tokens.access_token))
    });
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    let response = bitrix.send_full(source::Delete::new(6)).unwrap();
    assert_eq!(response.attempts, 2);
    assert_eq!(
        log.events(),
        [
            "call access-0",
            "claim access-0",
            "refresh refresh-0",
            "save access-1",
            "hook access-1",
            "call access-1",
        ]
    );
}

/// Two clients with two stores on the same file are to each other as two processes.
#[test]
fn two_processes_renew_a_token_once() {
    let file = std::env::temp_dir().join(format!("bitrix24-blocking-{}.json", std::process::id()));
    for _ in 0..10 {
        let office = Office::start();
        let client = || {
            let bitrix = builder(&office).timer(Still::new());
            let bitrix = bitrix.token_store(FileStore::new(&file));
            bitrix.oauth(app(), office.tokens(0)).unwrap()
        };
        let clients = [client(), client()];
        thread::scope(|scope| {
            for bitrix in &clients {
                scope.spawn(move || assert!(together(bitrix, 4).iter().all(Result::is_ok)));
            }
        });
        assert_eq!(office.log().count("refresh"), 1);
        for bitrix in &clients {
            assert_eq!(bitrix.tokens().unwrap().access_token, "access-1");
        }
        std::fs::remove_file(&file).unwrap();
    }
    std::fs::remove_file(file.with_extension("json.lock")).unwrap();
}

/// The second renewal must not be taken for the first, which went well.
#[test]
fn a_hook_that_panics_stops_no_later_renewal() {
    let office = Office::start();
    let bitrix = builder(&office).on_renewal(|tokens| {
        assert_ne!(tokens.access_token, "access-2", "as it should");
    });
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    delete(&bitrix).unwrap();
    office.expire();
    assert_eq!(delete(&bitrix), Err(AuthErrorKind::Network));
    delete(&bitrix).unwrap();
    office.expire();
    delete(&bitrix).unwrap();
    assert_eq!(office.log().count("refresh"), 3);
}

#[test]
fn a_form_keeps_the_secrets_out_of_the_address() {
    let office = Office::with(|request| form(request, "code").map(|_| issue(request, 5)));
    let builder = builder(&office).oauth_method(HttpMethod::Post);
    let bitrix = builder.clone().oauth(app(), office.tokens(0)).unwrap();
    bitrix.send(source::Delete::new(6)).unwrap();
    builder.exchange_code(&app(), "c0/de").unwrap();
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

#[test]
fn a_code_is_exchanged_for_tokens() {
    let office = Office::with(|request| is_refresh(request).then(|| issue(request, 5)));
    let tokens = builder(&office).exchange_code(&app(), "c0de").unwrap();
    assert_eq!(tokens.access_token, "access-5");
    assert_eq!(tokens.expires, Some(UNIX + 3600));
    let odd = "\u{feff}<br>{\"error\":\"\",\"access_token\":\"a\",\"client_endpoint\":\"https://a.b/rest/\"}";
    let office = Office::with(|_| Some(Reply::Raw(200, Vec::new(), odd.to_owned())));
    let tokens = builder(&office).exchange_code(&app(), "c0de").unwrap();
    assert_eq!(tokens.access_token, "a");
    let plain = Bitrix24::builder().oauth_server("http://oauth.example");
    let error = plain.exchange_code(&app(), "c0de").unwrap_err();
    assert!(error.problem.contains("https://"), "{error}");
}

#[test]
fn a_login_keeps_what_the_installation_has_told_and_mends_a_broken_file() {
    let (office, folder) = (Office::start(), tempfile::tempdir().unwrap());
    let path = folder.path().join("portal.json");
    let store: Arc<dyn TokenStore> = Arc::new(FileStore::new(&path));
    for broken in ["", "{"] {
        std::fs::write(&path, broken).unwrap();
        let mut installed = office.tokens(0);
        installed.application_token = Some("t1".to_owned());
        store.save(installed).unwrap();
        store.save(office.tokens(1)).unwrap();
        let saved = store.load().unwrap().unwrap();
        assert_eq!(saved.tokens.access_token, "access-1");
        assert_eq!(saved.tokens.application_token.as_deref(), Some("t1"));
    }
    let memory = MemoryStore::new();
    let mut installed = office.tokens(0);
    installed.application_token = Some("t1".to_owned());
    TokenStore::save(&memory, installed).unwrap();
    TokenStore::save(&memory, office.tokens(1)).unwrap();
    let saved = TokenStore::load(&memory).unwrap().unwrap().tokens;
    assert_eq!(saved.application_token.as_deref(), Some("t1"));
}
