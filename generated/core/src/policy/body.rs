//! The body of a response while it arrives, compressed or not: never longer than the request allows.

#[cfg(any(feature = "client", feature = "blocking"))]
mod gzip;

#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) use gzip::{ENCODING, Unpacked};

use std::io::{self, Write};

use crate::TransportError;

/// Bytes up to a limit.
pub(crate) struct Bounded {
    bytes: Vec<u8>,
    limit: usize,
    is_exceeded: bool,
}

impl Bounded {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            bytes: Vec::new(),
            limit,
            is_exceeded: false,
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        if chunk.len() > self.limit.saturating_sub(self.bytes.len()) {
            self.is_exceeded = true;
            return Err(TransportError::too_large(self.limit));
        }
        self.bytes.extend_from_slice(chunk);
        Ok(())
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl Write for Bounded {
    fn write(&mut self, chunk: &[u8]) -> io::Result<usize> {
        self.push(chunk).map_err(io::Error::other)?;
        Ok(chunk.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
