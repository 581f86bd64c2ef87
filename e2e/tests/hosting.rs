//! The package on web servers that people have, as it comes: at the root and below a path, under its own strict policy.

use std::fs;

use e2e::{HostedWorld, Server, Visitor};

const PLACES: [(Server, &str); 5] = [
    (Server::Nginx, "/"),
    (Server::Nginx, "/app/"),
    (Server::Caddy, "/"),
    (Server::Caddy, "/app/"),
    (Server::Apache, "/app/"),
];

#[test]
fn nginx_serves_the_whole_journey_at_the_root() {
    journey(Server::Nginx, "/");
}

#[test]
fn nginx_serves_the_whole_journey_below_a_path() {
    journey(Server::Nginx, "/app/");
}

#[test]
fn caddy_serves_the_whole_journey_at_the_root() {
    journey(Server::Caddy, "/");
}

#[test]
fn caddy_serves_the_whole_journey_below_a_path() {
    journey(Server::Caddy, "/app/");
}

#[test]
fn apache_serves_the_whole_journey_at_the_root() {
    journey(Server::Apache, "/");
}

#[test]
fn apache_serves_the_whole_journey_below_a_path() {
    journey(Server::Apache, "/app/");
}

/// From home to a session and out again. The visitor's farewell looks for violations of the policy.
fn journey(server: Server, base: &str) {
    let world = HostedWorld::on(server, base);
    let visitor = world.visitor();
    visitor.hears_of_violations();

    visitor.opens("");
    visitor.sees_page("home");
    visitor.opens("index.html");
    visitor.sees_page("home");
    visitor.opens("nowhere/at/all");
    visitor.sees_page("not-found");
    visitor.opens("session?from=link#trust");
    visitor.sees_page("guard");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    visitor.sees("main img.avatar");

    visitor.reloads();
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    visitor.opens("session/");
    visitor.sees_heading("Victor Pugin");

    visitor.clicks("Sign out");
    visitor.is_at("");
    visitor.sees_notice("signed-out");

    let mut asked: Vec<_> = visitor
        .sent()
        .iter()
        .filter(|sent| sent.url.scheme() != "data")
        .map(|sent| sent.url.origin().ascii_serialization())
        .collect();
    asked.sort();
    asked.dedup();
    let mut parties = world.origins();
    parties.sort();
    assert_eq!(asked, parties, "nobody else is asked for anything");
}

/// Hosts that add a slash to what has none.
#[test]
fn a_callback_with_a_slash_at_its_end_is_the_callback() {
    let world = HostedWorld::on(Server::Nginx, "/app/");
    let visitor = world.visitor();
    visitor.opens("session?from=link");
    visitor.clicks("Sign in with Lifen");
    let request = visitor.authorization_request();
    let response = world.provider.sign_in_as("victor", &request.url).expect("an answer");

    visitor.opens(&response.replace("callback?", "callback/?"));

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link");
}

fn header(visitor: &Visitor, path: &str, name: &str) -> String {
    let script =
        format!("return fetch('{path}').then(answer => answer.status + ' ' + answer.headers.get('{name}'))");
    visitor.asks_the_page(&script).as_str().unwrap_or_default().to_owned()
}

