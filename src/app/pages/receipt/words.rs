//! What the receipt says.

use crate::protocol::evidence::Check;
use crate::session::{Origin, StepKind};
use crate::ui::messages::Sentence;

const fn both(fr: &'static str, en: &'static str) -> Sentence {
    Sentence { fr, en }
}

pub const TITLE: Sentence = both("Pourquoi cette session est fiable", "Why this session can be trusted");
pub const CHECKS: Sentence = both("Vérifications", "Checks");
pub const STEPS: Sentence =
    both("Étapes depuis votre retour de chez Lifen", "Steps since you came back from Lifen");
pub const STEPS_HERE: Sentence = both("Étapes dans cet onglet", "Steps in this tab");
pub const BEFORE: Sentence = both("Avant votre retour : _", "Before you came back: _");
pub const EXPECTED: Sentence = both("attendu : _", "expected: _");
pub const FOUND: Sentence = both("trouvé : _", "found: _");
pub const BOTH: Sentence = both("attendu et trouvé : _", "expected and found: _");
pub const AFTER: Sentence = both("attendu : après _", "expected: after _");
pub const UNTIL: Sentence = both("attendu : au plus tard _", "expected: no later than _");
pub const NOT_GIVEN: Sentence =
    both("facultatif, et non fourni par Lifen", "optional, and not given by Lifen");
pub const SECRETS: Sentence = both(
    "Ce qui est secret est comparé sans être gardé ni montré.",
    "What is secret is compared, and neither kept nor shown.",
);
pub const RENEWED: Sentence =
    both("Prolongée à _, après vérification :", "Renewed at _, after these checks:");
pub const RENEWED_PLAIN: Sentence = both("Prolongée à _.", "Renewed at _.");
pub const RENEWED_ELSEWHERE: Sentence = both(
    "Prolongée à _ par un autre onglet, qui a vérifié la réponse.",
    "Renewed at _ by another tab, which checked the answer.",
);
pub const COPY: Sentence = both("Copier ce reçu", "Copy this receipt");

pub fn origin(origin: Origin) -> Sentence {
    match origin {
        Origin::SignIn => both(
            "Tout a été vérifié dans cet onglet, à _, à votre retour de chez Lifen.",
            "All of it was checked in this tab, at _, when you came back from Lifen.",
        ),
        Origin::Resumed => both(
            "Cette page a été rechargée : tout a été vérifié à nouveau, à _, par un aller-retour chez Lifen.",
            "This page was reloaded: all of it was checked again, at _, by a trip to Lifen and back.",
        ),
        Origin::Told => both(
            "Votre session était déjà ouverte : cet onglet a vérifié à nouveau, à _, ce qui peut l’être sans Lifen.",
            "Your session was open already: this tab checked again, at _, what can be checked without Lifen.",
        ),
    }
}

pub fn check(check: Check) -> Sentence {
    match check {
        Check::MetadataIssuer => {
            both("Lifen se présente sous le nom attendu", "Lifen goes by the expected name")
        }
        Check::State => both("Répond à la demande de cet onglet", "Answers the request of this tab"),
        Check::ResponseIssuer => {
            both("La réponse dit venir de Lifen", "The response says that it is Lifen’s")
        }
        Check::CodeVerifier => both("Lifen a reconnu ce navigateur", "Lifen knew this browser again"),
        Check::Algorithm => both("Signé d’une façon permise", "Signed in a way that is allowed"),
        Check::Signature => both("Signature vérifiée", "Signature verified"),
        Check::Tls => both(
            "Signature non vérifiée : la connexion protégée avec Lifen en tient lieu",
            "Signature not checked: the protected connection to Lifen stands in for it",
        ),
        Check::Issuer => both("Émis par Lifen", "Issued by Lifen"),
        Check::Audience => both("Destiné à cette application", "Meant for this application"),
        Check::AuthorizedParty => both("Demandé par cette application", "Asked for by this application"),
        Check::Expiry => both("Encore valable", "Still valid"),
        Check::NotBefore => both("Déjà valable", "Valid already"),
        Check::IssuedAt => both("N’a pas été émis dans l’avenir", "Not issued in the future"),
        Check::Nonce => both("Fait pour la demande de ce navigateur", "Made for this browser’s request"),
        Check::AccessTokenHash => {
            both("L’accès reçu est celui qui va avec", "The access that came is the one it goes with")
        }
        Check::AuthenticationContext => {
            both("Identification de la sorte demandée", "Identified in the way that was asked for")
        }
        Check::AuthenticationTime => both("Identification assez récente", "Identified recently enough"),
        Check::UserInfoSubject => {
            both("Le profil est celui de cette personne", "The profile is this person’s")
        }
        Check::UserInfoIssuer => both("Le profil vient de Lifen", "The profile is Lifen’s"),
        Check::UserInfoAudience => {
            both("Le profil est destiné à cette application", "The profile is meant for this application")
        }
        Check::RenewedSubject => both("Toujours la même personne", "Still the same person"),
        Check::RenewedAudience => both("Toujours les mêmes destinataires", "Still meant for the same"),
        Check::RenewedAuthorizedParty => both("Toujours le même demandeur", "Still asked for by the same"),
        Check::RenewedAuthenticationTime => {
            both("Toujours la même identification", "Still the same identification")
        }
    }
}

pub fn step(kind: StepKind) -> Sentence {
    match kind {
        StepKind::Metadata => both("adresses", "addresses"),
        StepKind::Keys => both("clés", "keys"),
        StepKind::Push => both("demande", "request"),
        StepKind::Provider => both("chez Lifen", "at Lifen"),
        StepKind::Page => both("page", "page"),
        StepKind::Token => both("code → accès", "code → access"),
        StepKind::Signature => both("signature", "signature"),
        StepKind::UserInfo => both("profil", "profile"),
    }
}
