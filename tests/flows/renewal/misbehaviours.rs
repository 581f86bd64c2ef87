//! Every fault a renewal can meet, and what becomes of the session.

use lifen_connect::protocol::time::Seconds;
use lifen_connect::session::SignedOutReason;
use provider::Misbehaviour::{self, *};

use crate::signed_in::{LIFETIME, RENEWS_AFTER, renewals, renewing_with};
use crate::world::PLACE;

/// How a session goes on.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    /// As if nothing was.
    IsRenewed,
    /// It waits, says so once its access token has ended, and is renewed when the fault is gone.
    Waits(&'static str),
    /// It waits, and its refresh token turns out to be used up.
    Ends,
    /// At once.
    EndsAtOnce,
    /// With an error page.
    Stops(&'static str),
}

use Outcome::{Ends, EndsAtOnce, IsRenewed, Stops, Waits};

const OUTCOMES: [(Misbehaviour, Outcome); 14] = [
    (RefreshInvalidGrant, EndsAtOnce),
    (RefreshServerError, Waits("token-unavailable")),
    (RefreshRateLimited, Waits("token-unavailable")),
    (RefreshAnswerLost, Ends),
    (RefreshRefusesCors, Ends),
    (RefreshSlow, Ends),
    (RefreshWithoutRotation, IsRenewed),
    (RefreshWithoutIdToken, IsRenewed),
    (RefreshOtherIssuer, Stops("id-token-issuer-mismatch")),
    (RefreshOtherSubject, Stops("id-token-renewal-mismatch")),
    (RefreshOtherAudience, Stops("id-token-audience-mismatch")),
    (RefreshOtherAuthorizedParty, Stops("id-token-authorized-party-mismatch")),
    (RefreshOtherAuthTime, Stops("id-token-renewal-mismatch")),
    (RefreshWrongNonce, Stops("id-token-nonce-mismatch")),
];

#[test]
fn each_has_one_outcome() {
    let of_renewals = Misbehaviour::ALL.iter().filter(|fault| fault.to_string().starts_with("refresh-"));
    for fault in of_renewals {
        let rows = OUTCOMES.iter().filter(|(named, _)| named == fault).count();
        assert_eq!(rows, 1, "rows of `{fault}`: {}", fault.description());
    }
}

#[test]
fn each_ends_as_the_table_says() {
    for (fault, outcome) in OUTCOMES {
        // Then an ID Token says when the person proved who they are.
        let mut tab = renewing_with(r#""max_age":86400"#);
        tab.provider.misbehave(fault);

        tab.lives_for(RENEWS_AFTER);
        match outcome {
            IsRenewed => assert_eq!((renewals(&tab), tab.notice()), (1, None), "{fault}"),
            Waits(code) => {
                assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault}: {:?}", tab.view());
                tab.lives_for(LIFETIME);
                assert_eq!((tab.notice(), renewals(&tab)), (Some(code), 0), "{fault}");
                tab.provider.behave();
                tab.lives_for(Seconds(90));
                assert_eq!((tab.notice(), renewals(&tab)), (None, 1), "{fault}: {:?}", tab.view());
            }
            Ends => {
                assert!(tab.is_signed_in() && tab.notice().is_none(), "{fault}: {:?}", tab.view());
                tab.provider.behave();
                tab.lives_for(Seconds(30));
                assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended), "{fault}");
            }
            EndsAtOnce => assert_eq!(tab.signed_out_reason(), Some(SignedOutReason::Ended), "{fault}"),
            Stops(code) => assert_eq!(tab.error_code(), Some(code), "{fault}"),
        }
        assert_eq!(tab.address(), PLACE, "{fault}");
    }
}
