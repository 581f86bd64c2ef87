//! The sentences of the application's own pages.

use crate::ui::messages::Sentence;

const fn both(fr: &'static str, en: &'static str) -> Sentence {
    Sentence { fr, en }
}

pub const SKIP: Sentence = both("Aller au contenu", "Skip to the content");
pub const MENU: Sentence = both("Menu principal", "Main menu");
pub const HOME: Sentence = both("Accueil", "Home");
pub const SESSION: Sentence = both("Session", "Session");
pub const PRIVACY: Sentence =
    both("Aucun traceur, aucune requête vers un tiers.", "No trackers, no third-party requests.");
pub const APP_NAME: Sentence = both("Espace équipe", "Team space");

pub const HOME_TITLE: Sentence =
    both("Retrouvez votre équipe, en une connexion.", "Your team, one sign-in away.");
pub const HOME_LEAD: Sentence = both(
    "Identifiez-vous avec votre compte Lifen. Rien n’est installé, et rien de ce qui vous concerne ne reste sur ce \
     poste après votre départ.",
    "Use your Lifen account. Nothing is installed, and nothing about you stays on this computer once you sign out.",
);
pub const HOME_SIGNED_IN: Sentence = both("Votre session est ouverte.", "Your session is open.");
pub const SEE_SESSION: Sentence = both("Voir ma session", "See my session");
pub const WHAT_TITLE: Sentence = both("Ce qui se passe", "What happens");
pub const WHAT_BODY: Sentence = both(
    "Lifen vérifie qui vous êtes, puis ne transmet que votre nom, votre adresse e-mail et votre espace de travail.",
    "Lifen checks who you are, then passes on only your name, your e-mail address and your workspace.",
);
pub const SHARED_TITLE: Sentence = both("Poste partagé ?", "Shared computer?");
pub const SHARED_BODY: Sentence = both(
    "Pensez à vous déconnecter avant de partir, pour que la personne suivante ouvre sa propre session.",
    "Remember to sign out before you leave, so that the next person opens a session of their own.",
);
pub const SHARED_BODY_LOCKS: Sentence = both(
    "Votre session se verrouille après _ sans activité. Pensez tout de même à vous déconnecter avant de partir.",
    "Your session locks after _ without activity. Remember to sign out before you leave all the same.",
);
pub const SINCE: Sentence = both("Session ouverte à _ avec Lifen", "Signed in with Lifen at _");
pub const EMAIL: Sentence = both("Adresse e-mail", "E-mail address");
pub const VERIFIED: Sentence = both("vérifiée", "verified");
pub const UNVERIFIED: Sentence = both("non vérifiée", "not verified");
pub const USER_ID: Sentence = both("Identifiant Lifen", "Lifen user ID");
pub const WORKSPACE: Sentence = both("Espace de travail", "Workspace");
pub const SCOPE: Sentence = both("Accès accordés", "Granted");
pub const ACCOUNT: Sentence = both("Compte", "Account");
pub const PROOF: Sentence = both("Preuve", "Proof");
pub const SIGNATURE_VERIFIED: Sentence = both("Signature _ vérifiée", "_ signature verified");
pub const SIGNATURE_NOT_CHECKED: Sentence = both(
    "Signature non vérifiée : la connexion protégée avec Lifen en tient lieu",
    "Signature not checked: the protected connection to Lifen stands in for it",
);
pub const TIME_LEFT: Sentence = both("Temps restant", "Time left");
pub const OF: Sentence = both("sur _", "of _");
pub const EXPIRES: Sentence = both("Valable jusqu’au", "Valid until");
pub const STAYS_OPEN: Sentence = both("Votre session reste ouverte", "Your session stays open");
pub const RENEWS_ITSELF: Sentence =
    both("Elle se prolonge d’elle-même pendant que vous travaillez.", "It renews itself while you work.");
pub const ACCESS_UNTIL: Sentence = both("Accès valable jusqu’au", "Access valid until");
pub const ENDS: Sentence = both("Se termine au plus tard le", "Ends at the latest on");
pub const UNTIL_THEN: Sentence =
    both("Jusque-là, votre session se prolonge d’elle-même.", "Until then your session renews itself.");
pub const LOCKS: Sentence = both("Se verrouille", "Locks");
pub const LOCKS_AFTER: Sentence = both("après _ sans activité", "after _ without activity");
pub const EVERYWHERE: Sentence = both("ici et chez Lifen", "here and at Lifen");
pub const HERE: Sentence = both("ici seulement", "here only");

