//! The provider's own behaviour, on its router, in virtual time.

mod admin;
mod algorithms;
mod api;
mod authorization_request;
mod cors;
mod keys;
mod misbehaviours;
mod pages;
mod program;
mod prompts;
mod relying_party;
mod renewal;
mod revocation;
mod server;
mod sign_in;
mod sign_out;
mod signature;
mod spoilt_answers;
mod spoilt_id_tokens;
mod spoilt_keys;
mod spoilt_metadata;
mod spoilt_renewals;
mod spoilt_userinfo;
mod step_up;
mod token_request;
mod userinfo;
