//! What does not end a session: a profile that is not used, a renewal that waits.

use super::shared::*;
use super::{Sentence, Tone, Words, words};
use crate::protocol::userinfo::UserInfoError;

pub fn about(error: &UserInfoError) -> &'static Words {
    match error {
        UserInfoError::Unauthorized => words!(
            Amber,
            PROFILE_INCOMPLETE,
            ["Lifen ne l’ouvre pas à cette session.", "Lifen does not open it to this session."],
            CARRY_ON
        ),
        UserInfoError::Forbidden => words!(
            Amber,
            PROFILE_INCOMPLETE,
            ["Cette application n’a pas le droit de le lire.", "This application may not read it."],
            CARRY_ON
        ),
        UserInfoError::RateLimited => words!(
            Amber,
            PROFILE_INCOMPLETE,
            [
                "Il a été demandé trop souvent ces dernières minutes.",
                "It was asked for too often in the last few minutes."
            ],
            CARRY_ON
        ),
        UserInfoError::HttpStatus { .. } => words!(
            Amber,
            PROFILE_INCOMPLETE,
            ["Lifen n’a pas pu tout envoyer.", "Lifen could not send all of it."],
            CARRY_ON
        ),
        UserInfoError::Unreadable => words!(
            Amber,
            PROFILE_INCOMPLETE,
            ["Ce que Lifen en a envoyé est illisible.", "What Lifen sent of it cannot be read."],
            CARRY_ON
        ),
        UserInfoError::NotCurrent => words!(
            Amber,
            PROFILE_INCOMPLETE,
            [
                "Celui que Lifen a envoyé ne vaut pas à l’heure de ce poste.",
                "The one that Lifen sent does not count by this computer’s clock."
            ],
            CARRY_ON
        ),
        UserInfoError::Jws(_) => words!(
            Red,
            PROFILE_NOT_PROVEN,
            ["Nous n’avons pas pu vérifier sa signature.", "We could not check its signature."],
            PROFILE_DROPPED
        ),
        UserInfoError::IssuerMismatch => words!(
            Red,
            PROFILE_NOT_PROVEN,
            ["Il vient d’un autre service.", "It comes from another service."],
            PROFILE_DROPPED
        ),
        UserInfoError::AudienceMismatch => words!(
            Red,
            PROFILE_NOT_PROVEN,
            ["Il est fait pour une autre application.", "It was made for another application."],
            PROFILE_DROPPED
        ),
        UserInfoError::SubjectMismatch => words!(
            Red,
            ["Un profil reçu n’était pas le vôtre", "A profile we received was not yours"],
            ["Il porte le numéro d’un autre compte.", "It bears another account’s number."],
            PROFILE_DROPPED
        ),
    }
}

/// The profile, where nobody got to answer for it.
pub const NOT_ASKED: &Words = words!(
    Amber,
    PROFILE_INCOMPLETE,
    ["Lifen n’a pas tout envoyé.", "Lifen did not send all of it."],
    CARRY_ON
);

pub const RENEWAL_WAITS: &Words = words!(
    Amber,
    ["Lifen ne répond pas pour le moment", "Lifen does not answer at the moment"],
    ["Votre session reste ouverte.", "Your session stays open."],
    [
        "Nous la prolongerons dès que Lifen répondra ; rien n’est perdu.",
        "We will extend it as soon as Lifen answers; nothing is lost."
    ]
);

pub const RENEWAL_REFUSED: &Words = words!(
    Amber,
    ["Votre session ne peut pas être prolongée", "Your session cannot be extended"],
    ["Elle reste ouverte jusqu’à l’heure indiquée.", "It stays open until the time that is shown."],
    ["Un réglage est à revoir : prévenez l’assistance.", "A setting needs attention: please tell support."]
);
