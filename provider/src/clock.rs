//! The only place time comes from.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// What tells the provider the time, in seconds since 1970-01-01T00:00:00Z (a `NumericDate`, [RFC 7519 §2]).
///
/// Codes of 60 seconds and tokens of a day cannot be waited for in a test, so time is a value: a virtual clock stands
/// still until it is told to [`advance`](Self::advance). Clones share the same time.
///
/// [RFC 7519 §2]: https://www.rfc-editor.org/rfc/rfc7519#section-2
#[derive(Clone, Debug)]
pub struct Clock {
    base: Base,
    advanced: Arc<AtomicI64>,
}

#[derive(Clone, Copy, Debug)]
enum Base {
    System,
    Virtual(i64),
}

impl Clock {
    /// The machine's own clock.
    pub fn system() -> Self {
        Self { base: Base::System, advanced: Arc::default() }
    }

    /// A clock that stands still at `seconds` since the epoch.
    pub fn virtual_at(seconds: i64) -> Self {
        Self { base: Base::Virtual(seconds), advanced: Arc::default() }
    }

    /// Puts the clock forward, or back when `seconds` is negative. The system's clock then runs on, that much ahead.
    pub fn advance(&self, seconds: i64) {
        self.advanced.fetch_add(seconds, Ordering::SeqCst);
    }

    /// The time it is.
    pub fn now(&self) -> i64 {
        let base = match self.base {
            Base::Virtual(seconds) => seconds,
            Base::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
        };
        base + self.advanced.load(Ordering::SeqCst)
    }
}
