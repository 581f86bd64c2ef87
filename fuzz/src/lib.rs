//! What holds of everything a stranger can write, whatever it says.
//!
//! Each module is one parser and what is promised of it, worked out a second time by other means: JSON by
//! `serde_json`, addresses by `url`, queries by `form_urlencoded`. `fuzz_targets/` tries the promises on whatever
//! libFuzzer comes up with; `tests/corpus.rs` of the package itself, on stable, tries them on every kept input.

pub mod account;
pub mod address;
pub mod authorization_response;
pub mod configuration;
pub mod id_token;
pub mod json;
pub mod jwk_set;
pub mod jws;
pub mod keys;
pub mod provider_metadata;
pub mod pushed_request;
pub mod secrecy;
pub mod tab_memory;
pub mod token_response;
pub mod userinfo;

/// Panics when the promises about this input are broken.
pub type Holds = fn(&str);

/// Every target by its name.
pub const TARGETS: [(&str, Holds); 11] = [
    ("account", account::holds),
    ("authorization_response", authorization_response::holds),
    ("configuration", configuration::holds),
    ("id_token", id_token::holds),
    ("jwk_set", jwk_set::holds),
    ("jws", jws::holds),
    ("provider_metadata", provider_metadata::holds),
    ("pushed_request", pushed_request::holds),
    ("tab_memory", tab_memory::holds),
    ("token_response", token_response::holds),
    ("userinfo", userinfo::holds),
];
