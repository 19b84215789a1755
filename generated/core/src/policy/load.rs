//! The working time of methods, which the portal limits too.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::lock;
use crate::Time;

/// How long a method has worked for an application in the last ten minutes, by its last answer.
///
/// Beyond a limit of the portal, 480 seconds in the vendor's example, it answers `OPERATION_TIME_LIMIT`. See
/// [limits](https://apidocs.bitrix24.com/limits.html).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct OperatingTime {
    /// The time.
    pub used: Duration,
    /// When a part of it is forgiven, from now.
    pub resets_in: Duration,
}

/// The working time of each method.
#[derive(Debug, Default)]
pub(super) struct Load(Mutex<HashMap<String, Entry>>);

#[derive(Debug)]
struct Entry {
    used: Duration,
    resets_at: Instant,
}

/// What an answer says about it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Operating {
    used: Duration,
    resets_in: Duration,
}

impl Operating {
    /// Both times are the server's, so the clock of this machine does not matter.
    pub(super) fn read(time: &Time) -> Option<Self> {
        let resets_in = time.operating_reset_at? as f64 - time.finish.or(time.start)?;
        Some(Self {
            used: Duration::try_from_secs_f64(time.operating.unwrap_or(0.0)).ok()?,
            resets_in: Duration::try_from_secs_f64(resets_in.max(0.0)).ok()?,
        })
    }

    pub(super) fn used(&self) -> Duration {
        self.used
    }
}

impl Load {
    pub(super) fn note(&self, method: &str, operating: Operating, now: Instant) {
        let Some(resets_at) = now.checked_add(operating.resets_in) else {
            return;
        };
        let entry = Entry {
            used: operating.used,
            resets_at,
        };
        let mut load = lock(&self.0);
        match load.get_mut(method) {
            Some(known) => *known = entry,
            None => drop(load.insert(method.to_owned(), entry)),
        }
    }

    pub(super) fn get(&self, method: &str, now: Instant) -> Option<OperatingTime> {
        let load = lock(&self.0);
        let entry = load.get(method)?;
        Some(OperatingTime {
            used: entry.used,
            resets_in: entry.resets_at.saturating_duration_since(now),
        })
    }
}
