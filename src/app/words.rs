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
pub const HOME_LEAD_ACCOUNT: Sentence = both(
    "Identifiez-vous avec votre compte Lifen. Rien n’est installé. De vous ne reste sur ce poste que votre compte dans \
     cette application, tant que vous ne le supprimez pas.",
    "Use your Lifen account. Nothing is installed. All that stays on this computer is your account in this app, until you \
     delete it.",
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
pub const TRY_IT: Sentence = both("Essayer d’ouvrir une fenêtre", "Try to open a window");
pub const COPY_REPORT: Sentence = both("Copier le rapport", "Copy the report");
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

pub const SIGN_UP_TITLE: Sentence = both("Créez votre compte", "Create your account");
pub const SIGN_UP_LEAD: Sentence = both(
    "Lifen vient de nous dire qui vous êtes. Vérifiez, complétez, et vous arriverez à la page demandée.",
    "Lifen has just told us who you are. Check it, complete it, and you will come to the page you asked for.",
);
pub const OCCUPATION: Sentence = both("Fonction", "Occupation");
pub const OPTIONAL: Sentence = both("facultatif", "optional");
pub const FROM_ID_TOKEN: Sentence = both("dit et signé par Lifen", "said and signed by Lifen");
pub const FROM_USERINFO: Sentence = both("repris de votre profil Lifen", "from your Lifen profile");
pub const TYPED: Sentence = both("saisi par vous", "typed by you");
pub const NAME_MISSING: Sentence =
    both("Indiquez le nom sous lequel votre équipe vous connaît.", "Enter the name your team knows you by.");
pub const EMAIL_MISSING: Sentence =
    both("Indiquez une adresse e-mail où vous joindre.", "Enter an e-mail address where you can be reached.");
pub const NOT_AN_ADDRESS: Sentence =
    both("Indiquez une adresse comme nom@hopital.fr.", "Enter an address such as name@hospital.org.");
pub const TOO_LONG: Sentence = both("C’est trop long pour ce champ.", "This is too long for this field.");
pub const UNPRINTABLE: Sentence = both(
    "Un caractère invisible s’y trouve. Effacez, puis saisissez à nouveau.",
    "There is an invisible character in it. Clear it, then type again.",
);
pub const KEPT_HERE: Sentence = both(
    "Votre compte reste dans ce navigateur jusqu’à ce que vous le supprimiez. Rien n’est envoyé ailleurs.",
    "Your account stays in this browser until you delete it. Nothing is sent anywhere else.",
);
pub const KEPT_BY_THE_TEAM: Sentence = both(
    "Votre compte est conservé par l’équipe qui gère cette application.",
    "Your account is kept by the team that runs this app.",
);
pub const CREATE_ACCOUNT: Sentence = both("Créer mon compte", "Create my account");
pub const CREATING_ACCOUNT: Sentence = both("Création du compte…", "Creating your account…");
pub const NOT_NOW: Sentence = both("Pas maintenant : me déconnecter", "Not now: sign me out");
pub const MY_ACCOUNT: Sentence = both("Mon compte", "My account");
pub const ACCOUNT_SINCE: Sentence = both("Créé", "Created");
pub const EXPORT: Sentence = both("Exporter mes données", "Export my data");
pub const DELETE_ACCOUNT: Sentence = both("Supprimer mon compte", "Delete my account");
pub const DELETE_FOR_GOOD_BODY: Sentence = both(
    "Tout ce que ce compte contient sera effacé, et votre session se terminera.",
    "All that this account holds will be erased, and your session will end.",
);
pub const DELETE_FOR_GOOD: Sentence = both("Supprimer définitivement", "Delete for good");

pub const NOT_FOUND_TITLE: Sentence = both("Cette page n’existe pas", "This page does not exist");
pub const NOT_FOUND_BODY: Sentence = both(
    "Son adresse a peut-être changé, ou a été coupée en chemin.",
    "Its address may have changed, or been cut short on the way.",
);
pub const GO_HOME: Sentence = both("Revenir à l’accueil", "Back to the home page");
pub const ERROR: Sentence = both("Connexion interrompue", "Sign-in interrupted");

pub const TWO_ANSWERS: Sentence = both("Lifen a donné deux réponses", "Lifen gave two answers");
pub const TWO_ANSWERS_LEAD: Sentence = both(
    "Votre jeton d’identité, signé, et votre profil ne disent pas la même chose. Signalez-le si l’un des deux est faux.",
    "Your ID Token, which is signed, and your profile do not say the same. Report it if one of them is wrong.",
);
pub const BY_ID_TOKEN: Sentence = both("Jeton d’identité :", "ID Token:");
pub const BY_USERINFO: Sentence = both("Profil :", "Profile:");
pub const NAME: Sentence = both("Nom", "Name");
pub const EMAIL_CHECKED: Sentence = both("Adresse e-mail vérifiée", "E-mail address verified");
pub const PICTURE: Sentence = both("Photo", "Picture");
pub const APPLICATION: Sentence = both("Application", "Application");
pub const API_URL: Sentence = both("Adresse de l’API", "API address");
pub const IDENTITIES: Sentence = both("Autres identifiants", "Also known as");

pub const PRACTITIONERS: Sentence = both("Annuaire", "Directory");
pub const NO_DIRECTORY: Sentence = both(
    "Lifen n’a pas dit où se trouve l’annuaire de votre espace de travail. Votre session reste ouverte.",
    "Lifen has not said where your workspace’s directory is. Your session stays open.",
);
pub const SEARCH_NAME: Sentence = both("Nom ou prénom", "First or last name");
pub const SEARCH: Sentence = both("Rechercher", "Search");
pub const SEARCHING: Sentence = both("Recherche en cours…", "Searching…");
pub const FOUND: Sentence = both("_ professionnels", "_ professionals");
pub const ONE_FOUND: Sentence = both("1 professionnel", "1 professional");
pub const NOBODY_FOUND: Sentence = both("Aucun professionnel trouvé", "Nobody found");
pub const NOBODY_HINT: Sentence = both(
    "Essayez avec le début du nom ou du prénom, sans titre ni service.",
    "Try the beginning of the first or last name, without a title or a ward.",
);
pub const PAGE: Sentence = both("page _", "page _");
pub const PAGES: Sentence = both("Pages de l’annuaire", "Pages of the directory");
pub const NEXT_PAGE: Sentence = both("Page suivante", "Next page");
pub const PREVIOUS_PAGE: Sentence = both("Page précédente", "Previous page");
pub const LEADS_ELSEWHERE: Sentence = both(
    "La suite de l’annuaire se trouverait à une autre adresse que celle de Lifen : elle n’est pas ouverte. \
     Prévenez l’assistance.",
    "The rest of the directory is said to be at another address than Lifen’s: it is not opened. Tell support.",
);
pub const AGAIN_IN: Sentence =
    both("Lifen accepte une nouvelle demande dans _ s.", "Lifen takes another request in _ s.");
pub const GIVE_ACCESS: Sentence = both("Donner cet accès", "Give this access");
pub const CURL: Sentence = both("La même demande avec curl", "The same request with curl");
pub const CURL_BODY: Sentence = both(
    "Le jeton d’accès n’est pas affiché : la commande le prend dans la variable ACCESS_TOKEN.",
    "The access token is not shown: the command takes it from the variable ACCESS_TOKEN.",
);

pub const NOT_GIVEN: Sentence = both(" (non accordé)", " (not given)");
pub const SCOPE_OF_THEIRS: Sentence =
    both("un accès que Lifen désigne par ce nom", "an access that Lifen knows by this name");

/// A scope in a word, and what it lets the app do; an unknown one is shown as it is written.
pub fn scope(name: &str) -> Option<(Sentence, Sentence)> {
    Some(match name {
        "openid" => (both("identité", "identity"), both("savoir que c’est vous", "know that it is you")),
        "profile" => {
            (both("profil", "profile"), both("voir votre nom et votre photo", "see your name and picture"))
        }
        "email" => (
            both("adresse e-mail", "e-mail address"),
            both("voir votre adresse e-mail", "see your e-mail address"),
        ),
        "address" => {
            (both("adresse", "address"), both("voir votre adresse postale", "see your postal address"))
        }
        "phone" => (
            both("téléphone", "telephone"),
            both("voir votre numéro de téléphone", "see your telephone number"),
        ),
        "offline_access" => (
            both("renouvellement", "renewal"),
            both("prolonger votre session sans vous déranger", "keep your session open without asking you"),
        ),
        _ => return None,
    })
}
