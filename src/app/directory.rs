//! The directory of a workspace, as a FHIR API gives it page by page: where it is asked, and what it answers.

use crate::protocol::api::ApiError;
use crate::protocol::endpoint::Endpoint;
use crate::protocol::form::{self, Pairs};
use crate::protocol::json::{Json, Object};
use crate::protocol::text::{parts, split_before};
use crate::session::{Error, Place};

/// The national directory of health professionals, as FHIR identifiers name it.
const NATIONAL: &str = "https://rpps.esante.gouv.fr";

/// How many of them a page shows.
const COUNT: &str = "20";

/// The search that this place of the app shows, `practitioners?name=garnier`; all of them where it names none.
pub fn searched_at(place: &Place) -> String {
    let (before_fragment, _) = split_before(place.as_str(), b"#");
    let (_, query) = split_before(before_fragment, b"?");
    let name = query.get(1..).and_then(|query| Pairs::read(query).value("name").map(str::to_owned));
    name.unwrap_or_default()
}

/// The place of the app that shows this search, below the path of its page.
pub fn place_of(path: &str, name: &str) -> Place {
    if name.is_empty() {
        return Place::of(path);
    }
    Place::of(&[path, "?", &form::write(&[("name", name)])].concat())
}

/// What to ask the API for, below its base: those of whose name a part begins like this.
pub fn search_for(name: &str) -> String {
    let mut resource = String::from("Practitioner?");
    if !name.is_empty() {
        form::append(&mut resource, &[("name", &escaped(name))]);
    }
    form::append(&mut resource, &[("_count", COUNT)]);
    resource
}

/// Where somebody is among the pages of a search, as it is noted beside the place that names the search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Counted from 1.
    pub number: u32,
    pub address: String,
}

impl Leaf {
    pub fn first(search: &str) -> Self {
        Self { number: 1, address: search.to_owned() }
    }

    /// For [`read`](Self::read).
    pub fn note(&self, search: &str) -> String {
        [search, " ", &self.number.to_string(), " ", &self.address].concat()
    }

    /// The page that was noted, where it was for this very search; of another one, or of another API, nobody is shown any.
    pub fn read(note: &str, search: &str) -> Option<Self> {
        let [of, number, address] = parts(note, b' ')[..] else { return None };
        (of == search).then_some(Self { number: number.parse().ok()?, address: address.to_owned() })
    }
}

/// The API knows no such page, or no longer: it keeps those of a search for as long as it likes.
pub fn is_gone(error: &Error) -> bool {
    matches!(
        error,
        Error::Api(
            ApiError::HttpStatus { status: 404 | 410, .. } | ApiError::Outcome { status: 404 | 410, .. }
        )
    )
}

/// FHIR R4, Search §3.1.1.4.0.1: in a value "the characters `$`, `,` and `|`", and the backslash itself, mean something
/// else unless a backslash stands before them.
fn escaped(value: &str) -> String {
    let mut escaped = String::new();
    for character in value.chars() {
        if let '$' | ',' | '|' | '\\' = character {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// One page of the directory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// How many there are on all pages, where the API counts them.
    pub total: Option<i64>,
    pub people: Vec<Colleague>,
    /// Where the neighbouring pages are, within the API's own origin.
    pub next: Option<String>,
    pub previous: Option<String>,
    /// A neighbouring page is said to be at another origin, where nobody goes.
    pub leads_elsewhere: bool,
}

/// Somebody in the directory. `Debug` names nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct Colleague {
    pub name: String,
    pub qualification: Option<String>,
    pub email: Option<String>,
    /// The number in the national directory of health professionals.
    pub number: Option<String>,
}

impl std::fmt::Debug for Colleague {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Colleague(redacted)")
    }
}

impl Page {
    /// Reads the answer of this address; `None` for what is no `Bundle`.
    ///
    /// Whatever else is in it, such as an outcome that warns, and whoever has no name, is passed over.
    pub fn read(body: &str, address: &str) -> Option<Self> {
        let Ok(Json::Object(bundle)) = Json::parse(body) else { return None };
        if bundle.text("resourceType").ok()? != Some("Bundle") {
            return None;
        }
        let origin = Endpoint::parse(address).ok()?.origin();
        let mut page = Self { total: bundle.seconds("total").ok()?, ..Self::default() };
        for entry in objects(bundle.member("entry")) {
            if let Some(Json::Object(resource)) = entry.member("resource") {
                page.people.extend(Colleague::read(resource));
            }
        }
        for link in objects(bundle.member("link")) {
            let (Ok(Some(relation)), Ok(Some(url))) = (link.text("relation"), link.text("url")) else {
                continue;
            };
            // FHIR R4, Bundle: both words are in use for the page before.
            let neighbour = if relation == "next" {
                &mut page.next
            } else if relation == "previous" || relation == "prev" {
                &mut page.previous
            } else {
                continue;
            };
            match Endpoint::parse(url) {
                Ok(there) if there.origin() == origin => *neighbour = Some(url.to_owned()),
                _ => page.leads_elsewhere = true,
            }
        }
        Some(page)
    }
}

