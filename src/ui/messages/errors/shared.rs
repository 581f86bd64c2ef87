//! Titles and next steps that errors of a kind have in common.

use super::Sentence;

const fn both(fr: &'static str, en: &'static str) -> Sentence {
    Sentence { fr, en }
}

pub const NOT_SET_UP: Sentence =
    both("Cette application n’est pas encore réglée", "This application is not set up yet");
pub const OFFLINE: Sentence = both("Ce poste n’est plus connecté à Internet", "This computer is offline");
pub const TOO_SLOW: Sentence =
    both("Lifen met trop de temps à répondre", "Lifen is taking too long to answer");
pub const ADDRESS_UNKNOWN: Sentence =
    both("Lifen ne reconnaît pas cette adresse", "Lifen does not know this address");
pub const UNREACHABLE: Sentence = both("Lifen est injoignable", "Lifen cannot be reached");
pub const PASSING_PROBLEM: Sentence = both("Lifen a un souci passager", "Lifen has a passing problem");
pub const UNREADABLE: Sentence =
    both("La réponse de Lifen est illisible", "Lifen’s answer could not be read");
pub const DISAGREEMENT: Sentence =
    both("Lifen et cette application ne s’entendent pas", "Lifen and this application disagree");
pub const COULD_NOT: Sentence = both("Lifen n’a pas pu vous connecter", "Lifen could not sign you in");
pub const LINK_INCOMPLETE: Sentence =
    both("Ce lien de retour est incomplet", "This return link is incomplete");
pub const LINK_UNUSABLE: Sentence =
    both("Ce lien de connexion n’est pas valable", "This sign-in link does not work");
pub const NO_LONGER_VALID: Sentence =
    both("Cette connexion n’est plus valable", "This sign-in is no longer valid");
pub const CLOCK: Sentence = both("L’heure de ce poste semble fausse", "This computer’s clock seems wrong");
pub const NOT_FRESH_ENOUGH: Sentence =
    both("Cette page demande de vous identifier à nouveau", "This page needs you to identify yourself again");
pub const NOT_CHECKED: Sentence =
    both("Nous n’avons pas pu vérifier la réponse de Lifen", "We could not check Lifen’s answer");
pub const PART_MISSING: Sentence =
    both("Il manque une partie de la réponse", "Part of the answer is missing");
pub const NOT_PROVEN: Sentence =
    both("Rien ne prouve que cette réponse vient de Lifen", "Nothing proves that this answer is Lifen’s");
pub const FOR_ANOTHER: Sentence =
    both("Cette réponse ne vous était pas destinée", "This answer was not meant for you");
pub const PROFILE_INCOMPLETE: Sentence = both("Votre profil est incomplet", "Your profile is incomplete");
pub const PROFILE_NOT_PROVEN: Sentence =
    both("Rien ne prouve que ce profil vient de Lifen", "Nothing proves that this profile is Lifen’s");
pub const NO_ACCESS: Sentence =
    both("Ce compte n’a pas accès à ce document", "This account has no access to this");

pub const AGAIN: Sentence = both("Reprenez la connexion.", "Please sign in again.");
pub const AGAIN_OR_SUPPORT: Sentence = both(
    "Reprenez la connexion. Si cela se répète, prévenez l’assistance.",
    "Please sign in again. If it keeps happening, tell support.",
);
pub const FROM_THE_START: Sentence =
    both("Reprenez la connexion depuis le début.", "Please sign in again from the start.");
pub const FROM_HERE: Sentence = both("Vous pouvez vous connecter d’ici.", "You can sign in from here.");
pub const TO_GO_ON: Sentence =
    both("Reprenez la connexion pour continuer.", "Please sign in again to go on.");
pub const WAIT: Sentence = both("Patientez une minute, puis réessayez.", "Wait a minute, then try again.");
pub const CABLE: Sentence =
    both("Vérifiez le câble ou le Wi-Fi, puis réessayez.", "Check the cable or the Wi-Fi, then try again.");
pub const GUEST_NETWORK: Sentence = both(
    "C’est fréquent sur un Wi-Fi invité qui attend un mot de passe : vérifiez d’abord le réseau.",
    "This is common on a guest Wi-Fi that is waiting for a password: check the network first.",
);
pub const ORDINARY_WINDOW: Sentence = both(
    "Ouvrez une fenêtre ordinaire, ou autorisez les cookies de ce site, puis réessayez.",
    "Open an ordinary one, or allow cookies for this site, then try again.",
);
pub const SET_THE_CLOCK: Sentence = both(
    "Vérifiez la date et l’heure, puis reprenez la connexion.",
    "Check the date and the time, then sign in again.",
);
pub const DETAILS: Sentence = both(
    "Donnez les détails à l’assistance, qui peut y remédier.",
    "Give the details to support, who can mend it.",
);
pub const NOT_YOURS: Sentence = both(
    "Ce n’est pas à vous de le régler : donnez les détails à l’assistance.",
    "It is not for you to mend: give the details to support.",
);
pub const DECLARE: Sentence =
    both("Avec les détails, l’assistance peut la déclarer.", "With the details, support can do that.");
pub const STOP: Sentence = both(
    "Par prudence, nous l’avons écartée : personne n’est connecté. Si cela se répète, arrêtez-vous et prévenez l’assistance.",
    "To be safe we discarded it: nobody is signed in. If it happens again, stop and tell support.",
);
pub const CARRY_ON: Sentence = both(
    "Votre session reste ouverte et vous pouvez continuer.",
    "Your session stays open and you can carry on.",
);
pub const STAYS_OR_SUPPORT: Sentence = both(
    "Votre session reste ouverte. Si cela se répète, donnez les détails à l’assistance.",
    "Your session stays open. If it keeps happening, give the details to support.",
);
pub const IF_YOU_SHOULD: Sentence = both(
    "Votre session reste ouverte. Si vous devriez y avoir accès, donnez les détails à l’assistance.",
    "Your session stays open. If you should have access, give the details to support.",
);
pub const PROFILE_DROPPED: Sentence = both(
    "Nous l’avons écarté sans rien en garder. Votre session reste ouverte. Si cela se répète, prévenez l’assistance.",
    "We discarded it and kept nothing of it. Your session stays open. If it happens again, tell support.",
);
