//! What a person reads about each error: what happened, and what to do now.
//!
//! Written for somebody at six in the morning: short, concrete, without jargon. The `match` is complete, so an error
//! without words does not build.

use super::{Sentence, calls};
use crate::protocol::authorization::AuthorizationError;
use crate::protocol::id_token::IdTokenError;
use crate::protocol::jose::JwsError;
use crate::protocol::jwk::KeysError;
use crate::protocol::metadata::MetadataError;
use crate::protocol::pushed::PushedRequestError;
use crate::protocol::token::TokenError;
use crate::protocol::transport::{Silence, TransportError};
use crate::protocol::userinfo::UserInfoError;
use crate::session::{EnvironmentError, Error, Notice, SessionError};

/// A title and a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    pub title: Sentence,
    pub body: Sentence,
}

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to do.
    Amber,
    /// Something is lost, or unsafe.
    Red,
}

impl Words {
    pub fn about(error: &Error) -> Self {
        match error {
            Error::Configuration(_) => NOT_SET_UP,
            Error::Environment(EnvironmentError::InsecureContext) => NOT_PROTECTED,
            Error::Environment(EnvironmentError::StorageBlocked | EnvironmentError::KeyStorageBlocked) => {
                STORAGE_BLOCKED
            }
            Error::Environment(EnvironmentError::CryptoUnavailable) => TOO_OLD,
            Error::Transport(TransportError { silence, .. }) => match silence {
                Silence::Offline => OFFLINE,
                Silence::Timeout => TOO_SLOW,
                Silence::CorsRefused => ADDRESS_UNKNOWN,
                Silence::Unreachable => UNREACHABLE,
            },
            Error::Metadata(error) => about_metadata(error),
            Error::Keys(KeysError::HttpStatus { .. }) => PASSING_PROBLEM,
            Error::Keys(KeysError::Unreadable) => UNREADABLE,
            Error::PushedRequest(error) => about_pushed_request(error),
            Error::Authorization(error) => about_authorization(error),
            Error::Token(error) => about_token(error),
            Error::IdToken(error) => about_id_token(error),
            Error::UserInfo(UserInfoError::SubjectMismatch) => PROFILE_OF_ANOTHER,
            Error::UserInfo(
                UserInfoError::Jws(_) | UserInfoError::IssuerMismatch | UserInfoError::AudienceMismatch,
            ) => PROFILE_NOT_PROVEN,
            Error::UserInfo(_) => PROFILE_INCOMPLETE,
            Error::Api(error) => calls::about(error),
            Error::InitiatedLogin(_) => LINK_UNUSABLE,
            Error::Session(SessionError::PersonChanged) => PERSON_CHANGED,
            Error::Session(SessionError::RedirectLoop) => REDIRECT_LOOP,
            Error::Session(SessionError::PersonElsewhere) => PERSON_ELSEWHERE,
            Error::Session(SessionError::WorkspaceElsewhere) => WORKSPACE_ELSEWHERE,
        }
    }

    /// About what did not end the session: its silence is not the sign-in's.
    pub fn about_notice(notice: &Notice) -> Self {
        match notice {
            Notice::Profile(error) if matches!(**error, Error::UserInfo(_)) => Self::about(error),
            Notice::Profile(_) => PROFILE_INCOMPLETE,
            Notice::Renewal(error) => match **error {
                Error::Token(TokenError::Refused { .. } | TokenError::TypeUnsupported { .. }) => {
                    RENEWAL_REFUSED
                }
                _ => RENEWAL_WAITS,
            },
            Notice::Call(error) => Self::about(error),
        }
    }
}

impl Tone {
    pub fn of(error: &Error) -> Self {
        let words = Words::about(error);
        let red = [
            NOT_PROTECTED,
            NOT_PROVEN,
            FOR_ANOTHER,
            PERSON_CHANGED,
            PERSON_ELSEWHERE,
            PROFILE_OF_ANOTHER,
            PROFILE_NOT_PROVEN,
        ]
        .contains(&words);
        if red { Self::Red } else { Self::Amber }
    }
}