impl Colleague {
    fn read(resource: &Object) -> Option<Self> {
        if resource.text("resourceType").ok()? != Some("Practitioner") {
            return None;
        }
        let name = objects(resource.member("name")).into_iter().find_map(name_of)?;
        let qualification = objects(resource.member("qualification")).into_iter().find_map(|qualification| {
            let Some(Json::Object(code)) = qualification.member("code") else { return None };
            let display = |coding: &Object| text(coding, "display");
            text(code, "text").or_else(|| objects(code.member("coding")).into_iter().find_map(display))
        });
        let email = objects(resource.member("telecom")).into_iter().find_map(|telecom| {
            text(telecom, "value").filter(|_| text(telecom, "system").as_deref() == Some("email"))
        });
        let number = objects(resource.member("identifier")).into_iter().find_map(|identifier| {
            text(identifier, "value").filter(|_| text(identifier, "system").as_deref() == Some(NATIONAL))
        });
        Some(Self { name, qualification, email, number })
    }
}

/// What an `Organization` is called; `None` for what is none.
pub fn organization_in(body: &str) -> Option<String> {
    let Ok(Json::Object(resource)) = Json::parse(body) else { return None };
    if resource.text("resourceType").ok()? != Some("Organization") {
        return None;
    }
    text(&resource, "name")
}

/// A `HumanName` as it is to be shown, or its parts.
fn name_of(name: &Object) -> Option<String> {
    text(name, "text").or_else(|| {
        let given = name.texts("given").ok().flatten().unwrap_or_default();
        let family = name.text("family").ok().flatten();
        let parts: Vec<_> = given.into_iter().chain(family).collect();
        Some(parts.join(" ")).filter(|name| !name.is_empty())
    })
}

