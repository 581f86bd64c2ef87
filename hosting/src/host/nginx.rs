//! nginx: what a server block includes.

use super::{CHECKED, FILE, HASHED, IMMUTABLE, Told};

pub fn server(told: &Told) -> String {
    let base = told.base;
    let bare = base.trim_end_matches('/');
    // A location with headers of its own inherits none, so each has them all.
    let place = |opening: &str, policy: &str, caching: &str, files: &str| {
        let mut text = format!("    location {opening} {{\n");
        for (name, value) in told.all(policy) {
            text.push_str(&format!("        add_header {name} \"{value}\" always;\n"));
        }
        text.push_str(&format!(
            "        add_header cache-control \"{caching}\";\n        try_files {files} =404;\n    }}\n"
        ));
        text
    };
    let page = format!("$uri {base}index.html");
    let mut places = String::new();
    if let Some(framed) = told.framed_policy {
        places.push_str(&place(&format!("~ \"^{base}frontchannel-logout/?$\""), framed, CHECKED, &page));
    }
    places.push_str(&place(&format!("~ \"{HASHED}\""), told.policy, IMMUTABLE, "$uri"));
    places.push_str(&place(&format!("~ \"{FILE}\""), told.policy, CHECKED, "$uri"));
    places.push_str(&place(&format!("~ \"^{base}\""), told.policy, CHECKED, &page));

    let moved = match bare {
        "" => String::new(),
        bare => format!(
            "location = {bare} {{\n    absolute_redirect off;\n    return 301 {base}$is_args$args;\n}}\n\n"
        ),
    };
    format!(
        "# For a server block of nginx, which says where the site lies:\n\
         #\n\
         #     server {{\n\
         #         listen 443 ssl;\n\
         #         root /srv/lifen-connect/site;\n\
         #         include /srv/lifen-connect/nginx.conf;\n\
         #     }}\n\n\
         {moved}location {base} {{\n\
         \x20   types {{\n\
         \x20       text/html html;\n\
         \x20       text/css css;\n\
         \x20       text/javascript js;\n\
         \x20       text/plain txt;\n\
         \x20       application/wasm wasm;\n\
         \x20       application/json json;\n\
         \x20       application/manifest+json webmanifest;\n\
         \x20       image/svg+xml svg;\n\
         \x20       image/png png;\n\
         \x20       image/x-icon ico;\n\
         \x20   }}\n\
         \x20   charset utf-8;\n\
         \x20   gzip_static on;\n\
         \x20   gzip_vary on;\n\
         \x20   # With Debian's libnginx-mod-http-brotli-static or another ngx_brotli, a fifth less on the wire:\n\
         \x20   # brotli_static on;\n\n\
         {places}}}\n"
    )
}
