//! What is wrong with the proof of who somebody is: one text a check.

use super::shared::*;
use super::{Sentence, Tone, Words, words};
use crate::protocol::id_token::IdTokenError;
use crate::protocol::jose::JwsError;

pub fn about(error: &IdTokenError) -> &'static Words {
    match error {
        IdTokenError::Jws(error) => about_signature(error),
        IdTokenError::IssuerMismatch { .. } => words!(
            Red,
            NOT_PROVEN,
            ["Elle est signée au nom d’un autre service.", "It is signed in another service’s name."],
            STOP
        ),
        IdTokenError::AudienceMismatch { .. } => words!(
            Red,
            FOR_ANOTHER,
            ["Elle est faite pour une autre application.", "It was made for another application."],
            STOP
        ),
        IdTokenError::AuthorizedPartyMismatch { .. } => words!(
            Red,
            FOR_ANOTHER,
            [
                "C’est une autre application qui l’a demandée.",
                "It was another application that asked for it."
            ],
            STOP
        ),
        IdTokenError::SubjectInvalid => words!(
            Amber,
            PART_MISSING,
            ["Le numéro de votre compte n’est pas valable.", "Your account’s number is not valid."],
            AGAIN_OR_SUPPORT
        ),
        IdTokenError::ClaimMissing(_) => words!(
            Amber,
            PART_MISSING,
            [
                "Nous ne savons pas encore avec certitude qui vous êtes.",
                "We do not know for certain who you are yet."
            ],
            AGAIN_OR_SUPPORT
        ),
        IdTokenError::Expired { .. } => words!(
            Amber,
            CLOCK,
            [
                "À la lire, la réponse de Lifen est déjà périmée.",
                "By it, Lifen’s answer has already run out."
            ],
            SET_THE_CLOCK
        ),
        IdTokenError::NotYetValid { .. } => words!(
            Amber,
            CLOCK,
            [
                "À la lire, la réponse de Lifen ne vaut pas encore.",
                "By it, Lifen’s answer does not count yet."
            ],
            SET_THE_CLOCK
        ),
        IdTokenError::IssuedInTheFuture { .. } => words!(
            Amber,
            CLOCK,
            [
                "À la lire, la réponse de Lifen a été écrite dans l’avenir.",
                "By it, Lifen’s answer was written in the future."
            ],
            SET_THE_CLOCK
        ),
        IdTokenError::AuthenticationTooOld { clock_ahead: Some(_), .. } => words!(
            Amber,
            CLOCK,
            [
                "À la lire, votre identification est trop ancienne.",
                "By it, you identified yourself too long ago."
            ],
            SET_THE_CLOCK
        ),
        IdTokenError::AuthenticationTooOld { clock_ahead: None, .. } => words!(
            Amber,
            NOT_FRESH_ENOUGH,
            ["Votre dernière identification est trop ancienne.", "You last did so too long ago."],
            AGAIN
        ),
        IdTokenError::AuthenticationContextMismatch { .. } => words!(
            Amber,
            NOT_FRESH_ENOUGH,
            [
                "Votre dernière identification est d’une autre sorte que celle demandée ici.",
                "You last did so in another way than is asked for here."
            ],
            AGAIN
        ),
        IdTokenError::NonceMismatch => words!(
            Red,
            FOR_ANOTHER,
            ["Elle répond à une autre demande de connexion.", "It answers another request to sign in."],
            STOP
        ),
        IdTokenError::AccessTokenMismatch => words!(
            Red,
            FOR_ANOTHER,
            ["L’accès qui l’accompagne n’est pas le sien.", "The access that came with it is not its own."],
            STOP
        ),
        IdTokenError::RenewalMismatch { .. } => words!(
            Red,
            FOR_ANOTHER,
            [
                "Votre session devait être prolongée, et c’est une autre qui l’a été.",
                "Your session was to be extended, and another one was."
            ],
            STOP
        ),
    }
}

fn about_signature(error: &JwsError) -> &'static Words {
    match error {
        JwsError::Malformed => words!(
            Amber,
            PART_MISSING,
            ["Ce qui doit prouver qui vous êtes est abîmé.", "What has to prove who you are is damaged."],
            AGAIN_OR_SUPPORT
        ),
        JwsError::TooLarge => words!(
            Amber,
            NOT_CHECKED,
            ["Elle est bien trop longue pour en être une.", "It is far too long to be one."],
            AGAIN_OR_SUPPORT
        ),
        JwsError::AlgorithmRefused { .. } => words!(
            Red,
            NOT_PROVEN,
            [
                "Elle est signée d’une façon que cette application n’accepte pas.",
                "It is signed in a way that this application does not accept."
            ],
            STOP
        ),
        JwsError::CriticalHeader => words!(
            Red,
            NOT_PROVEN,
            [
                "Elle demande une vérification que nous ne savons pas faire.",
                "It asks for a check that we do not know how to make."
            ],
            STOP
        ),
        JwsError::KeyNotFound { .. } => words!(
            Amber,
            NOT_CHECKED,
            ["Lifen vient peut-être de changer de clé.", "Lifen may have just changed its key."],
            AGAIN_OR_SUPPORT
        ),
        JwsError::KeyAmbiguous => words!(
            Amber,
            NOT_CHECKED,
            [
                "Plusieurs clés conviennent, et rien ne dit laquelle est la bonne.",
                "Several keys fit, and nothing says which one is right."
            ],
            AGAIN_OR_SUPPORT
        ),
        JwsError::SignatureInvalid { .. } => words!(
            Red,
            NOT_PROVEN,
            ["Sa signature n’est pas celle de Lifen.", "Its signature is not Lifen’s."],
            STOP
        ),
    }
}
