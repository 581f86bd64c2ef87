//! A provider whose JWK Set no page can fetch: TLS stands in for the signature, where a deployment says so by name.

use lifen_connect::protocol::jose::{Algorithm, Proof};
use provider::Misbehaviour;

use crate::after;
use crate::world::{PLACE, Tab};

const BY_TLS: &str = r#""id_token_verification":"tls""#;

fn after_by_tls(misbehaviour: Misbehaviour) -> Tab {
    let mut tab = Tab::configured(BY_TLS);
    tab.provider.misbehave(misbehaviour);
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab
}

#[test]
fn a_provider_whose_keys_no_page_may_read_signs_nobody_in() {
    after(Misbehaviour::KeysRefuseCors).fails_with("transport-cors-refused");
}

#[test]
fn such_a_provider_signs_in_where_tls_stands_in_and_the_session_says_so() {
    let tab = after_by_tls(Misbehaviour::KeysRefuseCors);

    assert_eq!(tab.identity().map(|identity| identity.proof), Some(Proof::Tls));
    assert!(
        !tab.requests().iter().any(|request| request.contains("jwks")),
        "keys nobody uses are not fetched"
    );
}

#[test]
fn a_session_whose_signature_was_verified_says_so() {
    let mut tab = Tab::opened();
    tab.signs_in_as("victor");

    assert_eq!(tab.identity().map(|identity| identity.proof), Some(Proof::Signature(Algorithm::Rs256)));
}

/// What TLS cannot tell is checked all the same.
#[test]
fn every_other_check_stands() {
    for (fault, code) in [
        (Misbehaviour::AlgorithmNone, "id-token-algorithm-refused"),
        (Misbehaviour::AlgorithmHs256, "id-token-algorithm-refused"),
        (Misbehaviour::CriticalHeader, "id-token-critical-header"),
        (Misbehaviour::InvalidIssuer, "id-token-issuer-mismatch"),
        (Misbehaviour::InvalidAudience, "id-token-audience-mismatch"),
        (Misbehaviour::WrongAuthorizedParty, "id-token-authorized-party-mismatch"),
        (Misbehaviour::Expired, "id-token-expired"),
        (Misbehaviour::InvalidNonce, "id-token-nonce-mismatch"),
        (Misbehaviour::MissingSubject, "id-token-claim-missing"),
        (Misbehaviour::InvalidAccessTokenHash, "id-token-access-token-mismatch"),
    ] {
        after_by_tls(fault).fails_with(code);
    }
}

/// OIDC Core §5.3.2 lets nothing stand in for the signature of userinfo, and there are no keys to check it with.
#[test]
fn a_signed_userinfo_is_not_used() {
    let tab = after_by_tls(Misbehaviour::UserinfoSigned);

    assert_eq!(tab.notice(), Some("userinfo-signature-refused"));
}
