//! A document that a link names, `session?document=9410021`: which one it is, and what an API says of it.

use crate::protocol::form::Pairs;
use crate::protocol::json::{Json, Object};
use crate::protocol::text::split_before;
use crate::session::Place;

/// The document that this place names.
pub fn named_by(place: &Place) -> Option<String> {
    let (before_fragment, _) = split_before(place.as_str(), b"#");
    let (_, query) = split_before(before_fragment, b"?");
    Pairs::read(query.get(1..)?).value("document").filter(|id| is_id(id)).map(str::to_owned)
}

/// FHIR's `id`, which leads to no other path: "Any combination of upper- or lower-case ASCII letters, numerals, '-' and
/// '.', with a length limit of 64 characters", and here at least one that is no dot.
fn is_id(text: &str) -> bool {
    text.len() <= 64
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-.".contains(&octet))
        && text.bytes().any(|octet| octet != b'.')
}

/// What a `DocumentReference` says of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    pub kind: String,
    pub title: Option<String>,
}

impl Document {
    /// `None` for what is no `DocumentReference`, or says nothing of what kind it is.
    pub fn read(body: &str) -> Option<Self> {
        let resource = Object::parse(body).ok()?;
        if resource.text("resourceType").ok()? != Some("DocumentReference") {
            return None;
        }
        let within = |value: Option<&Json>, name: &'static str| match value {
            Some(Json::Object(object)) => object.text(name).ok().flatten().map(str::to_owned),
            _ => None,
        };
        let attachment = match resource.member("content") {
            Some(Json::List(contents)) => match contents.first() {
                Some(Json::Object(content)) => content.member("attachment"),
                _ => None,
            },
            _ => None,
        };
        Some(Self { kind: within(resource.member("type"), "text")?, title: within(attachment, "title") })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_document_that_a_link_names() {
        let named = |place| named_by(&Place::of(place));

        assert_eq!(named("/session?from=link&document=9410021#trust").as_deref(), Some("9410021"));
        for place in [
            "/session",
            "/session?document=",
            "/session?document=..",
            "/session#?document=1",
            "/?document=a%2Fb",
        ] {
            assert_eq!(named(place), None, "{place}");
        }
    }

    #[test]
    fn an_id_leads_to_no_other_path() {
        for id in ["9410021", "a-1.b", "..a", &"x".repeat(64)] {
            assert!(is_id(id), "{id}");
        }
        for text in ["", ".", "..", "a/b", "a%2Fb", "a?b", "é", &"x".repeat(65)] {
            assert!(!is_id(text), "{text}");
        }
    }

    #[test]
    fn reads_what_the_api_says_of_a_document() {
        let read =
            |members: &str| Document::read(&format!(r#"{{"resourceType":"DocumentReference"{members}}}"#));

        let letter = r#","type":{"text":"Lettre de liaison à la sortie"},"content":[{"attachment":{"title":"Lettre"}}]"#;
        let expected =
            Document { kind: "Lettre de liaison à la sortie".to_owned(), title: Some("Lettre".to_owned()) };
        assert_eq!(read(letter), Some(expected));
        let bare = Document { kind: "Lettre".to_owned(), title: None };
        assert_eq!(read(r#","type":{"text":"Lettre"}"#), Some(bare.clone()));
        assert_eq!(read(r#","type":{"text":"Lettre"},"content":[7]"#), Some(bare));
    }

    #[test]
    fn reads_nothing_of_what_is_none() {
        for body in [
            "",
            "[]",
            "<html>",
            r#"{"resourceType":"OperationOutcome"}"#,
            r#"{"resourceType":"DocumentReference"}"#,
            r#"{"resourceType":"DocumentReference","type":"Lettre"}"#,
        ] {
            assert_eq!(Document::read(body), None, "{body}");
        }
    }
}
