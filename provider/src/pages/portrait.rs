//! A picture for people who have none.

use maud::html;

use crate::Person;

/// The initials on a colour of their own, as SVG.
pub(crate) fn portrait(person: &Person) -> String {
    let hue = person.uuid.bytes().fold(0u32, |sum, octet| (sum * 31 + u32::from(octet)) % 360);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96" width="96" height="96" role="img" aria-label=(person.name) {
            rect width="96" height="96" fill=(format!("hsl({hue} 35% 34%)")) {}
            text x="48" y="61" text-anchor="middle" font-family="system-ui, sans-serif" font-size="36" fill="#fff" {
                (person.initials())
            }
        }
    }
    .into_string()
}
