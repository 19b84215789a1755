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

/// Connects by `connect`: what is written meanwhile is no request.
pub(super) fn without<T>(connect: impl FnOnce() -> T) -> T {
    let target = TARGET.take();
    let connected = connect();
    TARGET.set(target);
    connected
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

const VERSION: &[u8] = b" HTTP/1.1\r\n";

/// How long the cookies are with which these headers begin. ureq keeps some once any library turns on its feature `cookies`, and
/// puts them before what it is told to send; a client of this crate has none.
fn cookies(headers: &[u8]) -> usize {
    if !headers.starts_with(b"cookie: ") {
        return 0;
    }
    let end = headers.iter().position(|byte| *byte == b'\n');
    end.map_or(0, |end| end + 1)
}

/// Puts the target in the place of `/` if a request begins here, which is what is written first; gives the new length.
fn put(output: &mut [u8], amount: usize) -> Result<usize, Error> {
    let Some(target) = TARGET.take() else {
        return Ok(amount);
    };
    let head = &output[..amount];
    let Some(line) = [&b"POST / HTTP/1.1\r\n"[..], b"GET / HTTP/1.1\r\n"]
        .iter()
        .find_map(|line| head.starts_with(line).then_some(line.len()))
    else {
        return Err(never_left("the request is written in another way"));
    };
    let kept = line + cookies(&head[line..]);
    let (from, after) = (
        line - "/".len() - VERSION.len(),
        line - "/".len() + target.len(),
    );
    let end = after + amount - kept;
    if end > output.len() {
        return Err(never_left("the address is too long"));
    }
    output.copy_within(kept..amount, after);
    output[from..from + target.len()].copy_from_slice(target.as_bytes());
    output[from + target.len()..after].copy_from_slice(VERSION);
    Ok(end)
}

fn never_left(problem: &str) -> Error {
    Error::Other(Box::new(TransportError::connect(problem)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;

    /// What becomes of these, written one after the other as one request.
    fn written(parts: &[&str]) -> Result<Vec<String>, Error> {
        let write = |part: &&str| {
            let mut output = [0; 200];
            output[..part.len()].copy_from_slice(part.as_bytes());
            let end = put(&mut output, part.len())?;
            Ok(String::from_utf8_lossy(&output[..end]).into_owned())
        };
        with("/rest/1/s3cret/".to_owned(), || {
            without(|| assert_eq!(write(&"CONNECT portal:443").unwrap(), "CONNECT portal:443"));
            parts.iter().map(write).collect()
        })
    }

    #[test]
    fn the_target_stands_in_the_first_line_of_a_request() {
        let head = "POST / HTTP/1.1\r\nHost: portal\r\n\r\n";
        let [request, body] = <[_; 2]>::try_from(written(&[head, head]).unwrap()).unwrap();
        assert_eq!(request, head.replace(" / ", " /rest/1/s3cret/ "));
        assert_eq!(body, head);
    }

    #[test]
    fn cookies_that_ureq_keeps_are_not_sent() {
        for kept in ["a=b", "a=b; session=0123456789abcdef"] {
            let head =
                format!("GET / HTTP/1.1\r\ncookie: {kept}\r\nhost: portal\r\ncookie: own\r\n\r\n");
            let [request] = <[_; 1]>::try_from(written(&[&head]).unwrap()).unwrap();
            let expected = "GET /rest/1/s3cret/ HTTP/1.1\r\nhost: portal\r\ncookie: own\r\n\r\n";
            assert_eq!(request, expected);
        }
    }

    #[test]
    fn a_request_without_a_place_for_the_target_does_not_leave() {
        for head in [
            "GET http://portal/ HTTP/1.1\r\n\r\n",
            "POST /? HTTP/1.1\r\n\r\n",
            "PO",
        ] {
            let Err(Error::Other(error)) = written(&[head, "POST / HTTP/1.1\r\n\r\n"]) else {
                panic!("{head}")
            };
            let error = error.downcast::<TransportError>().unwrap();
            assert!(!error.may_have_run, "{head}");
        }
    }
}
