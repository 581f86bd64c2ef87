//! Why a FHIR API refused, in its own terms: an `OperationOutcome` ([FHIR R4]).
//!
//! [FHIR R4]: https://hl7.org/fhir/R4/operationoutcome.html

use std::fmt;

use super::json::{Json, Object};

/// What went wrong with one request, issue by issue, as the server listed them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationOutcome {
    pub issues: Vec<Issue>,
}

/// One thing that was wrong.
///
/// The texts may be about the person, or about a patient: `Debug` leaves them out.
#[derive(Clone, PartialEq, Eq)]
pub struct Issue {
    pub severity: Severity,
    /// A word of FHIR's issue types, such as `not-found` or `invalid`.
    pub code: String,
    /// For a person to read.
    pub details: Option<String>,
    /// For whoever has to find the fault.
    pub diagnostics: Option<String>,
    /// The parts of the request it is about, as FHIRPath.
    pub expression: Vec<String>,
}

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Fatal,
    Error,
    Warning,
    Information,
}

impl OperationOutcome {
    /// Reads the body of a refusal; `None` for what is no `OperationOutcome`, or has no issue.
    ///
    /// An issue without a readable severity or code is passed over: what is left says why all the same.
    pub fn read(body: &str) -> Option<Self> {
        let resource = Object::parse(body).ok()?;
        if resource.text("resourceType").ok()? != Some("OperationOutcome") {
            return None;
        }
        let Some(Json::List(list)) = resource.member("issue") else { return None };
        let issues: Vec<_> = list.iter().filter_map(Issue::read).collect();
        (!issues.is_empty()).then_some(Self { issues })
    }

    /// The first thing it says in words, for a person if there is such a text.
    pub fn words(&self) -> Option<&str> {
        let details = self.issues.iter().find_map(|issue| issue.details.as_deref());
        details.or_else(|| self.issues.iter().find_map(|issue| issue.diagnostics.as_deref()))
    }
}

impl Issue {
    fn read(value: &Json) -> Option<Self> {
        let Json::Object(issue) = value else { return None };
        let text = |name| issue.text(name).ok().flatten().filter(|text| !text.is_empty());
        let details = match issue.member("details") {
            Some(Json::Object(details)) => details.text("text").ok().flatten().map(str::to_owned),
            _ => None,
        };
        let expression = issue.texts("expression").ok().flatten().unwrap_or_default();
        Some(Self {
            severity: Severity::named(text("severity")?)?,
            code: text("code")?.to_owned(),
            details,
            diagnostics: text("diagnostics").map(str::to_owned),
            expression: expression.into_iter().map(str::to_owned).collect(),
        })
    }
}

impl fmt::Debug for Issue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Issue({} {}, redacted)", self.severity.name(), self.code)
    }
}

impl Severity {
    const ALL: [Self; 4] = [Self::Fatal, Self::Error, Self::Warning, Self::Information];

    pub fn name(self) -> &'static str {
        match self {
            Self::Fatal => "fatal",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example "validation error" of FHIR R4, shortened.
    const INVALID: &str = r#"{"resourceType":"OperationOutcome","issue":[
        {"severity":"error","code":"structure","details":{"text":"Error parsing resource"},
         "diagnostics":"Unknown element 'label' at 4,12","location":["/f:Patient/f:identifier"],
         "expression":["Patient.identifier"]},
        {"severity":"warning","code":"code-invalid"}]}"#;

    #[test]
    fn lists_what_was_wrong_as_the_server_did() {
        let outcome = OperationOutcome::read(INVALID).unwrap();

        let [error, warning] = &outcome.issues[..] else { panic!("two issues") };
        assert_eq!((error.severity, error.code.as_str()), (Severity::Error, "structure"));
        assert_eq!(error.diagnostics.as_deref(), Some("Unknown element 'label' at 4,12"));
        assert_eq!(error.expression, ["Patient.identifier"]);
        assert_eq!((warning.severity, warning.code.as_str()), (Severity::Warning, "code-invalid"));
        assert_eq!(outcome.words(), Some("Error parsing resource"));
    }

    #[test]
    fn says_in_words_what_there_is_for_a_person_or_else_for_whoever_looks_for_the_fault() {
        let words = |issues: &str| {
            let body = format!(r#"{{"resourceType":"OperationOutcome","issue":[{issues}]}}"#);
            OperationOutcome::read(&body).and_then(|outcome| outcome.words().map(str::to_owned))
        };

        let with = r#"{"severity":"error","code":"invalid","diagnostics":"E42"}"#;
        assert_eq!(words(with).as_deref(), Some("E42"));
        assert_eq!(words(r#"{"severity":"error","code":"invalid"}"#), None);
    }

    #[test]
    fn reads_nothing_of_what_is_none() {
        for body in [
            "",
            "<html>",
            "[]",
            r#"{"error":"invalid_token"}"#,
            r#"{"resourceType":"Bundle","issue":[{"severity":"error","code":"x"}]}"#,
            r#"{"resourceType":"OperationOutcome"}"#,
            r#"{"resourceType":"OperationOutcome","issue":[]}"#,
            r#"{"resourceType":"OperationOutcome","issue":[7,{"severity":"loud","code":"x"},{"severity":"error"}]}"#,
        ] {
            assert_eq!(OperationOutcome::read(body), None, "{body}");
        }
    }

    #[test]
    fn shows_no_text_in_a_log() {
        let logged = format!("{:?}", OperationOutcome::read(INVALID));

        assert!(logged.contains("Issue(error structure, redacted)"), "{logged}");
        assert!(!logged.contains("label") && !logged.contains("Patient"), "{logged}");
    }
}
