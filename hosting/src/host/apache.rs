//! Apache: a `.htaccess` beside the page. It takes `AllowOverride All`, and the modules `headers` and `rewrite`.

use super::{CHECKED, IMMUTABLE, Told};

pub fn htaccess(told: &Told) -> String {
    let base = told.base;
    let mut headers = String::new();
    for (name, value) in told.all(told.policy) {
        headers.push_str(&format!("Header always set {name} \"{value}\"\n"));
    }
    if let Some(framed) = told.framed_policy {
        headers.push_str(&format!(
            "Header always set content-security-policy \"{framed}\" \
             \"expr=%{{THE_REQUEST}} =~ m#^[A-Z]+ {base}frontchannel-logout/?[? ]#\"\n"
        ));
    }
    format!(
        "# Takes AllowOverride All, and the modules headers and rewrite.\n\
         Options -Indexes -MultiViews\n\
         DirectoryIndex index.html\n\
         AddDefaultCharset utf-8\n\
         AddType text/javascript .js\n\
         AddType application/wasm .wasm\n\
         AddType application/manifest+json .webmanifest\n\n\
         {headers}\
         Header set cache-control \"{CHECKED}\"\n\
         Header set cache-control \"{IMMUTABLE}\" \"expr=%{{REQUEST_URI}} =~ m#-[0-9a-f]{{16,}}([._]|/)#\"\n\n\
         # What was compressed beforehand. `.br` is also Breton, and `.gz` a type of its own.\n\
         RemoveLanguage .br\n\
         RemoveType .gz\n\
         AddEncoding br .br\n\
         AddEncoding gzip .gz\n\
         Header merge vary accept-encoding\n\
         SetEnv no-gzip 1\n\
         SetEnv no-brotli 1\n\n\
         RewriteEngine On\n\
         # A path that names no file is a page of the app.\n\
         RewriteRule (^|/)[^./]*$ index.html\n\
         RewriteCond %{{HTTP:Accept-Encoding}} \\bbr\\b\n\
         RewriteCond %{{DOCUMENT_ROOT}}{base}$0.br -f\n\
         RewriteRule ^.+\\.(html|js|css|wasm|svg|txt|json|webmanifest)$ $0.br [END]\n\
         RewriteCond %{{HTTP:Accept-Encoding}} \\bgzip\\b\n\
         RewriteCond %{{DOCUMENT_ROOT}}{base}$0.gz -f\n\
         RewriteRule ^.+\\.(html|js|css|wasm|svg|txt|json|webmanifest)$ $0.gz [END]\n"
    )
}
