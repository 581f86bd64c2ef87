//! How faults come and go.

use axum::http::StatusCode;
use provider::{ClientMetadata, Dpop, Misbehaviour};
use serde_json::json;

use crate::prover::{Prover, proving};
use crate::relying_party::*;
use crate::renewal::OFFLINE;

/// Everything a relying party sees of a sign-in, with what is random in it blotted out.
async fn transcript(relying_party: &RelyingParty) -> Vec<String> {
    let mut seen = Vec::new();
    let mut see = |answer: &Answer| {
        seen.push(format!("{} {}", answer.status, answer.header("content-type")));
        seen.push(answer.header("access-control-allow-origin").to_owned());
    };
    let (metadata, keys) = (relying_party.metadata().await, relying_party.keys().await);
    see(&metadata);
    see(&keys);
    let asked = [("max_age", "600"), ("acr_values", "urn:example:hospital")];
    let location = relying_party.provider.sign_in_as("victor", &authorization_url(&asked)).unwrap();
    let mut response = parameters(&location);
    let token = relying_party.redeem(&value(&response, "code").unwrap_or_default()).await;
    see(&token);
    let answer: serde_json::Value = serde_json::from_str(&token.body).unwrap_or_default();
    let access_token = answer["access_token"].as_str().unwrap_or_default();
    let userinfo = relying_party.userinfo(access_token).await;
    see(&userinfo);
    see(&relying_party.bearing(access_token, "/fhir/v3/Practitioner").await);
    let keys_after = relying_party.keys().await;
    let sign_out = format!("/oidc/logout?client_id=demo&post_logout_redirect_uri={HOME}&state={STATE}");
    seen.push(relying_party.get(&sign_out).await.header("location").to_owned());

    response.iter_mut().filter(|(name, _)| name == "code").for_each(|(_, code)| code.clear());
    seen.extend([metadata.body, keys.body, format!("{response:?}"), keys_after.body, userinfo.body]);
    if let Some(id_token) = answer["id_token"].as_str() {
        seen.push(id_token.len().to_string());
        seen.push(header(id_token).to_string());
        // What cannot be parsed stays as it is written.
        match serde_json::from_str::<serde_json::Value>(&payload(id_token)) {
            Ok(mut claims) => {
                claims["at_hash"] = is_bound(&claims, access_token).into();
                seen.push(claims.to_string());
            }
            Err(_) => seen.push(payload(id_token)),
        }
    }
    let mut rest = answer.clone();
    rest["access_token"] = access_token.len().into();
    rest["id_token"] = answer["id_token"].is_string().into();
    seen.push(rest.to_string());
    seen
}

fn is_bound(claims: &serde_json::Value, access_token: &str) -> &'static str {
    use base64::Engine as _;
    use sha2::Digest as _;
    let hash = sha2::Sha256::digest(access_token);
    match claims["at_hash"].as_str() {
        None => "missing",
        Some(found) if found == base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&hash[..16]) => {
            "bound"
        }
        Some(_) => "foreign",
    }
}

/// What a relying party sees of a sign-in with bound tokens that is renewed, with what is random in it blotted out.
async fn renewed(relying_party: &RelyingParty) -> Vec<String> {
    let frontchannel_logout_uri = Some(format!("{HOME}signed-out-elsewhere"));
    let metadata = ClientMetadata { frontchannel_logout_uri, ..proving(Dpop::Accepted) };
    relying_party.provider.register_metadata("demo", metadata);
    let prover = Prover::new();
    let proof = || prover.proof("POST", "/oauth/token", json!({}));
    let response = relying_party.provider.sign_in_as("victor", &authorization_url(&[OFFLINE])).unwrap();
    let code = value(&parameters(&response), "code").unwrap_or_default();
    let first = relying_party.redeem_proving(&code, &[&proof()]).await;
    let first: serde_json::Value = serde_json::from_str(&first.body).unwrap_or_default();
    let refresh_token = first["refresh_token"].as_str().unwrap_or_default();
    let second = relying_party.renew_proving(refresh_token, &[&proof()]).await;
    let readable_by = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();
    let mut seen = vec![second.status.to_string(), readable_by(&second)];
    let mut answer: serde_json::Value = serde_json::from_str(&second.body).unwrap_or_default();
    if let Some(id_token) = answer["id_token"].as_str() {
        let mut claims: serde_json::Value = serde_json::from_str(&payload(id_token)).unwrap_or_default();
        claims["at_hash"] = claims["at_hash"].is_string().into();
        let sid = std::mem::replace(&mut claims["sid"], "…".into());
        seen.push(claims.to_string());
        let page = relying_party.get(&format!("/oidc/logout?id_token_hint={id_token}")).await;
        seen.push(page.body.replace(sid.as_str().unwrap_or("no sid"), "…"));
    }
    for token in ["id_token", "access_token", "refresh_token"] {
        answer[token] = answer[token].is_string().into();
    }
    seen.push(answer.to_string());
    let pushed = relying_party.push(&[]).await;
    seen.push(pushed.status.to_string());
    let pushed: serde_json::Value = serde_json::from_str(&pushed.body).unwrap_or_default();
    let arrived = relying_party.arrives_with(pushed["request_uri"].as_str().unwrap_or_default());
    seen.push(arrived.is_ok().to_string());
    let revoked = relying_party.revoke_with("made-up", &[]).await;
    seen.extend([revoked.status.to_string(), readable_by(&revoked)]);
    seen
}

