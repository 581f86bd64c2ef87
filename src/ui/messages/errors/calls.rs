//! What a person reads about a call to Lifen that brought nothing.

use super::shared::*;
use super::{Sentence, Tone, Words, words};
use crate::protocol::api::ApiError;
use crate::protocol::transport::Silence;

pub fn about(error: &ApiError) -> &'static Words {
    match error {
        ApiError::OriginNotAllowed { .. } => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : il manque à ses réglages l’adresse de ce document.",
                "It is nothing you did: its settings lack the address of this."
            ],
            DETAILS
        ),
        ApiError::AddressInvalid => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : l’adresse de ce document n’est pas valable.",
                "It is nothing you did: the address of this is not valid."
            ],
            DETAILS
        ),
        ApiError::SignedOut => words!(
            Amber,
            ["Votre session n’est plus ouverte", "Your session is no longer open"],
            ["Elle s’est fermée avant cette demande.", "It ended before this request."],
            TO_GO_ON
        ),
        ApiError::Unauthorized { .. } => words!(
            Amber,
            ["Lifen ne reconnaît plus votre session", "Lifen no longer takes your session"],
            ["Elle a pu prendre fin ailleurs.", "It may have ended somewhere else."],
            TO_GO_ON
        ),
        ApiError::ScopeMissing { scope: Some(_), .. } => words!(
            Amber,
            ["Cette application n’a pas encore cet accès", "This application does not have this access yet"],
            [
                "Vous pouvez le lui donner : Lifen vous posera la question.",
                "You can give it: Lifen will ask you."
            ],
            ["Votre session reste ouverte.", "Your session stays open."]
        ),
        ApiError::ScopeDenied { .. } => words!(
            Amber,
            ["L’accès demandé n’a pas été donné", "The access was not given"],
            [
                "Vous l’avez refusé, ou Lifen ne l’accorde pas.",
                "You declined it, or Lifen does not grant it."
            ],
            ["Rien d’autre n’a changé.", "Nothing else has changed."]
        ),
        ApiError::ScopeMissing { scope: None, .. } => words!(
            Amber,
            NO_ACCESS,
            [
                "L’accord donné à cette application ne va pas jusque-là.",
                "What was agreed for this application does not go that far."
            ],
            IF_YOU_SHOULD
        ),
        ApiError::Outcome { status: 403, .. } => words!(
            Amber,
            NO_ACCESS,
            ["Lifen dit pourquoi dans sa réponse.", "Lifen says why in its answer."],
            IF_YOU_SHOULD
        ),
        ApiError::Outcome { .. } => words!(
            Amber,
            ["Lifen n’a pas accepté cette demande", "Lifen did not accept this request"],
            ["Il dit pourquoi dans sa réponse.", "It says why in its answer."],
            STAYS_OR_SUPPORT
        ),
        ApiError::Unreadable => words!(
            Amber,
            ["La réponse de Lifen est illisible", "Lifen’s answer could not be read"],
            ["Ce n’est pas ce qui était attendu.", "It is not what was expected."],
            STAYS_OR_SUPPORT
        ),
        ApiError::Unwritable => words!(
            Amber,
            ["Cette demande n’a pas pu être préparée", "This request could not be made ready"],
            ["Rien n’a été envoyé à Lifen.", "Nothing was sent to Lifen."],
            STAYS_OR_SUPPORT
        ),
        ApiError::HttpStatus { status: 403, .. } => words!(
            Amber,
            NO_ACCESS,
            ["Lifen ne l’ouvre pas à ce compte.", "Lifen does not open it to this account."],
            IF_YOU_SHOULD
        ),
        ApiError::HttpStatus { status: 404 | 410, .. } => words!(
            Amber,
            ["Lifen n’a pas trouvé ce document", "Lifen has not found this"],
            [
                "Il a pu être retiré, ou son adresse coupée en chemin.",
                "It may have been removed, or its address cut short."
            ],
            CARRY_ON
        ),
        ApiError::HttpStatus { .. } => words!(
            Amber,
            ["Lifen n’a pas accepté cette demande", "Lifen did not accept this request"],
            ["Telle quelle, il ne peut pas y répondre.", "It cannot answer it as it is."],
            STAYS_OR_SUPPORT
        ),
        ApiError::AuthenticationInsufficient { .. } => words!(
            Amber,
            ["Cette identification ne suffit pas ici", "This way of signing in is not enough here"],
            [
                "Vous venez de vous identifier, et Lifen le demande encore.",
                "You have just identified yourself, and Lifen asks again."
            ],
            ["Ce n’est pas de votre fait : prévenez l’assistance.", "It is nothing you did: tell support."]
        ),
        ApiError::AuthenticationDenied => words!(
            Amber,
            ["Il faut vous identifier pour ouvrir ceci", "You need to identify yourself to open this"],
            [
                "Vous ne l’avez pas fait, ou Lifen ne l’a pas accepté.",
                "You did not, or Lifen did not accept it."
            ],
            ["Rien d’autre n’a changé.", "Nothing else has changed."]
        ),
        ApiError::NotRepeated => words!(
            Amber,
            ["Veuillez recommencer", "Please do this again"],
            [
                "Lifen a d’abord voulu que vous vous identifiiez, et n’a rien enregistré.",
                "Lifen first wanted you to identify yourself, and saved nothing."
            ],
            ["Vous pouvez recommencer maintenant.", "You can do it again now."]
        ),
        ApiError::RateLimited { .. } => words!(
            Amber,
            ["Trop de demandes à la fois", "Too many requests at once"],
            ["Lifen n’en prend que quelques-unes par seconde.", "Lifen takes only a few a second."],
            ["Patientez un instant, puis réessayez.", "Wait a moment, then try again."]
        ),
        ApiError::Unavailable { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Cela ne vient ni de vous ni de ce poste, et votre session reste ouverte.",
                "It is neither you nor this computer, and your session stays open."
            ],
            WAIT
        ),
        ApiError::Silent(Silence::Offline) => {
            words!(Amber, OFFLINE, ["Votre session reste ouverte.", "Your session stays open."], CABLE)
        }
        ApiError::Silent(Silence::Timeout) => {
            words!(Amber, TOO_SLOW, ["Votre session reste ouverte.", "Your session stays open."], WAIT)
        }
        ApiError::Silent(Silence::CorsRefused) => words!(
            Amber,
            ADDRESS_UNKNOWN,
            [
                "Ses documents ne sont pas encore ouverts à l’adresse de cette page.",
                "What you asked for is not yet open to the address of this page."
            ],
            DECLARE
        ),
        ApiError::Silent(Silence::PolicyRefused) => words!(
            Amber,
            NOT_SET_UP,
            [
                "Ce n’est pas de votre fait : ses réglages ne la laissent pas demander ce document.",
                "It is nothing you did: its settings do not let it ask for this."
            ],
            DETAILS
        ),
        ApiError::Silent(Silence::Unreachable) => words!(
            Amber,
            UNREACHABLE,
            [
                "Votre session reste ouverte, et rien de ce que vous avez fait n’est perdu.",
                "Your session stays open, and nothing of what you did is lost."
            ],
            WAIT
        ),
    }
}