fn about_metadata(error: &MetadataError) -> Words {
    match error {
        MetadataError::HttpStatus { .. } => PASSING_PROBLEM,
        MetadataError::Unreadable => UNREADABLE,
        MetadataError::IssuerMismatch { .. } => NOT_PROVEN,
        MetadataError::WrongMember(_)
        | MetadataError::EndpointInvalid { .. }
        | MetadataError::PkceUnsupported => DISAGREEMENT,
    }
}

fn about_pushed_request(error: &PushedRequestError) -> Words {
    match error {
        PushedRequestError::Unavailable { .. } | PushedRequestError::HttpStatus { .. } => PASSING_PROBLEM,
        PushedRequestError::Unreadable | PushedRequestError::WrongMember(_) => UNREADABLE,
        PushedRequestError::Refused { .. }
        | PushedRequestError::EndpointMissing
        | PushedRequestError::UriMissing => DISAGREEMENT,
    }
}

fn about_authorization(error: &AuthorizationError) -> Words {
    match error {
        AuthorizationError::Denied { .. } => DENIED,
        AuthorizationError::Unavailable { .. } => PASSING_PROBLEM,
        AuthorizationError::InteractionRequired { .. } => ASKS_THE_PERSON,
        AuthorizationError::Refused { .. } => REFUSED,
        AuthorizationError::ParameterRepeated { .. }
        | AuthorizationError::ResponseIncomplete
        | AuthorizationError::StateMissing => LINK_INCOMPLETE,
        AuthorizationError::StateUnknown => STARTED_ELSEWHERE,
        AuthorizationError::StateReplayed => ALREADY_USED,
        AuthorizationError::Expired => NO_LONGER_VALID,
        AuthorizationError::IssuerMismatch { .. } | AuthorizationError::IssuerMissing => NOT_PROVEN,
    }
}

fn about_token(error: &TokenError) -> Words {
    match error {
        TokenError::GrantRefused { .. } => NO_LONGER_VALID,
        TokenError::Unavailable { .. } | TokenError::HttpStatus { .. } => PASSING_PROBLEM,
        TokenError::Unreadable | TokenError::WrongMember(_) => UNREADABLE,
        TokenError::Refused { .. }
        | TokenError::TypeUnsupported { .. }
        | TokenError::AccessTokenMissing
        | TokenError::IdTokenMissing => DISAGREEMENT,
    }
}

fn about_id_token(error: &IdTokenError) -> Words {
    match error {
        IdTokenError::Expired { .. }
        | IdTokenError::NotYetValid { .. }
        | IdTokenError::IssuedInTheFuture { .. }
        | IdTokenError::AuthenticationTooOld { clock_ahead: Some(_), .. } => CLOCK,
        IdTokenError::Jws(error) => match error {
            JwsError::KeyNotFound { .. } | JwsError::KeyAmbiguous => KEY_UNKNOWN,
            JwsError::Malformed | JwsError::TooLarge => PART_MISSING,
            JwsError::AlgorithmRefused { .. }
            | JwsError::CriticalHeader
            | JwsError::SignatureInvalid { .. } => NOT_PROVEN,
        },
        IdTokenError::ClaimMissing(_) | IdTokenError::SubjectInvalid => PART_MISSING,
        IdTokenError::IssuerMismatch { .. } => NOT_PROVEN,
        IdTokenError::AuthenticationTooOld { .. } | IdTokenError::AuthenticationContextMismatch { .. } => {
            NOT_FRESH_ENOUGH
        }
        IdTokenError::AudienceMismatch { .. }
        | IdTokenError::AuthorizedPartyMismatch { .. }
        | IdTokenError::NonceMismatch
        | IdTokenError::RenewalMismatch { .. }
        | IdTokenError::AccessTokenMismatch => FOR_ANOTHER,
    }
}

