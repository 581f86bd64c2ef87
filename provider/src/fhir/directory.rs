//! Sixty practitioners who do not exist, the same sixty every time.

use serde_json::{Value, json};

const FAMILY: [&str; 20] = [
    "Aubert",
    "Béranger",
    "Chauvin",
    "Dufresne",
    "Estève",
    "Faucher",
    "Garnier",
    "Hervé",
    "Issartel",
    "Jacquemin",
    "Keller",
    "Lemoine",
    "Maréchal",
    "Noël",
    "Ollivier",
    "Péron",
    "Quéré",
    "Rousselot",
    "Saunier",
    "Thévenet",
];
const GIVEN: [&str; 15] = [
    "Aïcha",
    "Baptiste",
    "Chloé",
    "Damien",
    "Élodie",
    "François",
    "Gaëlle",
    "Hugo",
    "Inès",
    "Jérôme",
    "Karima",
    "Loïc",
    "Mathilde",
    "Noémie",
    "Olivier",
];
const QUALIFICATION: [(&str, &str); 5] = [
    ("10", "Médecin"),
    ("60", "Infirmier"),
    ("21", "Pharmacien"),
    ("50", "Sage-Femme"),
    ("70", "Masseur-Kinésithérapeute"),
];

/// All of them, by family name.
pub(crate) fn practitioners() -> Vec<Value> {
    let mut all: Vec<_> =
        (0..60).map(|number| (FAMILY[number % 20], GIVEN[number * 7 % 15], number)).collect();
    all.sort_by_key(|(family, given, _)| (fold(family), fold(given)));
    all.into_iter().map(|(family, given, number)| practitioner(number, family, given)).collect()
}

/// Those with a part of the name that starts with `text`, whatever its case and accents, as FHIR matches strings.
pub(crate) fn named(text: &str) -> Vec<Value> {
    let wanted = fold(text);
    let mut all = practitioners();
    all.retain(|practitioner| {
        let name = &practitioner["name"][0];
        let parts = [&name["family"], &name["given"][0], &name["text"]];
        parts.iter().any(|part| fold(part.as_str().unwrap_or_default()).starts_with(&wanted))
    });
    all
}

/// The hospital behind a workspace.
pub(crate) fn organization(id: &str) -> Value {
    let (name, city) = match id {
        "6944011" => ("Centre hospitalier de Saint-Alban", "Saint-Alban"),
        _ => ("Clinique de Rochebrune", "Rochebrune"),
    };
    json!({
        "resourceType": "Organization",
        "id": id,
        "active": true,
        "name": name,
        "identifier": [{"system": "https://finess.esante.gouv.fr", "value": format!("75{id}")}],
        "address": [{"city": city, "country": "FR"}],
    })
}

/// The discharge letter of every hospital: what nobody should read on a workstation somebody left open.
pub(crate) fn document(id: &str, workspace: &str) -> Option<Value> {
    (id == "9410021").then(|| {
        json!({
            "resourceType": "DocumentReference",
            "id": id,
            "status": "current",
            "type": {"text": "Lettre de liaison à la sortie"},
            "securityLabel": [{"coding": [{
                "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
                "code": "R",
                "display": "restricted",
            }]}],
            "custodian": {"reference": workspace},
            "content": [{"attachment": {"contentType": "text/plain", "title": "Lettre de liaison"}}],
        })
    })
}

fn practitioner(number: usize, family: &str, given: &str) -> Value {
    let (code, display) = QUALIFICATION[number % QUALIFICATION.len()];
    let mailbox = format!("{}.{}", fold(given), fold(family));
    json!({
        "resourceType": "Practitioner",
        "id": format!("{}", 830_100 + number),
        "active": true,
        "identifier": [{"system": "https://rpps.esante.gouv.fr", "value": format!("10{:09}", 3_141_592 * (number + 1))}],
        "name": [{"family": family, "given": [given], "text": format!("{given} {family}")}],
        "telecom": [{"system": "email", "value": format!("{mailbox}@hopital.example"), "use": "work"}],
        "qualification": [{"code": {"coding": [{
            "system": "https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante",
            "code": code,
            "display": display,
        }]}}],
    })
}

/// Lower case, without the accents of French names.
fn fold(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|letter| match letter {
            'à' | 'â' | 'ä' => 'a',
            'ç' => 'c',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'î' | 'ï' => 'i',
            'ô' | 'ö' => 'o',
            'ù' | 'û' | 'ü' => 'u',
            other => other,
        })
        .collect()
}
