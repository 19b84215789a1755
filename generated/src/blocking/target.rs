//! Keeps addresses from ureq, which tells logs of them: at the level `DEBUG` it shows paths and queries as soon as any logger wants
//! `TRACE`. It is told that each request is one for `/`. What takes the place of that is written into the request on its way.

use std::cell::RefCell;

use ureq::Error;
use ureq::unversioned::transport::{Buffers, NextTimeout, Transport};

use crate::TransportError;

thread_local! {
    /// Path and query of the request that this thread is about to send.
    static TARGET: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends a request by `send`, which does so in this thread: for `target`, in the place of `/`.
pub(super) fn with<T>(target: String, send: impl FnOnce() -> T) -> T {
    TARGET.set(Some(target));
    let sent = send();
    // It may not have come to that.
    TARGET.set(None);
    sent
}

/// A connection that writes the target into requests.
#[derive(Debug)]
pub(super) struct Hidden<T>(pub(super) T);

impl<T: Transport> Transport for Hidden<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.0.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let amount = put(self.0.buffers().output(), amount)?;
        self.0.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.0.await_input(timeout)
    }

    fn is_open(&mut self) -> bool {
        self.0.is_open()
    }

    fn is_tls(&self) -> bool {
        self.0.is_tls()
    }
}

/// Puts the target in the place of `/`, if a request begins here; gives the new length. Before it there may be a `CONNECT` and a
/// greeting of TLS, which look otherwise, and after it there is the body.
fn put(output: &mut [u8], amount: usize) -> Result<usize, Error> {
    let head = &output[..amount];
    let verbs = [&b"POST / HTTP/1.1\r\n"[..], b"GET / HTTP/1.1\r\n"];
    let Some(verb) = verbs.iter().find(|verb| head.starts_with(verb)) else {
        return Ok(amount);
    };
    let Some(target) = TARGET.take() else {
        return Ok(amount);
    };
    let at = verb.len() - "/ HTTP/1.1\r\n".len();
    let (end, after) = (amount + target.len() - 1, at + target.len());
    if end > output.len() {
        let never_left = TransportError::connect("the address is too long");
        return Err(Error::Other(Box::new(never_left)));
    }
    output.copy_within(at + 1..amount, after);
    output[at..after].copy_from_slice(target.as_bytes());
    Ok(end)
}