pub(super) const NOT_SET_UP: Words = Words {
    title: Sentence {
        fr: "Cette application n’est pas encore réglée",
        en: "This application is not set up yet",
    },
    body: Sentence {
        fr: "Ce n’est pas de votre fait, et il n’y a rien à faire de votre côté. Les détails diront à l’assistance quel réglage reprendre.",
        en: "It is nothing you did, and nothing you can mend. The details tell support which setting to look at.",
    },
};

const NOT_PROTECTED: Words = Words {
    title: Sentence { fr: "Cette adresse n’est pas protégée", en: "This address is not protected" },
    body: Sentence {
        fr: "Elle doit commencer par https://. Corrigez-la en haut de la fenêtre. Sans cela, nous préférons ne pas vous connecter.",
        en: "It must start with https://. Correct it at the top of the window. Until then we would rather not sign you in.",
    },
};

const STORAGE_BLOCKED: Words = Words {
    title: Sentence {
        fr: "Ce navigateur ne nous laisse rien retenir",
        en: "This browser will not let us remember anything",
    },
    body: Sentence {
        fr: "C’est fréquent en navigation privée. Ouvrez une fenêtre ordinaire, ou autorisez les cookies de ce site, puis réessayez.",
        en: "This is common in private windows. Open an ordinary one, or allow cookies for this site, then try again.",
    },
};

const TOO_OLD: Words = Words {
    title: Sentence { fr: "Ce navigateur est trop ancien", en: "This browser is too old" },
    body: Sentence {
        fr: "Il ne sait pas vérifier une connexion. Ouvrez cette page dans Firefox, Chrome, Edge ou Safari à jour.",
        en: "It cannot check a sign-in. Open this page in an up-to-date Firefox, Chrome, Edge or Safari.",
    },
};

pub(super) const OFFLINE: Words = Words {
    title: Sentence { fr: "Ce poste n’est plus connecté à Internet", en: "This computer is offline" },
    body: Sentence {
        fr: "Vérifiez le câble ou le Wi-Fi, puis réessayez.",
        en: "Check the cable or the Wi-Fi, then try again.",
    },
};

pub(super) const UNREACHABLE: Words = Words {
    title: Sentence { fr: "Lifen est injoignable", en: "Lifen cannot be reached" },
    body: Sentence {
        fr: "Le réseau ou le service est coupé, souvent pour un instant. Patientez une minute, puis réessayez.",
        en: "The network or the service is down, often only for a moment. Wait a minute, then try again.",
    },
};

pub(super) const TOO_SLOW: Words = Words {
    title: Sentence { fr: "Lifen met trop de temps à répondre", en: "Lifen is taking too long to answer" },
    body: Sentence {
        fr: "C’est fréquent quand le réseau est chargé. Patientez une minute, puis réessayez.",
        en: "This is common on a busy network. Wait a minute, then try again.",
    },
};

pub(super) const ADDRESS_UNKNOWN: Words = Words {
    title: Sentence { fr: "Lifen ne reconnaît pas cette adresse", en: "Lifen does not know this address" },
    body: Sentence {
        fr: "L’adresse de cette page n’est pas encore déclarée chez Lifen. Avec les détails, l’assistance peut la déclarer.",
        en: "The address of this page has not been declared to Lifen yet. With the details, support can do that.",
    },
};

pub(super) const PASSING_PROBLEM: Words = Words {
    title: Sentence { fr: "Lifen a un souci passager", en: "Lifen has a passing problem" },
    body: Sentence {
        fr: "Cela ne vient ni de vous ni de ce poste. Patientez une minute, puis réessayez.",
        en: "It is neither you nor this computer. Wait a minute, then try again.",
    },
};

const UNREADABLE: Words = Words {
    title: Sentence { fr: "La réponse de Lifen est illisible", en: "Lifen’s answer could not be read" },
    body: Sentence {
        fr: "C’est fréquent sur un Wi-Fi invité qui attend un mot de passe. Vérifiez le réseau, puis réessayez.",
        en: "This is common on a guest Wi-Fi that is waiting for a password. Check the network, then try again.",
    },
};

