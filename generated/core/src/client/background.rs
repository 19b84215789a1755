//! Threads and a tokio runtime of this crate's own, for what must not end with the runtime of a caller.
//!
//! A refresh token is used up by the request, so its answer must not be lost; and others wait for it who are in other runtimes, so
//! it must not wait for a runtime that nobody drives. All requests to the authorisation server are sent from here: HTTP libraries
//! keep connections, and those belong to the runtime that made them.

use std::future::pending;
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

use tokio::runtime::{Builder, Handle};

/// The runtime, since somebody needed it. It lives as long as the process.
static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);

/// Runs `task` to completion, whoever waits for it; drops it if no thread can be started.
///
/// The thread is its own, so that a store or a hook which blocks is in nobody's way.
pub(super) fn spawn(task: impl Future<Output = ()> + Send + 'static) {
    if let Some(runtime) = runtime() {
        let _ = thread().spawn(move || runtime.block_on(task));
    }
}

fn runtime() -> Option<Handle> {
    let mut kept = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.is_none() {
        let (sender, receiver) = mpsc::channel();
        let drive = move || {
            let Ok(runtime) = Builder::new_current_thread().enable_all().build() else {
                return;
            };
            if sender.send(runtime.handle().clone()).is_ok() {
                runtime.block_on(pending::<()>());
            }
        };
        thread().spawn(drive).ok()?;
        *kept = receiver.recv().ok();
    }
    kept.clone()
}

fn thread() -> thread::Builder {
    thread::Builder::new().name("bitrix24-oauth".to_owned())
}
