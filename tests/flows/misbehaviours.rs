//! Every fault the provider can be told to have, and what becomes of the sign-in.

use provider::Misbehaviour::{self, *};

use crate::after;
use crate::world::PLACE;

/// How a sign-in ends.
#[derive(Clone, Copy, Debug)]
enum Outcome {
    SignedIn,
    /// Signed in, with a word about something that did not work.
    SignedInWith(&'static str),
    /// An error page, the place kept, and a retry that works once the fault is gone.
    Fails(&'static str),
}

use Outcome::{Fails, SignedIn, SignedInWith};

const OUTCOMES: &[(Misbehaviour, Outcome)] = &[
    (MetadataIssuerMismatch, Fails("metadata-issuer-mismatch")),
    (MetadataIsHtml, Fails("metadata-unreadable")),
    (MetadataServerError, Fails("metadata-http-status")),
    (MetadataWithoutLists, SignedIn),
    (MetadataWithoutUserinfo, SignedIn),
    (MetadataWithoutS256, Fails("metadata-pkce-unsupported")),
    (MetadataInsecureEndpoint, Fails("metadata-field-invalid")),
    (MetadataRefusesCors, Fails("transport-cors-refused")),
    (KeysWrongUse, Fails("id-token-key-not-found")),
    (KeysWrongType, Fails("id-token-key-not-found")),
    (KeysEmpty, Fails("id-token-key-not-found")),
    (KeysUnreadable, Fails("keys-unreadable")),
    (KeysServerError, Fails("keys-http-status")),
    (KeysRefuseCors, Fails("transport-cors-refused")),
    (KeysRotated, SignedIn),
    (AuthorizationServerError, Fails("authorization-refused")),
    (AuthorizationErrorWithHtmlDescription, Fails("authorization-refused")),
    (WrongState, Fails("authorization-state-unknown")),
    (MissingState, Fails("authorization-state-missing")),
    (DuplicatedState, Fails("authorization-parameter-repeated")),
    (MissingCode, Fails("authorization-response-incomplete")),
    (DuplicatedCode, Fails("authorization-parameter-repeated")),
    (ResponseIssuerWrong, Fails("authorization-issuer-mismatch")),
    (ResponseIssuerMissing, Fails("authorization-issuer-missing")),
    (TokenServerError, Fails("token-http-status")),
    (TokenForbidden, Fails("token-http-status")),
    (InvalidGrant, Fails("token-code-refused")),
    (TokenErrorWithoutDescription, Fails("token-refused")),
    (TokenRateLimited, Fails("token-refused")),
    (TokenSlow, Fails("transport-timeout")),
    (TokenAnswerIsHtml, Fails("token-unreadable")),
    (TokenAnswerIsEmpty, Fails("token-unreadable")),
    (TokenAnswerIsHalf, Fails("token-unreadable")),
    (TokenRefusesCors, Fails("transport-cors-refused")),
    (NoAccessToken, Fails("token-access-token-missing")),
    (NoIdToken, Fails("token-id-token-missing")),
    (WrongTokenType, Fails("token-type-unsupported")),
    (LowercaseBearer, SignedIn),
    (ExpiresInAsText, SignedIn),
    (AlgorithmNone, Fails("id-token-algorithm-refused")),
    (AlgorithmHs256, Fails("id-token-algorithm-refused")),
    (SignatureEs256WithWrongKey, Fails("id-token-algorithm-refused")),
    (InvalidSignature, Fails("id-token-signature-invalid")),
    (UnknownKeyId, Fails("id-token-key-not-found")),
    (KeyIdAbsent, SignedIn),
    (KeyIdAbsentSeveralKeys, Fails("id-token-key-ambiguous")),
    (CriticalHeader, Fails("id-token-critical-header")),
    (OversizedIdToken, Fails("id-token-too-large")),
    (InvalidIssuer, Fails("id-token-issuer-mismatch")),
    (MissingSubject, Fails("id-token-claim-missing")),
    (SubjectTooLong, Fails("id-token-subject-invalid")),
    (InvalidAudience, Fails("id-token-audience-mismatch")),
    (MissingAudience, Fails("id-token-claim-missing")),
    (SeveralAudiencesWithoutAuthorizedParty, Fails("id-token-authorized-party-mismatch")),
    (WrongAuthorizedParty, Fails("id-token-authorized-party-mismatch")),
    (MissingIssuedAt, Fails("id-token-claim-missing")),
    (IssuedInTheFuture, Fails("id-token-issued-in-the-future")),
    (NotYetValid, Fails("id-token-not-yet-valid")),
    (MissingExpiry, Fails("id-token-claim-missing")),
    (Expired, Fails("id-token-expired")),
    (InvalidNonce, Fails("id-token-nonce-mismatch")),
    (MissingNonce, Fails("id-token-nonce-mismatch")),
    (InvalidAccessTokenHash, Fails("id-token-access-token-mismatch")),
    (MissingAccessTokenHash, SignedIn),
    // No deployment can ask for an age or a context of the authentication yet, so none is refused.
    (AuthenticationTooOld, SignedIn),
    (AuthenticationTimeMissing, SignedIn),
    (AuthenticationContextWrong, SignedIn),
    (UserinfoInvalidSubject, SignedInWith("userinfo-subject-mismatch")),
    (UserinfoUnauthorized, SignedInWith("userinfo-http-status")),
    (UserinfoForbidden, SignedInWith("userinfo-http-status")),
    (UserinfoRateLimited, SignedInWith("userinfo-http-status")),
    (UserinfoIsHtml, SignedInWith("userinfo-unreadable")),
    // Legal, and not read yet.
    (UserinfoSigned, SignedInWith("userinfo-unreadable")),
    (UserinfoRefusesCors, SignedInWith("transport-cors-refused")),
    // A sign-in asks the API nothing.
    (ApiUnauthorized, SignedIn),
    (ApiForbidden, SignedIn),
    (ApiRateLimited, SignedIn),
    (ApiServerError, SignedIn),
    (ApiRefusesCors, SignedIn),
];

#[test]
fn each_has_one_outcome() {
    for misbehaviour in Misbehaviour::ALL {
        let rows = OUTCOMES.iter().filter(|(named, _)| named == misbehaviour).count();
        assert_eq!(rows, 1, "rows of `{misbehaviour}`: {}", misbehaviour.description());
    }
}

#[test]
fn each_ends_as_the_table_says() {
    for (misbehaviour, outcome) in OUTCOMES {
        let mut tab = after(*misbehaviour);

        match outcome {
            SignedIn => assert_eq!((tab.is_signed_in(), tab.notice()), (true, None), "{misbehaviour}"),
            SignedInWith(notice) => assert_eq!(tab.notice(), Some(*notice), "{misbehaviour}"),
            Fails(code) => {
                assert_eq!(tab.error_code(), Some(*code), "{misbehaviour}");
                tab.fails_with(code);
            }
        }
        assert_eq!(tab.address(), PLACE, "{misbehaviour}");
    }
}

#[test]
fn what_the_specifications_allow_signs_in() {
    for (misbehaviour, outcome) in OUTCOMES.iter().filter(|(misbehaviour, _)| misbehaviour.is_legal()) {
        assert!(matches!(outcome, SignedIn | SignedInWith(_)), "{misbehaviour}");
    }
}
