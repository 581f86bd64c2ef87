//! The other tabs of the app, as far as they say something.

use lifen_connect::protocol::authentication::AuthenticationRequirements;
use lifen_connect::protocol::secret::{AccessToken, IdTokenText, Nonce, RefreshToken};
use lifen_connect::protocol::time::{Seconds, Timestamp};
use lifen_connect::session::{Grant, Message};
use web_sys::BroadcastChannel;

/// What the tabs of the usual deployment call their channel, their lock and their memory.
pub const TABS: &str = "lifen-connect client https://provider.example/";

/// Another tab says this.
pub fn tell_tabs(message: &Message) {
    let channel = BroadcastChannel::new(TABS).expect("a channel");
    channel.post_message(&message.to_text().into()).expect("a text");
    channel.close();
}

/// Tokens of a sign-in of this moment, for an hour.
pub fn grant(now: Timestamp) -> Grant {
    Grant {
        token_type: lifen_connect::protocol::challenge::Scheme::Bearer,
        access_token: AccessToken::new("the-access-token"),
        refresh_token: Some(RefreshToken::new("the-refresh-token")),
        id_token: IdTokenText::new("e30.e30.AA"),
        nonce: Nonce::new("nonce"),
        requirements: AuthenticationRequirements::default(),
        scope: "openid".to_owned(),
        requested_scope: None,
        authorization_details: Vec::new(),
        expires_at: now + Seconds(3600),
        signed_in_at: now,
        since: now,
        obtained_at: now,
        renewals: 0,
        sid: None,
        keys: None,
    }
}
