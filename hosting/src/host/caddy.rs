//! Caddy: what a site imports.

use super::{CHECKED, FILE, HASHED, IMMUTABLE, Told};

pub fn site(told: &Told) -> String {
    let base = told.base;
    let header = |matcher: &str, name: &str, value: &str| format!("\theader {matcher}{name} \"{value}\"\n");
    let mut headers: String = told.all(told.policy).map(|(name, value)| header("", name, value)).collect();
    headers.push_str(&header("", "cache-control", CHECKED));
    headers.push_str(&header("", "vary", "accept-encoding"));
    if let Some(framed) = told.framed_policy {
        headers.push_str(&format!("\t@framed path {base}frontchannel-logout {base}frontchannel-logout/\n"));
        headers.push_str(&header("@framed ", "content-security-policy", framed));
    }
    let moved = match base.trim_end_matches('/') {
        "" => String::new(),
        bare => format!("redir {bare} {base} permanent\n\n"),
    };
    format!(
        "# For a site of Caddy's, which says where the files lie:\n\
         #\n\
         #     app.example {{\n\
         #         root * /srv/lifen-connect/site\n\
         #         import /srv/lifen-connect/Caddyfile\n\
         #     }}\n\n\
         {moved}route {base}* {{\n\
         {headers}\
         \t# What is not there, is not there for ever: an upload may be under way.\n\
         \t@hashed {{\n\
         \t\tpath_regexp {HASHED}\n\
         \t\tfile\n\
         \t}}\n\
         \theader @hashed cache-control \"{IMMUTABLE}\"\n\
         \theader *.webmanifest content-type \"application/manifest+json\"\n\
         \t@page not path_regexp {FILE}\n\
         \trewrite @page {base}index.html\n\
         \tfile_server {{\n\
         \t\tprecompressed br gzip\n\
         \t\tindex off\n\
         \t}}\n\
         }}\n"
    )
}
