//! What is said about an account that could not be opened, kept or deleted.

use super::{Sentence, Tone, Words, words};
use crate::lifen::account::AccountError;
use crate::protocol::transport::Silence;

const fn both(fr: &'static str, en: &'static str) -> Sentence {
    Sentence { fr, en }
}

const NOT_KEPT: Sentence =
    both("Ce navigateur ne garde pas votre compte", "This browser does not keep your account");
const NOT_COMING: Sentence = both("Votre compte n’est pas disponible", "Your account is not available");
const NOT_YOURS_TO_MEND: Sentence = both(
    "Votre session reste ouverte. Donnez les détails à l’assistance.",
    "Your session stays open. Please give the details to support.",
);
const LATER: Sentence = both(
    "Votre session reste ouverte, et rien n’est perdu : réessayez dans un instant.",
    "Your session stays open, and nothing is lost: try again in a moment.",
);
const OR_WITHOUT: Sentence = both(
    "Réglez-le et rechargez la page, ou continuez sans compte.",
    "Change that and load the page again, or go on without an account.",
);

pub fn about(error: &AccountError) -> &'static Words {
    match error {
        AccountError::UserIdMissing => words!(
            Amber,
            ["Lifen n’a pas dit quel compte est le vôtre", "Lifen did not say which account is yours"],
            ["Il manque votre identifiant Lifen.", "Your Lifen user ID is missing."],
            NOT_YOURS_TO_MEND
        ),
        AccountError::RestMissing => words!(
            Amber,
            NOT_COMING,
            [
                "La partie de l’application qui l’ouvre n’a pas pu être chargée.",
                "The part of the application that opens it could not be loaded."
            ],
            LATER
        ),
        AccountError::StorageBlocked => words!(
            Amber,
            NOT_KEPT,
            [
                "Une fenêtre privée, ou un réglage, l’en empêche.",
                "A private window, or a setting, prevents it."
            ],
            OR_WITHOUT
        ),
        AccountError::StorageFull => words!(
            Amber,
            NOT_KEPT,
            ["Il n’a plus de place pour ce site.", "It has no room left for this site."],
            [
                "Libérez de la place et réessayez, ou continuez sans compte.",
                "Free some space and try again, or go on without an account."
            ]
        ),
        AccountError::StorageBusy => words!(
            Amber,
            ["Votre compte est occupé ailleurs", "Your account is busy elsewhere"],
            [
                "Un autre onglet de cette application le retient.",
                "Another tab of this application is holding it."
            ],
            ["Fermez les autres onglets, puis réessayez.", "Close the other tabs, then try again."]
        ),
        AccountError::StorageNewer => words!(
            Amber,
            ["Cette page n’est plus à jour", "This page is out of date"],
            ["Un autre onglet utilise une version plus récente.", "Another tab uses a newer version."],
            ["Rechargez la page pour retrouver votre compte.", "Load the page again to find your account."]
        ),
        AccountError::Unreadable => words!(
            Amber,
            ["Votre compte est illisible", "Your account cannot be read"],
            [
                "Ce qui se trouve à sa place n’est pas un compte ; rien n’a été changé.",
                "What is in its place is no account; nothing was changed."
            ],
            NOT_YOURS_TO_MEND
        ),
        AccountError::OfAnother => words!(
            Red,
            ["Le compte reçu n’était pas le vôtre", "The account we received was not yours"],
            ["Nous l’avons écarté sans rien en montrer.", "We discarded it and showed nothing of it."],
            NOT_YOURS_TO_MEND
        ),
        AccountError::Refused => words!(
            Amber,
            ["L’inscription ne vous est pas ouverte", "You cannot sign up here"],
            [
                "L’équipe qui gère cette application doit d’abord vous y autoriser.",
                "The team that runs this application has to let you in first."
            ],
            NOT_YOURS_TO_MEND
        ),
        AccountError::RateLimited => words!(
            Amber,
            NOT_COMING,
            [
                "Il a été demandé trop souvent ces dernières minutes.",
                "It was asked for too often in the last few minutes."
            ],
            LATER
        ),
        AccountError::Unavailable { .. } => words!(
            Amber,
            NOT_COMING,
            ["L’annuaire des comptes a un souci passager.", "The account directory has a passing problem."],
            LATER
        ),
        AccountError::HttpStatus { .. } => words!(
            Amber,
            NOT_COMING,
            [
                "L’annuaire des comptes n’a pas compris la demande ; ce n’est pas de votre fait.",
                "The account directory did not understand the request; it is nothing you did."
            ],
            NOT_YOURS_TO_MEND
        ),
        AccountError::Silent(silence) => about_silence(*silence),
    }
}

fn about_silence(silence: Silence) -> &'static Words {
    match silence {
        Silence::Offline => words!(
            Amber,
            NOT_COMING,
            ["Ce poste n’est plus connecté à Internet.", "This computer is offline."],
            LATER
        ),
        Silence::Timeout => words!(
            Amber,
            NOT_COMING,
            [
                "L’annuaire des comptes n’a pas répondu à temps.",
                "The account directory did not answer in time."
            ],
            LATER
        ),
        Silence::CorsRefused => words!(
            Amber,
            NOT_COMING,
            [
                "L’annuaire des comptes répond, mais n’autorise pas cette adresse à le lire.",
                "The account directory answers, but does not let this address read it."
            ],
            NOT_YOURS_TO_MEND
        ),
        Silence::PolicyRefused => words!(
            Amber,
            NOT_COMING,
            [
                "Les réglages de cette page ne la laissent pas demander l’annuaire des comptes.",
                "The settings of this page do not let it ask the account directory."
            ],
            NOT_YOURS_TO_MEND
        ),
        Silence::Unreachable => words!(
            Amber,
            NOT_COMING,
            ["L’annuaire des comptes est injoignable.", "The account directory cannot be reached."],
            LATER
        ),
    }
}
