//! What the tokens are meant for, beyond their scope ([RFC 8707], [RFC 9396], and what Auth0 calls `audience`).
//!
//! [RFC 8707]: https://www.rfc-editor.org/rfc/rfc8707
//! [RFC 9396]: https://www.rfc-editor.org/rfc/rfc9396

use std::fmt;

use super::form;
use super::json::{Json, Kind, Object, WrongMember};

const MEMBER: &str = "authorization_details";

/// Where a token is to be taken and what it is to open there, as far as a deployment says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// The APIs the access token is for: absolute URIs ([RFC 8707 §2]).
    ///
    /// [RFC 8707 §2]: https://www.rfc-editor.org/rfc/rfc8707#section-2
    pub resource: Vec<String>,
    /// The API, in Auth0's word.
    pub audience: Option<String>,
    /// A JSON list of objects, each with its `type` ([RFC 9396 §2]).
    ///
    /// [RFC 9396 §2]: https://www.rfc-editor.org/rfc/rfc9396#section-2
    pub authorization_details: Option<String>,
}

impl Target {
    /// Whether an API can be called this. RFC 8707 §2: "Its value MUST be an absolute URI, as specified by Section 4.3 of
    /// RFC 3986. The URI MUST NOT include a fragment component."
    pub fn is_resource(text: &str) -> bool {
        let scheme = text.bytes().position(|octet| octet == b':').and_then(|end| text.as_bytes().get(..end));
        let is_scheme = scheme.is_some_and(|scheme| {
            scheme.first().is_some_and(u8::is_ascii_alphabetic)
                && scheme.iter().all(|octet| octet.is_ascii_alphanumeric() || b"+-.".contains(octet))
        });
        is_scheme
            && !text.ends_with(':')
            && text.bytes().all(|octet| octet.is_ascii_graphic() && !b"#\\\"<>^`{|}".contains(&octet))
    }

    /// RFC 8707 §2: "Multiple resource parameters MAY be used to indicate that the requested token is intended to be used
    /// at multiple resources."
    pub(super) fn append_resources_to(&self, text: &mut String) {
        self.resource.iter().for_each(|resource| form::append(text, &[("resource", resource)]));
    }
}

/// One thing that was granted, in the words of the API it is for ([RFC 9396 §7]).
///
/// [RFC 9396 §7]: https://www.rfc-editor.org/rfc/rfc9396#section-7
#[derive(Clone, PartialEq, Eq)]
pub struct AuthorizationDetail {
    kind: String,
    object: Object,
}

impl AuthorizationDetail {
    /// Reads the list that a token response may have.
    ///
    /// # Errors
    ///
    /// [`WrongMember`] for what is no list of objects that have a `type`: "string, REQUIRED".
    pub fn read_all(response: &Object) -> Result<Vec<Self>, WrongMember> {
        let wrong = |found: &Json| WrongMember { member: MEMBER, expected: Kind::List, found: found.kind() };
        let values = match response.member(MEMBER) {
            None => return Ok(Vec::new()),
            Some(Json::List(values)) => values,
            Some(other) => return Err(wrong(other)),
        };
        let mut details = Vec::new();
        for value in values {
            let Json::Object(object) = value else { return Err(wrong(value)) };
            let kind = object.required_text("type")?.to_owned();
            details.push(Self { kind, object: object.clone() });
        }
        Ok(details)
    }

    /// The text in which a grant keeps them.
    pub(crate) fn to_text(details: &[Self]) -> String {
        let mut list = Vec::new();
        details.iter().for_each(|detail| list.push(Json::Object(detail.object.clone())));
        ["{\"", MEMBER, "\":", &Json::List(list).to_text(), "}"].concat()
    }

    /// Reads them back; `None` for anything else.
    pub(crate) fn from_text(text: &str) -> Option<Vec<Self>> {
        Self::read_all(&Object::parse(text).ok()?).ok()
    }

    /// Its `type`, which says what the other members mean.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// All members as they came, `type` among them; [`Object::to`] makes a type of one's own of them.
    pub fn object(&self) -> &Object {
        &self.object
    }
}

/// What is in it is between the person and the API.
impl fmt::Debug for AuthorizationDetail {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationDetail(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<AuthorizationDetail>, WrongMember> {
        AuthorizationDetail::read_all(&Object::parse(text).unwrap())
    }

    #[test]
    fn takes_an_absolute_uri_without_a_fragment_for_a_resource() {
        for text in ["https://api.example/fhir", "https://api.example/?tenant=a", "urn:example:files", "a:b"]
        {
            assert!(Target::is_resource(text), "{text}");
        }
        for text in [
            "",
            "api",
            "/fhir",
            ":x",
            "https:",
            "1a:b",
            "https://api.example/#fhir",
            "https://é.fr/",
            "a b:c",
        ] {
            assert!(!Target::is_resource(text), "{text}");
        }
    }

    #[test]
    fn reads_what_was_granted_by_its_type_and_as_it_came() {
        let details =
            read(r#"{"authorization_details":[{"type":"letter","actions":["sign"]},{"type":"other"}]}"#)
                .unwrap();

        let [letter, other] = &details[..] else { panic!("two") };
        assert_eq!((letter.kind(), other.kind()), ("letter", "other"));
        assert_eq!(letter.object().texts("actions"), Ok(Some(vec!["sign"])));
        assert_eq!(format!("{letter:?}"), "AuthorizationDetail(redacted)");
    }

    #[test]
    fn has_nothing_granted_where_a_response_says_nothing() {
        assert_eq!(read("{}"), Ok(Vec::new()));
        assert_eq!(read(r#"{"authorization_details":null}"#), Ok(Vec::new()));
        assert_eq!(read(r#"{"authorization_details":[]}"#), Ok(Vec::new()));
    }

    #[test]
    fn refuses_details_that_are_no_list_of_objects_with_a_type() {
        for details in [r#""letter""#, "{}", r#"["letter"]"#, r#"[{"actions":[]}]"#, r#"[{"type":7}]"#] {
            assert!(read(&format!(r#"{{"authorization_details":{details}}}"#)).is_err(), "{details}");
        }
    }
}
