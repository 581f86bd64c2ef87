//! Which answers a page of another origin may read ([Fetch §3.3]): for whoever asks in a browser's place.
//!
//! [Fetch §3.3]: https://fetch.spec.whatwg.org/#http-cors-protocol

use super::Response;
use crate::protocol::text::parts;

/// Whether a page of this origin may read the answer, without cookies.
pub fn may_be_read(answer: &Response, origin: &str) -> bool {
    answer.header("access-control-allow-origin").is_some_and(|allowed| allowed == "*" || allowed == origin)
}

/// Whether the answer to a preflight lets a page of this origin send these headers, in lower case.
///
/// `*` stands for every header but `Authorization`, which has to be named.
pub fn may_be_sent(preflight: &Response, origin: &str, headers: &[&str]) -> bool {
    let allowed = parts(preflight.header("access-control-allow-headers").unwrap_or_default(), b',');
    let names = |name: &str| allowed.iter().any(|allowed| allowed.trim_ascii().eq_ignore_ascii_case(name));
    preflight.is_success()
        && may_be_read(preflight, origin)
        && headers.iter().all(|header| names(header) || (*header != "authorization" && names("*")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://app.example";

    fn answer(status: u16, headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Response { status, headers, body: String::new() }
    }

    #[test]
    fn an_answer_is_for_whom_it_names_and_for_nobody_else() {
        let named = |origin| answer(400, &[("access-control-allow-origin", origin)]);

        assert!(may_be_read(&named(ORIGIN), ORIGIN));
        assert!(may_be_read(&named("*"), ORIGIN));
        for other in ["https://app.example/", "https://app.example:443", "null", "https://APP.example"] {
            assert!(!may_be_read(&named(other), ORIGIN), "{other}");
        }
        assert!(!may_be_read(&answer(200, &[]), ORIGIN));
    }

    #[test]
    fn a_preflight_has_to_name_the_header_that_carries_the_token() {
        let lets = |status, headers| {
            let headers =
                [("access-control-allow-origin", ORIGIN), ("access-control-allow-headers", headers)];
            may_be_sent(&answer(status, &headers), ORIGIN, &["authorization", "dpop"])
        };

        assert!(lets(204, "Authorization, DPoP"));
        assert!(lets(200, "*,authorization"));
        assert!(!lets(204, "*"));
        assert!(!lets(204, "authorization"));
        assert!(!lets(403, "authorization, dpop"));
    }
}
