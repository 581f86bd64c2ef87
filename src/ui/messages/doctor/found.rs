//! What was found, in a sentence each.

use super::both;
use crate::doctor::Kind;
use crate::ui::messages::Sentence;

/// What was found, in a sentence; `_` stands for its particulars.
pub fn found(kind: Kind) -> Sentence {
    match kind {
        Kind::SecureContext => both("Protégée : _", "Protected: _"),
        Kind::InsecureContext => both("_ n’est pas en https.", "_ is not on https."),
        Kind::ConfigurationRead => both("Lisible ; client _", "Readable; client _"),
        Kind::ConfigurationAsBuilt => {
            both("L’identifiant de client est celui de l’exemple.", "The client id is the example’s.")
        }
        Kind::ConfigurationWrong => both("Inutilisable : _", "Not usable: _"),
        Kind::RedirectUriToRegister => {
            both("À enregistrer telle quelle : _", "To be registered to the letter: _")
        }
        Kind::RedirectUriKnown => both("Le fournisseur connaît _", "The provider knows _"),
        Kind::RedirectUriRefused => {
            both("Le fournisseur ne renvoie personne à _", "The provider sends nobody back to _")
        }
        Kind::RedirectUriNotTold => {
            both("Le fournisseur ne dit pas s’il connaît _", "The provider does not say whether it knows _")
        }
        Kind::BaseElsewhere => both(
            "La page croit être à _, et a été trouvée ailleurs.",
            "The page takes itself to be at _, and was found elsewhere.",
        ),
        Kind::DeepLinksServed => both("L’application y répond.", "The app answers there."),
        Kind::DeepLinksNotFound => both(
            "L’application y répond, mais avec l’état 404.",
            "The app answers there, but with status 404.",
        ),
        Kind::DeepLinksMissing => both("L’hébergeur y répond HTTP _.", "The host answers HTTP _ there."),
        Kind::DeepLinksRedirected => {
            both("L’hébergeur redirige vers une autre adresse. _", "The host redirects to another address. _")
        }
        Kind::DeepLinksOtherPage => {
            both("L’hébergeur y sert une autre page.", "The host serves another page there.")
        }
        Kind::HostSilent => both("L’hébergeur n’a pas répondu.", "The host did not answer."),
        Kind::MetadataFits => both("Lues ; émetteur _", "Read; issuer _"),
        Kind::MetadataNotNeeded => both(
            "Rien à demander : les adresses de _ sont dans la configuration.",
            "Nothing to ask for: the addresses of _ are in the configuration.",
        ),
        Kind::MetadataIssuerDiffers => {
            both("Elles nomment un autre émetteur : _", "They name another issuer: _")
        }
        Kind::MetadataUnusable => both("Inutilisables : _", "Not usable: _"),
        Kind::KeysUsable => both("Une clé pour _", "A key for _"),
        Kind::KeysNotNeeded => both(
            "Aucune n’est demandée : la configuration se fie à TLS.",
            "None is asked for: the configuration relies on TLS.",
        ),
        Kind::KeysNoneFits => both("Aucune clé utilisable pour _.", "No key that can be used for _."),
        Kind::KeysNotImported => {
            both("Ce navigateur ne prend pas la clé pour _.", "This browser does not take the key for _.")
        }
        Kind::KeysUnusable => both("Inutilisables : _", "Not usable: _"),
        Kind::TokenEndpointReadable => both(
            "Refuse une demande sans code, et cette page peut lire le refus : _",
            "Refuses a request without a code, and this page may read the refusal: _",
        ),
        Kind::TokenEndpointRefusesClient => {
            both("Refuse ce client sans secret : _", "Refuses this client without a secret: _")
        }
        Kind::TokenEndpointOdd => both(
            "Lisible, mais répond HTTP _, et non un refus en JSON.",
            "Readable, but answers HTTP _, and no refusal in JSON.",
        ),
        Kind::UserInfoReadable => both(
            "Refuse un jeton inventé, et cette page peut lire le refus (HTTP _).",
            "Refuses a made-up token, and this page may read the refusal (HTTP _).",
        ),
        Kind::UserInfoNone => both(
            "Le fournisseur n’en a pas : l’ID Token dit qui est là.",
            "The provider has none: the ID Token says who it is.",
        ),
        Kind::UserInfoOdd => both("Répond HTTP _ à un jeton inventé.", "Answers HTTP _ to a made-up token."),
        Kind::CorsRefused => both(
            "_ répond, mais ne laisse pas cette origine lire la réponse (CORS).",
            "_ answers, but does not let this origin read the answer (CORS).",
        ),
        Kind::Unreachable => both("_ ne répond pas.", "_ does not answer."),
        Kind::NoAnswer => both("_ n’a pas répondu à temps.", "_ did not answer in time."),
        Kind::Offline => both("Cet appareil est hors ligne.", "This computer is offline."),
        Kind::BlockedByPolicy => both(
            "La politique de cette page ne laisse rien demander à _",
            "This page’s own policy lets nothing be asked of _",
        ),
        Kind::NotAsked => both(
            "Non vérifié : autre chose doit d’abord aller.",
            "Not checked: something else has to work first.",
        ),
        Kind::Unfinished => both("Pas de réponse dans le délai.", "No answer within the time limit."),
        Kind::OnlyInBrowser => both(
            "Se vérifie dans un navigateur, à l’adresse /doctor de l’application.",
            "Takes a browser: see the app’s own page, /doctor.",
        ),
        Kind::PkceOffered => both("Le fournisseur offre S256.", "The provider offers S256."),
        Kind::PkceRefused => both("Le fournisseur n’offre pas S256.", "The provider does not offer S256."),
        Kind::PkceNotTold => both(
            "Le fournisseur n’en dit rien ; chaque connexion envoie S256.",
            "The provider does not say; every sign-in sends S256.",
        ),
        Kind::AlgorithmsOffered => both("Le fournisseur offre _", "The provider offers _"),
        Kind::AlgorithmsNotOffered => both(
            "Aucun de ceux de la configuration ; le fournisseur offre _",
            "None of the configuration’s; the provider offers _",
        ),
        Kind::AlgorithmsNotTold => {
            both("Le fournisseur n’en dit rien ; _ est attendu.", "The provider does not say; _ is expected.")
        }
        Kind::CspStrict => both("En vigueur, et stricte.", "In force, and strict."),
        Kind::CspMissing => both("Aucune n’est en vigueur.", "None is in force."),
        Kind::CspInlineScriptRuns => {
            both("Un script écrit dans la page s’exécute.", "A script that is written into the page runs.")
        }
        Kind::CspEvalRuns => {
            both("Un texte est exécuté comme un script (eval).", "Text is run as a script (eval).")
        }
        Kind::CspBlocksProvider => both("Elle ne laisse rien demander à _", "It lets nothing be asked of _"),
        Kind::CspLacks => both("Il y manque : _", "It lacks: _"),
        Kind::CspLoose => {
            both("Elle laisse passer plus qu’il ne faut : _", "It lets more through than it needs to: _")
        }
        Kind::HeadersSent => both("Ceux qui protègent sont là.", "Those that protect are there."),
        Kind::HeadersMissing => both("Il manque : _", "Missing: _"),
        Kind::CachingRight => both(
            "La page est relue à chaque visite, ses fichiers sont gardés.",
            "The page is asked for anew at each visit, its files are kept.",
        ),
        Kind::CachingPageKept => both(
            "La page peut être gardée par le navigateur (Cache-Control : _).",
            "The browser may keep the page (Cache-Control: _).",
        ),
        Kind::CachingFilesNotKept => both("Ne sont pas gardés : _", "Not kept: _"),
        Kind::CachingFilesUnhashed => {
            both("Sans empreinte dans leur nom : _", "Without a hash in their name: _")
        }
        Kind::CachingFilesUncompressed => both("Sans compression : _", "Not compressed: _"),
        Kind::CachingFilesMissing => both("Introuvables : _", "Not found: _"),
        Kind::CachingWasmType => {
            both("N’est pas servi comme application/wasm : _", "Not served as application/wasm: _")
        }
        Kind::ClockRight => both("À _ s de celle de l’hébergeur.", "Within _ s of the host’s."),
        Kind::ClockFast => both("En avance de _ s sur celle de l’hébergeur.", "_ s ahead of the host’s."),
        Kind::ClockSlow => both("En retard de _ s sur celle de l’hébergeur.", "_ s behind the host’s."),
        Kind::ClockNotTold => both("L’hébergeur ne dit pas l’heure.", "The host does not tell the time."),
        Kind::CryptoThere => both("Là.", "There."),
        Kind::CryptoMissing => both("Ce navigateur n’en a pas ici.", "This browser has none here."),
        Kind::StorageKept => {
            both("sessionStorage et localStorage gardent.", "sessionStorage and localStorage keep.")
        }
        Kind::SessionStorageBlocked => both("sessionStorage est bloqué.", "sessionStorage is blocked."),
        Kind::LocalStorageBlocked => both("localStorage est bloqué.", "localStorage is blocked."),
        Kind::IndexedDbThere => both("Garde ce qu’on lui donne.", "Keeps what it is given."),
        Kind::IndexedDbBlocked => both("Bloqué ; rien ici ne s’en sert.", "Blocked; nothing here uses it."),
        Kind::IndexedDbBlockedForKeys => both("Bloqué.", "Blocked."),
        Kind::WebLocksThere => both("Accordé.", "Granted."),
        Kind::WebLocksMissing => both("Ce navigateur n’en accorde pas.", "This browser grants none."),
        Kind::BroadcastChannelThere => both("Un message est arrivé.", "A message has arrived."),
        Kind::BroadcastChannelMissing => both("Aucun message n’est arrivé.", "No message has arrived."),
        Kind::PopUpsOpen => both("Ce navigateur en ouvre.", "This browser opens them."),
        Kind::PopUpsBlocked => both("Ce navigateur n’en ouvre pas.", "This browser opens none."),
        Kind::PopUpsUntried => both("Ne s’essaie que par un clic.", "Can only be tried with a click."),
    }
}
