//! Sign-in with Lifen Connect (OAuth 2.0 Authorization Code with PKCE, OpenID Connect) for apps that have no back end.
//!
//! Everything happens in the browser: the PKCE verifier, state and nonce are made there, the redirect is handled, the
//! code is redeemed without a client secret, the ID Token is verified through WebCrypto, `/userinfo` is called, the
//! session is shown and ended. Any static host can serve it. It works with any OpenID Provider; Lifen Connect is the
//! preset that needs only a client id.
//!
//! # The smallest use
//!
//! ```ignore
//! fn main() {
//!     let page = Page::arrive(); // first of all: the authorization response leaves the address bar
//!     mount_to_body(|| view! { <ConnectProvider page><App/></ConnectProvider> });
//! }
//!
//! #[component]
//! fn App() -> impl IntoView {
//!     view! { <Guarded children=|identity| identity.display_name().to_owned().into_any()/> }
//! }
//! ```
//!
//! `examples/minimal` is a whole app, smaller still: it matches the four cases of [`View`](session::View) itself.
//!
//! # The map
//!
//! ```text
//!    app ──► ui ──► browser ──► session ──► configuration ──► lifen ──► protocol
//!    pages   Leptos  runs the    one value,   what a deploy-    presets,   messages and
//!            API     effects     one step     ment sets         claims     checks
//!                      └──► doctor ──► configuration
//!                           what was seen of a deployment, judged
//! ```
//!
//! An arrow means "may import"; nothing points back, and a test reads the source to see to it. `protocol` never
//! remembers, `session` never awaits, `browser` never decides, `ui` never validates. Everything right of `browser` is
//! plain Rust without I/O, clock or randomness: it is tested on the host in virtual time, against a provider that
//! shares no code with it. `browser`, the components and the pages exist for `wasm32` only, and so do their
//! dependencies.
//!
//! # What always holds
//!
//! - A session is signed in only with a verified signature *and* validated claims:
//!   [`ValidatedClaims`](protocol::id_token::ValidatedClaims) can be made in no other way. Where a deployment lets TLS
//!   stand in for the signature, by name, the session says so.
//! - The pending sign-in is read and removed in one go, before anything is awaited: single use, whatever happens next.
//! - The authorization response leaves the address bar before anything else runs.
//! - Tokens that come from another tab or from storage are verified anew before anybody is signed in with them.
//! - A refresh token is used by one tab, once; a fault that will pass ends no session.
//! - The access token goes to the very origins that the deployment lists, and along no redirect.
//! - Whoever refuses more access, or another authentication, finds the session as it was.
//! - Secrets cannot be logged: their types redact themselves.
//! - A failure has a stable code, words in French and English, and one next step.
//!
//! # Features
//!
//! They are on unless a dependant says `default-features = false`; a configuration that asks for one that is not there is
//! refused, by its name.
//!
//! - `accounts`: the account behind whoever is signed in, in a directory of this browser or of an API.
//! - `calls`: calls of an app's pages to its APIs, with the further access or the stronger authentication
//!   ([RFC 9470](https://www.rfc-editor.org/rfc/rfc9470)) they may take.
//! - `doctor`: the page that checks a deployment before anybody signs in.
//! - `dpop`: tokens that only this browser can use ([RFC 9449](https://www.rfc-editor.org/rfc/rfc9449)).
//! - `initiated`: sign-ins that another site begins, sign-outs that the provider does; with `long-sessions`.
//! - `long-sessions`: sessions that last a working day: renewed, the same in all tabs, kept over a reload, locked.
//! - `popup`: sign-in in a window of its own; with `long-sessions`.
//! - `pushed-requests`: requests that go to the provider before the browser does
//!   ([RFC 9126](https://www.rfc-editor.org/rfc/rfc9126)).
//! - `receipt`: why a session is trusted and how long its sign-in took ([`Receipt`](session::Receipt)), for whoever asks.
//!
//! # What it does not do
//!
//! It keeps no tokens in storage unless the deployment chooses `sessionStorage` by name (a page that is reloaded gets its
//! session back from another tab, or from the provider by one redirect that asks nothing), holds no client secret, opens
//! no hidden frame, and has no switch that turns a check off.

pub mod app;
pub mod configuration;
pub mod doctor;
pub mod lifen;
pub mod protocol;
pub mod session;
pub mod ui;

#[cfg(target_arch = "wasm32")]
pub mod browser;
