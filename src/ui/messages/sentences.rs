//! The sentences of the library's own components.

use super::Sentence;
use crate::session::SignedOutReason;

pub const SIGN_IN: Sentence = Sentence { fr: "Se connecter avec Lifen", en: "Sign in with Lifen" };
pub const SIGN_IN_AGAIN: Sentence = Sentence { fr: "Reprendre la connexion", en: "Sign in again" };
pub const TRY_AGAIN: Sentence = Sentence { fr: "Réessayer", en: "Try again" };
pub const RELOAD: Sentence = Sentence { fr: "Recharger la page", en: "Reload the page" };
pub const ONE_MOMENT: Sentence = Sentence { fr: "Un instant…", en: "One moment…" };
pub const REST_MISSING: Sentence =
    Sentence { fr: "La suite n’a pas pu être chargée", en: "The rest could not be loaded" };
pub const REST_MISSING_BODY: Sentence = Sentence {
    fr: "Vérifiez votre connexion au réseau, puis réessayez : vous resterez sur cette page.",
    en: "Check your network connection, then try again: you will stay on this page.",
};
pub const COPY_FOR_SUPPORT: Sentence = Sentence { fr: "Copier pour l’assistance", en: "Copy for support" };
pub const COPIED: Sentence =
    Sentence { fr: "Copié. Rien de secret n’y figure.", en: "Copied. It contains nothing secret." };
pub const NOT_COPIED: Sentence = Sentence {
    fr: "Ce navigateur ne permet pas de copier. Recopiez les détails ci-dessus.",
    en: "This browser does not let us copy. Please note down the details above.",
};
pub const SIGN_OUT: Sentence = Sentence { fr: "Se déconnecter", en: "Sign out" };
pub const DETAILS: Sentence = Sentence { fr: "Détails pour l’assistance", en: "Details for support" };
pub const REFERENCE: Sentence = Sentence { fr: "réf. ", en: "ref. " };
pub const PROVIDER_SAID: Sentence = Sentence { fr: "Lifen a répondu :", en: "Lifen answered:" };
pub const PLACE_KEPT: Sentence = Sentence {
    fr: "Rien n’est perdu : vous retrouverez ensuite la page demandée.",
    en: "Nothing is lost: you will come back to the page you asked for.",
};
pub const CLOCK_FAST: Sentence = Sentence {
    fr: "L’horloge de ce poste semble en avance d’environ _.",
    en: "This computer’s clock seems to be about _ fast.",
};
pub const CLOCK_SLOW: Sentence = Sentence {
    fr: "L’horloge de ce poste semble en retard d’environ _.",
    en: "This computer’s clock seems to be about _ slow.",
};
pub const GUARD_TITLE: Sentence = Sentence { fr: "Connectez-vous pour continuer", en: "Sign in to continue" };
pub const GUARD_BODY: Sentence = Sentence {
    fr: "Cette page est réservée aux personnes connectées. Vous y reviendrez juste après.",
    en: "This page is for people who are signed in. You will come straight back to it.",
};
pub const LOCKED_TITLE: Sentence = Sentence { fr: "Session verrouillée", en: "Session locked" };
pub const LOCKED_BODY: Sentence = Sentence {
    fr: "Personne n’a rien fait ici depuis un moment. Identifiez-vous à nouveau : vous reviendrez à cette page.",
    en: "Nobody has done anything here for a while. Identify yourself again: you will come back to this page.",
};
pub const IDENTIFY_AGAIN: Sentence =
    Sentence { fr: "S’identifier à nouveau", en: "Identify yourself again" };
pub const SIGNING_IN: Sentence = Sentence { fr: "Connexion en cours…", en: "Signing you in…" };
pub const RESUMING: Sentence =
    Sentence { fr: "Reprise de votre session…", en: "Bringing your session back…" };
pub const SIGNING_OUT: Sentence = Sentence { fr: "Déconnexion en cours…", en: "Signing you out…" };
pub const CHECKING: Sentence = Sentence {
    fr: "Nous vérifions la réponse de Lifen. Quelques secondes suffisent.",
    en: "We are checking Lifen’s answer. It takes a few seconds.",
};

pub const OPENING_ACCOUNT: Sentence =
    Sentence { fr: "Ouverture de votre compte…", en: "Opening your account…" };
pub const GO_ON_WITHOUT: Sentence = Sentence { fr: "Continuer sans compte", en: "Go on without an account" };

pub const IN_POPUP: Sentence =
    Sentence { fr: "Continuez dans l’autre fenêtre", en: "Carry on in the other window" };
pub const IN_POPUP_BODY: Sentence = Sentence {
    fr: "Identifiez-vous chez Lifen dans la fenêtre qui vient de s’ouvrir : cette page suivra d’elle-même.",
    en: "Tell Lifen who you are in the window that has just opened: this page will follow by itself.",
};
pub const GO_ON_HERE: Sentence = Sentence { fr: "Continuer sur cette page", en: "Carry on in this page" };
pub const GIVE_UP: Sentence = Sentence { fr: "Annuler", en: "Cancel" };
pub const DELIVERED: Sentence = Sentence { fr: "C’est fait", en: "All done" };
pub const DELIVERED_BODY: Sentence = Sentence {
    fr: "Vous pouvez fermer cette fenêtre et revenir à la page d’où vous venez.",
    en: "You can close this window and go back to the page you came from.",
};

/// Why somebody who was signed in is not any more; `None` where nobody was.
pub fn farewell(reason: SignedOutReason) -> Option<Sentence> {
    Some(match reason {
        SignedOutReason::NotYet => return None,
        SignedOutReason::SignedOut => SIGNED_OUT,
        SignedOutReason::Elsewhere => SIGNED_OUT_ELSEWHERE,
        SignedOutReason::Expired => EXPIRED,
        SignedOutReason::Limit => LIMIT,
        SignedOutReason::Ended => ENDED,
        SignedOutReason::Idle => LOCKED,
    })
}

const SIGNED_OUT: Sentence =
    Sentence { fr: "Votre session est fermée. À bientôt.", en: "You are signed out. See you soon." };
const SIGNED_OUT_ELSEWHERE: Sentence = Sentence {
    fr: "Votre session a été fermée dans un autre onglet.",
    en: "Your session was ended in another tab.",
};
const EXPIRED: Sentence = Sentence {
    fr: "Votre session est arrivée à son terme. Reconnectez-vous pour continuer.",
    en: "Your session has come to its end. Sign in again to continue.",
};
const LIMIT: Sentence = Sentence {
    fr: "Votre session a atteint sa durée maximale. Reconnectez-vous pour continuer.",
    en: "Your session has lasted as long as it may. Sign in again to continue.",
};
const ENDED: Sentence = Sentence {
    fr: "Lifen a mis fin à votre session. Reconnectez-vous pour continuer.",
    en: "Lifen has ended your session. Sign in again to continue.",
};
const LOCKED: Sentence = Sentence {
    fr: "Votre session s’est verrouillée, car personne n’était là. Identifiez-vous à nouveau pour continuer.",
    en: "Your session was locked because nobody was there. Identify yourself again to continue.",
};