pub const DOCUMENT: Sentence = both("Document", "Document");
pub const DOCUMENT_LEAD: Sentence = both(
    "Lifen peut vous demander de vous identifier à nouveau. Vous reviendrez ici aussitôt.",
    "Lifen may ask you to identify yourself again. You will come straight back here.",
);
pub const OPEN_DOCUMENT: Sentence = both("Ouvrir le document", "Open the document");
pub const OPENING_DOCUMENT: Sentence = both("Ouverture du document…", "Opening the document…");
pub const DOCUMENT_KIND: Sentence = both("Nature", "Kind");
pub const DOCUMENT_TITLE: Sentence = both("Titre", "Title");
pub const DOCUMENT_UNREADABLE: Sentence = both(
    "La réponse de Lifen est illisible. Votre session reste ouverte.",
    "Lifen’s answer could not be read. Your session stays open.",
);

pub const DOCTOR: Sentence = both("Diagnostic", "Check-up");
pub const DOCTOR_TITLE: Sentence = both("Diagnostic de l’installation", "Check-up of this installation");
pub const DOCTOR_LEAD: Sentence = both(
    "Pour qui installe l’application. Rien ici ne connecte personne, et aucune session n’est touchée. Le fournisseur reçoit \
     une demande de jetons sans code et une demande de profil avec un jeton inventé, pour savoir si cette page peut lire \
     ses réponses.",
    "For whoever installs the app. Nothing here signs anybody in, and no session is touched. The provider receives a \
     token request without a code and a userinfo request with a made-up token, to see whether this page may read its \
     answers.",
);
pub const CHECKING_UP: Sentence = both("Vérification en cours…", "Checking…");
pub const WHY: Sentence = both("Pourquoi", "Why");
pub const TRY_IT: Sentence = both("Essayer d’ouvrir une fenêtre", "Try to open a window");
pub const COPY_REPORT: Sentence = both("Copier le rapport", "Copy the report");
pub const COPY_BY_HAND: Sentence = both(
    "Ce navigateur ne permet pas de copier. Ouvrez le rapport ci-dessous et recopiez-le.",
    "This browser does not let us copy. Open the report below and copy it by hand.",
);
pub const REPORT: Sentence = both("Le rapport en texte", "The report as text");
pub const CHECK_AGAIN: Sentence = both("Vérifier à nouveau", "Check again");
pub const CHECK_INSTALLATION: Sentence = both("Vérifier l’installation", "Check this installation");
pub const SETTINGS: Sentence = both("Réglages", "Settings");
pub const LANGUAGE: Sentence = both("Langue", "Language");
pub const THEME: Sentence = both("Thème", "Theme");
pub const AS_THE_COMPUTER: Sentence = both("Comme l’ordinateur", "As this computer");
pub const LIGHT: Sentence = both("Clair", "Light");
pub const DARK: Sentence = both("Sombre", "Dark");
pub const STORED_TITLE: Sentence = both("Enregistré dans ce navigateur", "Kept in this browser");
pub const STORED_LEAD: Sentence = both(
    "Voici tout ce que cette application y garde en ce moment. Aucun cookie.",
    "This is everything that this application keeps in it at the moment. No cookies.",
);
pub const NOTHING_STORED: Sentence = both("Rien pour l’instant.", "Nothing at the moment.");
pub const FORGET: Sentence =
    both("Tout effacer et me déconnecter ici", "Erase everything and sign me out here");
pub const FORGOTTEN: Sentence = both(
    "C’est effacé, dans tous les onglets. Vous n’êtes plus connecté sur ce poste.",
    "Erased, in every tab. You are no longer signed in on this computer.",
);

pub const NOT_FOUND_TITLE: Sentence = both("Cette page n’existe pas", "This page does not exist");
pub const NOT_FOUND_BODY: Sentence = both(
    "Son adresse a peut-être changé, ou a été coupée en chemin.",
    "Its address may have changed, or been cut short on the way.",
);
pub const GO_HOME: Sentence = both("Revenir à l’accueil", "Back to the home page");
pub const ERROR: Sentence = both("Connexion interrompue", "Sign-in interrupted");

/// What a scope lets the app do, in a word; an unknown one is shown as it is written.
pub fn scope(name: &str) -> Option<Sentence> {
    Some(match name {
        "openid" => both("identité", "identity"),
        "profile" => both("profil", "profile"),
        "email" => both("adresse e-mail", "e-mail address"),
        "offline_access" => both("renouvellement", "renewal"),
        _ => return None,
    })
}
