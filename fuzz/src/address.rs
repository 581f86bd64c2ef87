//! Addresses as the URL Standard reads them.

use lifen_connect::protocol::endpoint::Endpoint;
use lifen_connect::protocol::metadata::ProviderMetadata;
use url::{Host, Url};

/// A browser that is told this address either sends nothing, or sends it encrypted or to this very machine, without
/// a user name or a fragment.
#[track_caller]
pub fn is_safe(endpoint: &Endpoint) {
    assert_eq!(endpoint.to_string(), endpoint.as_str());
    let Ok(url) = Url::parse(endpoint.as_str()) else { return };
    assert!(
        url.scheme() == "https" || (url.scheme() == "http" && is_this_machine(&url)),
        "{endpoint} is neither https nor loopback"
    );
    assert!(url.username().is_empty() && url.password().is_none(), "{endpoint} carries credentials");
    assert_eq!(url.fragment(), None, "{endpoint} carries a fragment");
}

/// Every address of this provider is safe.
#[track_caller]
pub fn are_safe(metadata: &ProviderMetadata) {
    for endpoint in [&metadata.authorization_endpoint, &metadata.token_endpoint, &metadata.jwks_uri] {
        is_safe(endpoint);
    }
    for endpoint in [
        &metadata.userinfo_endpoint,
        &metadata.end_session_endpoint,
        &metadata.pushed_authorization_request_endpoint,
    ] {
        endpoint.as_ref().into_iter().for_each(is_safe);
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
