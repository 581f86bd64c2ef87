#![cfg(not(target_arch = "wasm32"))]
//! The OpenID Foundation's relying-party modules: each that applies has a test that names it, and this finds it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The plans' basic, configuration, refresh, sign-out and optional modules, and those of other plans whose logic
/// applies.
const APPLY: [&str; 30] = [
    "oidcc-client-test",
    "oidcc-client-test-invalid-iss",
    "oidcc-client-test-missing-sub",
    "oidcc-client-test-invalid-aud",
    "oidcc-client-test-missing-aud",
    "oidcc-client-test-missing-iat",
    "oidcc-client-test-kid-absent-single-jwks",
    "oidcc-client-test-kid-absent-multiple-jwks",
    "oidcc-client-test-idtoken-sig-rs256",
    "oidcc-client-test-idtoken-sig-none",
    "oidcc-client-test-invalid-sig-rs256",
    "oidcc-client-test-invalid-sig-es256",
    "oidcc-client-test-invalid-sig-hs256",
    "oidcc-client-test-userinfo-bearer-header",
    "oidcc-client-test-userinfo-invalid-sub",
    "oidcc-client-test-nonce-invalid",
    "oidcc-client-test-scope-userinfo-claims",
    "oidcc-client-test-discovery-openid-config",
    "oidcc-client-test-discovery-jwks-uri-keys",
    "oidcc-client-test-discovery-issuer-mismatch",
    "oidcc-client-test-signing-key-rotation",
    "oidcc-client-test-signing-key-rotation-just-before-signing",
    "oidcc-client-test-refresh-token",
    "oidcc-client-test-refresh-token-invalid-issuer",
    "oidcc-client-test-refresh-token-invalid-sub",
    "oidcc-client-test-rp-init-logout",
    "oidcc-client-test-rp-init-logout-other-state",
    "oidcc-client-test-rp-init-logout-no-state",
    "oidcc-client-test-userinfo-signed",
    "oidcc-client-test-invalid-athash",
];

/// `missing-athash` applies the other way round than elsewhere: in the code flow the claim is optional.
const APPLY_IN_REVERSE: [&str; 1] = ["oidcc-client-test-missing-athash"];

const DO_NOT_APPLY: [(&str, &str); 10] = [
    (
        "oidcc-client-test-3rd-party-init-login",
        "the app has no page at which a third party could begin a sign-in: one that a link begins is one the person did not ask for",
    ),
    (
        "oidcc-client-test-session-management",
        "its iframe of the provider needs third-party cookies, which browsers no longer send",
    ),
    ("oidcc-client-test-rp-frontchannel-rpinitlogout", NO_FRONT_CHANNEL),
    ("oidcc-client-test-rp-frontchannel-opinitlogout", NO_FRONT_CHANNEL),
    ("oidcc-client-test-rp-backchannel-rpinitlogout", "nobody can call a page in a browser"),
    ("oidcc-client-test-client-secret-basic", NO_SECRET),
    ("oidcc-client-test-client-secret-post", NO_SECRET),
    ("oidcc-client-test-client-secret-jwt", NO_SECRET),
    (
        "oidcc-client-test-request-uri-signed-rs256",
        "a public client has no key that the provider could know it by",
    ),
    (
        "oidcc-client-test-dynamic-registration",
        "the client is registered by hand, with the redirect URI to the letter",
    ),
];

const NO_FRONT_CHANNEL: &str =
    "the page in the provider's iframe has storage of its own, and no session to end";
const NO_SECRET: &str = "a page in a browser cannot keep a secret";

#[test]
fn each_module_that_applies_has_a_test_that_names_it() {
    let named = modules_named_by_tests();

    for module in APPLY.iter().chain(&APPLY_IN_REVERSE) {
        assert!(named.contains_key(*module), "no test names `{module}` in its doc comment");
    }
}

#[test]
fn each_module_that_a_test_names_is_one_that_applies() {
    let known: BTreeSet<_> = APPLY.iter().chain(&APPLY_IN_REVERSE).copied().collect();

    for (module, tests) in modules_named_by_tests() {
        assert!(known.contains(module.as_str()), "`{module}` is none, or does not apply: {tests:?}");
    }
}

#[test]
fn each_module_stands_in_one_list_and_each_that_does_not_apply_has_its_reason() {
    let mut all: Vec<_> = APPLY.iter().chain(&APPLY_IN_REVERSE).copied().collect();
    all.extend(DO_NOT_APPLY.map(|(module, _)| module));

    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    assert!(DO_NOT_APPLY.iter().all(|(_, reason)| reason.len() > 20));
}

#[test]
fn a_module_counts_only_above_a_test() {
    let source = "/// `oidcc-client-test-a` and\n/// `-b`.\n#[test]\nfn one() {}\n\n\
                  /// `oidcc-client-test-c`.\nfn two() {}\n\n// `oidcc-client-test-d`\n#[test]\nfn three() {}\n\n\
                  /// `oidcc-client-test-e`.\n#[wasm_bindgen_test]\nasync fn four() {}\n";

    let named: Vec<_> =
        modules_in(source).into_iter().map(|(module, test)| format!("{module} {test}")).collect();

    assert_eq!(named, ["oidcc-client-test-a one", "oidcc-client-test-b one", "oidcc-client-test-e four"]);
}

/// Each module, and the tests whose doc comments name it.
fn modules_named_by_tests() -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut named = BTreeMap::<_, Vec<_>>::new();
    for directory in ["src", "tests", "e2e/tests"] {
        for file in sources_below(&root.join(directory)) {
            let source = fs::read_to_string(&file).expect("a source file");
            for (module, test) in modules_in(&source) {
                named.entry(module).or_default().push(test);
            }
        }
    }
    named
}

fn sources_below(directory: &Path) -> Vec<PathBuf> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources.extend(sources_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(path);
        }
    }
    sources
}

/// Modules in the doc comments of tests; a name that begins with a hyphen goes on from the plan's prefix.
fn modules_in(source: &str) -> Vec<(String, String)> {
    let (mut modules, mut comment, mut is_test) = (Vec::new(), String::new(), false);
    for line in source.lines().map(str::trim) {
        if let Some(words) = line.strip_prefix("///") {
            comment.push_str(words);
        } else if line.starts_with("#[") {
            is_test |= line.contains("test]");
        } else {
            let name = line.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
            if let (true, Some(name)) = (is_test, name) {
                modules.extend(modules_of(&comment).map(|module| (module, name.to_owned())));
            }
            comment.clear();
            is_test = false;
        }
    }
    modules
}

fn modules_of(comment: &str) -> impl Iterator<Item = String> {
    comment.split('`').filter_map(|word| match word.strip_prefix('-') {
        Some(rest) => Some(format!("oidcc-client-test-{rest}")),
        None => word.starts_with("oidcc-client-test").then(|| word.to_owned()),
    })
}
