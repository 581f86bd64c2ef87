//! Light or dark: as the computer is set, or as the person chose.
//!
//! `index.html` puts the choice on the document before anything is painted; here it is made.

use leptos::prelude::document;

use crate::browser::{read_shared, write_shared};

/// The name in `localStorage`, which `index.html` reads as well.
const KEY: &str = "lifen-connect.theme";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the computer is set.
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The value of `data-theme`, by which the style sheet knows it.
    fn name(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// What was chosen on this computer.
    pub fn chosen() -> Self {
        let name = read_shared(KEY).unwrap_or_default();
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or(Self::System)
    }

    /// Puts it on the document.
    pub fn show(self) {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", self.name());
        }
    }

    /// Chooses, for now and for the next visit. A choice that cannot be kept still holds for this page.
    pub fn choose(self) {
        self.show();
        let _ = write_shared(KEY, self.name());
    }
}
