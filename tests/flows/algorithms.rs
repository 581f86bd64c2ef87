//! Which algorithms may sign, and that each is verified for real.

use lifen_connect::protocol::jose::{Algorithm, Proof};
use provider::Misbehaviour;

use crate::world::{PLACE, Tab};

/// A deployment that allows what its provider signs with.
fn deployed_for(algorithm: provider::Algorithm) -> Tab {
    Tab::signed_with(algorithm, &format!(r#""id_token_signed_response_alg":"{algorithm}""#))
}

fn signs_in(mut tab: Tab) -> Tab {
    tab.opens(PLACE);
    tab.signs_in_as("victor");
    tab
}

#[test]
fn each_signs_in_where_the_configuration_allows_it() {
    for algorithm in provider::Algorithm::ALL {
        let tab = signs_in(deployed_for(*algorithm));

        let identity = tab.identity().unwrap_or_else(|| panic!("{algorithm}: {:?}", tab.view()));
        let Proof::Signature(verified) = identity.proof else { panic!("{algorithm}") };
        assert_eq!(verified.name(), algorithm.to_string());
    }
}

#[test]
fn each_is_refused_where_the_configuration_does_not_name_it() {
    for algorithm in provider::Algorithm::ALL {
        for allowed in Algorithm::ALL {
            if allowed.name() == algorithm.to_string() {
                continue;
            }
            let members = format!(r#""id_token_signed_response_alg":"{}""#, allowed.name());

            let tab = signs_in(Tab::signed_with(*algorithm, &members));

            assert_eq!(tab.error_code(), Some("id-token-algorithm-refused"), "{algorithm} of {allowed:?}");
        }
    }
}

#[test]
fn a_signature_of_another_key_is_refused_whatever_the_algorithm() {
    for algorithm in provider::Algorithm::ALL {
        let tab = deployed_for(*algorithm);
        tab.provider.misbehave(Misbehaviour::InvalidSignature);

        signs_in(tab).fails_with("id-token-signature-invalid");
    }
}

#[test]
fn an_access_token_of_another_sign_in_is_refused_whatever_the_hash() {
    for algorithm in provider::Algorithm::ALL {
        let tab = deployed_for(*algorithm);
        tab.provider.misbehave(Misbehaviour::InvalidAccessTokenHash);

        signs_in(tab).fails_with("id-token-access-token-mismatch");
    }
}

#[test]
fn a_signed_userinfo_is_verified_whatever_the_algorithm() {
    for algorithm in provider::Algorithm::ALL {
        let tab = deployed_for(*algorithm);
        tab.provider.misbehave(Misbehaviour::UserinfoSigned);

        let tab = signs_in(tab);

        assert_eq!((tab.is_signed_in(), tab.notice()), (true, None), "{algorithm}");
    }
}

#[test]
fn a_provider_may_change_from_one_algorithm_to_another_that_is_listed() {
    for algorithm in [provider::Algorithm::RS256, provider::Algorithm::ES256] {
        let members = r#""id_token_signed_response_alg":["RS256","ES256"]"#;

        assert!(signs_in(Tab::signed_with(algorithm, members)).is_signed_in(), "{algorithm}");
    }
}

#[test]
fn an_unsigned_token_and_one_signed_with_a_secret_are_refused_whatever_is_allowed() {
    for algorithm in provider::Algorithm::ALL {
        for misbehaviour in [Misbehaviour::AlgorithmNone, Misbehaviour::AlgorithmHs256] {
            let tab = deployed_for(*algorithm);
            tab.provider.misbehave(misbehaviour);

            signs_in(tab).fails_with("id-token-algorithm-refused");
        }
    }
}
