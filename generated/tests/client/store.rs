//! Stores of tokens, and renewals by several processes.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{
    BoxFuture, Builder, FileStore, MemoryStore, RateLimit, StoreError, Stored, TokenStore, Tokens,
};
use bitrix24::{AuthErrorKind, Bitrix24, CallError};
use serde_json::json;

use crate::common::http_transport;
use crate::office::{Log, Office, app, is_refresh};
use crate::support::ok;
use crate::time::{Jumps, Still, UNIX};

fn builder(office: &Office) -> Builder {
    let builder = Bitrix24::builder()
        .transport(http_transport())
        .timer(Jumps::new());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.oauth_server(office.url())
}

async fn delete(bitrix: &Bitrix24) -> Result<bool, AuthErrorKind> {
    match bitrix.send(source::Delete::new(6)).await {
        Ok(deleted) => Ok(deleted),
        Err(CallError::Auth(error)) => Err(error.kind),
        Err(error) => panic!("{error}"),
    }
}

/// A file of a test, which ends with it.
struct TempFile(PathBuf);

impl TempFile {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("bitrix24-{}-{number}.json", std::process::id());
        Self(std::env::temp_dir().join(name))
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        for ending in ["json", "json.lock", "json.next"] {
            let _ = std::fs::remove_file(self.0.with_extension(ending));
        }
    }
}

type Meddling = Box<dyn Fn(&MemoryStore, &Stored) -> Option<StoreError> + Send + Sync>;

/// A store that notes what happens, and into which the test may meddle before anything is stored.
struct Noting {
    store: MemoryStore,
    log: Log,
    meddle: Mutex<Option<Meddling>>,
}

impl Noting {
    fn new(log: Log) -> Arc<Self> {
        Arc::new(Self {
            store: MemoryStore::new(),
            log,
            meddle: Mutex::default(),
        })
    }

    /// What is done when tokens of this number are to be stored for good, instead of a claim.
    fn on_save(
        &self,
        token: &'static str,
        meddle: impl Fn(&MemoryStore) -> Option<StoreError> + Send + Sync + 'static,
    ) {
        *self.meddle.lock().unwrap() = Some(Box::new(move |store, new| {
            let is_save = new.renewing_until.is_none() && new.tokens.access_token == token;
            if is_save { meddle(store) } else { None }
        }));
    }

    fn calm(&self) {
        *self.meddle.lock().unwrap() = None;
    }

    async fn stored(&self) -> Stored {
        self.store.load().await.unwrap().unwrap()
    }
}

impl TokenStore for Noting {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        self.store.load()
    }

    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move {
            let what = new.renewing_until.map_or("save", |_| "claim");
            self.log.add(format!("{what} {}", new.tokens.access_token));
            let meddle = self.meddle.lock().unwrap().take();
            if let Some(meddle) = meddle {
                let broken = meddle(&self.store, &new);
                self.meddle.lock().unwrap().get_or_insert(meddle);
                if let Some(error) = broken {
                    return Err(error);
                }
            }
            self.store.compare_and_swap(revision, new).await
        })
    }
}