fn text(object: &Object, name: &'static str) -> Option<String> {
    object.text(name).ok().flatten().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn objects(list: Option<&Json>) -> Vec<&Object> {
    let Some(Json::List(values)) = list else { return Vec::new() };
    let mut objects = Vec::new();
    for value in values {
        if let Json::Object(object) = value {
            objects.push(object);
        }
    }
    objects
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::outcome::OperationOutcome;

    const ADDRESS: &str = "https://api.lifen.fr/fhir/v3/Practitioner?_count=20";

    fn bundle(members: &str) -> Option<Page> {
        Page::read(&format!(r#"{{"resourceType":"Bundle"{members}}}"#), ADDRESS)
    }

    #[test]
    fn finds_the_search_that_a_link_names_and_names_the_one_that_is_shown() {
        for name in ["", "garnier", "Le Goff", "o'neil & co?#", "É"] {
            let place = place_of("/ward/practitioners", name);

            assert_eq!(searched_at(&place), name, "{}", place.as_str());
            assert_eq!(place.path(), "/ward/practitioners");
        }
        assert_eq!(searched_at(&Place::of("/practitioners#?name=x")), "");
    }

    #[test]
    fn asks_for_a_name_and_for_nothing_that_a_name_could_say_besides() {
        assert_eq!(search_for(""), "Practitioner?_count=20");
        assert_eq!(search_for("Le Goff"), "Practitioner?name=Le+Goff&_count=20");
        assert_eq!(
            search_for("a,b|c$d\\&_count=9"),
            "Practitioner?name=a%5C%2Cb%5C%7Cc%5C%24d%5C%5C%26_count%3D9&_count=20"
        );
    }

    #[test]
    fn finds_the_page_of_a_search_again_and_takes_no_note_of_another_search_for_it() {
        let next = "https://api.lifen.fr/fhir/v3?_getpages=f81d&_getpagesoffset=20";
        let leaf = Leaf { number: 2, address: next.to_owned() };
        let note = leaf.note(ADDRESS);

        assert_eq!(Leaf::read(&note, ADDRESS), Some(leaf));
        assert_eq!(Leaf::read(&note, "https://api.lifen.fr/fhir/v3/Practitioner?name=a&_count=20"), None);
        assert_eq!(Leaf::read(&note, "https://api.post-prod.lifen.fr/fhir/v3/Practitioner?_count=20"), None);
        assert_eq!(Leaf::read(&Leaf::first(ADDRESS).note(ADDRESS), ADDRESS), Some(Leaf::first(ADDRESS)));
    }

    #[test]
    fn takes_nothing_for_a_page_that_nobody_noted() {
        for note in [
            "",
            ADDRESS,
            "https://api.lifen.fr/fhir/v3/Practitioner?_count=20 2",
            "https://api.lifen.fr/fhir/v3/Practitioner?_count=20 two https://api.lifen.fr/fhir/v3?page=2",
            "https://api.lifen.fr/fhir/v3/Practitioner?_count=20 2 https://api.lifen.fr/fhir/v3?page=2 3",
            "https://api.lifen.fr/fhir/v3/Practitioner?_count=20 -1 https://api.lifen.fr/fhir/v3?page=2",
        ] {
            assert_eq!(Leaf::read(note, ADDRESS), None, "{note}");
        }
    }

    #[test]
    fn tells_a_page_that_is_gone_from_one_that_is_only_away() {
        let status = |status| Error::Api(ApiError::HttpStatus { status, description: None });
        let outcome = |status| {
            let outcome = OperationOutcome::default();
            Error::Api(ApiError::Outcome { status, outcome })
        };

        for gone in [status(404), status(410), outcome(404), outcome(410)] {
            assert!(is_gone(&gone), "{gone}");
        }
        let away = Error::Api(ApiError::Unavailable { status: 503, retry_after: None });
        for other in [status(400), outcome(422), away, Error::Api(ApiError::SignedOut)] {
            assert!(!is_gone(&other), "{other}");
        }
    }

    #[test]
    fn reads_who_is_on_the_page() {
        let page = bundle(
            r#","total":3,"entry":[
            {"resource":{"resourceType":"Practitioner",
                "identifier":[{"system":"urn:other","value":"1"},{"system":"https://rpps.esante.gouv.fr","value":"10003"}],
                "name":[{"family":"Garnier","given":["Élodie"],"text":"Élodie Garnier"}],
                "telecom":[{"system":"phone","value":"01"},{"system":"email","value":"e@hopital.example"}],
                "qualification":[{"code":{"coding":[{"code":"10","display":"Médecin"}]}}]}},
            {"resource":{"resourceType":"Practitioner","name":[{"given":["Hugo","Luc"],"family":"Noël"}]}},
            {"resource":{"resourceType":"Practitioner","name":[{}]}},
            {"resource":{"resourceType":"OperationOutcome"},"search":{"mode":"outcome"}},{},7]"#,
        )
        .unwrap();

        assert_eq!(page.total, Some(3));
        let [first, second] = &page.people[..] else { panic!("two people: {}", page.people.len()) };
        assert_eq!(
            (first.name.as_str(), first.qualification.as_deref()),
            ("Élodie Garnier", Some("Médecin"))
        );
        assert_eq!(
            (first.email.as_deref(), first.number.as_deref()),
            (Some("e@hopital.example"), Some("10003"))
        );
        assert_eq!((second.name.as_str(), second.email.as_deref()), ("Hugo Luc Noël", None));
        assert!(!format!("{page:?}").contains("Garnier"));
    }

    #[test]
    fn finds_the_neighbouring_pages_within_the_origin_that_was_asked() {
        let page = bundle(
            r#","link":[{"relation":"self","url":"https://api.lifen.fr/fhir/v3/Practitioner"},
            {"relation":"next","url":"https://API.lifen.fr:443/fhir/v3?page=3"},
            {"relation":"prev","url":"https://api.lifen.fr/fhir/v3?page=1"},{"relation":"next"}]"#,
        )
        .unwrap();

        assert_eq!(page.next.as_deref(), Some("https://API.lifen.fr:443/fhir/v3?page=3"));
        assert_eq!(page.previous.as_deref(), Some("https://api.lifen.fr/fhir/v3?page=1"));
        assert!(!page.leads_elsewhere);
    }

    #[test]
    fn takes_no_page_at_another_origin_for_a_neighbour_and_says_so() {
        for url in [
            "https://api.example.evil/fhir/v3",
            "https://api.lifen.fr.evil.example/",
            "https://api.lifen.fr:8443/",
            "https://sub.api.lifen.fr/",
            "http://api.lifen.fr/",
            "/fhir/v3?page=2",
            "//evil.example/",
            "javascript:alert(1)",
        ] {
            let page = bundle(&format!(r#","link":[{{"relation":"next","url":"{url}"}}]"#)).unwrap();

            assert_eq!((page.next, page.leads_elsewhere), (None, true), "{url}");
        }
    }

    #[test]
    fn an_empty_directory_is_one() {
        assert_eq!(bundle(""), Some(Page::default()));
        assert_eq!(bundle(r#","total":0,"entry":[]"#), Some(Page { total: Some(0), ..Page::default() }));
    }

    #[test]
    fn reads_nothing_of_what_is_none() {
        for body in
            ["", "[]", "<html>", "{}", r#"{"resourceType":"OperationOutcome"}"#, r#"{"resourceType":7}"#]
        {
            assert_eq!(Page::read(body, ADDRESS), None, "{body}");
            assert_eq!(organization_in(body), None, "{body}");
        }
    }

    #[test]
    fn reads_what_a_workspace_is_called() {
        let named = |name: &str| organization_in(&format!(r#"{{"resourceType":"Organization"{name}}}"#));

        assert_eq!(named(r#","name":"CH de Saint-Alban""#).as_deref(), Some("CH de Saint-Alban"));
        assert_eq!(named(""), None);
    }
}
