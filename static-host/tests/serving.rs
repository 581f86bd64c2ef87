//! The host over the wire, as a browser meets it.

use std::collections::HashMap;

use serde_json::json;
use static_host::{Configuration, Error, Request, Running, StaticHost};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

fn site() -> StaticHost {
    StaticHost::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/site"))
}

async fn started(host: StaticHost) -> Running {
    host.start(0).await.unwrap()
}

struct Answer {
    status: u16,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

async fn get(host: &Running, path: &str) -> Answer {
    send(host, "GET", path, "").await
}

async fn send(host: &Running, method: &str, path: &str, headers: &str) -> Answer {
    let address = host.origin().strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).await.unwrap();
    let request =
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n{headers}\r\n");
    connection.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    connection.read_to_end(&mut bytes).await.unwrap();

    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    let mut lines = head.lines();
    Answer {
        status: lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap(),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: bytes[end + 4..].to_vec(),
    }
}

#[tokio::test]
async fn serves_the_files_with_their_types() {
    let host = started(site()).await;

    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/app-0123456789abcdef.js", "text/javascript; charset=utf-8"),
        ("/app-0123456789abcdef_bg.wasm", "application/wasm"),
        ("/style-0123456789abcdef.css", "text/css; charset=utf-8"),
        ("/favicon.svg", "image/svg+xml"),
    ] {
        let answer = get(&host, path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, content_type), "{path}");
    }
}

#[tokio::test]
async fn answers_deep_links_with_the_page() {
    let host = started(site()).await;

    let page = get(&host, "/").await;
    for path in ["/session?from=link", "/callback?code=a.b&state=c", "/a/b/c/"] {
        let answer = get(&host, path).await;
        assert_eq!((answer.status, answer.text()), (200, page.text()), "{path}");
    }
}

#[tokio::test]
async fn says_that_a_missing_file_is_missing() {
    let host = started(site()).await;

    assert_eq!(get(&host, "/missing-0123456789abcdef.js").await.status, 404);
    assert_eq!(get(&host, "/../Cargo.toml").await.status, 404);
    assert_eq!(get(&host, "/%2e%2e/Cargo.toml").await.status, 404);
}

#[tokio::test]
async fn refuses_other_methods() {
    let host = started(site()).await;

    let answer = send(&host, "POST", "/", "content-length: 0\r\n").await;

    assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"));
}

#[tokio::test]
async fn answers_head_without_a_body() {
    let host = started(site()).await;

    let answer = send(&host, "HEAD", "/", "").await;

    assert_eq!((answer.status, answer.body.len()), (200, 0));
    assert_ne!(answer.header("content-length"), "0");
}

