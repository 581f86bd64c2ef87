//! What a person reads about a call to Lifen that brought nothing.

use super::Sentence;
use super::errors::{ADDRESS_UNKNOWN, NOT_SET_UP, OFFLINE, PASSING_PROBLEM, TOO_SLOW, UNREACHABLE, Words};
use crate::protocol::api::ApiError;
use crate::protocol::transport::Silence;

pub(super) fn about(error: &ApiError) -> Words {
    match error {
        ApiError::OriginNotAllowed { .. } | ApiError::AddressInvalid => NOT_SET_UP,
        ApiError::SignedOut | ApiError::Unauthorized { .. } => SESSION_NOT_TAKEN,
        ApiError::ScopeMissing { scope: Some(_), .. } => ACCESS_TO_ASK_FOR,
        ApiError::ScopeMissing { scope: None, .. } => NO_ACCESS,
        ApiError::ScopeDenied { .. } => ACCESS_NOT_GIVEN,
        ApiError::HttpStatus { status, .. } | ApiError::Outcome { status, .. } => match status {
            403 => NO_ACCESS,
            404 | 410 => NOT_THERE,
            _ => CALL_REFUSED,
        },
        ApiError::Unreadable => ANSWER_UNREADABLE,
        ApiError::Unwritable => CALL_REFUSED,
        ApiError::AuthenticationInsufficient { .. } => NOT_ENOUGH,
        ApiError::AuthenticationDenied => NOT_IDENTIFIED,
        ApiError::NotRepeated => DO_IT_AGAIN,
        ApiError::RateLimited { .. } => TOO_MANY,
        ApiError::Unavailable { .. } => PASSING_PROBLEM,
        ApiError::Silent(Silence::Offline) => OFFLINE,
        ApiError::Silent(Silence::Timeout) => TOO_SLOW,
        ApiError::Silent(Silence::CorsRefused) => ADDRESS_UNKNOWN,
        ApiError::Silent(Silence::Unreachable) => UNREACHABLE,
    }
}

const SESSION_NOT_TAKEN: Words = Words {
    title: Sentence {
        fr: "Lifen ne reconnaît plus votre session", en: "Lifen no longer takes your session"
    },
    body: Sentence {
        fr: "Elle a pu prendre fin ailleurs. Reprenez la connexion pour continuer.",
        en: "It may have ended somewhere else. Please sign in again to go on.",
    },
};

const NO_ACCESS: Words = Words {
    title: Sentence {
        fr: "Ce compte n’a pas accès à ce document", en: "This account has no access to this"
    },
    body: Sentence {
        fr: "Votre session reste ouverte. Si vous devriez y avoir accès, donnez les détails à l’assistance.",
        en: "Your session stays open. If you should have access, give the details to support.",
    },
};

const ACCESS_TO_ASK_FOR: Words = Words {
    title: Sentence {
        fr: "Cette application n’a pas encore cet accès",
        en: "This application does not have this access yet",
    },
    body: Sentence {
        fr: "Vous pouvez le lui donner : Lifen vous posera la question. Votre session reste ouverte.",
        en: "You can give it: Lifen will ask you. Your session stays open.",
    },
};

const ACCESS_NOT_GIVEN: Words = Words {
    title: Sentence { fr: "L’accès demandé n’a pas été donné", en: "The access was not given" },
    body: Sentence {
        fr: "Vous l’avez refusé, ou Lifen ne l’accorde pas. Rien d’autre n’a changé dans votre session.",
        en: "You declined it, or Lifen does not grant it. Nothing else about your session has changed.",
    },
};

const ANSWER_UNREADABLE: Words = Words {
    title: Sentence { fr: "La réponse de Lifen est illisible", en: "Lifen’s answer could not be read" },
    body: Sentence {
        fr: "Votre session reste ouverte. Si cela se répète, donnez les détails à l’assistance.",
        en: "Your session stays open. If it keeps happening, give the details to support.",
    },
};

const NOT_THERE: Words = Words {
    title: Sentence { fr: "Lifen n’a pas trouvé ce document", en: "Lifen has not found this" },
    body: Sentence {
        fr: "Il a pu être retiré, ou son adresse coupée en chemin. Votre session reste ouverte.",
        en: "It may have been removed, or its address cut short. Your session stays open.",
    },
};

const CALL_REFUSED: Words = Words {
    title: Sentence { fr: "Lifen n’a pas accepté cette demande", en: "Lifen did not accept this request" },
    body: Sentence {
        fr: "Votre session reste ouverte. Si cela se répète, donnez les détails à l’assistance.",
        en: "Your session stays open. If it keeps happening, give the details to support.",
    },
};

const NOT_ENOUGH: Words = Words {
    title: Sentence {
        fr: "Cette identification ne suffit pas ici",
        en: "This way of signing in is not enough here",
    },
    body: Sentence {
        fr: "Vous venez de vous identifier, et Lifen le demande encore. Ce n’est pas de votre fait : prévenez l’assistance.",
        en: "You have just identified yourself, and Lifen asks again. It is nothing you did: tell support.",
    },
};

const NOT_IDENTIFIED: Words = Words {
    title: Sentence {
        fr: "Il faut vous identifier pour ouvrir ceci",
        en: "You need to identify yourself to open this",
    },
    body: Sentence {
        fr: "Vous ne l’avez pas fait, ou Lifen ne l’a pas accepté. Rien d’autre n’a changé.",
        en: "You did not, or Lifen did not accept it. Nothing else has changed.",
    },
};

const DO_IT_AGAIN: Words = Words {
    title: Sentence { fr: "Veuillez recommencer", en: "Please do this again" },
    body: Sentence {
        fr: "Lifen a d’abord voulu que vous vous identifiiez, et n’a rien enregistré. Vous pouvez recommencer maintenant.",
        en: "Lifen first wanted you to identify yourself, and saved nothing. You can do it again now.",
    },
};

const TOO_MANY: Words = Words {
    title: Sentence { fr: "Trop de demandes à la fois", en: "Too many requests at once" },
    body: Sentence { fr: "Patientez un instant, puis réessayez.", en: "Wait a moment, then try again." },
};

#[cfg(test)]
pub(super) const ALL: [Words; 11] = [
    SESSION_NOT_TAKEN,
    NO_ACCESS,
    ACCESS_TO_ASK_FOR,
    ACCESS_NOT_GIVEN,
    ANSWER_UNREADABLE,
    NOT_THERE,
    CALL_REFUSED,
    NOT_ENOUGH,
    NOT_IDENTIFIED,
    DO_IT_AGAIN,
    TOO_MANY,
];
