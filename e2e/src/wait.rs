use std::time::{Duration, Instant};

/// How long a condition may take. Generous: it is spent only by a test that fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks until there is an answer; `None` when patience ends.
pub async fn answer<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ask().await {
            return Some(found);
        }
        if Instant::now() > deadline {
            return None;
        }
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}