const DISAGREEMENT: Words = Words {
    title: Sentence {
        fr: "Lifen et cette application ne s’entendent pas",
        en: "Lifen and this application disagree",
    },
    body: Sentence {
        fr: "Un réglage est à revoir, et ce n’est pas à vous de le faire. Donnez les détails à l’assistance.",
        en: "A setting needs attention, and not from you. Give the details to support.",
    },
};

const DENIED: Words = Words {
    title: Sentence { fr: "La connexion n’a pas été autorisée", en: "The sign-in was not allowed" },
    body: Sentence {
        fr: "Vous avez peut-être choisi de ne pas continuer, ou ce compte n’a pas accès ici. Aucune information n’a été transmise.",
        en: "You may have chosen not to continue, or this account has no access here. Nothing was shared.",
    },
};

const REFUSED: Words = Words {
    title: Sentence { fr: "Lifen n’a pas pu vous connecter", en: "Lifen could not sign you in" },
    body: Sentence {
        fr: "Reprenez la connexion. Si cela se répète, donnez les détails à l’assistance.",
        en: "Please sign in again. If it keeps happening, give the details to support.",
    },
};

const ASKS_THE_PERSON: Words = Words {
    title: Sentence { fr: "Lifen a une question à vous poser", en: "Lifen has something to ask you" },
    body: Sentence {
        fr: "Il faut vous identifier, ou donner votre accord. Reprenez la connexion pour répondre.",
        en: "You need to identify yourself, or to agree to something. Please sign in again to answer.",
    },
};

const NOT_FRESH_ENOUGH: Words = Words {
    title: Sentence {
        fr: "Cette page demande de vous identifier à nouveau",
        en: "This page needs you to identify yourself again",
    },
    body: Sentence {
        fr: "Votre dernière identification est trop ancienne, ou d’une autre sorte que celle demandée ici. Reprenez la connexion.",
        en: "You last did so too long ago, or in another way than is asked for here. Please sign in again.",
    },
};

const LINK_INCOMPLETE: Words = Words {
    title: Sentence { fr: "Ce lien de retour est incomplet", en: "This return link is incomplete" },
    body: Sentence {
        fr: "Il a pu être coupé lors d’un copier-coller. Reprenez la connexion depuis le début.",
        en: "It may have been cut short when it was copied. Please sign in again from the start.",
    },
};

const STARTED_ELSEWHERE: Words = Words {
    title: Sentence { fr: "Cette connexion n’a pas commencé ici", en: "This sign-in did not start here" },
    body: Sentence {
        fr: "Elle vient peut-être d’un autre onglet, d’un autre navigateur ou d’un favori. Reprenez-la ici.",
        en: "It may come from another tab, another browser or a bookmark. Please sign in again here.",
    },
};

const ALREADY_USED: Words = Words {
    title: Sentence { fr: "Ce lien de connexion a déjà servi", en: "This sign-in link was already used" },
    body: Sentence {
        fr: "C’est fréquent après un retour en arrière ou une page rechargée. Reprenez la connexion.",
        en: "This is common after going back or reloading a page. Please sign in again.",
    },
};

const NO_LONGER_VALID: Words = Words {
    title: Sentence { fr: "Cette connexion n’est plus valable", en: "This sign-in is no longer valid" },
    body: Sentence {
        fr: "Elle ne sert qu’une fois et pendant quelques minutes. C’est fréquent après une interruption.",
        en: "It works only once and for a few minutes. This is common after an interruption.",
    },
};

const CLOCK: Words = Words {
    title: Sentence { fr: "L’heure de ce poste semble fausse", en: "This computer’s clock seems wrong" },
    body: Sentence {
        fr: "Lifen et ce poste n’ont pas la même heure. Vérifiez la date et l’heure, puis reprenez la connexion.",
        en: "Lifen and this computer do not agree on the time. Check date and time, then sign in again.",
    },
};

