//! What a person reads about a deployment that is checked: each check by its name and why it matters, each finding with
//! how to mend it.
//!
//! Written for whoever deploys the app. Each `match` is complete, so a finding without words does not build.

mod found;
mod mend;

use super::{Language, Sentence};
use crate::doctor::{Check, Finding, Found, Verdict};

pub use found::found;
pub use mend::mend;

const fn both(fr: &'static str, en: &'static str) -> Sentence {
    Sentence { fr, en }
}

/// What the check is called.
pub fn title(check: Check) -> Sentence {
    match check {
        Check::SecureContext => both("Connexion protégée", "Protected connection"),
        Check::Configuration => both("Configuration", "Configuration"),
        Check::RedirectUri => both("Adresse de retour", "Redirect URI"),
        Check::DeepLinks => both("Liens profonds", "Deep links"),
        Check::Metadata => both("Métadonnées", "Provider metadata"),
        Check::Keys => both("Clés de signature", "Signing keys"),
        Check::TokenEndpoint => both("Jetons", "Token endpoint"),
        Check::UserInfo => both("Profil", "Userinfo"),
        Check::Pkce => both("PKCE", "PKCE"),
        Check::Algorithms => both("Algorithmes", "Algorithms"),
        Check::Csp => both("Content-Security-Policy", "Content-Security-Policy"),
        Check::Headers => both("En-têtes", "Headers"),
        Check::Caching => both("Mise en cache", "Caching"),
        Check::Clock => both("Horloge", "Clock"),
        Check::Crypto => both("Cryptographie", "Cryptography"),
        Check::Storage => both("Stockage", "Storage"),
        Check::IndexedDb => both("IndexedDB", "IndexedDB"),
        Check::WebLocks => both("Web Locks", "Web Locks"),
        Check::BroadcastChannel => both("BroadcastChannel", "BroadcastChannel"),
        Check::PopUps => both("Fenêtres", "Windows"),
    }
}

/// Why anybody should care.
pub fn why(check: Check) -> Sentence {
    match check {
        Check::SecureContext => both(
            "Sans https, le navigateur retire la cryptographie, et n’importe qui sur le chemin peut lire les jetons.",
            "Without https the browser takes its cryptography away, and anybody on the way can read the tokens.",
        ),
        Check::Configuration => both(
            "Tout le reste en dépend : le fournisseur, le client, les adresses.",
            "Everything else follows from it: which provider, which client, which addresses.",
        ),
        Check::RedirectUri => both(
            "Le fournisseur compare l’adresse de retour lettre à lettre avec celle qui est enregistrée, et refuse toute \
             autre.",
            "The provider compares the redirect URI letter by letter with the one that is registered, and refuses any \
             other.",
        ),
        Check::DeepLinks => both(
            "Le retour de connexion et les liens partagés mènent à des adresses qui ne sont pas des fichiers.",
            "The way back from the provider, and every shared link, lead to addresses that are no files.",
        ),
        Check::Metadata => both(
            "Elles disent où demander, et de quel émetteur les réponses doivent venir.",
            "They say where to ask, and which issuer the answers have to come from.",
        ),
        Check::Keys => both(
            "C’est avec elles que la signature de chaque ID Token est vérifiée.",
            "They are what the signature of every ID Token is verified with.",
        ),
        Check::TokenEndpoint => both(
            "Cette page y échange le code contre les jetons, et doit pouvoir lire la réponse (CORS).",
            "This page redeems the code there, and has to be allowed to read the answer (CORS).",
        ),
        Check::UserInfo => both(
            "Le profil complet en vient. Sans lui, la session montre ce que dit l’ID Token.",
            "The whole profile comes from there. Without it a session shows what the ID Token says.",
        ),
        Check::Pkce => both(
            "Un code volé ne sert à rien sans le vérificateur que ce navigateur garde.",
            "A stolen code is worth nothing without the verifier that this browser keeps.",
        ),
        Check::Algorithms => both(
            "Un ID Token signé autrement que convenu est refusé.",
            "An ID Token that is signed in another way than agreed is refused.",
        ),
        Check::Csp => both(
            "Un script étranger dans la page peut tout ce que peut la personne : la politique l’empêche d’y entrer et \
             d’envoyer quoi que ce soit.",
            "A stranger’s script in the page can do whatever the person can: the policy keeps it out, and keeps it from \
             sending anything away.",
        ),
        Check::Headers => both(
            "Ils retirent aux autres sites ce que le navigateur leur laisserait sinon.",
            "They take from other sites what the browser would let them have otherwise.",
        ),
        Check::Caching => both(
            "Une ancienne page qui nomme des fichiers disparus reste blanche ; des fichiers gardés et compressés font \
             attendre moins.",
            "An old page that names files which are gone stays blank; files that are kept and compressed make nobody \
             wait.",
        ),
        Check::Clock => both(
            "Les jetons disent de quand à quand ils valent ; une horloge fausse les fait refuser.",
            "Tokens say from when to when they are good; a clock that is wrong has them refused.",
        ),
        Check::Crypto => both(
            "Les secrets de la connexion y sont tirés, et les signatures vérifiées.",
            "The secrets of a sign-in are drawn with it, and signatures verified.",
        ),
        Check::Storage => both(
            "Ce que l’onglet attend du fournisseur doit survivre au départ et au retour.",
            "What the tab expects of the provider has to outlive the way there and back.",
        ),
        Check::IndexedDb => both(
            "La clé qui lie les jetons à ce navigateur (DPoP) y est gardée.",
            "The key that binds tokens to this browser (DPoP) is kept there.",
        ),
        Check::WebLocks => both(
            "Un seul onglet à la fois prolonge la session : un jeton de renouvellement ne sert qu’une fois.",
            "One tab at a time renews the session: a refresh token works once.",
        ),
        Check::BroadcastChannel => both(
            "Les onglets s’y disent qui est connecté, et se déconnectent ensemble.",
            "Tabs tell one another who is signed in, and sign out together.",
        ),
        Check::PopUps => both(
            "La connexion dans une fenêtre laisse la page comme elle est.",
            "A sign-in in a window leaves the page as it is.",
        ),
    }
}