#[tokio::test]
async fn compresses_on_the_wire() {
    let host = started(site()).await;
    let path = "/style-0123456789abcdef.css";

    let plain = get(&host, path).await;
    let brotli = send(&host, "GET", path, "accept-encoding: gzip, deflate, br, zstd\r\n").await;
    let gzip = send(&host, "GET", path, "accept-encoding: gzip\r\n").await;

    assert_eq!((plain.header("content-encoding"), brotli.header("content-encoding")), ("", "br"));
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert_eq!(brotli.header("vary"), "accept-encoding");
    let mut unpacked = Vec::new();
    brotli::BrotliDecompress(&mut brotli.body.as_slice(), &mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
}

#[tokio::test]
async fn keeps_hashed_files_and_asks_again_for_the_others() {
    let host = started(site()).await;

    let script = get(&host, "/app-0123456789abcdef.js").await;
    let page = get(&host, "/session").await;
    let again = send(&host, "GET", "/session", &format!("if-none-match: {}\r\n", page.header("etag"))).await;

    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(page.header("cache-control"), "no-cache");
    assert_eq!((again.status, again.body.len()), (304, 0));
}

#[tokio::test]
async fn lets_one_page_be_framed_and_only_by_whom_it_is_told() {
    let host = started(StaticHost { framed_by: vec!["https://id.example".to_owned()], ..site() }).await;
    let ancestors = async |path: &str| {
        let policy = get(&host, path).await.header("content-security-policy").to_owned();
        policy.split("; ").find_map(|part| part.strip_prefix("frame-ancestors ").map(str::to_owned)).unwrap()
    };

    assert_eq!(ancestors("/frontchannel-logout?iss=x&sid=y").await, "https://id.example");
    assert_eq!(ancestors("/frontchannel-logout/").await, "https://id.example");
    for path in ["/", "/session", "/frontchannel-logout/session", "/frontchannel", "/favicon.svg"] {
        assert_eq!(ancestors(path).await, "'none'", "{path}");
    }
}

#[tokio::test]
async fn sends_strict_headers_with_every_answer() {
    let host = started(StaticHost { connect: vec!["http://127.0.0.1:9090".to_owned()], ..site() }).await;

    for path in ["/", "/missing.js"] {
        let answer = get(&host, path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-"),
            "{path}"
        );
        assert!(policy.contains("connect-src 'self' http://127.0.0.1:9090;"), "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn writes_the_configuration_into_the_page() {
    let configuration = Configuration::Json(json!({"client_id": "abc"}));
    let host = started(StaticHost { configuration, ..site() }).await;

    let page = get(&host, "/session").await;

    assert!(page.text().contains(r#"{"client_id":"abc"}"#));
    assert!(!page.text().contains("as-built"));
}

#[tokio::test]
async fn serves_below_a_base_path() {
    let host = started(StaticHost { base: "/app/".to_owned(), ..site() }).await;

    assert_eq!(host.address(), format!("{}/app/", host.origin()));
    assert!(get(&host, "/app/session").await.text().contains(r#"<base href="/app/">"#));
    assert_eq!(get(&host, "/app/favicon.svg").await.status, 200);
    assert_eq!(get(&host, "/favicon.svg").await.status, 404);
    assert_eq!(get(&host, "/").await.status, 404);
    let moved = get(&host, "/app?a=b").await;
    assert_eq!((moved.status, moved.header("location")), (301, "/app/?a=b"));
}

#[tokio::test]
async fn serves_files_and_nothing_else_where_nobody_has_set_it_up() {
    let host = started(StaticHost { careless: true, ..site() }).await;

    let page = get(&host, "/").await;
    assert_eq!(page.status, 200);
    for name in ["content-security-policy", "x-content-type-options", "cache-control"] {
        assert_eq!(page.header(name), "", "{name}");
    }
    assert_eq!(get(&host, "/favicon.svg").await.status, 200);
    assert_eq!(get(&host, "/session").await.status, 404);
}

#[tokio::test]
async fn remembers_the_paths_asked_for_and_not_the_queries() {
    let host = started(site()).await;

    get(&host, "/callback?code=secret").await;

    assert_eq!(host.requests(), [Request { method: "GET".to_owned(), path: "/callback".to_owned() }]);
}

#[tokio::test]
async fn refuses_a_port_that_is_in_use() {
    let first = started(site()).await;
    let port = first.origin().rsplit(':').next().unwrap().parse().unwrap();

    let second = site().start(port).await;

    assert!(matches!(second, Err(Error::PortInUse(refused)) if refused == port));
}

#[tokio::test]
async fn answers_nobody_once_stopped() {
    let host = started(site()).await;
    let address = host.origin().strip_prefix("http://").unwrap().to_owned();
    let mut idle = TcpStream::connect(&address).await.unwrap();
    idle.write_all(format!("GET / HTTP/1.1\r\nhost: {address}\r\n\r\n").as_bytes()).await.unwrap();
    idle.read_u8().await.unwrap();

    host.stop().await;

    assert!(TcpStream::connect(&address).await.is_err());
    let mut rest = Vec::new();
    idle.read_to_end(&mut rest).await.unwrap();
}

#[tokio::test]
async fn refuses_a_directory_without_a_page() {
    let refused = StaticHost::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).start(0).await;

    assert!(
        matches!(refused, Err(Error::Site(hosting::Error::Unreadable { path, .. })) if path.ends_with("index.html"))
    );
}
