//! Finds the elements of a page: as much HTML as a generated `index.html` needs, and no more.

use std::ops::Range;

/// A start tag, where it stands, and the text it encloses if that text is raw (`script`, `style`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// In lower case.
    pub name: String,
    /// Names in lower case, values as written; an attribute without a value has an empty one.
    pub attributes: Vec<(String, String)>,
    /// From `<` to after `>`.
    pub tag: Range<usize>,
    /// What follows the start tag up to its end tag; empty for elements whose content is markup.
    pub text: Range<usize>,
}

impl Element {
    /// The value of the attribute called `name`.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Every element of `html` in document order. Comments are skipped, and raw text is not searched for tags.
pub fn elements(html: &str) -> Vec<Element> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        let rest = &html[start..];
        if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(html.len(), |end| start + end + 3);
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let element = element(html, start);
            at = element.text.end;
            found.push(element);
        } else {
            at = start + 1;
        }
    }
    found
}

fn element(html: &str, start: usize) -> Element {
    let (name, mut at) = word(html, start + 1, |c| c.is_ascii_whitespace() || c == '/' || c == '>');
    let mut attributes = Vec::new();
    loop {
        at = skip(html, at, |c| c.is_ascii_whitespace() || c == '/');
        if at >= html.len() || html[at..].starts_with('>') {
            break;
        }
        let (attribute, after) =
            word(html, at, |c| c.is_ascii_whitespace() || c == '/' || c == '>' || c == '=');
        let equals = skip(html, after, |c| c.is_ascii_whitespace());
        let (value, after) =
            if html[equals..].starts_with('=') { value(html, equals + 1) } else { (String::new(), after) };
        attributes.push((attribute, value));
        at = after;
    }
    let end = (at + 1).min(html.len());
    let text = match name.as_str() {
        "script" | "style" => end..raw_text_end(html, end, &name),
        _ => end..end,
    };
    Element { name, attributes, tag: start..end, text }
}

fn value(html: &str, after_equals: usize) -> (String, usize) {
    let at = skip(html, after_equals, |c| c.is_ascii_whitespace());
    match html[at..].chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let end = html[at + 1..].find(quote).map_or(html.len(), |length| at + 1 + length);
            (html[at + 1..end].to_owned(), (end + 1).min(html.len()))
        }
        _ => {
            let end = at + until(&html[at..], |c| c.is_ascii_whitespace() || c == '>');
            (html[at..end].to_owned(), end)
        }
    }
}

fn raw_text_end(html: &str, from: usize, name: &str) -> usize {
    let end_tag = format!("</{name}");
    html[from..].to_ascii_lowercase().find(&end_tag).map_or(html.len(), |length| from + length)
}

/// The word at `at`, in lower case, and where it ends. It is never empty, so that the caller moves on.
fn word(html: &str, at: usize, ends: fn(char) -> bool) -> (String, usize) {
    let first = html[at..].chars().next().map_or(0, char::len_utf8);
    let end = at + first + until(&html[at + first..], ends);
    (html[at..end].to_ascii_lowercase(), end)
}

fn skip(html: &str, at: usize, skipped: fn(char) -> bool) -> usize {
    at + html[at..].find(|c| !skipped(c)).unwrap_or(html.len() - at)
}

fn until(text: &str, ends: fn(char) -> bool) -> usize {
    text.find(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(html: &str) -> Vec<String> {
        elements(html).into_iter().map(|element| element.name).collect()
    }

    #[test]
    fn reads_quoted_unquoted_and_bare_attributes() {
        let html = r#"<script TYPE=module src='a b.js' async data-x="1>2">x</script>"#;

        let script = &elements(html)[0];

        assert_eq!(script.attribute("type"), Some("module"));
        assert_eq!(script.attribute("src"), Some("a b.js"));
        assert_eq!(script.attribute("async"), Some(""));
        assert_eq!(script.attribute("data-x"), Some("1>2"));
        assert_eq!(&html[script.text.clone()], "x");
    }

    #[test]
    fn skips_comments_and_end_tags() {
        assert_eq!(names("<!doctype html><p>a < b</p><!-- <script>no</script> --><br/>"), ["p", "br"]);
    }

    #[test]
    fn does_not_look_for_tags_in_a_script() {
        assert_eq!(names("<script>if (a<b) '<p>'</script><i>"), ["script", "i"]);
    }

    #[test]
    fn survives_a_page_that_ends_too_early() {
        for html in ["<", "<p", "<p a", "<p a=", "<p a=\"", "<script>", "<!--", "<p =", "<p é"] {
            let _ = elements(html);
        }
    }
}
