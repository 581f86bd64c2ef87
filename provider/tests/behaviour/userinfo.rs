//! Who the bearer of an access token is.

use axum::http::StatusCode;
use provider::Misbehaviour;

use crate::relying_party::*;

#[tokio::test]
async fn says_the_same_as_the_id_token() {
    let relying_party = RelyingParty::new();
    let answer = relying_party.token_answer().await;
    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());

    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await;

    assert_eq!(userinfo.header("cache-control"), "no-store");
    for (name, value) in userinfo.json().as_object().unwrap() {
        assert_eq!(&claims[name], value, "{name}");
    }
    assert_eq!(userinfo.json()["name"], "Victor Pugin");
}

/// About the same person: only what a directory may have changed since.
#[tokio::test]
async fn says_something_else_than_the_id_token_on_command() {
    let relying_party = RelyingParty::meeting(Misbehaviour::UserinfoDisagrees);
    let answer = relying_party.token_answer().await;
    let (_, claims) = decoded(answer["id_token"].as_str().unwrap());

    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await.json();

    for same in ["sub", "picture", "https://lifen.fr/application"] {
        assert_eq!(claims[same], userinfo[same], "{same}");
    }
    for other in ["name", "email"] {
        assert_ne!(claims[other], userinfo[other], "{other}");
    }
    let (signed, said) = (&claims["https://lifen.fr/user"], &userinfo["https://lifen.fr/user"]);
    assert_eq!(signed["uuid"], said["uuid"]);
    assert_ne!(signed["currentWorkspaceId"], said["currentWorkspaceId"]);
}

#[tokio::test]
async fn answers_a_post_too() {
    let relying_party = RelyingParty::new();
    let bearer = format!("Bearer {}", relying_party.access_token().await);

    let answer = relying_party.ask("POST", "/userinfo", &[("authorization", &bearer)], "").await;

    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn challenges_whoever_brings_no_token_or_a_made_up_one() {
    let relying_party = RelyingParty::new();

    let without = relying_party.get("/userinfo").await;
    let made_up = relying_party.userinfo("made-up").await;

    assert_eq!((without.status, without.header("www-authenticate")), (StatusCode::UNAUTHORIZED, "Bearer"));
    assert_eq!(made_up.status, StatusCode::UNAUTHORIZED);
    assert_eq!(made_up.header("www-authenticate"), "Bearer error=\"invalid_token\"");
}

#[tokio::test]
async fn takes_no_token_from_the_address() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    let answer = relying_party.get(&format!("/userinfo?access_token={token}")).await;

    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn refuses_an_access_token_after_two_days() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    relying_party.clock.advance(172_799);
    assert_eq!(relying_party.userinfo(&token).await.status, StatusCode::OK);
    relying_party.clock.advance(1);
    assert_eq!(relying_party.userinfo(&token).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn refuses_an_access_token_without_the_scope_openid() {
    let relying_party = RelyingParty::new();
    let answer = relying_party.redeem(&relying_party.code_for(&[("scope", "profile")])).await.json();

    let userinfo = relying_party.userinfo(answer["access_token"].as_str().unwrap()).await;

    assert_eq!(userinfo.status, StatusCode::FORBIDDEN);
    assert_eq!(userinfo.header("www-authenticate"), "Bearer error=\"insufficient_scope\"");
}

#[tokio::test]
async fn says_the_address_that_somebody_has_by_now() {
    let relying_party = RelyingParty::new();
    let token = relying_party.access_token().await;

    relying_party.provider.move_email("victor", "v.pugin@hopital.example");

    assert_eq!(relying_party.userinfo(&token).await.json()["email"], "v.pugin@hopital.example");
    assert_eq!(relying_party.id_token().await.1["email"], "v.pugin@hopital.example");
}
