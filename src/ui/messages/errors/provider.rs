//! What goes wrong at the provider, or on the way back from it.

use super::shared::*;
use super::{Sentence, Tone, Words, words};
use crate::protocol::authorization::AuthorizationError;
use crate::protocol::jwk::KeysError;
use crate::protocol::metadata::MetadataError;
use crate::protocol::pushed::PushedRequestError;
use crate::protocol::token::TokenError;

pub fn about_metadata(error: &MetadataError) -> &'static Words {
    match error {
        MetadataError::HttpStatus { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Cela ne vient ni de vous ni de ce poste : son service de connexion ne répond pas comme prévu.",
                "It is neither you nor this computer: its sign-in service does not answer as it should."
            ],
            WAIT
        ),
        MetadataError::Unreadable => words!(
            Amber,
            UNREADABLE,
            ["La connexion n’a pas pu commencer.", "The sign-in could not begin."],
            GUEST_NETWORK
        ),
        MetadataError::IssuerMismatch { .. } => words!(
            Red,
            NOT_PROVEN,
            [
                "Elle se présente sous un autre nom que celui attendu.",
                "It goes by another name than the one we expect."
            ],
            NOT_YOURS
        ),
        MetadataError::WrongMember(_) | MetadataError::EndpointInvalid { .. } => words!(
            Amber,
            DISAGREEMENT,
            [
                "Ce que Lifen annonce de son service n’est pas valable.",
                "What Lifen says about its service is not valid."
            ],
            NOT_YOURS
        ),
        MetadataError::PkceUnsupported => words!(
            Amber,
            DISAGREEMENT,
            [
                "Lifen n’annonce pas la protection sans laquelle nous ne connectons personne.",
                "Lifen does not offer the protection without which we sign nobody in."
            ],
            NOT_YOURS
        ),
    }
}

pub fn about_keys(error: &KeysError) -> &'static Words {
    match error {
        KeysError::HttpStatus { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Cela ne vient ni de vous ni de ce poste : il ne donne pas de quoi vérifier sa réponse.",
                "It is neither you nor this computer: it does not give what it takes to check its answer."
            ],
            WAIT
        ),
        KeysError::Unreadable => words!(
            Amber,
            UNREADABLE,
            ["Il nous manque de quoi vérifier qui vous êtes.", "We lack what it takes to check who you are."],
            GUEST_NETWORK
        ),
    }
}

pub fn about_pushed_request(error: &PushedRequestError) -> &'static Words {
    match error {
        PushedRequestError::EndpointMissing => words!(
            Amber,
            DISAGREEMENT,
            [
                "La connexion doit être annoncée d’avance, et Lifen ne dit pas où.",
                "The sign-in has to be announced beforehand, and Lifen does not say where."
            ],
            NOT_YOURS
        ),
        PushedRequestError::Unavailable { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Il n’a pas pu noter votre demande de connexion.",
                "It could not take down your request to sign in."
            ],
            WAIT
        ),
        PushedRequestError::Refused { .. } => words!(
            Amber,
            DISAGREEMENT,
            ["Lifen refuse la demande de connexion.", "Lifen refuses the request to sign in."],
            NOT_YOURS
        ),
        PushedRequestError::HttpStatus { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Sa réponse à votre demande de connexion n’est pas celle prévue.",
                "Its answer to your request to sign in is not as it should be."
            ],
            WAIT
        ),
        PushedRequestError::Unreadable | PushedRequestError::WrongMember(_) => words!(
            Amber,
            UNREADABLE,
            ["Votre demande de connexion est restée sans suite.", "Your request to sign in led nowhere."],
            GUEST_NETWORK
        ),
        PushedRequestError::UriMissing => words!(
            Amber,
            DISAGREEMENT,
            [
                "Lifen a pris la demande de connexion sans dire comment continuer.",
                "Lifen took the request to sign in without saying how to go on."
            ],
            NOT_YOURS
        ),
    }
}