const KEY_UNKNOWN: Words = Words {
    title: Sentence {
        fr: "Nous n’avons pas pu vérifier la signature",
        en: "We could not check the signature",
    },
    body: Sentence {
        fr: "Lifen vient peut-être de changer de clé. Reprenez la connexion. Si cela se répète, prévenez l’assistance.",
        en: "Lifen may have just changed its key. Please sign in again. If it keeps happening, tell support.",
    },
};

const PART_MISSING: Words = Words {
    title: Sentence { fr: "Il manque une partie de la réponse", en: "Part of the answer is missing" },
    body: Sentence {
        fr: "Nous ne savons pas encore avec certitude qui vous êtes. Reprenez la connexion. Si cela se répète, prévenez l’assistance.",
        en: "We do not know for certain who you are yet. Please sign in again. If it keeps happening, tell support.",
    },
};

const NOT_PROVEN: Words = Words {
    title: Sentence {
        fr: "Rien ne prouve que cette réponse vient de Lifen",
        en: "Nothing proves that this answer is Lifen’s",
    },
    body: Sentence {
        fr: "Par prudence, nous l’avons écartée : personne n’est connecté. Si cela se répète, arrêtez-vous et prévenez l’assistance.",
        en: "To be safe we discarded it: nobody is signed in. If it happens again, stop and tell support.",
    },
};

const FOR_ANOTHER: Words = Words {
    title: Sentence {
        fr: "Cette réponse ne vous était pas destinée",
        en: "This answer was not meant for you",
    },
    body: Sentence {
        fr: "Elle répond à une autre demande. Par prudence, nous l’avons écartée. Si cela se répète, arrêtez-vous et prévenez l’assistance.",
        en: "It answers another request. To be safe we discarded it. If it happens again, stop and tell support.",
    },
};

const PERSON_CHANGED: Words = Words {
    title: Sentence {
        fr: "Quelqu’un d’autre est connecté à Lifen",
        en: "Somebody else is signed in to Lifen",
    },
    body: Sentence {
        fr: "Par prudence, nous n’avons pas repris votre session. Reprenez la connexion : cette page s’ouvrira avec ce compte.",
        en: "To be safe we did not go on with your session. Sign in again: this page will open with that account.",
    },
};

const REDIRECT_LOOP: Words = Words {
    title: Sentence { fr: "Cette page tourne en rond", en: "This page is going round in circles" },
    body: Sentence {
        fr: "Elle s’est rechargée plusieurs fois de suite, et nous l’avons arrêtée. Reprenez la connexion. Si cela se répète, prévenez l’assistance.",
        en: "It reloaded several times in a row, and we stopped it. Please sign in again. If it keeps happening, tell support.",
    },
};

const LINK_UNUSABLE: Words = Words {
    title: Sentence { fr: "Ce lien de connexion n’est pas valable", en: "This sign-in link does not work" },
    body: Sentence {
        fr: "Il est incomplet, ou mène ailleurs que chez Lifen. Vous pouvez vous connecter d’ici.",
        en: "It is incomplete, or leads elsewhere than to Lifen. You can sign in from here.",
    },
};

const PERSON_ELSEWHERE: Words = Words {
    title: Sentence {
        fr: "Quelqu’un d’autre s’est connecté dans un autre onglet",
        en: "Somebody else has signed in from another tab",
    },
    body: Sentence {
        fr: "Votre session s’est arrêtée ici. Cette page se rouvrira avec son compte ; pour le vôtre, déconnectez-vous d’abord dans l’autre onglet.",
        en: "Your session has stopped here. This page will reopen with their account; for yours, first sign out in the other tab.",
    },
};

const WORKSPACE_ELSEWHERE: Words = Words {
    title: Sentence {
        fr: "Vous travaillez dans un autre espace",
        en: "You are working in another workspace",
    },
    body: Sentence {
        fr: "Vous avez changé d’espace dans un autre onglet. Reprenez la connexion pour continuer ici avec celui-là.",
        en: "You changed workspace in another tab. Sign in again to carry on here with that one.",
    },
};

