mod tokens;

use super::*;

const BASE: &str = "https://app.example/ward/";

fn parse(text: &str) -> Result<Box<Configuration>, ConfigurationError> {
    Configuration::parse(text, BASE)
}

fn refusal(text: &str) -> String {
    parse(text).expect_err("an error").to_string()
}

#[test]
fn needs_only_a_client_id_with_a_preset() {
    let configuration = parse(r#"{"preset":"lifen-production","client_id":"abc"}"#).unwrap();

    assert_eq!(configuration.issuer, "https://login.lifen.fr/");
    assert_eq!(configuration.redirect_uri.as_str(), "https://app.example/ward/callback");
    assert_eq!(configuration.post_logout_redirect_uri.as_str(), "https://app.example/ward/");
    assert_eq!(configuration.scope, "openid profile email");
    assert_eq!(configuration.parameters, [("version".to_owned(), "2.0.0".to_owned())]);
    assert!(matches!(configuration.metadata, MetadataSource::Known(_)));
    let logout = Endpoint::parse("https://login.lifen.fr/v2/logout").unwrap();
    assert_eq!(configuration.sign_out, SignOut::Auth0(logout));
    assert!(parse(r#"{"preset":"lifen-post-prod","client_id":"abc"}"#).is_ok());
}

#[test]
fn lets_a_deployment_override_each_endpoint_of_a_preset() {
    let configuration = parse(
        r#"{"preset":"lifen-production","client_id":"abc","token_endpoint":"https://login.lifen.fr/oauth/token",
        "parameters":{"version":"3.0.0","tenant":"x"}}"#,
    )
    .unwrap();

    let MetadataSource::Known(metadata) = configuration.metadata else { panic!("known") };
    assert_eq!(metadata.token_endpoint.as_str(), "https://login.lifen.fr/oauth/token");
    assert_eq!(metadata.jwks_uri.as_str(), "https://authentication.lifen.fr/.well-known/jwks.json");
    let parameters = [("version".to_owned(), "3.0.0".to_owned()), ("tenant".to_owned(), "x".to_owned())];
    assert_eq!(configuration.parameters, parameters);
}

/// Auth0's address is the preset's own; a provider that says where to sign out is asked there, as its standard has it.
#[test]
fn signs_out_where_a_deployment_says_instead_of_where_the_preset_would() {
    let configuration = parse(
        r#"{"preset":"lifen-production","client_id":"abc","end_session_endpoint":"https://login.lifen.fr/bye"}"#,
    )
    .unwrap();

    assert_eq!(configuration.sign_out, SignOut::RpInitiated);
    let MetadataSource::Known(metadata) = configuration.metadata else { panic!("known") };
    assert_eq!(metadata.end_session_endpoint.as_ref().unwrap().as_str(), "https://login.lifen.fr/bye");
}

#[test]
fn refuses_a_text_that_is_empty_instead_of_taking_it_for_nothing() {
    let with = |field| format!(r#"{{"preset":"lifen-production","client_id":"abc","{field}":""}}"#);

    for field in ["client_id", "name", "scope", "redirect_uri", "acr_values"] {
        let text = match field {
            "client_id" => r#"{"preset":"lifen-production","client_id":""}"#.to_owned(),
            other => with(other),
        };
        assert!(refusal(&text).contains(&format!("`{field}`: expected a text")), "{}", refusal(&text));
    }
}

#[test]
fn fetches_the_metadata_where_only_an_issuer_is_given() {
    let configuration = parse(r#"{"issuer":"https://id.example/tenant/","client_id":"abc"}"#).unwrap();

    let MetadataSource::Fetched { address, .. } = configuration.metadata else { panic!("fetched") };
    assert_eq!(address.as_str(), "https://id.example/tenant/.well-known/openid-configuration");
    assert_eq!(configuration.sign_out, SignOut::RpInitiated);
}

#[test]
fn takes_the_metadata_whole() {
    let configuration = parse(
        r#"{"issuer":"https://id.example","client_id":"abc","metadata":{"issuer":"https://id.example",
        "authorization_endpoint":"https://id.example/a","token_endpoint":"https://id.example/t",
        "jwks_uri":"https://id.example/j"}}"#,
    );

    assert!(matches!(configuration.unwrap().metadata, MetadataSource::Known(_)));
}

#[test]
fn names_the_field_what_was_found_and_what_is_wanted() {
    let with = |members: &str| format!(r#"{{"issuer":"https://id.example","client_id":"abc",{members}}}"#);
    for (text, sentence) in [
        ("", "index.html has no configuration block"),
        ("{", "the configuration block is no JSON: line 1, column 2"),
        (
            r#"{"issuer":"https://id.example"}"#,
            "`client_id`: expected the client id that the provider gave you, found nothing",
        ),
        (
            r#"{"client_id":"abc"}"#,
            "`issuer`: expected the provider's issuer, as it writes it, found nothing",
        ),
        (
            &with(r#""preset":"lifen""#),
            "`preset`: expected lifen-production or lifen-post-prod, found \"lifen\"",
        ),
        (&with(r#""timeout":0"#), "`timeout`: expected a number of seconds from 1 to 120, found 0"),
        (
            &with(r#""clock_skew":"60""#),
            "`clock_skew`: expected a number of seconds from 0 to 300, found \"60\"",
        ),
        (
            &with(r#""scope":"profile""#),
            "`scope`: expected space-separated scopes with `openid` among them, found \"profile\"",
        ),
        (
            &with(r#""sign_out":"never""#),
            "`sign_out`: expected rp-initiated, auth0 or local, found \"never\"",
        ),
        (
            &with(r#""redirect_url":"x""#),
            "`redirect_url`: expected a name that the documentation lists, found \"x\"",
        ),
        (
            &with(r#""parameters":{"state":"x"}"#),
            "`parameters`: expected parameters that the sign-in does not set itself, found \"state\"",
        ),
        (
            &with(r#""parameters":{"max_age":"60"}"#),
            "`parameters`: expected parameters that the sign-in does not set itself, found \"max_age\"",
        ),
        (
            &with(r#""parameters":{"audience":"x"}"#),
            "`parameters`: expected parameters that the sign-in does not set itself, found \"audience\"",
        ),
        (&with(r#""dpop":"on""#), "`dpop`: expected off, when-offered or required, found \"on\""),
        (
            &with(r#""pushed_authorization_requests":"never""#),
            "`pushed_authorization_requests`: expected when-required or always, found \"never\"",
        ),
        (
            &with(r#""resource":"/fhir""#),
            "`resource`: expected an absolute URI without a fragment (#): one, or a list, found \"/fhir\"",
        ),
        (&with(r#""resource":["urn:x",7]"#), "a list, found 7"),
        (&with(r#""resource":[]"#), "`resource`: expected an absolute URI"),
        (&with(r#""audience":["x"]"#), "`audience`: expected a text, found a list"),
        (
            &with(r#""authorization_details":[{"type":"letter"},{"actions":["sign"]}]"#),
            "`authorization_details`: expected a list of objects, each with a `type`, found a list",
        ),
        (&with(r#""authorization_details":{"type":"letter"}"#), "each with a `type`, found an object"),
        (&with(r#""authorization_details":[]"#), "each with a `type`, found a list"),
        (&with(r#""authorization_details":["letter"]"#), "each with a `type`, found a list"),
        (&with(r#""max_age":-1"#), "`max_age`: expected a number of seconds from 0, found -1"),
        (&with(r#""acr_values":["eidas2"]"#), "`acr_values`: expected a text, found a list"),
        (
            &with(r#""acr_claim":"optional""#),
            "`acr_claim`: expected essential or voluntary, found \"optional\"",
        ),
        (&with(r#""api_origins":"https://api.example""#), "`api_origins`: expected a list of origins, found"),
        (&with(r#""api_origins":[1]"#), "`api_origins`: expected a list of origins, found 1"),
        (
            &with(r#""api_origins":["https://api.example","https://api.example/v1"]"#),
            "`api_origins`: expected an origin: scheme, host and port, without a path, found \"https://api.example/v1\"",
        ),
        (
            &with(r#""api_origins":["http://api.example"]"#),
            "`api_origins`: expected an address that begins with https://",
        ),
        (
            &with(r#""id_token_verification":"none""#),
            "`id_token_verification`: expected signature or tls, found \"none\"",
        ),
        (
            &with(r#""id_token_signed_response_alg":"HS256""#),
            "`id_token_signed_response_alg`: expected RS, PS or ES with 256, 384 or 512, or EdDSA: one, or a list, found \"HS256\"",
        ),
        (
            &with(r#""id_token_signed_response_alg":["RS256","none"]"#),
            "`id_token_signed_response_alg`: expected RS, PS or ES with 256, 384 or 512, or EdDSA: one, or a list, found \"none\"",
        ),
        (&with(r#""id_token_signed_response_alg":[]"#), "`id_token_signed_response_alg`: expected RS"),
        (&with(r#""id_token_signed_response_alg":256"#), "`id_token_signed_response_alg`: expected RS"),
        (&with(r#""parameters":{"version":2}"#), "`parameters`: expected an object of texts, found 2"),
        (&with(r#""name":true"#), "`name`: expected a text, found true or false"),
        (
            &with(r#""redirect_uri":"https://other.example/callback""#),
            "`redirect_uri`: expected an address of this app, below its base, found \"https://other.example/callback\"",
        ),
        (
            &with(r#""token_endpoint":"http://id.example/t""#),
            "`token_endpoint`: expected an address that begins with https://",
        ),
        (
            &with(r#""revocation_endpoint":"http://id.example/r""#),
            "`revocation_endpoint`: expected an address that begins with https://",
        ),
        (
            &with(r#""revocation_endpoint":true"#),
            "`revocation_endpoint`: expected a text, found true or false",
        ),
        (&with(r#""persistence":["tab"]"#), "`persistence`: expected a text, found a list"),
        (&with(r#""renewal":0"#), "`renewal`: expected a text, found 0"),
        (
            &with(r#""metadata":{"issuer":"https://other.example"}"#),
            "metadata `issuer`: expected https://id.example, found https://other.example",
        ),
    ] {
        assert!(refusal(text).contains(sentence), "{} should say {sentence}", refusal(text));
    }
}

#[test]
fn refuses_a_callback_that_a_browser_would_resolve_to_another_path() {
    let with = |path: &str| {
        parse(&format!(
            r#"{{"issuer":"https://id.example","client_id":"abc","redirect_uri":"https://app.example/ward/{path}"}}"#
        ))
    };

    for path in ["../callback", "%2e%2E/callback", "./callback", "a/..", ".%2e"] {
        assert!(with(path).is_err_and(|error| error.code() == "configuration-field-invalid"), "{path}");
    }
    for path in ["callback", "..callback", "a.b/c..", "%2ecallback", "a//b", "caf%C3%A9", ""] {
        assert!(with(path).is_ok(), "{path}");
    }
}

#[test]
fn takes_the_directory_of_the_document_for_the_base() {
    let text = r#"{"issuer":"https://id.example","client_id":"abc"}"#;
    let base = |address| Configuration::parse(text, address).unwrap().base.as_str().to_owned();

    assert_eq!(base("https://app.example/ward/index.html?x=/y#z"), "https://app.example/ward/");
    assert_eq!(base("http://localhost:8080/"), "http://localhost:8080/");
    assert!(Configuration::parse(text, "file:///index.html").is_err());
}

#[cfg(feature = "calls")]
#[cfg(feature = "pushed-requests")]
#[cfg(all(feature = "dpop", feature = "pushed-requests"))]
#[cfg(not(any(feature = "dpop", feature = "pushed-requests")))]
#[test]
fn says_what_this_build_was_made_without() {
    let refusal =
        |member: &str| refusal(&format!(r#"{{"preset":"lifen-production","client_id":"abc",{member}}}"#));

    for stated in ["when-offered", "required"] {
        let sentence = refusal(&format!(r#""dpop":"{stated}""#));
        assert!(sentence.contains("without the feature `dpop`"), "{sentence}");
    }
    let sentence = refusal(r#""pushed_authorization_requests":"always""#);
    assert!(sentence.contains("without the feature `pushed-requests`"), "{sentence}");
    let needs_neither = r#""dpop":"off","pushed_authorization_requests":"when-required""#;
    assert!(parse(&format!(r#"{{"preset":"lifen-production","client_id":"abc",{needs_neither}}}"#)).is_ok());
}

#[cfg(not(any(feature = "accounts", feature = "calls", feature = "long-sessions", feature = "popup")))]
#[test]
fn names_the_part_that_a_member_takes_and_this_build_is_without() {
    let with = |member: &str| format!(r#"{{"preset":"lifen-production","client_id":"abc",{member}}}"#);

    for (member, part) in [
        (r#""persistence":"tab""#, "long-sessions"),
        (r#""renewal":"redirect""#, "long-sessions"),
        (r#""idle_lock":300"#, "long-sessions"),
        (r#""session_lifetime":3600"#, "long-sessions"),
        (r#""sign_in":"popup""#, "popup"),
        (r#""api_origins":["https://api.example"]"#, "calls"),
        (r#""account_directory":"embedded""#, "accounts"),
        (r#""account_directory":{"http":"https://api.lifen.fr/account"}"#, "accounts"),
    ] {
        let sentence = refusal(&with(member));

        assert!(sentence.contains(&format!("without the feature `{part}`")), "{sentence}");
    }
    let takes_none =
        r#""persistence":"memory","renewal":"ask","sign_in":"redirect","account_directory":"none""#;
    assert!(parse(&with(takes_none)).is_ok());
    assert_eq!(parse(&with(r#""name":"x""#)).unwrap().account_directory, AccountDirectory::None);
}

#[test]
fn chooses_between_two_ways_and_takes_no_third() {
    let with = |members: &str| {
        parse(&format!(r#"{{"preset":"lifen-production","client_id":"abc","api_origins":[]{members}}}"#))
    };

    let as_it_is = with("").unwrap();
    assert!(!as_it_is.signs_in_in_popup && !as_it_is.keeps_tokens && !as_it_is.renews_by_redirect);
    let first = with(r#","sign_in":"redirect","persistence":"memory","renewal":"ask""#).unwrap();
    assert!(!first.signs_in_in_popup && !first.keeps_tokens && !first.renews_by_redirect);
    let second = with(r#","sign_in":"popup","persistence":"tab","renewal":"redirect""#).unwrap();
    assert!(second.signs_in_in_popup && second.keeps_tokens && second.renews_by_redirect);
    for (member, sentence) in [
        ("sign_in", "`sign_in`: expected redirect or popup, found \"never\""),
        ("persistence", "`persistence`: expected memory or tab, found \"never\""),
        ("renewal", "`renewal`: expected ask or redirect, found \"never\""),
    ] {
        let error = with(&format!(r#","{member}":"never""#)).expect_err("an error").to_string();
        assert!(error.contains(sentence), "{error}");
    }
}

#[test]
fn knows_the_addresses_that_others_open_with_and_without_a_slash_at_their_end() {
    let configuration = parse(r#"{"preset":"lifen-production","client_id":"abc"}"#).unwrap();

    for path in ["/ward/login", "/ward/login/"] {
        assert!(configuration.is_initiate_login_path(path), "{path}");
        assert!(!configuration.is_frontchannel_logout_path(path), "{path}");
    }
    for path in ["/ward/frontchannel-logout", "/ward/frontchannel-logout/"] {
        assert!(configuration.is_frontchannel_logout_path(path), "{path}");
    }
    for path in ["/login", "/ward/", "/ward/login/x", "/ward/logins", "/ward//login", "/ward/x/login"] {
        assert!(!configuration.is_initiate_login_path(path), "{path}");
    }
}

#[test]
fn knows_the_callback_by_what_hosts_make_of_its_address() {
    let with = |member: &str| {
        parse(&format!(r#"{{"preset":"lifen-production","client_id":"abc"{member}}}"#)).unwrap()
    };

    let below = with("");
    for path in ["/ward/callback", "/ward/callback/", "/ward/callback/index.html"] {
        assert!(below.is_redirect_path(path), "{path}");
    }
    for path in ["/ward/", "/callback", "/ward/callbacks", "/ward/callback/x", "/ward/callback//"] {
        assert!(!below.is_redirect_path(path), "{path}");
    }
    let at_home = with(r#","redirect_uri":"https://app.example/ward/""#);
    for path in ["/ward", "/ward/", "/ward/index.html"] {
        assert!(at_home.is_redirect_path(path), "{path}");
    }
    assert!(!at_home.is_redirect_path("/ward/callback"));
}

#[test]
fn limits_sessions_by_seconds_that_make_sense_and_by_none_unless_told() {
    let with =
        |members: &str| parse(&format!(r#"{{"preset":"lifen-production","client_id":"abc"{members}}}"#));

    let as_it_is = with("").unwrap();
    assert_eq!((as_it_is.idle_lock, as_it_is.session_lifetime), (None, None));
    let limited = with(r#","idle_lock":300,"session_lifetime":36000"#).unwrap();
    assert_eq!((limited.idle_lock, limited.session_lifetime), (Some(Seconds(300)), Some(Seconds(36_000))));
    for (member, most) in [("idle_lock", 86_400), ("session_lifetime", 2_592_000)] {
        for allowed in [1, most] {
            assert!(with(&format!(r#","{member}":{allowed}"#)).is_ok(), "{member} {allowed}");
        }
        for refused in ["0", "-1", &(most + 1).to_string(), "\"5 min\""] {
            let error = with(&format!(r#","{member}":{refused}"#)).expect_err(refused).to_string();
            let sentence =
                format!("`{member}`: expected a number of seconds from 1 to {most}, found {refused}");
            assert!(error.contains(&sentence), "{error} should say {sentence}");
        }
    }
}

#[test]
fn knows_lifens_own_claims_by_their_shape_unless_told_their_names() {
    let names = |members: &str| {
        let text = format!(r#"{{"preset":"lifen-production","client_id":"abc"{members}}}"#);
        let names = parse(&text).unwrap().claim_names;
        (names.user, names.application)
    };

    assert_eq!(names(""), (None, None));
    let named = names(r#","user_claim":"https://lifen.fr/user","application_claim":"app""#);
    assert_eq!(named, (Some("https://lifen.fr/user".to_owned()), Some("app".to_owned())));
}

#[cfg(feature = "accounts")]
#[test]
fn keeps_accounts_in_the_browser_unless_a_deployment_says_otherwise() {
    let directory = |members: &str| {
        let text = format!(r#"{{"preset":"lifen-production","client_id":"abc"{members}}}"#);
        parse(&text).unwrap().account_directory
    };

    assert_eq!(directory(""), AccountDirectory::Embedded);
    assert_eq!(directory(r#","account_directory":"embedded""#), AccountDirectory::Embedded);
    assert_eq!(directory(r#","account_directory":"none""#), AccountDirectory::None);
    let address = Endpoint::parse("https://api.lifen.fr/account").unwrap();
    let http = directory(r#","account_directory":{"http":"https://api.lifen.fr/account"}"#);
    assert_eq!(http, AccountDirectory::Http(address));
}

#[cfg(feature = "accounts")]
#[test]
fn refuses_an_account_directory_that_is_none_and_one_that_the_token_may_not_go_to() {
    let refusal = |value: &str| {
        refusal(&format!(r#"{{"preset":"lifen-production","client_id":"abc","account_directory":{value}}}"#))
    };

    for value in ["7", r#""indexeddb""#, "{}", r#"{"http":7}"#, r#"{"url":"https://api.lifen.fr/"}"#] {
        let sentence = refusal(value);
        assert!(sentence.contains("`account_directory`: expected embedded, none, or {"), "{sentence}");
    }
    let two = r#"{"http":"https://api.lifen.fr/account","https":"x"}"#;
    assert!(refusal(two).contains("found an object"), "{}", refusal(two));
    let plain = refusal(r#"{"http":"http://api.lifen.fr/account"}"#);
    assert!(plain.contains("`account_directory`: expected"), "{plain}");
    for elsewhere in ["https://api.example/account", "https://api.lifen.fr.evil.example/account"] {
        let sentence = refusal(&format!(r#"{{"http":"{elsewhere}"}}"#));
        assert!(sentence.contains("an address at one of the `api_origins`"), "{sentence}");
    }
}
