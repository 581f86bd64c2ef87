//! `index.html`, as far as it says where the app is and what it is made of.

use html5gum::{Token, Tokenizer, emitters::default::DefaultEmitter};
use url::Url;

/// The id of the JSON data block, as the app knows it.
const CONFIGURATION: &str = "lifen-connect-configuration";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The text of the configuration block; `None` where there is none.
    pub configuration: Option<String>,
    /// `<base href>`, as it is written.
    pub base: Option<String>,
    /// Scripts, styles and WebAssembly, as they are written.
    pub files: Vec<String>,
    pub policies: Vec<String>,
    pub referrer_policy: Option<String>,
}

impl Page {
    pub fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut is_configuration = false;
        let mut emitter = DefaultEmitter::default();
        // What stands in a script is text, whatever it looks like.
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let name = String::from_utf8_lossy(&tag.name).into_owned();
                    let attribute = |name: &str| {
                        let value = tag.attributes.iter().find(|(known, _)| ***known == *name.as_bytes());
                        value.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
                    };
                    is_configuration = name == "script" && attribute("id").as_deref() == Some(CONFIGURATION);
                    page.see(&name, attribute);
                    if is_configuration {
                        page.configuration = Some(String::new());
                    }
                }
                Token::String(text) if is_configuration => {
                    page.configuration.get_or_insert_default().push_str(&String::from_utf8_lossy(&text));
                }
                Token::EndTag(_) => is_configuration = false,
                _ => {}
            }
        }
        page
    }

    fn see(&mut self, name: &str, attribute: impl Fn(&str) -> Option<String>) {
        match name {
            "base" if self.base.is_none() => self.base = attribute("href"),
            "script" => self.files.extend(attribute("src")),
            "link" => {
                let relations = attribute("rel").unwrap_or_default().to_ascii_lowercase();
                let is_file = ["stylesheet", "modulepreload", "preload"];
                if relations.split_ascii_whitespace().any(|relation| is_file.contains(&relation)) {
                    self.files.extend(attribute("href"));
                }
            }
            "meta" => {
                let content = attribute("content");
                let is = |name: &str, value: &str| {
                    attribute(name).is_some_and(|found| found.eq_ignore_ascii_case(value))
                };
                if is("http-equiv", "Content-Security-Policy") {
                    self.policies.extend(content);
                } else if is("name", "referrer") {
                    self.referrer_policy = content;
                }
            }
            _ => {}
        }
    }

    /// The folder that relative addresses start from, for a page that was found at `address`.
    pub fn base_at(&self, address: &Url) -> Url {
        let stated = self.base.as_deref().and_then(|base| address.join(base).ok());
        let base = stated.unwrap_or_else(|| address.clone());
        base.join(".").unwrap_or(base)
    }

    /// The files that lie on the host itself, each once.
    pub fn files_at(&self, base: &Url) -> Vec<Url> {
        let mut files: Vec<Url> = Vec::new();
        for file in self.files.iter().filter_map(|file| base.join(file).ok()) {
            if file.origin() == base.origin() && !files.contains(&file) {
                files.push(file);
            }
        }
        files
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = "<!doctype html><head><base href=/ward/><meta name=referrer content=no-referrer>\
        <meta http-equiv=content-security-policy content=\"default-src 'self'\">\
        <link rel=\"stylesheet\" href=./app.css><link rel=icon href=icon.svg>\
        <!-- <script id=lifen-connect-configuration>{}</script> -->\
        <script type=application/json id=lifen-connect-configuration>{\"name\": \"a < b &amp; c\"}</script>\
        <script src=/ward/app.js></script><link rel='modulepreload' href=/ward/app.js>\
        <script src=https://cdn.example/x.js></script></head>";

    #[test]
    fn reads_what_a_browser_would() {
        let page = Page::read(HTML);

        assert_eq!(page.configuration.as_deref(), Some(r#"{"name": "a < b &amp; c"}"#));
        assert_eq!(page.referrer_policy.as_deref(), Some("no-referrer"));
        assert_eq!(page.policies, ["default-src 'self'"]);
    }

    #[test]
    fn resolves_addresses_against_the_base() {
        let page = Page::read(HTML);
        let base = page.base_at(&Url::parse("https://app.example/index.html?x").unwrap());

        assert_eq!(base.as_str(), "https://app.example/ward/");
        let files: Vec<_> = page.files_at(&base).iter().map(Url::to_string).collect();
        assert_eq!(files, ["https://app.example/ward/app.css", "https://app.example/ward/app.js"]);
    }

    #[test]
    fn a_page_without_a_base_is_where_it_was_found() {
        let base = Page::read("<p>").base_at(&Url::parse("https://app.example/ward/index.html").unwrap());

        assert_eq!(base.as_str(), "https://app.example/ward/");
        assert_eq!(Page::read("<p>").configuration, None);
    }
}