const RENEWAL_WAITS: Words = Words {
    title: Sentence { fr: "Lifen ne répond pas pour le moment", en: "Lifen does not answer at the moment" },
    body: Sentence {
        fr: "Votre session reste ouverte. Nous la prolongerons dès que Lifen répondra ; rien n’est perdu.",
        en: "Your session stays open. We will extend it as soon as Lifen answers; nothing is lost.",
    },
};

const RENEWAL_REFUSED: Words = Words {
    title: Sentence {
        fr: "Votre session ne peut pas être prolongée", en: "Your session cannot be extended"
    },
    body: Sentence {
        fr: "Elle reste ouverte jusqu’à l’heure indiquée. Un réglage est à revoir : prévenez l’assistance.",
        en: "It stays open until the time that is shown. A setting needs attention: please tell support.",
    },
};

const PROFILE_INCOMPLETE: Words = Words {
    title: Sentence { fr: "Votre profil est incomplet", en: "Your profile is incomplete" },
    body: Sentence {
        fr: "Lifen n’a pas tout envoyé. Votre session reste ouverte et vous pouvez continuer.",
        en: "Lifen did not send all of it. Your session stays open and you can carry on.",
    },
};

const PROFILE_NOT_PROVEN: Words = Words {
    title: Sentence {
        fr: "Rien ne prouve que ce profil vient de Lifen",
        en: "Nothing proves that this profile is Lifen’s",
    },
    body: Sentence {
        fr: "Nous l’avons écarté sans rien en garder. Votre session reste ouverte. Si cela se répète, prévenez l’assistance.",
        en: "We discarded it and kept nothing of it. Your session stays open. If it happens again, tell support.",
    },
};

const PROFILE_OF_ANOTHER: Words = Words {
    title: Sentence {
        fr: "Un profil reçu n’était pas le vôtre", en: "A profile we received was not yours"
    },
    body: Sentence {
        fr: "Nous l’avons écarté sans rien en garder. Votre session reste ouverte. Prévenez l’assistance.",
        en: "We discarded it and kept nothing of it. Your session stays open. Please tell support.",
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Words; 34] = [
        NOT_SET_UP,
        NOT_PROTECTED,
        STORAGE_BLOCKED,
        TOO_OLD,
        OFFLINE,
        UNREACHABLE,
        TOO_SLOW,
        ADDRESS_UNKNOWN,
        PASSING_PROBLEM,
        UNREADABLE,
        DISAGREEMENT,
        DENIED,
        REFUSED,
        ASKS_THE_PERSON,
        NOT_FRESH_ENOUGH,
        LINK_INCOMPLETE,
        STARTED_ELSEWHERE,
        ALREADY_USED,
        NO_LONGER_VALID,
        CLOCK,
        KEY_UNKNOWN,
        PART_MISSING,
        NOT_PROVEN,
        FOR_ANOTHER,
        PERSON_CHANGED,
        REDIRECT_LOOP,
        LINK_UNUSABLE,
        PERSON_ELSEWHERE,
        WORKSPACE_ELSEWHERE,
        RENEWAL_WAITS,
        RENEWAL_REFUSED,
        PROFILE_INCOMPLETE,
        PROFILE_NOT_PROVEN,
        PROFILE_OF_ANOTHER,
    ];

    #[test]
    fn says_something_short_in_both_languages() {
        for sentence in ALL.iter().chain(&calls::ALL).flat_map(|words| [words.title, words.body]) {
            for text in [sentence.fr, sentence.en] {
                assert!((10..=160).contains(&text.chars().count()), "{text}");
            }
            assert_ne!(sentence.fr, sentence.en);
        }
    }

    #[test]
    fn sets_french_punctuation_apart_with_a_space_that_does_not_break() {
        for french in ALL.iter().chain(&calls::ALL).flat_map(|words| [words.title.fr, words.body.fr]) {
            for mark in [" :", " ;", " ?", " !", "'"] {
                assert!(!french.contains(mark), "{french}");
            }
        }
    }
}