pub fn about_authorization(error: &AuthorizationError) -> &'static Words {
    match error {
        AuthorizationError::Denied { .. } => words!(
            Amber,
            ["La connexion n’a pas été autorisée", "The sign-in was not allowed"],
            [
                "Vous avez peut-être choisi de ne pas continuer, ou ce compte n’a pas accès ici.",
                "You may have chosen not to continue, or this account has no access here."
            ],
            ["Aucune information n’a été transmise.", "Nothing was shared."]
        ),
        AuthorizationError::Unavailable { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Cela ne vient ni de vous ni de ce poste : il n’a pas pu terminer votre connexion.",
                "It is neither you nor this computer: it could not finish signing you in."
            ],
            WAIT
        ),
        AuthorizationError::InteractionRequired { .. } => words!(
            Amber,
            ["Lifen a une question à vous poser", "Lifen has something to ask you"],
            [
                "Il faut vous identifier, ou donner votre accord.",
                "You need to identify yourself, or to agree to something."
            ],
            ["Reprenez la connexion pour répondre.", "Please sign in again to answer."]
        ),
        AuthorizationError::Refused { .. } => words!(
            Amber,
            COULD_NOT,
            [
                "Il n’a pas accepté la demande de cette application.",
                "It did not accept this application’s request."
            ],
            AGAIN_OR_SUPPORT
        ),
        AuthorizationError::ParameterRepeated { .. } => words!(
            Amber,
            ["Ce lien de retour est abîmé", "This return link is damaged"],
            ["L’une de ses parties y figure deux fois.", "One of its parts is there twice."],
            FROM_THE_START
        ),
        AuthorizationError::ResponseIncomplete => words!(
            Amber,
            LINK_INCOMPLETE,
            ["Il ne porte pas la réponse de Lifen.", "It does not carry Lifen’s answer."],
            FROM_THE_START
        ),
        AuthorizationError::StateMissing => words!(
            Amber,
            LINK_INCOMPLETE,
            ["Il a pu être coupé lors d’un copier-coller.", "It may have been cut short when it was copied."],
            FROM_THE_START
        ),
        AuthorizationError::StateUnknown => words!(
            Amber,
            ["Cette connexion n’a pas commencé ici", "This sign-in did not start here"],
            [
                "Elle vient peut-être d’un autre onglet, d’un autre navigateur ou d’un favori.",
                "It may come from another tab, another browser or a bookmark."
            ],
            ["Reprenez-la ici.", "Please sign in again here."]
        ),
        AuthorizationError::StateReplayed => words!(
            Amber,
            ["Ce lien de connexion a déjà servi", "This sign-in link was already used"],
            [
                "C’est fréquent après un retour en arrière ou une page rechargée.",
                "This is common after going back or reloading a page."
            ],
            AGAIN
        ),
        AuthorizationError::Expired => words!(
            Amber,
            NO_LONGER_VALID,
            ["Elle attendait depuis plus d’une heure.", "It had been waiting for more than an hour."],
            AGAIN
        ),
        AuthorizationError::IssuerMismatch { .. } => words!(
            Red,
            NOT_PROVEN,
            ["Elle vient d’un autre service.", "It comes from another service."],
            STOP
        ),
        AuthorizationError::IssuerMissing => words!(
            Red,
            NOT_PROVEN,
            [
                "Elle ne dit pas de qui elle vient, alors que Lifen le dit toujours.",
                "It does not say whom it is from, which Lifen always does."
            ],
            STOP
        ),
    }
}

pub fn about_token(error: &TokenError) -> &'static Words {
    match error {
        TokenError::GrantRefused { .. } => words!(
            Amber,
            NO_LONGER_VALID,
            [
                "Elle ne sert qu’une fois et pendant quelques minutes. C’est fréquent après une interruption.",
                "It works only once and for a few minutes. This is common after an interruption."
            ],
            AGAIN
        ),
        TokenError::Unavailable { .. } => words!(
            Amber,
            PASSING_PROBLEM,
            [
                "Cela ne vient ni de vous ni de ce poste : il s’est arrêté à la dernière étape.",
                "It is neither you nor this computer: it stopped at the last step."
            ],
            WAIT
        ),
        TokenError::Refused { .. } => words!(
            Amber,
            DISAGREEMENT,
            [
                "Lifen ne donne pas d’accès à cette application telle qu’elle est réglée.",
                "Lifen gives no access to this application as it is set up."
            ],
            NOT_YOURS
        ),
        TokenError::HttpStatus { .. } => words!(
            Amber,
            COULD_NOT,
            [
                "Sa réponse à la dernière étape n’est pas celle prévue.",
                "Its answer at the last step is not as it should be."
            ],
            AGAIN_OR_SUPPORT
        ),
        TokenError::Unreadable | TokenError::WrongMember(_) => words!(
            Amber,
            UNREADABLE,
            ["La connexion s’est arrêtée à la dernière étape.", "The sign-in stopped at its last step."],
            GUEST_NETWORK
        ),
        TokenError::TypeUnsupported { .. } => words!(
            Amber,
            DISAGREEMENT,
            [
                "L’accès que Lifen donne est d’une sorte que cette application n’accepte pas.",
                "The access that Lifen gives is of a kind that this application does not accept."
            ],
            NOT_YOURS
        ),
        TokenError::AccessTokenMissing => words!(
            Amber,
            DISAGREEMENT,
            [
                "Lifen a répondu sans donner l’accès demandé.",
                "Lifen answered without giving the access that was asked for."
            ],
            NOT_YOURS
        ),
        TokenError::IdTokenMissing => words!(
            Amber,
            DISAGREEMENT,
            [
                "Lifen a donné un accès sans dire qui vous êtes.",
                "Lifen gave an access without saying who you are."
            ],
            NOT_YOURS
        ),
    }
}
