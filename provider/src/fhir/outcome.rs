//! How the API says no.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;

use crate::answer;

/// An `OperationOutcome` ([FHIR R4](https://hl7.org/fhir/R4/operationoutcome.html)); `code` is of its issue types.
pub(crate) fn outcome(status: StatusCode, code: &str, diagnostics: &str) -> Response {
    let body = json!({
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": diagnostics}],
    });
    answer::typed(status, "application/fhir+json", body.to_string())
}
