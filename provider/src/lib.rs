//! An OpenID Provider that plays Lifen Connect: it signs for real, enforces what a strict provider enforces, and
//! misbehaves on command.
//!
//! For the demo, for every test tier, and for the tests of whoever adopts the sign-in. It is a second reading of the
//! specifications: it shares no code with the relying party it is there to test. It is no provider for real people:
//! whoever asks is let in as whomever they choose, and everything is forgotten with the process.
//!
//! ```
//! use provider::{Client, Clock, Misbehaviour, Provider, Settings};
//!
//! let clock = Clock::virtual_at(1_800_000_000);
//! let client = Client {
//!     client_id: "demo".into(),
//!     redirect_uris: vec!["http://localhost:8080/callback".into()],
//!     ..Default::default()
//! };
//! let provider = Provider::new(Settings { clients: vec![client], ..Default::default() }, clock.clone());
//!
//! provider.misbehave(Misbehaviour::InvalidNonce);
//! let location = provider.sign_in_as(
//!     "victor",
//!     "http://127.0.0.1:9090/authorize?response_type=code&client_id=demo&scope=openid&state=s&nonce=n\
//!      &redirect_uri=http://localhost:8080/callback\
//!      &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256",
//! )?;
//! assert!(location.starts_with("http://localhost:8080/callback?code="));
//! clock.advance(61); // the code has expired
//! # Ok::<(), provider::Refusal>(())
//! ```
//!
//! # Map
//!
//! - [`Provider`]: the handle. `router()` for tests without a network, `start()` for a server that can go down.
//! - [`Settings`], [`Client`], [`Person`]: whom it knows. [`Clock`]: the only time there is. [`Algorithm`]: what a client
//!   wants its ID Tokens signed with. [`ClientMetadata`]: what a client may besides, which by default is nothing.
//! - [`Misbehaviour`]: every fault, one variant each, per sign-in or standing. [`Provider::requests`] and
//!   [`Provider::granted`] tell what was asked and what was given.
//! - `routes`: every address. `authorization`: what is asked and what goes back, without the pages; `authorize` and
//!   `pages`: the same with them. `pushed`, `token`, `revocation`, `id_token`, `claims`, `userinfo`, `metadata`,
//!   `jwk_set`, `sign_out`, `fhir`, `account`: one endpoint or document each. `family`: the tokens that stem from one code.
//!   `access`, `dpop`: what a token opens, and for whom. `keys`, `jws`: the signatures, right and wrong. `cors`, `record`,
//!   `granted`: around them all.
//!
//! # What always holds
//!
//! - State changes under one lock, in memory, and never across an await.
//! - A fault of a sign-in is carried by it: by its code, then by its tokens. Two sign-ins at once do not mix. A fault of
//!   what comes before or after [stands](Misbehaviour::stands): it meets also whoever is signed in already.
//! - What stems from one code lives and dies together: a code or a refresh token that comes twice revokes all of it.
//! - What is recorded of a request signs nobody in.
//! - A client gets the [`Algorithm`] it registered, and RS256 if it says nothing. The JWK Set has one key for each
//!   algorithm in use, so it is a single RSA key as long as nobody registers another.
//! - Every description that begins with "Legal:" or "To be borne:" is one a person still signs in under
//!   ([`Misbehaviour::is_legal`]). Under the faults that redirect, whoever follows arrives at `/elsewhere`, and
//!   [`Provider::requests`] tells.

mod access;
mod account;
mod admin;
mod algorithm;
mod answer;
mod authorization;
mod authorize;
mod claims;
mod client_metadata;
mod clock;
mod cookie;
mod cors;
mod dpop;
mod family;
mod fhir;
mod granted;
mod id_token;
mod jwk_set;
mod jws;
mod keys;
mod metadata;
mod misbehaviour;
mod pages;
mod person;
mod provider;
mod pushed;
mod random;
mod record;
mod revocation;
mod routes;
mod running;
mod settings;
mod sign_out;
mod state;
mod token;
mod userinfo;

pub use algorithm::{Algorithm, UnknownAlgorithm};
pub use authorization::Refusal;
pub use client_metadata::ClientMetadata;
pub use clock::Clock;
pub use dpop::Dpop;
pub use granted::Granted;
pub use misbehaviour::{Misbehaviour, UnknownMisbehaviour};
pub use person::Person;
pub use provider::Provider;
pub use record::Recorded;
pub use running::Running;
pub use settings::{Client, Settings, StepUp};
