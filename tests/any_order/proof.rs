//! Both proofs behind whoever is signed in, seen from the outside: on events and effects alone.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lifen_connect::protocol::jose::{Proof, SignatureCheck};
use lifen_connect::session::{Effect, Event, Identity, PendingSignIn, Ticket, View};
use serde_json::Value;

use crate::world::{Entry, Tab, signature};

/// Every time this tab showed somebody as signed in, they were, for reasons that passed before.
///
/// Returns how many pages showed somebody.
#[track_caller]
pub fn stands_behind_everybody_signed_in(tab: &Tab) -> usize {
    let mut signed_in = 0;
    for page in tab.journal().split(|entry| matches!(entry, Entry::Opened)) {
        let mut seen = Seen::default();
        let mut subject: Option<String> = None;
        for entry in page {
            seen.entry(entry);
            let Entry::Shown(view, has_access_token) = entry else { continue };
            assert_eq!(matches!(view, View::SignedIn { .. }), *has_access_token, "{view:?}");
            if let View::SignedIn { identity, .. } = view {
                // Who it is may be told in more words later on, and never becomes somebody else.
                let known = subject.get_or_insert_with(|| seen.proves(identity, tab.provider.issuer()));
                assert_eq!(known, identity.subject());
            }
        }
        signed_in += usize::from(subject.is_some());
    }
    signed_in
}

/// What passed on one page, as far as it bears on who may be signed in.
#[derive(Default)]
struct Seen {
    recalled: Option<Box<PendingSignIn>>,
    redeem: Option<Ticket>,
    id_token: Option<String>,
    checks: Vec<(Ticket, SignatureCheck)>,
    answered_yes: Vec<SignatureCheck>,
    /// Every JWK Set there was, as text.
    keys: Vec<String>,
}

impl Seen {
    fn entry(&mut self, entry: &Entry) {
        match entry {
            Entry::Event(event) => self.event(event),
            Entry::Effect(Effect::Redeem(ticket, ..)) => {
                assert_eq!(self.redeem, None, "a page redeems one code");
                self.redeem = Some(*ticket);
            }
            Entry::Effect(Effect::CheckSignature(ticket, check)) => {
                self.checks.push((*ticket, check.clone()));
            }
            _ => {}
        }
    }

    fn event(&mut self, event: &Event) {
        match event {
            Event::Recalled(_, Ok(recollection)) if self.recalled.is_none() => {
                self.recalled = recollection.pending.clone();
                self.keys.extend(self.recalled.iter().filter_map(|pending| pending.keys.clone()));
            }
            Event::KeysAnswered(_, Ok(answer)) => self.keys.push(answer.body.clone()),
            // The first answer to the one token request; another one is none of ours.
            Event::TokenAnswered(ticket, Ok(answer))
                if Some(*ticket) == self.redeem && self.id_token.is_none() =>
            {
                let body: Option<Value> = serde_json::from_str(&answer.body).ok();
                let id_token = body.and_then(|body| body["id_token"].as_str().map(str::to_owned));
                self.id_token = id_token;
            }
            Event::SignatureChecked(ticket, Ok(true)) => {
                let asked = self.checks.iter().find(|(asked, _)| asked == ticket);
                self.answered_yes.extend(asked.map(|(_, check)| check.clone()));
            }
            _ => {}
        }
    }

    /// The subject of the ID Token that proves this identity.
    #[track_caller]
    fn proves(&self, identity: &Arc<Identity>, issuer: &str) -> String {
        let pending = self.recalled.as_ref().expect("signed in on a page that took a pending sign-in");
        let id_token = self.id_token.as_ref().expect("signed in with an ID Token");
        let (input, signature_text) = id_token.rsplit_once('.').expect("a signed token");
        let proof = self.answered_yes.iter().find(|check| {
            check.signing_input() == input.as_bytes()
                && check.signature() == URL_SAFE_NO_PAD.decode(signature_text).expect("base64url")
        });
        let proof = proof.expect("WebCrypto found the signature of this very ID Token valid");
        assert!(signature::verify(proof), "the signature is valid for real");
        let published = |keys: &String| proof.key().members().iter().all(|(_, value)| keys.contains(value));
        assert!(self.keys.iter().any(published), "the key is the provider's");
        assert_eq!(identity.proof, Proof::Signature(proof.algorithm()));

        let (_, payload) = input.split_once('.').expect("header and payload");
        let payload = URL_SAFE_NO_PAD.decode(payload).expect("base64url");
        let claims: Value = serde_json::from_slice(&payload).expect("claims");
        assert_eq!(claims["iss"], issuer);
        let is_for_us = |audience: &Value| audience == "demo";
        assert!(
            is_for_us(&claims["aud"])
                || claims["aud"].as_array().is_some_and(|all| all.iter().any(is_for_us))
        );
        assert_eq!(claims["nonce"], pending.nonce.expose());
        assert_eq!(claims["sub"], identity.subject());
        identity.subject().to_owned()
    }
}
