//! Bodies compressed with gzip, for both clients. The HTTP libraries could decompress as well; doing it here makes corrupt and
//! oversized bodies the same error in both.

use std::io::{self, Write as _};

use flate2::write::MultiGzDecoder;

use super::Bounded;
use crate::TransportError;

/// Value of the header `Accept-Encoding`.
pub(crate) const ENCODING: &str = "gzip";

/// A body, decompressed while it arrives. The limit applies to the decompressed bytes.
pub(crate) enum Unpacked {
    Plain(Bounded),
    Gzip(Box<Gzip>),
}

pub(crate) struct Gzip {
    decoder: MultiGzDecoder<Bounded>,
    /// How many bytes have arrived.
    packed: usize,
    limit: usize,
}

impl Unpacked {
    /// A body with this header `Content-Encoding`. An encoding that was not requested is left as it is.
    pub(crate) fn new(limit: usize, encoding: Option<&str>) -> Self {
        let is_gzip = |encoding: &str| {
            let encoding = encoding.trim();
            encoding.eq_ignore_ascii_case("gzip") || encoding.eq_ignore_ascii_case("x-gzip")
        };
        match encoding.is_some_and(is_gzip) {
            false => Self::Plain(Bounded::new(limit)),
            true => Self::Gzip(Box::new(Gzip {
                decoder: MultiGzDecoder::new(Bounded::new(limit)),
                packed: 0,
                limit,
            })),
        }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        match self {
            Self::Plain(body) => body.push(chunk),
            Self::Gzip(body) => body.push(chunk),
        }
    }

    /// The whole body.
    pub(crate) fn finish(self) -> Result<Vec<u8>, TransportError> {
        match self {
            Self::Plain(body) => Ok(body.into_bytes()),
            Self::Gzip(body) => body.finish(),
        }
    }
}

impl Gzip {
    fn push(&mut self, chunk: &[u8]) -> Result<(), TransportError> {
        self.packed = self.packed.saturating_add(chunk.len());
        // Gzip adds little, so a compressed body far above the limit is bogus, and may be endless.
        if self.packed > self.limit.saturating_mul(2).saturating_add(1 << 16) {
            return Err(TransportError::too_large(self.limit));
        }
        let written = self.decoder.write_all(chunk);
        written.map_err(|error| self.failure(&error))
    }

    fn finish(mut self) -> Result<Vec<u8>, TransportError> {
        // An empty body is not compressed, whatever its header says.
        if self.packed == 0 {
            return Ok(Vec::new());
        }
        let finished = self.decoder.try_finish();
        finished.map_err(|error| self.failure(&error))?;
        Ok(std::mem::take(&mut self.decoder.get_mut().bytes))
    }

    fn failure(&self, error: &io::Error) -> TransportError {
        match self.decoder.get_ref().is_exceeded {
            true => TransportError::too_large(self.limit),
            false => {
                TransportError::interrupted(format!("the gzip of the body is broken: {error}"))
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;
    use crate::TransportErrorKind;

    fn packed(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    /// What becomes of these bytes, which arrive so many at once.
    fn unpacked(limit: usize, bytes: &[u8], chunk: usize) -> Result<Vec<u8>, TransportErrorKind> {
        let mut body = Unpacked::new(limit, Some("GZIP"));
        let pushed = bytes.chunks(chunk).try_for_each(|chunk| body.push(chunk));
        let finished = pushed.and_then(|()| body.finish());
        finished.map_err(|error| {
            assert!(error.may_have_run);
            error.kind
        })
    }

    #[test]
    fn the_limit_is_that_of_the_unpacked_bytes() {
        // Some that pack well, some that do not, and some that are longer packed.
        let noise: Vec<u8> = (0..100_000).map(|_| fastrand::u8(..)).collect();
        for body in [vec![b'a'; 100_000], noise, vec![b'a']] {
            let packed = packed(&body);
            for chunk in [1, 7, 1000, packed.len()] {
                assert_eq!(unpacked(body.len(), &packed, chunk).unwrap(), body);
                let limit = body.len() - 1;
                let error = unpacked(limit, &packed, chunk).unwrap_err();
                assert_eq!(error, TransportErrorKind::TooLarge { limit });
            }
        }
    }

    #[test]
    fn a_bomb_is_too_large_before_it_is_unpacked() {
        let bomb = packed(&vec![0; 64 << 20]);
        assert!(bomb.len() < 1 << 17);
        let mut body = Unpacked::new(1 << 20, Some("gzip"));
        let error = body.push(&bomb).unwrap_err();
        let limit = 1 << 20;
        assert_eq!(error.kind, TransportErrorKind::TooLarge { limit });
        let Unpacked::Gzip(body) = body else {
            unreachable!()
        };
        assert!(body.decoder.get_ref().bytes.capacity() <= 4 << 20);
        // Nothing, packed again and again.
        let nothing = packed(b"").repeat(100_000);
        let error = unpacked(1 << 10, &nothing, 1 << 12).unwrap_err();
        assert_eq!(error, TransportErrorKind::TooLarge { limit: 1 << 10 });
    }

    #[test]
    fn what_is_cut_or_changed_on_the_way_is_no_body() {
        let body = br#"{"result":true}"#;
        let whole = packed(body);
        for end in 1..whole.len() {
            let error = unpacked(1000, &whole[..end], 5).unwrap_err();
            assert_eq!(error, TransportErrorKind::Interrupted, "{end}");
        }
        for at in [0, 1, 2, whole.len() - 8, whole.len() - 1] {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            let error = unpacked(1000, &changed, 5).unwrap_err();
            assert_eq!(error, TransportErrorKind::Interrupted, "{at}");
        }
        assert_eq!(
            unpacked(1000, b"{\"result\":true}", 5).unwrap_err(),
            TransportErrorKind::Interrupted
        );
        // Two of them are one, and none is none.
        assert_eq!(unpacked(1000, &whole.repeat(2), 5).unwrap(), body.repeat(2));
        assert_eq!(unpacked(1000, b"", 5).unwrap(), b"");
    }

    #[test]
    fn what_is_not_packed_stays_as_it_is() {
        for encoding in [None, Some("identity"), Some("br"), Some("")] {
            let mut body = Unpacked::new(4, encoding);
            body.push(b"ab").unwrap();
            body.push(b"cd").unwrap();
            let error = body.push(b"e").unwrap_err();
            assert_eq!(error.kind, TransportErrorKind::TooLarge { limit: 4 });
            assert_eq!(body.finish().unwrap(), b"abcd");
        }
    }
}
