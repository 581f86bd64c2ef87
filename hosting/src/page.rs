//! What a deployment changes in `index.html`: the base path and the configuration. No rebuild, no extra request.

use serde_json::Value;

use crate::{Error, element::elements};

/// The `id` of the data block that the application reads its configuration from.
pub const CONFIGURATION_ID: &str = "lifen-connect-configuration";

/// What becomes of the configuration block.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Configuration {
    /// It stays as it was built.
    #[default]
    AsBuilt,
    /// It holds this document.
    Json(Value),
    /// It holds this text, right or wrong: for tests of wrong configurations.
    Text(String),
    /// It is taken out of the page.
    Missing,
}

/// `html` with its base path and configuration set.
///
/// # Errors
///
/// When the page has no configuration block to fill, or names files outside of `base`.
pub fn prepare(html: &str, base: &str, configuration: &Configuration) -> Result<String, Error> {
    if !(base.starts_with('/') && base.ends_with('/')) {
        return Err(Error::Base(base.to_owned()));
    }
    let html = with_configuration(html, configuration)?;
    let html = with_base(&html, base);
    match reference_outside(&html, base) {
        Some(reference) => Err(Error::OutsideBase { reference, base: base.to_owned() }),
        None => Ok(html),
    }
}

fn with_configuration(html: &str, configuration: &Configuration) -> Result<String, Error> {
    let text = match configuration {
        Configuration::AsBuilt => return Ok(html.to_owned()),
        Configuration::Json(document) => Some(script_safe(document)),
        Configuration::Text(text) => Some(text.clone()),
        Configuration::Missing => None,
    };
    let block = elements(html)
        .into_iter()
        .find(|element| element.name == "script" && element.attribute("id") == Some(CONFIGURATION_ID))
        .ok_or(Error::NoConfigurationBlock)?;
    let (before, after) = (&html[..block.text.start], &html[block.text.end..]);
    Ok(match text {
        Some(text) => format!("{before}{text}{after}"),
        None => {
            let end_tag = after.find('>').map_or(after.len(), |end| end + 1);
            format!("{}{}", &html[..block.tag.start], &after[end_tag..])
        }
    })
}

/// JSON that cannot end the script it stands in: `<` occurs only within strings, where `\u003c` means the same.
pub fn script_safe(document: &Value) -> String {
    document.to_string().replace('<', "\\u003c")
}

fn with_base(html: &str, base: &str) -> String {
    let elements = elements(html);
    let tag = format!("<base href=\"{base}\">");
    let place = match elements.iter().find(|element| element.name == "base") {
        Some(existing) => existing.tag.clone(),
        // Before anything that is relative to it.
        None => elements
            .iter()
            .find(|element| element.name == "head")
            .map_or(0..0, |head| head.tag.end..head.tag.end),
    };
    format!("{}{tag}{}", &html[..place.start], &html[place.end..])
}

fn reference_outside(html: &str, base: &str) -> Option<String> {
    elements(html)
        .iter()
        .filter(|element| element.name == "script" || element.name == "link")
        .filter_map(|element| element.attribute("src").or(element.attribute("href")))
        .find(|path| path.starts_with('/') && !path.starts_with("//") && !path.starts_with(base))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAGE: &str = r#"<html><head><base href="/"><script type="application/json" id="lifen-connect-configuration">{"client_id":"built"}</script></head>"#;

    fn configured(configuration: Configuration) -> String {
        prepare(PAGE, "/", &configuration).unwrap()
    }

    #[test]
    fn leaves_the_page_as_it_was_built() {
        assert_eq!(configured(Configuration::AsBuilt), PAGE);
    }

    #[test]
    fn writes_the_configuration_into_its_block() {
        let html = configured(Configuration::Json(json!({"client_id": "abc"})));

        assert!(html.contains(r#"id="lifen-connect-configuration">{"client_id":"abc"}</script></head>"#));
        assert!(!html.contains("built"));
    }

    #[test]
    fn keeps_a_configuration_from_ending_its_script() {
        let html = configured(Configuration::Json(json!({"name": "</script><script>alert(1)"})));

        assert!(html.contains(r#"{"name":"\u003c/script>\u003cscript>alert(1)"}</script>"#));
    }

    #[test]
    fn writes_any_text_for_tests_of_wrong_configurations() {
        assert!(configured(Configuration::Text("{ not json".to_owned())).contains(">{ not json</script>"));
    }

    #[test]
    fn takes_the_block_out() {
        assert_eq!(configured(Configuration::Missing), r#"<html><head><base href="/"></head>"#);
    }

    #[test]
    fn refuses_a_configuration_that_has_no_place() {
        let refused = prepare("<html></html>", "/", &Configuration::Json(json!({})));

        assert!(matches!(refused, Err(Error::NoConfigurationBlock)));
    }

    #[test]
    fn rewrites_the_base() {
        let html = prepare("<head><base href=/ data-x><link href=a.css>", "/app/", &Configuration::AsBuilt);

        assert_eq!(html.unwrap(), r#"<head><base href="/app/"><link href=a.css>"#);
    }

    #[test]
    fn adds_a_base_where_there_is_none() {
        let html = prepare("<html><head><title>a</title>", "/", &Configuration::AsBuilt);

        assert_eq!(html.unwrap(), r#"<html><head><base href="/"><title>a</title>"#);
    }

    #[test]
    fn refuses_a_base_without_its_slashes() {
        assert!(matches!(prepare(PAGE, "app", &Configuration::AsBuilt), Err(Error::Base(_))));
    }

    #[test]
    fn refuses_a_page_whose_files_are_outside_of_the_base() {
        let refused = prepare("<head><script src=/a.js></script>", "/app/", &Configuration::AsBuilt);

        assert!(matches!(refused, Err(Error::OutsideBase { reference, .. }) if reference == "/a.js"));
    }
}
