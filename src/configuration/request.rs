//! How a sign-in is asked for, and what the tokens are bound to and meant for.

use super::features::{DpopFeature, PushedRequestsFeature};
use super::fields::Fields;
use crate::protocol::json::{Json, Object};
use crate::protocol::target::Target;

/// That tokens are bound to a key of this browser, so that whoever steals them cannot use them (RFC 9449).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dpop {
    /// Also of a provider that does not offer it; and a token that is not bound signs nobody in.
    pub required: bool,
    feature: DpopFeature,
}

impl Dpop {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let stated = fields.text("dpop")?;
        let required = match stated {
            "off" => return None,
            "when-offered" => false,
            "required" => true,
            other => {
                fields.refuse_text("dpop", "off, when-offered or required", other);
                return None;
            }
        };
        let Some(feature) = DpopFeature::here() else {
            fields.refuse_text("dpop", "off, since this build is without the feature `dpop`", stated);
            return None;
        };
        Some(Self { required, feature })
    }
}

/// That what is asked can be pushed to the provider before the browser leaves (RFC 9126).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushedRequests {
    /// Also where the provider does not insist.
    pub always: bool,
    feature: PushedRequestsFeature,
}

impl PushedRequests {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        const FIELD: &str = "pushed_authorization_requests";
        let always = match fields.text(FIELD) {
            None | Some("when-required") => false,
            Some("always") => true,
            Some(other) => {
                fields.refuse_text(FIELD, "when-required or always", other);
                false
            }
        };
        let feature = PushedRequestsFeature::here();
        if always && feature.is_none() {
            let expected = "when-required, since this build is without the feature `pushed-requests`";
            fields.refuse_text(FIELD, expected, "always");
        }
        Some(Self { always, feature: feature? })
    }
}

/// What the tokens are meant for.
pub(super) fn target(fields: &mut Fields<'_>) -> Target {
    Target {
        resource: resource(fields),
        audience: fields.text("audience").map(str::to_owned),
        authorization_details: authorization_details(fields),
    }
}

fn resource(fields: &mut Fields<'_>) -> Vec<String> {
    let mut resources = Vec::new();
    let mut add = |value: &Json| match value {
        Json::Text(text) if Target::is_resource(text) => {
            resources.push(text.clone());
            true
        }
        _ => false,
    };
    let Some(stated) = fields.member("resource") else { return resources };
    let wrong = match stated {
        Json::List(list) if !list.is_empty() => list.iter().find(|one| !add(one)),
        one => (!add(one)).then_some(one),
    };
    if let Some(wrong) = wrong {
        fields.refuse_value("resource", "an absolute URI without a fragment (#): one, or a list", wrong);
    }
    resources
}

fn authorization_details(fields: &mut Fields<'_>) -> Option<String> {
    const FIELD: &str = "authorization_details";
    let stated = fields.member(FIELD)?;
    let has_type = |object: &Object| matches!(object.text("type"), Ok(Some(kind)) if !kind.is_empty());
    let is_detail = |value: &Json| matches!(value, Json::Object(object) if has_type(object));
    match stated {
        Json::List(list) if !list.is_empty() && list.iter().all(is_detail) => return Some(stated.to_text()),
        other => fields.refuse_value(FIELD, "a list of objects, each with a `type`", other),
    }
    None
}