/// How serious it is, in a word.
pub fn verdict(verdict: Verdict) -> Sentence {
    match verdict {
        Verdict::Wrong => both("À corriger", "To mend"),
        Verdict::Warning => both("À améliorer", "To improve"),
        Verdict::Unknown => both("Inconnu d’ici", "Unknown here"),
        Verdict::Good => both("Bon", "Good"),
    }
}

/// The sentence with its particulars in it.
pub fn sentence(found: &Found, language: Language) -> String {
    self::found(found.kind).with(language, &found.value)
}

/// Whether something has to be mended, in a sentence that says how much; `_` stands for the numbers.
pub fn summary(findings: &[Finding], language: Language) -> String {
    let count = |verdict| findings.iter().filter(|finding| finding.verdict == verdict).count() as i64;
    let (wrong, warnings) = (count(Verdict::Wrong), count(Verdict::Warning));
    let of = |sentence: Sentence, number| sentence.with(language, &crate::protocol::text::to_decimal(number));
    match (wrong, warnings) {
        (0, 0) => NOTHING_WRONG.within(language).to_owned(),
        (0, _) => of(ONLY_WARNINGS, warnings),
        (_, 0) => of(ONLY_WRONG, wrong),
        _ => [&of(WRONG, wrong), " ", &of(WARNINGS, warnings)].concat(),
    }
}

const NOTHING_WRONG: Sentence = both("Rien à corriger.", "Nothing to mend.");
const ONLY_WRONG: Sentence = both("À corriger : _.", "To mend: _.");
const ONLY_WARNINGS: Sentence = both("Rien à corriger. À améliorer : _.", "Nothing to mend. To improve: _.");
const WRONG: Sentence = both("À corriger : _.", "To mend: _.");
const WARNINGS: Sentence = both("À améliorer : _.", "To improve: _.");

/// The findings as text, for whoever is asked for help. `about` is the first line: which app, with what, and when. No
/// secret is involved: a client id is public.
pub fn report(about: &str, findings: &[Finding], language: Language) -> String {
    let mut text = [about, "\n", &summary(findings, language), "\n"].concat();
    for finding in findings {
        for found in &finding.found {
            let line =
                ["\n[", finding.verdict.name(), "] ", finding.check.id(), " (", found.kind.code(), "): "];
            text.extend(line);
            text.push_str(&sentence(found, language));
        }
        for sentence in mends(finding) {
            text.extend(["\n    ", sentence.within(language)]);
        }
    }
    text.push('\n');
    text
}

/// What to do about a finding, each thing once.
pub fn mends(finding: &Finding) -> Vec<Sentence> {
    let mut all: Vec<Sentence> = Vec::new();
    for sentence in finding.found.iter().filter_map(|found| mend(found.kind)) {
        if !all.contains(&sentence) {
            all.push(sentence);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Kind;

    #[test]
    fn says_how_to_mend_whatever_is_not_good() {
        for kind in Kind::ALL {
            assert_eq!(mend(*kind).is_some(), kind.verdict() != Verdict::Good, "{}", kind.code());
        }
    }

    /// What is meant literally would be filled in.
    #[test]
    fn leaves_one_blank_at_most_and_the_same_in_both_languages() {
        for kind in Kind::ALL {
            let [fr, en] = [found(*kind).fr, found(*kind).en].map(|text| text.matches('_').count());
            assert!(fr == en && en <= 1, "{}", kind.code());
        }
    }

    #[test]
    fn sets_french_punctuation_off_by_spaces_that_do_not_break() {
        let all = Check::ALL.into_iter().flat_map(|check| [title(check), why(check)]);
        let all = all.chain(Kind::ALL.iter().flat_map(|kind| [Some(found(*kind)), mend(*kind)]).flatten());

        for sentence in all {
            for mark in [" :", " ;", " !", " ?"] {
                assert!(!sentence.fr.contains(mark), "{}", sentence.fr);
                assert!(!sentence.en.contains(mark), "{}", sentence.en);
            }
        }
    }

    #[test]
    fn a_report_names_each_finding_and_how_to_mend_it() {
        let findings = [
            Finding::one(Check::Metadata, Found::new(Kind::MetadataIssuerDiffers, "https://login.example")),
            Finding::one(Check::Csp, Kind::CspStrict),
        ];

        let report = report("https://app.example/", &findings, Language::English);

        assert!(report.starts_with("https://app.example/\nTo mend: 1.\n\n"), "{report}");
        let line =
            "[wrong] metadata (metadata-issuer-differs): They name another issuer: https://login.example";
        assert!(report.contains(line), "{report}");
        assert!(report.contains("\n    Write issuer in the configuration"), "{report}");
        assert!(report.ends_with("[good] csp (csp-strict): In force, and strict.\n"), "{report}");
    }
}
