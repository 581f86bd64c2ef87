//! Every fault the provider can be told to have, and what becomes of the sign-in.

use provider::Misbehaviour::{self, *};

use crate::world::{PLACE, Tab};

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
    (MetadataIssuerTrailingSlash, Fails("metadata-issuer-mismatch")),
    (MetadataIsHtml, Fails("metadata-unreadable")),
    (MetadataServerError, Fails("metadata-http-status")),
    (MetadataWithoutLists, SignedIn),
    (MetadataWithoutUserinfo, SignedIn),
    (MetadataWithoutS256, Fails("metadata-pkce-unsupported")),
    (MetadataEndpointMissing, Fails("metadata-field-invalid")),
    (MetadataInsecureEndpoint, Fails("metadata-field-invalid")),
    (MetadataRefusesCors, Fails("transport-cors-refused")),
    (KeysWrongUse, Fails("id-token-key-not-found")),
    (KeysWrongOperations, Fails("id-token-key-not-found")),
    (KeysWrongAlgorithm, Fails("id-token-key-not-found")),
    (KeysTooSmall, Fails("id-token-key-not-found")),
    (KeysWrongType, Fails("id-token-key-not-found")),
    (KeysEmpty, Fails("id-token-key-not-found")),
    (KeysUnreadable, Fails("keys-unreadable")),
    (KeysServerError, Fails("keys-http-status")),
    (KeysRefuseCors, Fails("transport-cors-refused")),
    (KeysRotated, SignedIn),
    (KeyIdAbsentRotated, SignedIn),
    (KeyReplacedUnderItsName, SignedIn),
    // It pushes nothing.
    (PushedRequestRefused, SignedIn),
    (PushedRequestServerError, SignedIn),
    (PushedRequestUriExpired, SignedIn),
    (AuthorizationServerError, Fails("authorization-unavailable")),
    (AuthorizationErrorWithHtmlDescription, Fails("authorization-refused")),
    (AuthorizationTemporarilyUnavailable, Fails("authorization-unavailable")),
    (AuthorizationLoginRequired, Fails("authorization-interaction-required")),
    (AuthorizationInvalidScope, Fails("authorization-refused")),
    (AuthorizationErrorWithoutState, Fails("authorization-state-missing")),
    (AuthorizationErrorIssuerWrong, Fails("authorization-issuer-mismatch")),
    (AuthorizationErrorIssuerMissing, Fails("authorization-issuer-missing")),
    (DuplicatedError, Fails("authorization-parameter-repeated")),
    (ResponseCodeAndError, Fails("authorization-denied")),
    (WrongState, Fails("authorization-state-unknown")),
    (MissingState, Fails("authorization-state-missing")),
    (DuplicatedState, Fails("authorization-parameter-repeated")),
    (MissingCode, Fails("authorization-response-incomplete")),
    (DuplicatedCode, Fails("authorization-parameter-repeated")),
    (ResponseIssuerWrong, Fails("authorization-issuer-mismatch")),
    (ResponseIssuerMissing, Fails("authorization-issuer-missing")),
    (DuplicatedIssuer, Fails("authorization-parameter-repeated")),
    (TokenServerError, Fails("token-unavailable")),
    (TokenTemporarilyUnavailable, Fails("token-unavailable")),
    (TokenUnauthorizedEmpty, Fails("token-http-status")),
    (TokenBadRequestEmpty, Fails("token-http-status")),
    (TokenForbidden, Fails("token-http-status")),
    (InvalidGrant, Fails("token-code-refused")),
    (TokenErrorWithoutDescription, Fails("token-refused")),
    (TokenErrorWithStatus200, Fails("token-code-refused")),
    (TokenRateLimited, Fails("token-unavailable")),
    (TokenSlow, Fails("transport-timeout")),
    (TokenRedirects, Fails("transport-cors-refused")),
    (TokenAnswerIsHtml, Fails("token-unreadable")),
    (TokenAnswerIsEmpty, Fails("token-unreadable")),
    (TokenAnswerIsHalf, Fails("token-unreadable")),
    (TokenRefusesCors, Fails("transport-cors-refused")),
    (NoAccessToken, Fails("token-access-token-missing")),
    (NoIdToken, Fails("token-id-token-missing")),
    (WrongTokenType, Fails("token-type-unsupported")),
    (MissingTokenType, Fails("token-type-unsupported")),
    (TokenTypeDpop, Fails("token-type-unsupported")),
    // It sent no proof.
    (TokenTypeBearerDespiteDpop, SignedIn),
    (LowercaseBearer, SignedIn),
    (ExpiresInAsText, SignedIn),
    (ExpiresInNegative, SignedIn),
    (ExpiresInMissing, SignedIn),
    (ScopeNarrowed, SignedIn),
    (AlgorithmNone, Fails("id-token-algorithm-refused")),
    (AlgorithmHs256, Fails("id-token-algorithm-refused")),
    (SignatureEs256WithWrongKey, Fails("id-token-algorithm-refused")),
    (AlgorithmNotAllowed, Fails("id-token-algorithm-refused")),
    (AlgorithmConfusedFamily, Fails("id-token-algorithm-refused")),
    (InvalidSignature, Fails("id-token-signature-invalid")),
    (UnknownKeyId, Fails("id-token-key-not-found")),
    (KeyIdAbsent, SignedIn),
    (KeyIdAbsentSeveralKeys, Fails("id-token-key-ambiguous")),
    (CriticalHeader, Fails("id-token-critical-header")),
    (OversizedIdToken, Fails("id-token-too-large")),
    (DeeplyNestedIdToken, Fails("id-token-malformed")),
    (RepeatedClaim, Fails("id-token-malformed")),
    (UnknownClaims, SignedIn),
    (IssuerTrailingSlashDropped, Fails("id-token-issuer-mismatch")),
    (MissingIssuer, Fails("id-token-claim-missing")),
    (InvalidIssuer, Fails("id-token-issuer-mismatch")),
    (MissingSubject, Fails("id-token-claim-missing")),
    (SubjectTooLong, Fails("id-token-subject-invalid")),
    (InvalidAudience, Fails("id-token-audience-mismatch")),
    (MissingAudience, Fails("id-token-claim-missing")),
    (AudienceAsList, SignedIn),
    (AudienceWithAuthorizedParty, SignedIn),
    (SeveralAudiencesWithoutAuthorizedParty, Fails("id-token-authorized-party-mismatch")),
    (WrongAuthorizedParty, Fails("id-token-authorized-party-mismatch")),
    (MissingIssuedAt, Fails("id-token-claim-missing")),
    (IssuedInTheFuture, Fails("id-token-issued-in-the-future")),
    (NotYetValid, Fails("id-token-not-yet-valid")),
    (ExpiryAsText, Fails("id-token-claim-missing")),
    (FractionalTimes, SignedIn),
    (MissingExpiry, Fails("id-token-claim-missing")),
    (Expired, Fails("id-token-expired")),
    (InvalidNonce, Fails("id-token-nonce-mismatch")),
    (EmptyNonce, Fails("id-token-nonce-mismatch")),
    (MissingNonce, Fails("id-token-nonce-mismatch")),
    (InvalidAccessTokenHash, Fails("id-token-access-token-mismatch")),
    (MissingAccessTokenHash, SignedIn),
    (AuthenticationTooOld, Fails("id-token-authentication-too-old")),
    (AuthenticationTimeMissing, Fails("id-token-claim-missing")),
    (AuthenticationContextWrong, Fails("id-token-authentication-context-mismatch")),
    (UserinfoInvalidSubject, SignedInWith("userinfo-subject-mismatch")),
    (UserinfoUnauthorized, SignedInWith("userinfo-unauthorized")),
    (UserinfoForbidden, SignedInWith("userinfo-forbidden")),
    (UserinfoRateLimited, SignedInWith("userinfo-rate-limited")),
    (UserinfoServerError, SignedInWith("userinfo-http-status")),
    (UserinfoRedirects, SignedInWith("transport-cors-refused")),
    (UserinfoMissingSubject, SignedInWith("userinfo-subject-mismatch")),
    (UserinfoIsHtml, SignedInWith("userinfo-unreadable")),
    (UserinfoSigned, SignedIn),
    (UserinfoWithoutIssuerAndAudience, SignedIn),
    (UserinfoSignedInvalidSignature, SignedInWith("userinfo-signature-refused")),
    (UserinfoSignedUnknownKey, SignedInWith("userinfo-signature-refused")),
    (UserinfoSignedAlgorithmNone, SignedInWith("userinfo-signature-refused")),
    (UserinfoSignedForAnotherClient, SignedInWith("userinfo-audience-mismatch")),
    (UserinfoSignedByAnotherIssuer, SignedInWith("userinfo-issuer-mismatch")),
    (UserinfoSignedInvalidSubject, SignedInWith("userinfo-subject-mismatch")),
    (UserinfoSignedExpired, SignedInWith("userinfo-not-current")),
    (UserinfoDisagrees, SignedIn),
    (UserinfoRefusesCors, SignedInWith("transport-cors-refused")),
    // A sign-in asks the API nothing.
    (ApiUnauthorized, SignedIn),
    (ApiForbidden, SignedIn),
    (ApiRateLimited, SignedIn),
    (ApiServerError, SignedIn),
    (ApiRedirects, SignedIn),
    (ApiNextPageElsewhere, SignedIn),
    (ApiInsufficientAuthentication, SignedIn),
    // It brings no proof of possession.
    (DpopNonceRequired, SignedIn),
    // It never renews.
    (RefreshInvalidGrant, SignedIn),
    (RefreshServerError, SignedIn),
    (RefreshRateLimited, SignedIn),
    (RefreshAnswerLost, SignedIn),
    (RefreshRefusesCors, SignedIn),
    (RefreshSlow, SignedIn),
    (RefreshWithoutRotation, SignedIn),
    (RefreshWithoutIdToken, SignedIn),
    (RefreshOtherIssuer, SignedIn),
    (RefreshOtherSubject, SignedIn),
    (RefreshOtherAudience, SignedIn),
    (RefreshOtherAuthorizedParty, SignedIn),
    (RefreshOtherAuthTime, SignedIn),
    (RefreshWrongNonce, SignedIn),
    // Nor has it anything to do with how people sign out.
    (RevocationUnauthorized, SignedIn),
    (RevocationRefusesCors, SignedIn),
    (RevocationServerError, SignedIn),
    (SignOutStateWrong, SignedIn),
    (SignOutStateMissing, SignedIn),
    (FrontchannelLogoutOtherIssuer, SignedIn),
    (FrontchannelLogoutOtherSession, SignedIn),
    (ApiRefusesCors, SignedIn),
];

/// What the deployment asks of the authentication, where the fault is about that.
fn asking_for(misbehaviour: Misbehaviour) -> &'static str {
    match misbehaviour {
        AuthenticationTooOld | AuthenticationTimeMissing => r#""max_age":3600"#,
        AuthenticationContextWrong => r#""acr_values":"urn:example:strong""#,
        _ => "",
    }
}

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
        let mut tab = Tab::configured(asking_for(*misbehaviour));
        tab.provider.misbehave(*misbehaviour);
        tab.opens(PLACE);
        tab.signs_in_as("victor");

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