/// The faults a transcript cannot show, and the test that does.
const SHOWN_ELSEWHERE: [Misbehaviour; 3] = [
    Misbehaviour::TokenSlow,            // spoilt_answers::answers_the_token_request_late
    Misbehaviour::RefreshSlow,          // spoilt_renewals::renews_late
    Misbehaviour::ApiNextPageElsewhere, // api::leads_to_another_origin_on_command
];

#[tokio::test(start_paused = true)]
async fn every_misbehaviour_can_be_seen() {
    let good = transcript(&RelyingParty::new()).await;
    let good_renewed = renewed(&RelyingParty::new()).await;
    assert_eq!(good, transcript(&RelyingParty::new()).await);
    assert_eq!(good_renewed, renewed(&RelyingParty::new()).await);

    for misbehaviour in Misbehaviour::ALL {
        let is_seen = transcript(&RelyingParty::meeting(*misbehaviour)).await != good
            || renewed(&RelyingParty::meeting(*misbehaviour)).await != good_renewed;
        assert_eq!(!is_seen, SHOWN_ELSEWHERE.contains(misbehaviour), "{misbehaviour}");
    }
}

#[tokio::test]
async fn a_fault_belongs_to_one_sign_in() {
    let relying_party = RelyingParty::meeting(Misbehaviour::NoIdToken);

    let (faulty, good) = (relying_party.code(), relying_party.code());

    assert!(relying_party.redeem(&good).await.json().get("id_token").is_some());
    assert!(relying_party.redeem(&faulty).await.json().get("id_token").is_none());
}

#[tokio::test]
async fn a_fault_follows_its_sign_in_to_the_last_endpoint() {
    let relying_party = RelyingParty::meeting(Misbehaviour::UserinfoForbidden);

    let (faulty, good) = (relying_party.access_token().await, relying_party.access_token().await);

    assert_eq!(relying_party.userinfo(&good).await.status, StatusCode::OK);
    assert_eq!(relying_party.userinfo(&faulty).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_fault_of_the_metadata_stands_until_it_is_cleared() {
    let relying_party = RelyingParty::meeting(Misbehaviour::MetadataServerError);
    relying_party.code();

    assert_eq!(relying_party.metadata().await.status, StatusCode::INTERNAL_SERVER_ERROR);
    relying_party.provider.behave();
    assert_eq!(relying_party.metadata().await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_latest_command_counts() {
    let relying_party = RelyingParty::meeting(Misbehaviour::KeysEmpty);

    relying_party.provider.misbehave(Misbehaviour::NoIdToken);

    assert_eq!(relying_party.keys().await.json()["keys"].as_array().unwrap().len(), 1);
    assert!(relying_party.token_answer().await.get("id_token").is_none());
}

#[test]
fn every_misbehaviour_acts_at_some_time() {
    for misbehaviour in Misbehaviour::ALL {
        assert!(misbehaviour.stands() || misbehaviour.belongs_to_a_sign_in(), "{misbehaviour}");
    }
}

#[test]
fn every_misbehaviour_is_found_by_its_name() {
    for misbehaviour in Misbehaviour::ALL {
        let name = misbehaviour.to_string();
        assert_eq!(name.parse(), Ok(*misbehaviour));
        assert_eq!(serde_json::to_value(misbehaviour).unwrap(), name);
        assert!(!misbehaviour.description().is_empty());
    }
    assert_eq!(Misbehaviour::SignatureEs256WithWrongKey.to_string(), "signature-es256-with-wrong-key");
    assert!("be-nice".parse::<Misbehaviour>().is_err());
}

/// What a person reads in the list of faults, and what the tests of a relying party go by.
#[test]
fn every_description_says_whether_it_is_a_fault() {
    for misbehaviour in Misbehaviour::ALL {
        let description = misbehaviour.description();
        let says_so = description.starts_with("Legal: ") || description.starts_with("To be borne: ");
        assert_eq!(misbehaviour.is_legal(), says_so, "{misbehaviour}: {description}");
    }
}
