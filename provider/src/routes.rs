//! Every address of the provider, on one screen.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::record::record;
use crate::{
    Provider, account, admin, authorize, cors, dpop, fhir, jwk_set, metadata, pushed, revocation, sign_out,
    token, userinfo,
};

pub(crate) fn router(provider: Provider) -> Router {
    read_by_pages_of_other_origins()
        .layer(from_fn_with_state(provider.clone(), dpop::nonce))
        .layer(from_fn_with_state(provider.clone(), cors::cors))
        .merge(visited_by_people())
        .merge(commands())
        .layer(from_fn_with_state(provider.clone(), record))
        .with_state(provider)
}

/// The endpoints a browser-only client calls with `fetch`.
fn read_by_pages_of_other_origins() -> Router<Provider> {
    Router::new()
        .route("/.well-known/openid-configuration", get(metadata::metadata))
        .route("/.well-known/oauth-authorization-server", get(metadata::metadata))
        .route("/.well-known/jwks.json", get(jwk_set::jwk_set))
        .route("/oauth/par", post(pushed::push))
        .route("/oauth/token", post(token::token))
        .route("/oauth/revoke", post(revocation::revoke))
        .route("/userinfo", get(userinfo::userinfo).post(userinfo::userinfo))
        .route("/fhir/v3/Organization/{id}", get(fhir::organization))
        .route("/fhir/v3/DocumentReference/{id}", get(fhir::document))
        .route("/fhir/v3/Practitioner", get(fhir::practitioners))
        .route("/fhir/v3/Practitioner/{id}", get(fhir::practitioner))
        .route("/account", get(account::find).put(account::put).patch(account::patch).delete(account::delete))
}

/// The addresses a browser is sent to, whole.
fn visited_by_people() -> Router<Provider> {
    Router::new()
        .route("/", get(authorize::home))
        .route("/authorize", get(authorize::authorize))
        .route("/authorize/person", get(authorize::who).post(authorize::identify))
        .route("/authorize/consent", get(authorize::consent).post(authorize::decide))
        .route("/oidc/logout", get(sign_out::end_session).post(sign_out::end_session))
        .route("/v2/logout", get(sign_out::auth0_logout))
        .route("/people/{picture}", get(authorize::picture))
}

fn commands() -> Router<Provider> {
    Router::new()
        .route("/admin/misbehaviour", get(admin::misbehaviours).post(admin::misbehave).delete(admin::behave))
        .route("/admin/granted", get(admin::granted))
        .route("/admin/requests", get(admin::requests).delete(admin::forget_requests))
}
