use super::*;

fn read(header: &str) -> Challenge {
    Challenge::read(header, Scheme::Bearer)
}

fn error(header: &str) -> Option<String> {
    read(header).error.map(|code| code.as_str().to_owned())
}

/// RFC 6750 §3, RFC 9449 §7.1 and §9, RFC 9470 §3, RFC 9110 §11.6.1.
#[test]
fn reads_the_published_examples() {
    let realm = read(r#"Bearer realm="example""#);
    assert_eq!(realm, Challenge::default());

    let expired = read(
        r#"Bearer realm="example",
                   error="invalid_token",
                   error_description="The access token expired""#
            .replace('\n', " ")
            .as_str(),
    );
    assert_eq!(expired.error, Some(ErrorCode::InvalidToken));
    assert_eq!(expired.description.as_deref(), Some("The access token expired"));

    let context = read(
        r#"Bearer error="insufficient_user_authentication", error_description="A different authentication level is required", acr_values="myACR""#,
    );
    assert_eq!(context.error, Some(ErrorCode::InsufficientUserAuthentication));
    assert_eq!(context.acr_values.as_deref(), Some("myACR"));
    assert_eq!(context.max_age, None);

    let age = read(
        r#"Bearer error="insufficient_user_authentication", error_description="More recent authentication is required", max_age="5""#,
    );
    assert_eq!(age.max_age, Some(Seconds(5)));

    let nonce = Challenge::read(
        r#"DPoP error="use_dpop_nonce", error_description="Resource server requires nonce in DPoP proof""#,
        Scheme::Dpop,
    );
    assert_eq!(nonce.error, Some(ErrorCode::UseDpopNonce));
    assert_eq!(read(r#"DPoP algs="ES256 PS256""#), Challenge::default());

    let others = r#"Basic realm="simple", Newauth realm="apps", type=1, title="Login to \"apps\"""#;
    assert_eq!(read(others), Challenge::default());
    assert_eq!(
        error(&[others, r#", Bearer error="invalid_token""#].concat()).as_deref(),
        Some("invalid_token")
    );
}

#[test]
fn reads_what_would_open_the_door() {
    let challenge = read(
        r#"Bearer error="insufficient_scope", scope="profile patient/*.read", acr_values="eidas2 eidas3", max_age=300"#,
    );

    assert_eq!(challenge.error, Some(ErrorCode::InsufficientScope));
    assert_eq!(challenge.scope.as_deref(), Some("profile patient/*.read"));
    assert_eq!(challenge.acr_values.as_deref(), Some("eidas2 eidas3"));
    assert_eq!(challenge.max_age, Some(Seconds(300)));
}

#[test]
fn goes_by_the_scheme_the_token_was_brought_with_and_then_by_whoever_gives_a_reason() {
    let both = r#"Bearer error="invalid_token", DPoP error="use_dpop_nonce", algs="ES256""#;

    assert_eq!(Challenge::read(both, Scheme::Bearer).error, Some(ErrorCode::InvalidToken));
    assert_eq!(Challenge::read(both, Scheme::Dpop).error, Some(ErrorCode::UseDpopNonce));
    let other = r#"Bearer, DPoP error="invalid_token""#;
    assert_eq!(Challenge::read(other, Scheme::Bearer).error, Some(ErrorCode::InvalidToken));
    let twice = r#"Bearer error="invalid_token", Bearer error="insufficient_scope""#;
    assert_eq!(Challenge::read(twice, Scheme::Bearer).error, Some(ErrorCode::InvalidToken));
}

#[test]
fn reads_every_way_the_grammar_allows_to_write_it() {
    for header in [
        r#"Bearer error="invalid_token""#,
        "Bearer error=invalid_token",
        "bearer ERROR=invalid_token",
        "Bearer  error\t=  \"invalid_token\"",
        r#", ,Bearer error="invalid_token", ,"#,
        r#"Bearer realm="a, Bearer error=\"x\"", error="invalid_token""#,
        r#"Negotiate oYICLDCC+/Aig==, Bearer error="invalid_token""#,
        r#"Negotiate /9j/4A==, Bearer error="invalid_token""#,
        r#"Negotiate abc , Bearer error="invalid_token""#,
        r#"Negotiate, Bearer error="invalid_token""#,
        r#"Bearer error="inv\alid\_token""#,
        r#"Bearer error="invalid_token", realm="never closed"#,
        r#"Bearer error="invalid_token", error="insufficient_scope""#,
        r#"Bearer error="invalid_token" /"#,
    ] {
        assert_eq!(error(header).as_deref(), Some("invalid_token"), "{header}");
    }
}

#[test]
fn takes_nothing_for_a_reason_that_is_none() {
    for header in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer error",
        "Bearer error=",
        r#"Bearer error="""#,
        r#"Bearer error="invalid_token"#,
        r#"Bearer error="invalid_token\"#,
        r#"Bearerx error="invalid_token""#,
        r#"Basic error="invalid_token""#,
        r#"Bearer realm="error=invalid_token""#,
        "Bearer abc==",
        r#"="Bearer error=x""#,
        r#""Bearer" error="invalid_token""#,
    ] {
        assert_eq!(error(header), None, "{header}");
    }
}

#[test]
fn passes_over_an_age_that_is_no_number_of_seconds() {
    for age in ["-1", "1.5", "99999999999", "soon", "\"\""] {
        assert_eq!(read(&["Bearer max_age=", age].concat()).max_age, None, "{age}");
    }
    assert_eq!(read("Bearer max_age=0").max_age, Some(Seconds(0)));
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Writes what the grammar reads, in the form every server uses.
    fn written(scheme: &str, parameters: &[(String, String)]) -> String {
        let escaped = |value: &str| value.replace('\\', "\\\\").replace('"', "\\\"");
        let parameters: Vec<_> =
            parameters.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
        format!("{scheme} {}", parameters.join(", "))
    }

    proptest! {
        #[test]
        fn reads_whatever_comes(header in any::<String>(), parts in prop::collection::vec(
            prop::sample::select(vec!["Bearer", " ", ",", "=", "\"", "\\", "error", "max_age", "9", "é", "DPoP", "\t", "=="]),
            0..40,
        )) {
            for scheme in [Scheme::Bearer, Scheme::Dpop] {
                Challenge::read(&header, scheme);
                Challenge::read(&parts.concat(), scheme);
            }
        }

        #[test]
        fn reads_back_what_was_written(challenges in prop::collection::vec(
            ("[A-Za-z][A-Za-z0-9-]{0,8}", prop::collection::vec(("[a-z_]{1,8}", "[ -~é€]{0,12}"), 1..4)),
            0..4,
        )) {
            let header: Vec<_> = challenges.iter().map(|(scheme, parameters)| written(scheme, parameters)).collect();
            let header = header.join(", ");

            prop_assert_eq!(Reader::new(&header).collect::<Vec<_>>(), challenges);
        }
    }
}