#[test]
fn every_answer_has_its_headers_and_says_how_long_it_is_good() {
    for (server, base) in PLACES {
        let world = HostedWorld::deployed(server, base, |deployment| {
            deployment["frontchannel_logout"] = true.into();
        });
        let visitor = world.visitor();
        visitor.opens("");
        visitor.sees_page("home");
        let script = visitor.asks_the_page("return document.querySelector('[data-wasm]').dataset.js");
        let script = script.as_str().expect("a name");
        let issuer = world.provider.issuer().trim_end_matches('/').to_owned();

        for path in ["", "session", "index.html", script, "missing-0123456789abcdef.js"] {
            let status = if path.starts_with("missing") { 404 } else { 200 };
            for (name, value) in [
                ("referrer-policy", "no-referrer"),
                ("x-content-type-options", "nosniff"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(
                    header(&visitor, path, name),
                    format!("{status} {value}"),
                    "{server:?} {base} {path}"
                );
            }
            let policy = header(&visitor, path, "content-security-policy");
            assert!(
                policy.contains("default-src 'none'") && policy.ends_with("frame-ancestors 'none'"),
                "{policy}"
            );
        }
        for (path, caching) in [
            ("", "200 no-cache"),
            ("session", "200 no-cache"),
            ("index.html", "200 no-cache"),
            (script, "200 public, max-age=31536000, immutable"),
        ] {
            assert_eq!(header(&visitor, path, "cache-control"), caching, "{server:?} {base} {path}");
        }
        let missing = header(&visitor, "missing-0123456789abcdef.js", "cache-control");
        assert!(!missing.contains("immutable"), "{server:?} {base}: {missing}");
        for path in ["frontchannel-logout", "frontchannel-logout/?iss=x&sid=y"] {
            let policy = header(&visitor, path, "content-security-policy");
            assert!(policy.ends_with(&format!("frame-ancestors {issuer}")), "{server:?} {base}: {policy}");
        }
        assert!(
            visitor
                .types_of_answers_at(&format!("{base}{}", script.trim_start_matches("./")))
                .contains(&"text/javascript".to_owned())
        );
    }
}

#[test]
fn files_are_sent_as_they_were_compressed_beforehand() {
    for (server, base) in PLACES {
        let world = HostedWorld::on(server, base);
        let visitor = world.visitor();
        visitor.opens("");
        visitor.sees_page("home");

        let sizes = visitor.asks_the_page(
            "return performance.getEntriesByType('resource').filter(one => /_bg.wasm|.css/.test(one.name))
                .map(one => [one.name, one.encodedBodySize, one.decodedBodySize])",
        );

        let sizes = sizes.as_array().expect("a list");
        assert_eq!(sizes.len(), 2, "{sizes:?}");
        for size in sizes {
            assert!(size[1].as_f64() < size[2].as_f64(), "{server:?}: {size}");
        }
        // Or a cache in between gives them to whoever cannot read them.
        let script = visitor.asks_the_page("return document.querySelector('[data-wasm]').dataset.js");
        for path in ["session", script.as_str().expect("a name")] {
            let varies = header(&visitor, path, "vary").to_ascii_lowercase();
            assert!(varies.starts_with("200 accept-encoding"), "{server:?} {base} {path}: {varies}");
        }
    }
}

/// What somebody would write into the page, if they could.
const INJECTED: &str = r#"<script>window.ran = "inline"</script>
<script src="ran.js"></script>
<img src="nothing" onerror="window.ran = 'handler'">
<svg onload="window.ran = 'svg'"></svg>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
<iframe src="javascript:parent.ran = 'address'"></iframe>
<object data="data:text/html,<script>parent.ran = 'object'</script>"></object>
<form action="https://elsewhere.example/"><button id="send">send</button></form>"#;

#[test]
fn a_script_that_is_written_into_the_page_does_not_run() {
    for server in [Server::Nginx, Server::Caddy, Server::Apache] {
        let world = HostedWorld::on(server, "/app/");
        for file in world.server.files() {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with("index.html.") {
                fs::remove_file(&file).expect("the compressed page goes");
            }
        }
        let page = world.server.app().join("index.html");
        let injected = INJECTED.replace("ran.js", "/uploads/ran.js");
        let html =
            fs::read_to_string(&page).expect("the page").replace("<body>", &format!("<body>{injected}"));
        assert!(html.contains("onerror"), "the page has a body");
        fs::write(&page, html).expect("the page is written");
        // Another app of the same origin, which lets people upload what they like.
        let neighbour = world.server.app().parent().expect("the root").join("uploads");
        fs::create_dir_all(&neighbour).expect("a folder");
        fs::write(neighbour.join("ran.js"), "window.ran = 'uploaded'").expect("an upload");
        let visitor = world.visitor();
        visitor.tempts();

        visitor.opens("session");
        visitor.sees_page("guard");

        assert!(visitor.asks_the_page("return window.ran ?? null").is_null(), "{server:?}");
        visitor.sees_text("Sign in with Lifen");
    }
}

/// What script that got in all the same, say in a dependency, would try next.
#[test]
fn no_text_becomes_script_or_markup_in_a_running_page() {
    let world = HostedWorld::on(Server::Nginx, "/app/");
    let visitor = world.visitor();
    visitor.tempts();
    visitor.opens("session");
    visitor.sees_page("guard");
    let provider = world.provider.issuer();

    let let_through = visitor.asks_the_page(&format!(
        r#"// Out of the driver's call, in which the browser lets it evaluate what it likes.
        await new Promise(later => setTimeout(later));
        const through = [];
        const attempt = async (name, act) => {{ try {{ await act(); through.push(name) }} catch {{ }} }};
        await attempt("innerHTML", () => {{ document.body.innerHTML = "<i>" }});
        await attempt("script text", () => {{ document.createElement("script").text = "window.ran = 1" }});
        await attempt("script source", () => {{ document.createElement("script").src = "x.js" }});
        await attempt("eval", () => {{ eval("window.ran = 1") }});
        await attempt("Function", () => {{ new Function("window.ran = 1")() }});
        await attempt("a policy", () => {{ trustedTypes.createPolicy("default", {{ createHTML: text => text }}) }});
        await attempt("a module of data", () => import("data:text/javascript,window.ran = 1"));
        await attempt("a module from elsewhere", () => import("{provider}x.js"));
        await attempt("a request elsewhere", () => fetch("https://elsewhere.example/", {{ mode: "no-cors" }}));
        const script = document.createElement("script");
        script.append("window.ran = 1");
        document.head.append(script);
        return [through, window.ran ?? null]"#
    ));

    assert_eq!(let_through, serde_json::json!([[], null]));
}

/// Somebody who signed in, and is in the middle of something.
fn at_work(world: &HostedWorld) -> Visitor {
    let visitor = world.visitor();
    visitor.opens("session?from=link#trust");
    visitor.signs_in_as("victor");
    visitor.sees_heading("Victor Pugin");
    visitor
}

#[test]
fn an_update_breaks_no_open_tab_and_is_there_after_a_reload() {
    let world = HostedWorld::on(Server::Nginx, "/app/");
    let visitor = at_work(&world);
    let started = "return document.querySelector('script[src], [data-wasm]').dataset.wasm";
    let before = visitor.asks_the_page(started);

    world.server.publishes_an_update();
    visitor.clicks("Home");
    visitor.sees_page("home");
    visitor.clicks("Session");
    visitor.sees_heading("Victor Pugin");
    visitor.opens_anew("session?from=link#trust");

    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
    assert_ne!(visitor.asks_the_page(started), before);
}

/// An old page out of some cache, or half of an upload.
#[test]
fn a_page_whose_files_are_gone_says_so_and_keeps_the_place() {
    let world = HostedWorld::on(Server::Caddy, "/app/");
    let visitor = at_work(&world);

    let taken = world.server.takes_the_files_away();
    visitor.forgets_what_it_cached();
    visitor.reloads();
    visitor.sees("#lost");
    visitor.sees_text("a new version may just have been published");
    visitor.is_at("session?from=link#trust");

    world.server.puts_back(taken);
    visitor.clicks("Recharger · Reload");
    visitor.sees_heading("Victor Pugin");
    visitor.is_at("session?from=link#trust");
}

#[test]
fn a_page_whose_module_stops_says_so() {
    let world = HostedWorld::on(Server::Nginx, "/");
    let visitor = world.visitor();
    visitor.tempts();
    visitor.opens("");
    visitor.sees_page("home");

    // As a panic does, which nothing can bring about on purpose.
    visitor.asks_the_page(
        "dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })); return null",
    );

    visitor.sees("#lost");
}
