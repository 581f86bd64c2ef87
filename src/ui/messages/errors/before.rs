//! What goes wrong here: the settings, the browser, the network, a link, another tab.

use super::shared::*;
use super::{Sentence, Tone, Words, words};
use crate::configuration::ConfigurationError;
use crate::protocol::initiated_login::InitiatedLoginError;
use crate::protocol::transport::Silence;
use crate::session::{EnvironmentError, SessionError};

pub fn about_configuration(error: &ConfigurationError) -> &'static Words {
    match error {
        ConfigurationError::Missing => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : ses réglages manquent.",
                "It is nothing you did: its settings are missing."
            ],
            DETAILS
        ),
        ConfigurationError::Unreadable(_) => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : ses réglages sont là, mais illisibles.",
                "It is nothing you did: its settings are there, but cannot be read."
            ],
            DETAILS
        ),
        ConfigurationError::Field { .. } | ConfigurationError::Metadata(_) => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : l’un de ses réglages n’est pas valable.",
                "It is nothing you did: one of its settings is not valid."
            ],
            DETAILS
        ),
    }
}

pub fn about_environment(error: EnvironmentError) -> &'static Words {
    match error {
        EnvironmentError::InsecureContext => words!(
            Red,
            ["Cette adresse n’est pas protégée", "This address is not protected"],
            [
                "Elle doit commencer par https://. Sans cela, nous préférons ne pas vous connecter.",
                "It must start with https://. Until then we would rather not sign you in."
            ],
            ["Corrigez-la en haut de la fenêtre.", "Correct it at the top of the window."]
        ),
        EnvironmentError::StorageBlocked => words!(
            Amber,
            ["Ce navigateur ne nous laisse rien retenir", "This browser will not let us remember anything"],
            ["C’est fréquent en navigation privée.", "This is common in private windows."],
            ORDINARY_WINDOW
        ),
        EnvironmentError::KeyStorageBlocked => words!(
            Amber,
            ["Ce navigateur ne peut pas garder votre clé", "This browser cannot keep your key"],
            [
                "Elle protège votre session. C’est fréquent en navigation privée, ou quand le disque est plein.",
                "It protects your session. This is common in private windows, or when the disk is full."
            ],
            ORDINARY_WINDOW
        ),
        EnvironmentError::RestMissing => words!(
            Amber,
            ["Votre clé n’a pas pu être préparée", "Your key could not be made ready"],
            [
                "La partie de l’application qui la garde n’a pas pu être chargée.",
                "The part of the application that keeps it could not be loaded."
            ],
            ["Vérifiez le réseau, puis réessayez.", "Check the network, then try again."]
        ),
        EnvironmentError::CryptoUnavailable => words!(
            Amber,
            ["Ce navigateur est trop ancien", "This browser is too old"],
            ["Il ne sait pas vérifier une connexion.", "It cannot check a sign-in."],
            [
                "Ouvrez cette page dans Firefox, Chrome, Edge ou Safari à jour.",
                "Open this page in an up-to-date Firefox, Chrome, Edge or Safari."
            ]
        ),
    }
}

pub fn about_silence(silence: Silence) -> &'static Words {
    match silence {
        Silence::Offline => words!(
            Amber,
            OFFLINE,
            ["Sans réseau, la connexion ne peut pas aboutir.", "Without a network nobody can be signed in."],
            CABLE
        ),
        Silence::Timeout => words!(
            Amber,
            TOO_SLOW,
            ["C’est fréquent quand le réseau est chargé.", "This is common on a busy network."],
            WAIT
        ),
        Silence::CorsRefused => words!(
            Amber,
            ADDRESS_UNKNOWN,
            [
                "L’adresse de cette page n’est pas encore déclarée chez Lifen.",
                "The address of this page has not been declared to Lifen yet."
            ],
            DECLARE
        ),
        Silence::PolicyRefused => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : ses réglages ne la laissent pas joindre Lifen.",
                "It is nothing you did: its settings do not let it reach Lifen."
            ],
            DETAILS
        ),
        Silence::Unreachable => words!(
            Amber,
            UNREACHABLE,
            [
                "Le réseau ou le service est coupé, souvent pour un instant.",
                "The network or the service is down, often only for a moment."
            ],
            WAIT
        ),
    }
}

/// The link by which another site asked for a sign-in.
pub fn about_link(error: &InitiatedLoginError) -> &'static Words {
    match error {
        InitiatedLoginError::ParameterRepeated { .. } => words!(
            Amber,
            LINK_UNUSABLE,
            ["L’une de ses parties y figure deux fois.", "One of its parts is there twice."],
            FROM_HERE
        ),
        InitiatedLoginError::IssuerMissing => words!(
            Amber,
            LINK_UNUSABLE,
            ["Il ne dit pas où vous connecter.", "It does not say where to sign you in."],
            FROM_HERE
        ),
        InitiatedLoginError::IssuerMismatch { .. } => words!(
            Amber,
            LINK_UNUSABLE,
            ["Il mène ailleurs que chez Lifen.", "It leads elsewhere than to Lifen."],
            FROM_HERE
        ),
    }
}

pub fn about_session(error: SessionError) -> &'static Words {
    match error {
        SessionError::PersonChanged => words!(
            Red,
            ["Quelqu’un d’autre est connecté à Lifen", "Somebody else is signed in to Lifen"],
            [
                "Par prudence, nous n’avons pas repris votre session.",
                "To be safe we did not go on with your session."
            ],
            [
                "Reprenez la connexion : cette page s’ouvrira avec ce compte.",
                "Sign in again: this page will open with that account."
            ]
        ),
        SessionError::RedirectLoop => words!(
            Amber,
            ["Cette page tourne en rond", "This page is going round in circles"],
            [
                "Elle s’est rechargée plusieurs fois de suite, et nous l’avons arrêtée.",
                "It reloaded several times in a row, and we stopped it."
            ],
            AGAIN_OR_SUPPORT
        ),
        SessionError::PersonElsewhere => words!(
            Red,
            [
                "Quelqu’un d’autre s’est connecté dans un autre onglet",
                "Somebody else has signed in from another tab"
            ],
            ["Votre session s’est arrêtée ici.", "Your session has stopped here."],
            [
                "Cette page se rouvrira avec son compte ; pour le vôtre, déconnectez-vous d’abord dans l’autre onglet.",
                "This page will reopen with their account; for yours, first sign out in the other tab."
            ]
        ),
        SessionError::WorkspaceElsewhere => words!(
            Amber,
            ["Vous travaillez dans un autre espace", "You are working in another workspace"],
            ["Vous avez changé d’espace dans un autre onglet.", "You changed workspace in another tab."],
            [
                "Reprenez la connexion pour continuer ici avec celui-là.",
                "Sign in again to carry on here with that one."
            ]
        ),
    }
}
