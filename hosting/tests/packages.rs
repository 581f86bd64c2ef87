//! Packages for every host, from one build.

use std::{collections::BTreeSet, fs, path::PathBuf};

use hosting::{
    Error,
    deployment::{Deployment, Wrong},
    element::elements,
    host::Host,
    package::Package,
};
use serde_json::{Value, json};

fn dist() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/dist")
}

fn document(host: Host, address: &str) -> Value {
    json!({
        "address": address,
        "host": host.name(),
        "configuration": { "preset": "lifen-production", "client_id": "abc" },
    })
}

fn package_of(document: &Value) -> Package {
    let deployment = Deployment::parse(document).unwrap_or_else(|wrong| panic!("{wrong}"));
    Package::make(&dist(), &deployment, "licences").unwrap()
}

fn package(host: Host, address: &str) -> Package {
    package_of(&document(host, address))
}

fn text(package: &Package, name: &str) -> String {
    let content =
        package.files.get(name).unwrap_or_else(|| panic!("no {name} among {:?}", package.files.keys()));
    String::from_utf8(content.clone()).unwrap()
}

/// What each host is told, to the letter. `UPDATE=1 cargo test -p hosting` writes what has changed, to be read and committed.
#[test]
fn tells_every_host_what_is_kept_here() {
    let kept = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/packages");
    for host in Host::ALL {
        for (place, address) in [("root", "https://app.example/"), ("below", "https://host.example/app/")] {
            let mut document = document(host, address);
            document["frontchannel_logout"] = host.tells_pages_apart().into();
            document["images"] = json!(["https://pictures.example"]);
            let package = package_of(&document);
            let ours = [
                "nginx.conf",
                "Caddyfile",
                ".htaccess",
                "_headers",
                "_redirects",
                "cloudfront/headers.json",
                "cloudfront/headers-frontchannel-logout.json",
                "cloudfront/pages.js",
                "cloudfront/upload.sh",
            ];
            for (name, content) in &package.files {
                let is_ours = ours.iter().any(|ending| name.ends_with(ending))
                    || (host == Host::GithubPages && name.ends_with("404.html"));
                if !is_ours {
                    continue;
                }
                let path = kept.join(host.name()).join(place).join(name.rsplit('/').next().unwrap());
                if std::env::var_os("UPDATE").is_some() {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(&path, content).unwrap();
                }
                let expected = fs::read(&path).unwrap_or_default();
                assert_eq!(
                    String::from_utf8_lossy(content),
                    String::from_utf8_lossy(&expected),
                    "{}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn makes_the_same_bytes_of_the_same_input() {
    for host in Host::ALL {
        assert!(
            package(host, "https://app.example/") == package(host, "https://app.example/"),
            "{}",
            host.name()
        );
    }
}

#[test]
fn serves_any_address_from_one_build() {
    let root = package(Host::Nginx, "https://app.example/");
    let below = package(Host::Nginx, "https://host.example/app/");

    for (package, folder, base) in [(&root, "site/", "/"), (&below, "site/app/", "/app/")] {
        let page = text(package, &format!("{folder}index.html"));
        assert!(page.contains(&format!("<base href=\"{base}\">")), "{page}");
        assert!(page.contains(r#"{"client_id":"abc","preset":"lifen-production"}"#), "{page}");
        assert!(!page.contains("as-built"), "{page}");
        assert_eq!(page, text(package, &format!("{folder}404.html")));
    }
    let script =
        |package: &Package, folder: &str| package.files[&format!("{folder}app-0123456789abcdef.js")].clone();
    assert_eq!(script(&root, "site/"), script(&below, "site/app/"));
}

#[test]
fn keeps_the_integrity_of_what_the_page_loads() {
    let page = text(&package(Host::Nginx, "https://app.example/"), "site/index.html");

    let loaded: Vec<_> = elements(&page).into_iter().filter(|element| element.name == "link").collect();

    assert!(loaded.iter().all(|link| link.attribute("integrity").is_some()), "{loaded:?}");
}

#[test]
fn compresses_beforehand_for_hosts_that_send_such_files() {
    let files = package(Host::Caddy, "https://app.example/").files;

    for (name, content) in &files {
        if let Some(brotli) = files.get(&format!("{name}.br")) {
            let mut plain = Vec::new();
            brotli::BrotliDecompress(&mut brotli.as_slice(), &mut plain).unwrap();
            assert_eq!(&plain, content, "{name}");
            assert!(files.contains_key(&format!("{name}.gz")), "{name}");
        }
    }
    assert!(files.contains_key("site/style-0123456789abcdef.css.br"));
    assert!(!package(Host::Netlify, "https://app.example/").files.keys().any(|name| name.ends_with(".br")));
}

/// The rules of thumb of CSP evaluators: what would let an injected script in, each looked for.
#[test]
fn leaves_no_source_that_an_injected_script_could_use() {
    for address in ["https://app.example/", "https://host.example/app/"] {
        let policy = package(Host::Nginx, address).policy;
        let directives: Vec<Vec<&str>> = policy.split("; ").map(|part| part.split(' ').collect()).collect();
        let of = |name: &str| -> BTreeSet<&str> {
            let found: Vec<_> = directives.iter().filter(|directive| directive[0] == name).collect();
            assert_eq!(found.len(), 1, "{name} is said once: {policy}");
            found[0][1..].iter().copied().collect()
        };

        assert_eq!(of("default-src"), BTreeSet::from(["'none'"]), "objects, frames, workers and media");
        let own = if address.ends_with("/app/") { address } else { "'self'" };
        for source in of("script-src") {
            let is_exact = source == own || source == "'wasm-unsafe-eval'" || source.starts_with("'sha256-");
            assert!(is_exact, "{source}");
        }
        for unsafe_source in
            ["unsafe-inline", "'unsafe-eval'", "unsafe-hashes", "strict-dynamic", "*", "http:", "blob:"]
        {
            assert!(!policy.contains(unsafe_source), "{unsafe_source} in {policy}");
        }
        assert!(!policy.split([' ', ';']).any(|source| source == "https:"), "{policy}");
        assert_eq!(policy.matches("data:").count(), 1, "for pictures alone: {policy}");
        assert_eq!(of("base-uri"), BTreeSet::from([own]));
        assert_eq!(of("form-action"), BTreeSet::from(["'none'"]));
        assert_eq!(of("frame-ancestors"), BTreeSet::from(["'none'"]));
        assert_eq!(of("require-trusted-types-for"), BTreeSet::from(["'script'"]));
        assert_eq!(of("trusted-types"), BTreeSet::from(["'none'"]));
        assert_eq!(
            of("connect-src"),
            BTreeSet::from([
                own,
                "https://login.lifen.fr",
                "https://authentication.lifen.fr",
                "https://api.lifen.fr"
            ])
        );
    }
}

#[test]
fn puts_the_policy_into_the_page_where_no_header_can_be_set() {
    let package = package(Host::GithubPages, "https://somebody.example/project/");
    let page = text(&package, "site/index.html");

    let elements = elements(&page);
    let at = |name: &str, attribute: &str| {
        elements
            .iter()
            .position(|element| element.name == name && element.attribute(attribute).is_some())
            .unwrap()
    };
    let meta = &elements[at("meta", "http-equiv")];

    assert!(
        at("meta", "charset") < at("meta", "http-equiv") && at("meta", "http-equiv") < at("base", "href")
    );
    assert_eq!(
        Some(meta.attribute("content").unwrap()),
        package.policy.strip_suffix("; frame-ancestors 'none'")
    );
    assert_eq!(page, text(&package, "site/404.html"));
    assert!(package.files.contains_key("site/.nojekyll"));
}

#[test]
fn lists_the_hash_of_every_file() {
    let package = package(Host::Apache, "https://app.example/");
    let sums = text(&package, "SHA256SUMS");

    let listed: Vec<_> = sums.lines().map(|line| line.split_once("  ").unwrap().1).collect();

    assert_eq!(listed, package.files.keys().filter(|name| *name != "SHA256SUMS").collect::<Vec<_>>());
}

fn refused(change: impl FnOnce(&mut Value)) -> Wrong {
    let mut document = document(Host::Nginx, "https://app.example/");
    change(&mut document);
    Deployment::parse(&document).expect_err("refused")
}

#[test]
fn refuses_what_is_wrong_by_its_name() {
    for (member, value) in [
        ("address", json!("https://app.example")),
        ("address", json!("http://app.example/")),
        ("address", json!("https://app.example/?a=/")),
        ("address", json!("https://app.example/a;b/")),
        ("address", Value::Null),
        ("host", json!("iis")),
        ("host", Value::Null),
        ("configuration", json!("production.json")),
        ("connect", json!(["https://api.example/path"])),
        ("connect", json!(["*"])),
        ("images", json!(["https:"])),
        ("images", json!("https://pictures.example")),
        ("frontchannel_logout", json!("yes")),
        ("hsts", json!(true)),
        ("hsts", json!("max-age=1\" evil")),
        ("adress", json!("https://app.example/")),
    ] {
        assert_eq!(refused(|document| document[member] = value.clone()).member, member, "{value}");
    }
}

#[test]
fn refuses_a_configuration_in_the_words_of_the_app() {
    let wrong = refused(|document| document["configuration"]["clientId"] = "abc".into());
    assert!(
        wrong.to_string().contains("configuration `clientId`: expected a name that the documentation lists"),
        "{wrong}"
    );

    let wrong = refused(|document| {
        document["configuration"]["redirect_uri"] = "https://other.example/callback".into()
    });
    assert!(wrong.to_string().contains("`redirect_uri`: expected an address of this app"), "{wrong}");

    let wrong = refused(|document| document["configuration"]["client_id"] = "your-client-id".into());
    assert_eq!(wrong.member, "configuration.client_id");
}

#[test]
fn refuses_a_frame_where_a_host_cannot_tell_pages_apart() {
    for host in Host::ALL {
        let mut document = document(host, "https://app.example/");
        document["frontchannel_logout"] = true.into();
        assert_eq!(Deployment::parse(&document).is_ok(), host.tells_pages_apart(), "{}", host.name());
    }
}

#[test]
fn reads_toml_and_json_alike() {
    let folder = Scratch::new("read");
    let toml = "address = \"https://app.example/\"\nhost = \"nginx\"\n\n[configuration]\n\
                preset = \"lifen-production\"\nclient_id = \"abc\"\n";
    fs::write(folder.0.join("deploy.toml"), toml).unwrap();
    fs::write(folder.0.join("deploy.json"), document(Host::Nginx, "https://app.example/").to_string())
        .unwrap();
    fs::write(folder.0.join("broken.toml"), "address = ").unwrap();

    let read = |name: &str| Deployment::read(&folder.0.join(name));

    assert_eq!(read("deploy.toml").unwrap().document, read("deploy.json").unwrap().document);
    assert!(matches!(read("broken.toml"), Err(Error::NoDocument { .. })));
    assert!(matches!(read("missing.toml"), Err(Error::Unreadable { .. })));
}

#[test]
fn replaces_an_older_package_and_nothing_else() {
    let folder = Scratch::new("write");
    let package = package(Host::Nginx, "https://app.example/");
    let place = folder.0.join("package");

    package.write(&place).unwrap();
    fs::write(place.join("site/old-0123456789abcdef.js"), "old").unwrap();
    package.write(&place).unwrap();

    assert!(!place.join("site/old-0123456789abcdef.js").exists());
    assert_eq!(fs::read(place.join("site/index.html")).unwrap(), package.files["site/index.html"]);
    fs::remove_file(place.join("SHA256SUMS")).unwrap();
    assert!(matches!(package.write(&place), Err(Error::NotOurs(_))));
}

/// A directory that goes with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let path = std::env::temp_dir().join(format!("hosting-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
