//! A key that stays with whoever has it, and the proofs it signs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use provider::{ClientMetadata, Dpop};
use rsa::rand_core::OsRng;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::relying_party::*;
use crate::renewal::OFFLINE;

pub struct Prover {
    key: SigningKey,
}

impl Prover {
    pub fn new() -> Self {
        Self { key: SigningKey::random(&mut OsRng) }
    }

    pub fn jwk(&self) -> Value {
        let point = self.key.verifying_key().to_encoded_point(false);
        let coordinate = |octets: &[u8]| URL_SAFE_NO_PAD.encode(octets);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        json!({"kty": "EC", "crv": "P-256", "x": coordinate(x), "y": coordinate(y)})
    }

    /// RFC 7638.
    pub fn thumbprint(&self) -> String {
        let jwk = self.jwk();
        let members = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]);
        hash(&members)
    }

    pub fn header(&self) -> Value {
        json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": self.jwk()})
    }

    /// A proof for `method` and `path`, with some claims in place of the right ones; `null` leaves one out.
    pub fn proof(&self, method: &str, path: &str, changes: Value) -> String {
        self.signs(&self.header(), &claims(method, path, changes))
    }

    pub fn signs(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let input = format!("{}.{}", part(header), part(claims));
        let signature: Signature = self.key.sign(input.as_bytes());
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

pub fn claims(method: &str, path: &str, changes: Value) -> Value {
    let jti = URL_SAFE_NO_PAD.encode(SigningKey::random(&mut OsRng).to_bytes());
    let htu = format!("{}{path}", ISSUER.trim_end_matches('/'));
    let mut claims = json!({"jti": jti, "htm": method, "htu": htu, "iat": NOW});
    for (claim, value) in changes.as_object().into_iter().flatten() {
        claims[claim] = value.clone();
    }
    claims.as_object_mut().unwrap().retain(|_, value| !value.is_null());
    claims
}

pub fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text))
}

impl RelyingParty {
    /// The client `demo` may renew, and `dpop` with its proofs.
    pub fn proving(dpop: Dpop) -> Self {
        let relying_party = Self::new();
        relying_party.provider.register_metadata("demo", proving(dpop));
        relying_party
    }

    /// A request to the token endpoint with these proofs.
    pub async fn token_request(&self, proofs: &[&str], form: &[(&str, &str)]) -> Answer {
        let mut headers = vec![("origin", ORIGIN), ("content-type", "application/x-www-form-urlencoded")];
        headers.extend(proofs.iter().map(|proof| ("dpop", *proof)));
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.ask("POST", "/oauth/token", &headers, &body).await
    }

    pub async fn redeem_proving(&self, code: &str, proofs: &[&str]) -> Answer {
        let form = [
            ("grant_type", "authorization_code"),
            ("client_id", "demo"),
            ("code", code),
            ("redirect_uri", REDIRECT_URI),
            ("code_verifier", VERIFIER),
        ];
        self.token_request(proofs, &form).await
    }

    pub async fn renew_proving(&self, refresh_token: &str, proofs: &[&str]) -> Answer {
        let form = [("grant_type", "refresh_token"), ("client_id", "demo"), ("refresh_token", refresh_token)];
        self.token_request(proofs, &form).await
    }

    /// Signs Victor in so that he stays, with tokens bound to the prover's key.
    pub async fn bound_to(&self, prover: &Prover) -> Value {
        let proof = prover.proof("POST", "/oauth/token", json!({}));
        let answer = self.redeem_proving(&self.code_for(&[OFFLINE]), &[&proof]).await.json();
        assert_eq!(answer["token_type"], "DPoP", "{answer}");
        answer
    }

    /// A call with a bound access token and a proof.
    pub async fn proving_call(&self, token: &str, path: &str, proof: &str) -> Answer {
        let authorization = format!("DPoP {token}");
        let headers = [("origin", ORIGIN), ("authorization", &*authorization), ("dpop", proof)];
        self.ask("GET", path, &headers, "").await
    }
}

pub fn proving(dpop: Dpop) -> ClientMetadata {
    ClientMetadata { refresh_tokens: true, dpop, ..ClientMetadata::default() }
}
