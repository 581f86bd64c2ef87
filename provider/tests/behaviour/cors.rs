//! Which pages may read which answers.

use axum::http::StatusCode;
use provider::Misbehaviour;

use crate::relying_party::*;

const READ_BY_PAGES: [&str; 6] = [
    "/.well-known/openid-configuration",
    "/.well-known/oauth-authorization-server",
    "/.well-known/jwks.json",
    "/userinfo",
    "/fhir/v3/Practitioner",
    "/account",
];

async fn preflight(relying_party: &RelyingParty, path: &str, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "GET"),
        ("access-control-request-headers", "authorization"),
    ];
    relying_party.ask("OPTIONS", path, &headers, "").await
}

#[tokio::test]
async fn lets_pages_of_a_clients_origin_read() {
    let relying_party = RelyingParty::new();

    for path in READ_BY_PAGES {
        let answer = relying_party.get(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{path}");
        assert_eq!(answer.header("vary"), "Origin", "{path}");
    }
    let token = relying_party.redeem("made-up").await;
    assert_eq!(token.header("access-control-allow-origin"), ORIGIN);
}

#[tokio::test]
async fn lets_no_page_of_another_origin_read() {
    let relying_party = RelyingParty::new();

    for path in READ_BY_PAGES {
        for origin in ["http://evil.example", "http://localhost:8081", "null"] {
            let answer = relying_party.ask("GET", path, &[("origin", origin)], "").await;
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path} {origin}");
        }
        let without = relying_party.ask("GET", path, &[], "").await;
        assert_eq!(without.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn lets_no_script_read_the_pages_for_people() {
    let relying_party = RelyingParty::new();

    for path in [&authorization_path(&[]), "/", "/oidc/logout", "/v2/logout", "/people/victor.svg"] {
        let answer = relying_party.get(path).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
    }
}

#[tokio::test]
async fn answers_a_preflight() {
    let relying_party = RelyingParty::new();

    for path in READ_BY_PAGES {
        let answer = preflight(&relying_party, path, ORIGIN).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), ORIGIN, "{path}");
        assert!(answer.header("access-control-allow-headers").contains("authorization"), "{path}");
    }
    let stranger = preflight(&relying_party, "/userinfo", "http://evil.example").await;
    assert_eq!(stranger.header("access-control-allow-origin"), "");
    assert_eq!(stranger.header("access-control-allow-headers"), "");
}

#[tokio::test]
async fn lets_a_client_that_registers_later_read() {
    let relying_party = RelyingParty::new();
    relying_party.provider.register(provider::Client {
        client_id: "late".into(),
        redirect_uris: vec!["http://localhost:4321/callback".into()],
        ..Default::default()
    });

    let answer = relying_party.ask("GET", "/userinfo", &[("origin", "http://localhost:4321")], "").await;

    assert_eq!(answer.header("access-control-allow-origin"), "http://localhost:4321");
}

#[tokio::test]
async fn refuses_pages_on_command() {
    let metadata = RelyingParty::meeting(Misbehaviour::MetadataRefusesCors).metadata().await;
    let keys = RelyingParty::meeting(Misbehaviour::KeysRefuseCors).keys().await;
    let relying_party = RelyingParty::meeting(Misbehaviour::TokenRefusesCors);
    let token = relying_party.redeem(&relying_party.code()).await;

    for answer in [metadata, keys, token] {
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn refuses_preflights_on_command_until_somebody_else_signs_in() {
    for (misbehaviour, path) in [
        (Misbehaviour::UserinfoRefusesCors, "/userinfo"),
        (Misbehaviour::ApiRefusesCors, "/fhir/v3/Organization/6944011"),
    ] {
        let relying_party = RelyingParty::meeting(misbehaviour);
        let token = relying_party.access_token().await;

        let answer = relying_party.bearing(&token, path).await;

        assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::OK, ""));
        assert_eq!(preflight(&relying_party, path, ORIGIN).await.header("access-control-allow-origin"), "");
        relying_party.access_token().await;
        assert_eq!(
            preflight(&relying_party, path, ORIGIN).await.header("access-control-allow-origin"),
            ORIGIN
        );
    }
}
