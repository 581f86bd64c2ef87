//! What the app keeps in a browser, in words: what it is, why it is there, when it goes.

use crate::ui::messages::Sentence;

/// One name under which something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    pub what: Sentence,
    pub why: Sentence,
    pub until: Sentence,
}

impl Kept {
    /// What is kept under this name; one that is not known is shown as it is.
    pub fn under(name: &str, tabs_name: &str) -> Option<Self> {
        if name == tabs_name {
            return Some(TABS);
        }
        Some(match name {
            "lifen-connect.language" => LANGUAGE,
            "lifen-connect.theme" => THEME,
            "lifen-connect.pending" => PENDING,
            "lifen-connect.goodbye" => GOODBYE,
            "lifen-connect.grant" => GRANT,
            "lifen-connect.doctor" => CHECK_UP,
            "lifen-connect" => KEY,
            "lifen-connect.accounts" => ACCOUNTS,
            _ => return None,
        })
    }
}

const fn both(fr: &'static str, en: &'static str) -> Sentence {
    Sentence { fr, en }
}

const UNTIL_FORGOTTEN: Sentence = both("Jusqu’à ce que vous l’effaciez.", "Until you erase it.");
const WITH_THE_TAB: Sentence = both("S’efface avec cet onglet.", "Goes when this tab is closed.");

const LANGUAGE: Kept = Kept {
    what: both("La langue choisie", "The language you chose"),
    why: both("Pour vous la proposer à la prochaine visite.", "So that it is there on your next visit."),
    until: UNTIL_FORGOTTEN,
};
const THEME: Kept =
    Kept { what: both("Le thème choisi", "The theme you chose"), why: LANGUAGE.why, until: UNTIL_FORGOTTEN };
const TABS: Kept = Kept {
    what: both("L’entente entre les onglets", "What your tabs agree on"),
    why: both(
        "Pour qu’une session fermée ou verrouillée le soit dans tous les onglets. Des dates et des empreintes : ni nom, \
         ni jeton.",
        "So that a session that is closed or locked is so in every tab. Dates and fingerprints: no name, no token.",
    ),
    until: both(
        "Si vous effacez tout, seule reste la date de cet effacement, pour qu’aucun onglet endormi ne l’ignore.",
        "If you erase everything, only the date of that stays, so that no sleeping tab misses it.",
    ),
};
const PENDING: Kept = Kept {
    what: both("Les connexions en cours", "Sign-ins under way"),
    why: both(
        "Pour reconnaître la réponse de Lifen, et retrouver votre session si la page est rechargée.",
        "To recognise Lifen’s answer, and to find your session again if the page is reloaded.",
    ),
    until: WITH_THE_TAB,
};
const GOODBYE: Kept = Kept {
    what: both("Une déconnexion en cours", "A sign-out under way"),
    why: both(
        "Pour la confirmer à votre retour de chez Lifen.",
        "To confirm it when you are back from Lifen.",
    ),
    until: both("S’efface à la page suivante.", "Goes with the next page."),
};
const GRANT: Kept = Kept {
    what: both("Les jetons de votre session", "Your session’s tokens"),
    why: both(
        "Pour qu’une page rechargée ne vous redemande rien. Ce site l’a choisi.",
        "So that a reloaded page asks nothing of you. This site chose so.",
    ),
    until: both("S’effacent avec votre session ou cet onglet.", "Go with your session or this tab."),
};
const CHECK_UP: Kept = Kept {
    what: both("Un essai du diagnostic", "A trial of the check-up"),
    why: both(
        "Pour voir si ce navigateur garde quelque chose.",
        "To see whether this browser keeps anything.",
    ),
    until: both("S’efface aussitôt.", "Goes at once."),
};
const ACCOUNTS: Kept = Kept {
    what: both("Les comptes créés dans ce navigateur", "The accounts created in this browser"),
    why: both(
        "Pour reconnaître à leur retour les personnes qui se sont inscrites ici.",
        "To recognise the people who signed up here when they come back.",
    ),
    until: UNTIL_FORGOTTEN,
};
const KEY: Kept = Kept {
    what: both("La clé de ce navigateur", "This browser’s key"),
    why: both(
        "Pour que vos jetons ne servent qu’ici. Personne ne peut la lire.",
        "So that your tokens are of use here alone. Nobody can read it.",
    ),
    until: UNTIL_FORGOTTEN,
};

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn tells_what_every_name_in_the_source_is_kept_for() {
        let mut names = Vec::new();
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut names);

        assert!(names.len() >= 5, "{names:?}");
        for name in names {
            assert!(Kept::under(&name, "lifen-connect demo https://provider.example/").is_some(), "{name}");
        }
    }

    /// The names that adapters and the language keep something under: literals that begin as those of this app do.
    fn collect(folder: &Path, names: &mut Vec<String>) {
        for entry in fs::read_dir(folder).expect("a folder of the sources").flatten() {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, names);
            } else if !path.ends_with("app/kept.rs") {
                let source = fs::read_to_string(&path).expect("a source");
                let ends = source.split("\"lifen-connect.").skip(1);
                names.extend(
                    ends.filter_map(|end| end.split_once('"'))
                        .filter(|(end, _)| !end.is_empty())
                        .map(|(end, _)| format!("lifen-connect.{end}")),
                );
            }
        }
    }

    #[test]
    fn tells_what_tabs_agree_on_and_which_key_is_there() {
        let tabs = "lifen-connect demo https://provider.example/";

        assert_eq!(Kept::under(tabs, tabs), Some(TABS));
        assert_eq!(Kept::under("lifen-connect", tabs), Some(KEY));
        assert_eq!(Kept::under("lifen-connect other https://provider.example/", tabs), None);
    }
}
