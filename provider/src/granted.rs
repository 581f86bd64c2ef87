//! What the provider granted, for a test to look at. Never the tokens themselves.

use serde::Serialize;
use serde_json::Value;

/// One token answer: to whom, for what, and on what terms.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Granted {
    /// The client it went to.
    pub client_id: String,
    /// The [id](crate::Person::id) of the person it is about.
    pub person: String,
    /// Whether it was a renewal's.
    pub is_renewal: bool,
    /// The scope, word by word.
    pub scope: Vec<String>,
    /// The resource indicators ([RFC 8707](https://www.rfc-editor.org/rfc/rfc8707)).
    pub resource: Vec<String>,
    /// The `audience` of the authorization request, as an Auth0 tenant has it.
    pub audience: Option<String>,
    /// The authorization details ([RFC 9396](https://www.rfc-editor.org/rfc/rfc9396)).
    pub authorization_details: Vec<Value>,
    /// When the person proved who they are.
    pub auth_time: i64,
    /// In which context, if one was asked for.
    pub acr: Option<String>,
    /// The thumbprint of the key that the tokens are bound to.
    pub jkt: Option<String>,
}