#[tokio::test]
async fn new_tokens_are_saved_before_they_are_used() {
    let office = Office::start();
    let log = office.log();
    let bitrix = builder(&office)
        .token_store(Noting::new(log.clone()))
        .on_renewal({
            let log = log.clone();
            move |tokens| log.add(format!("hook {}", tokens.access_token))
        });
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    delete(&bitrix).await.unwrap();
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
#[tokio::test]
async fn two_processes_renew_a_token_once() {
    for _ in 0..10 {
        let (office, file) = (Office::start(), TempFile::new());
        let clients: Vec<_> = (0..2)
            .map(|_| {
                let bitrix = builder(&office).timer(Still::new());
                let bitrix = bitrix.token_store(FileStore::new(&file.0));
                bitrix.oauth(app(), office.tokens(0)).unwrap()
            })
            .collect();
        let (one, two) = tokio::join!(delete(&clients[0]), delete(&clients[1]));
        assert_eq!((one, two), (Ok(true), Ok(true)));
        assert_eq!(office.log().count("refresh"), 1);
        assert_eq!(office.log().count("call access-1"), 2);
        for client in clients {
            assert_eq!(client.tokens().unwrap().access_token, "access-1");
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_of_tokens_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt;

    let (office, file) = (Office::start(), TempFile::new());
    let bitrix = builder(&office).token_store(FileStore::new(&file.0));
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    delete(&bitrix).await.unwrap();
    let metadata = std::fs::metadata(&file.0).unwrap();
    assert_eq!(metadata.permissions().mode() & 0o777, 0o600);
    let json = std::fs::read_to_string(&file.0).unwrap();
    assert!(json.contains("access-1") && json.contains("refresh-1"));
}

/// The store of another portal, by mistake.
#[tokio::test]
async fn a_client_never_moves_to_the_portal_of_somebody_else() {
    let office = Office::start();
    let store = Arc::new(MemoryStore::new());
    let mut theirs = office.tokens(7);
    theirs.member_id = Some("theirs".to_owned());
    store
        .compare_and_swap(0, Stored::new(theirs))
        .await
        .unwrap();
    let mut ours = office.tokens(0);
    ours.member_id = Some("ours".to_owned());
    let bitrix = builder(&office).token_store(store);
    let bitrix = bitrix.oauth(app(), ours).unwrap();
    assert_eq!(delete(&bitrix).await, Err(AuthErrorKind::Store));
    assert_eq!(office.log().events(), ["call access-0"]);
}

#[tokio::test]
async fn tokens_that_another_process_saved_are_taken_without_a_renewal() {
    let office =
        Office::with(|request| (request.json()["auth"] == "access-7").then(|| ok(json!(true))));
    let store = Arc::new(MemoryStore::new());
    let stored = Stored::new(office.tokens(7));
    store.compare_and_swap(0, stored).await.unwrap();
    let bitrix = builder(&office).token_store(store);
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    delete(&bitrix).await.unwrap();
    assert_eq!(office.log().events(), ["call access-0", "call access-7"]);
}

/// As in the morning, when the tokens that were saved last have expired as well.
#[tokio::test]
async fn tokens_that_are_found_may_have_expired_too() {
    let office = Office::start();
    let store = Arc::new(MemoryStore::new());
    let client = || {
        let bitrix = builder(&office).token_store(Arc::clone(&store));
        bitrix.oauth(app(), office.tokens(0)).unwrap()
    };
    delete(&client()).await.unwrap();
    office.expire();
    delete(&client()).await.unwrap();
    let events = office.log().events();
    assert_eq!(
        events[3..],
        [
            "call access-0",
            "call access-1",
            "refresh refresh-1",
            "call access-2"
        ]
    );
}

#[tokio::test]
async fn tokens_that_cannot_be_saved_are_used_all_the_same() {
    let (office, jumps) = (Office::start(), Jumps::new());
    let store = Noting::new(Log::default());
    store.on_save("access-1", |_| Some(StoreError::new("the disk is full")));
    let bitrix = builder(&office)
        .timer(jumps.clone())
        .token_store(Arc::clone(&store));
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    assert_eq!(delete(&bitrix).await, Err(AuthErrorKind::Store));
    assert_eq!(delete(&bitrix).await, Ok(true));
    assert_eq!(bitrix.tokens().unwrap().access_token, "access-1");
    assert_eq!(store.stored().await.tokens.access_token, "access-0");
    assert_eq!(office.log().count("refresh"), 1);

    // An hour later the store works, and has only the old ones, which are not taken for newer ones.
    store.calm();
    office.expire();
    jumps.jump(Duration::from_secs(3600));
    assert_eq!(delete(&bitrix).await, Ok(true));
    assert_eq!(store.stored().await.tokens.access_token, "access-2");
    // Nor is its own claim waited for.
    assert_eq!(jumps.total(), Duration::from_secs(3600));
    assert_eq!(
        office.log().events()[3..],
        ["call access-1", "refresh refresh-1", "call access-2"]
    );
}

#[tokio::test]
async fn a_store_that_fails_before_the_renewal_uses_no_token_up() {
    struct Broken;

    impl TokenStore for Broken {
        fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
            Box::pin(async { Err(StoreError::new("no connection")) })
        }

        fn compare_and_swap(&self, _: i64, _: Stored) -> BoxFuture<'_, Result<bool, StoreError>> {
            Box::pin(async { Err(StoreError::new("no connection")) })
        }
    }

    let (office, file) = (Office::start(), TempFile::new());
    let bitrix = builder(&office).token_store(Broken);
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    assert_eq!(delete(&bitrix).await, Err(AuthErrorKind::Store));

    std::fs::write(&file.0, "{").unwrap();
    let bitrix = builder(&office).token_store(FileStore::new(&file.0));
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    assert_eq!(delete(&bitrix).await, Err(AuthErrorKind::Store));
    let nowhere = FileStore::new(file.0.join("nowhere"));
    let bitrix = builder(&office).token_store(nowhere);
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    assert_eq!(delete(&bitrix).await, Err(AuthErrorKind::Store));
    assert_eq!(office.log().count("refresh"), 0);
}

/// The claim ran out while the authorisation server took its time, and another process has claimed the renewal.
#[tokio::test]
async fn new_tokens_are_not_lost_with_the_claim() {
    let office = Office::start();
    let store = Noting::new(Log::default());
    store.on_save("access-1", {
        let office_tokens = office.tokens(0);
        let once = AtomicU32::new(0);
        move |store| {
            if once.fetch_add(1, Ordering::Relaxed) > 0 {
                return None;
            }
            let mut claim = Stored::new(office_tokens.clone());
            (claim.revision, claim.renewing_until) = (2, Some(UNIX + 100));
            assert!(poll(store.compare_and_swap(1, claim)).unwrap());
            None
        }
    });
    let bitrix = builder(&office).token_store(Arc::clone(&store));
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    assert_eq!(delete(&bitrix).await, Ok(true));
    let stored = store.stored().await;
    assert_eq!(stored.tokens.access_token, "access-1");
    assert_eq!((stored.revision, stored.renewing_until), (3, None));
    assert_eq!(office.log().count("refresh"), 1);
}

fn poll<T>(future: BoxFuture<'_, T>) -> T {
    crate::common::poll_once(std::pin::pin!(future)).unwrap()
}

#[tokio::test]
async fn a_hook_that_panics_stops_no_later_renewal() {
    let office = Office::start();
    let log = office.log();
    let bitrix = builder(&office).on_renewal(|tokens| {
        assert_ne!(tokens.access_token, "access-1", "as it should");
    });
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    // The renewal was given up, but not for nothing.
    delete(&bitrix).await.unwrap_err();
    delete(&bitrix).await.unwrap();
    office.expire();
    delete(&bitrix).await.unwrap();
    assert_eq!(log.count("refresh"), 2);
}

#[tokio::test]
async fn a_failed_renewal_gives_back_its_claim() {
    let office = Office::with(|request| is_refresh(request).then(|| crate::common::html(502)));
    let store = Noting::new(Log::default());
    let bitrix = builder(&office).token_store(Arc::clone(&store));
    let bitrix = bitrix.oauth(app(), office.tokens(0)).unwrap();
    assert_eq!(delete(&bitrix).await, Err(AuthErrorKind::Network));
    let stored = store.stored().await;
    assert_eq!(stored.tokens.refresh_token.as_deref(), Some("refresh-0"));
    assert_eq!(stored.renewing_until, None);
}

#[tokio::test]
async fn the_tokens_of_another_installation_replace_what_is_stored() {
    let office = Office::start();
    let store = Arc::new(MemoryStore::new());
    for (number, token) in [(0, "access-0"), (7, "access-7")] {
        store.save(office.tokens(number)).await.unwrap();
        let stored = store.load().await.unwrap().unwrap();
        assert_eq!(stored.tokens.access_token, token);
    }
    assert_eq!(store.load().await.unwrap().unwrap().revision, 2);
}

/// A login tells less than an installation; what the latter has told is still true.
#[tokio::test]
async fn a_login_keeps_what_the_installation_has_told() {
    let (office, file) = (Office::start(), TempFile::new());
    let stores: [Arc<dyn TokenStore>; 3] = [
        Arc::new(MemoryStore::new()),
        Arc::new(FileStore::new(&file.0)),
        // One that has nothing of its own but what it must have.
        Noting::new(Log::default()),
    ];
    for store in stores {
        let mut installed = office.tokens(0);
        installed.member_id = Some("m1".to_owned());
        installed.application_token = Some("t1".to_owned());
        installed.scope = Some("crm".to_owned());
        installed.user_id = Some(1);
        store.save(installed).await.unwrap();

        let mut login = office.tokens(1);
        login.member_id = Some("m1".to_owned());
        login.scope = Some("crm,task".to_owned());
        login.refresh_token = None;
        store.save(login).await.unwrap();
        let saved = store.load().await.unwrap().unwrap();
        assert_eq!(saved.revision, 2);
        assert_eq!(saved.tokens.access_token, "access-1");
        assert_eq!(saved.tokens.application_token.as_deref(), Some("t1"));
        assert_eq!(saved.tokens.scope.as_deref(), Some("crm,task"));
        // No pair is made of two.
        assert_eq!(saved.tokens.refresh_token, None);
        assert_eq!(saved.tokens.user_id, None);

        // Tokens that do not say of which portal they are may be of the same by their address.
        store.save(office.tokens(2)).await.unwrap();
        let saved = store.load().await.unwrap().unwrap().tokens;
        assert_eq!(saved.application_token.as_deref(), Some("t1"));
        assert_eq!(saved.member_id.as_deref(), Some("m1"));

        let mut another = office.tokens(3);
        another.member_id = Some("m2".to_owned());
        store.save(another).await.unwrap();
        let saved = store.load().await.unwrap().unwrap().tokens;
        assert_eq!(saved.application_token, None);
        let elsewhere = Tokens::new("a", "r", "https://another.example/rest/");
        store.save(elsewhere).await.unwrap();
        let saved = store.load().await.unwrap().unwrap().tokens;
        assert_eq!(saved.member_id, None);
    }
}

#[tokio::test]
async fn an_empty_file_has_no_tokens_yet_and_a_broken_one_is_mended_by_saving() {
    let (office, file) = (Office::start(), TempFile::new());
    let store = Arc::new(FileStore::new(&file.0));
    for empty in ["", " \r\n"] {
        std::fs::write(&file.0, empty).unwrap();
        assert!(store.load().await.unwrap().is_none());
        // Also by a renewal.
        let stored = Stored::new(office.tokens(0));
        assert!(store.compare_and_swap(0, stored).await.unwrap());
        assert_eq!(store.load().await.unwrap().unwrap().revision, 1);
    }
    for broken in [
        "{",
        "null",
        "[]",
        "\u{0}\u{0}",
        r#"{"tokens":{},"revision":1}"#,
    ] {
        std::fs::write(&file.0, broken).unwrap();
        store.load().await.unwrap_err();
        let stored = Stored::new(office.tokens(0));
        store.compare_and_swap(0, stored).await.unwrap_err();
        store.save(office.tokens(1)).await.unwrap();
        let saved = store.load().await.unwrap().unwrap();
        assert_eq!(saved.tokens.access_token, "access-1", "{broken}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_store_behind_a_symbolic_link_stays_there() {
    use std::os::unix::fs::symlink;

    let office = Office::start();
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    std::fs::create_dir(at("data")).unwrap();
    std::fs::create_dir(at("etc")).unwrap();
    // At first it leads to nothing; and one leads to another.
    symlink("../data/portal.json", at("etc/link.json")).unwrap();
    symlink(at("etc/link.json"), at("portal.json")).unwrap();
    let (linked, direct) = (
        FileStore::new(at("portal.json")),
        FileStore::new(at("data/portal.json")),
    );
    assert!(linked.load().await.unwrap().is_none());
    linked.save(office.tokens(0)).await.unwrap();
    direct.save(office.tokens(1)).await.unwrap();
    let stored = Stored::new(office.tokens(2));
    assert!(!linked.compare_and_swap(1, stored).await.unwrap());
    for store in [&linked, &direct] {
        let stored = store.load().await.unwrap().unwrap();
        assert_eq!(stored.revision, 2);
        assert_eq!(stored.tokens.access_token, "access-1");
    }
    for link in ["portal.json", "etc/link.json"] {
        assert!(at(link).is_symlink(), "{link}");
    }
    // Whoever goes by the link and whoever does not have the same lock.
    let files = |path: &str| std::fs::read_dir(at(path)).unwrap().count();
    assert_eq!((files("data"), files("etc"), files("")), (2, 1, 3));

    symlink("loop.json", at("loop.json")).unwrap();
    let looped = FileStore::new(at("loop.json"));
    looped.load().await.unwrap_err();
    looped.save(office.tokens(0)).await.unwrap_err();
}
