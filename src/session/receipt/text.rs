//! The receipt as a text to hand on.

use super::{Origin, Receipt, Step};
use crate::protocol::evidence::{Evidence, Value};
use crate::protocol::text::to_decimal;
use crate::protocol::time::Timestamp;

impl Receipt {
    /// Every check with what was expected and found, and every step with its duration, a line each, in English for whoever
    /// is asked for help. `moment` writes a moment. No secret is in it, for none is in the receipt.
    pub fn to_text(&self, moment: &dyn Fn(Timestamp) -> String) -> String {
        let origin = match self.origin {
            Origin::SignIn => "signed in in this tab",
            Origin::Resumed => "resumed in this tab by a redirect that asked nobody",
            Origin::Told => "told by another tab, or kept by this one, and checked again",
        };
        let mut text = [origin, ", ", &moment(self.checked_at), "\n"].concat();
        write_evidence(&self.evidence, moment, &mut text);
        for step in self.steps.all() {
            write_step(*step, moment, &mut text);
        }
        if let Some(renewal) = &self.renewal {
            let by = if renewal.evidence.is_some() { "renewed, " } else { "renewed by another tab, " };
            [by, &moment(renewal.at), "\n"].into_iter().for_each(|part| text.push_str(part));
            renewal.evidence.iter().for_each(|evidence| write_evidence(evidence, moment, &mut text));
        }
        text
    }
}

fn write_evidence(evidence: &Evidence, moment: &dyn Fn(Timestamp) -> String, text: &mut String) {
    let value = |value: &Value| match value {
        Value::Secret => "(not shown)".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Moment(at) => moment(*at),
        Value::Absent => "nothing".to_owned(),
    };
    for finding in evidence.findings() {
        let (name, rule) = (finding.check.name(), finding.check.rule());
        let line = match finding.is_made() {
            true => {
                let (expected, found) = (value(&finding.expected), value(&finding.found));
                ["holds  ", name, " [", rule, "]: expected ", &expected, ", found ", &found, "\n"].concat()
            }
            false => ["absent ", name, " [", rule, "]: optional, and not given\n"].concat(),
        };
        text.push_str(&line);
    }
}

fn write_step(step: Step, moment: &dyn Fn(Timestamp) -> String, text: &mut String) {
    let duration = to_decimal(step.milliseconds());
    let line = ["step   ", step.kind.name(), ": ", &duration, " ms from ", &moment(step.begin), "\n"];
    line.into_iter().for_each(|part| text.push_str(part));
}
