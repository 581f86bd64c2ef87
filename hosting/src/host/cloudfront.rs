//! S3 with CloudFront: a response headers policy, and a function that answers every path that is no file with the page.
//! CloudFront compresses itself; how long something is cached is said when it is uploaded.

use serde_json::{Value, json};

use super::{CHECKED, Files, IMMUTABLE, Told};

pub fn tell(told: &Told) -> Files {
    let mut files = Files::from([
        ("cloudfront/headers.json".to_owned(), headers(told, "lifen-connect", told.policy)),
        ("cloudfront/pages.js".to_owned(), pages(told.base).into_bytes()),
        ("cloudfront/upload.sh".to_owned(), upload().into_bytes()),
    ]);
    if let Some(framed) = told.framed_policy {
        let headers = headers(told, "lifen-connect-frontchannel-logout", framed);
        files.insert("cloudfront/headers-frontchannel-logout.json".to_owned(), headers);
    }
    files
}

/// For `aws cloudfront create-response-headers-policy --response-headers-policy-config file://headers.json`. What CloudFront
/// has members for may not stand among the others.
fn headers(told: &Told, name: &str, policy: &str) -> Vec<u8> {
    let value =
        |wanted: &str| told.headers.iter().find(|(name, _)| *name == wanted).map(|(_, value)| value.as_str());
    let mut security = json!({
        "ContentSecurityPolicy": { "Override": true, "ContentSecurityPolicy": policy },
        "ContentTypeOptions": { "Override": true },
        "ReferrerPolicy": { "Override": true, "ReferrerPolicy": value("referrer-policy") },
    });
    if let Some(hsts) = value("strict-transport-security") {
        let says = |word: &str| hsts.split(';').any(|part| part.trim().eq_ignore_ascii_case(word));
        let age = hsts.split(';').find_map(|part| part.trim().strip_prefix("max-age=")?.parse::<u32>().ok());
        security["StrictTransportSecurity"] = json!({
            "Override": true,
            "AccessControlMaxAgeSec": age.unwrap_or(31_536_000),
            "IncludeSubdomains": says("includeSubDomains"),
            "Preload": says("preload"),
        });
    }
    const MEMBERS: [&str; 3] = ["x-content-type-options", "referrer-policy", "strict-transport-security"];
    let others: Vec<Value> = told
        .headers
        .iter()
        .filter(|(name, _)| !MEMBERS.contains(name))
        .map(|(name, value)| json!({ "Header": name, "Value": value, "Override": true }))
        .collect();
    let document = json!({
        "Name": name,
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": { "Quantity": others.len(), "Items": others },
    });
    format!("{document:#}\n").into_bytes()
}

fn pages(base: &str) -> String {
    format!(
        "// A CloudFront function for viewer requests: a path that names no file is a page of the app.\n\
         function handler(event) {{\n\
         \x20 var request = event.request;\n\
         \x20 if (!/\\.[^/]*$/.test(request.uri)) request.uri = \"{base}index.html\";\n\
         \x20 return request;\n\
         }}\n"
    )
}

fn upload() -> String {
    format!(
        "#!/bin/sh\n\
         # Uploads the site, the page last: who gets it finds everything that it names. Nothing is removed here, so tabs\n\
         # that are open go on; remove what is old after some days.\n\
         #\n\
         #     sh cloudfront/upload.sh s3://your-bucket\n\
         set -eu\n\
         cd \"$(dirname \"$0\")/../site\"\n\
         aws s3 cp . \"$1\" --recursive --cache-control '{IMMUTABLE}' --exclude '*' \\\n\
         \x20 --include '*-????????????????*'\n\
         aws s3 cp . \"$1\" --recursive --exclude '*-????????????????*' --exclude '*.html' --cache-control '{CHECKED}'\n\
         aws s3 cp . \"$1\" --recursive --exclude '*' --include '*.html' --cache-control '{CHECKED}'\n"
    )
}
