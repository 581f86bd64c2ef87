//! How to mend what is not good, in one next step.

use super::both;
use crate::doctor::{Kind, Verdict};
use crate::ui::messages::Sentence;

/// How to mend it; `None` where nothing is to be mended.
pub fn mend(kind: Kind) -> Option<Sentence> {
    Some(match kind {
        _ if kind.verdict() == Verdict::Good => return None,
        Kind::InsecureContext | Kind::CryptoMissing => both(
            "Servez l’application en https. En http, seuls localhost et 127.0.0.1 conviennent.",
            "Serve the app over https. On plain http only localhost and 127.0.0.1 will do.",
        ),
        Kind::ConfigurationAsBuilt => both(
            "Écrivez votre client_id dans le bloc lifen-connect-configuration d’index.html.",
            "Write your own client_id into the block lifen-connect-configuration of index.html.",
        ),
        Kind::ConfigurationWrong => both(
            "Corrigez ce membre dans le bloc lifen-connect-configuration d’index.html ; docs/configuration.md les \
             énumère.",
            "Correct that member in the block lifen-connect-configuration of index.html; docs/configuration.md lists \
             them.",
        ),
        Kind::RedirectUriRefused | Kind::RedirectUriNotTold => both(
            "Comparez-la, et client_id avec elle, lettre à lettre avec ce que vous avez enregistré chez le fournisseur.",
            "Compare it, and client_id with it, letter by letter with what you registered with the provider.",
        ),
        Kind::BaseElsewhere => both(
            "Mettez dans <base href> d’index.html le chemin où l’application est servie, barre finale comprise.",
            "Put the path that the app is served under into index.html’s <base href>, with its final slash.",
        ),
        Kind::DeepLinksNotFound | Kind::DeepLinksMissing | Kind::DeepLinksOtherPage => both(
            "Faites servir index.html, avec l’état 200, pour tout chemin qui n’est pas un fichier (try_files, fallback).",
            "Have the host serve index.html, with status 200, for every path that is no file (try_files, fallback).",
        ),
        Kind::DeepLinksRedirected => both(
            "Faites servir index.html à cette adresse même, sans redirection : le code y arrive.",
            "Have index.html served at that very address, without a redirect: the code arrives there.",
        ),
        Kind::HostSilent => both(
            "Vérifiez le réseau et l’hébergeur, puis recommencez.",
            "Look at the network and the host, then check again.",
        ),
        Kind::MetadataIssuerDiffers => both(
            "Écrivez issuer dans la configuration comme le fournisseur l’écrit, barre finale comprise, si c’est bien lui.",
            "Write issuer in the configuration as the provider writes it, a final slash included, if it is the right \
             one.",
        ),
        Kind::MetadataUnusable | Kind::KeysUnusable => both(
            "Ouvrez cette adresse dans un navigateur : un document JSON doit s’y trouver. Sinon, corrigez metadata_url \
             ou jwks_uri.",
            "Open that address in a browser: a JSON document should be there. If not, correct metadata_url or jwks_uri.",
        ),
        Kind::KeysNoneFits | Kind::AlgorithmsNotOffered => both(
            "Accordez id_token_signed_response_alg avec ce que le fournisseur a enregistré pour ce client.",
            "Have id_token_signed_response_alg agree with what the provider registered for this client.",
        ),
        Kind::KeysNotImported => both(
            "Demandez au fournisseur de signer en RS256, ou mettez ce navigateur à jour.",
            "Ask the provider to sign with RS256, or bring this browser up to date.",
        ),
        Kind::TokenEndpointRefusesClient => both(
            "Vérifiez client_id, et faites enregistrer l’application comme client public (SPA, sans secret).",
            "Check client_id, and have the app registered as a public client (SPA, without a secret).",
        ),
        Kind::TokenEndpointOdd | Kind::UserInfoOdd => both(
            "Vérifiez que c’est la bonne adresse, ou recommencez plus tard : le fournisseur a peut-être un incident.",
            "See whether it is the right address, or check again later: the provider may be having an incident.",
        ),
        Kind::CorsRefused => both(
            "Faites ajouter l’origine de cette application à celles que le fournisseur autorise (Allowed Web Origins, \
             CORS), en-tête Authorization compris.",
            "Have this app’s origin added to those that the provider allows (Allowed Web Origins, CORS), the header \
             Authorization included.",
        ),
        Kind::Unreachable | Kind::NoAnswer => both(
            "Vérifiez l’adresse, le certificat, et ce qui filtre ce réseau (pare-feu, proxy, extension).",
            "Look at the address, its certificate, and what filters this network (firewall, proxy, extension).",
        ),
        Kind::Offline => both("Rétablissez le réseau.", "Bring the network back."),
        Kind::BlockedByPolicy | Kind::CspBlocksProvider => both(
            "Ajoutez cette origine à connect-src dans la Content-Security-Policy de l’hébergeur.",
            "Add that origin to connect-src in the host’s Content-Security-Policy.",
        ),
        Kind::NotAsked => both("Corrigez d’abord le reste.", "Mend the rest first."),
        Kind::Unfinished => {
            both("Recommencez ; un réseau lent suffit.", "Check again; a slow network is enough.")
        }
        Kind::OnlyInBrowser => both("Rien à faire ici.", "Nothing to do here."),
        Kind::PkceRefused => both(
            "Sans S256, aucune connexion n’est tentée. Demandez au fournisseur de l’activer.",
            "Without S256 no sign-in is tried. Ask the provider to turn it on.",
        ),
        Kind::PkceNotTold | Kind::AlgorithmsNotTold => {
            both("Rien à faire : une connexion le dira.", "Nothing to do: a sign-in will tell.")
        }
        Kind::CspMissing => both(
            "Faites envoyer l’en-tête Content-Security-Policy ; default-src 'none' d’abord, puis ce qu’il faut.",
            "Have the host send the header Content-Security-Policy; default-src 'none' first, then what is needed.",
        ),
        Kind::CspInlineScriptRuns | Kind::CspEvalRuns | Kind::CspLoose => both(
            "Ne laissez dans script-src que 'self', 'wasm-unsafe-eval' et l’empreinte du script d’index.html.",
            "Leave nothing in script-src but 'self', 'wasm-unsafe-eval' and the hash of index.html’s own script.",
        ),
        Kind::CspLacks => both(
            "Ajoutez ces directives : default-src ne les remplace pas toutes, et frame-ancestors ne vaut que dans \
             l’en-tête.",
            "Add these directives: default-src does not stand in for all of them, and frame-ancestors counts in the \
             header alone.",
        ),
        Kind::HeadersMissing => both(
            "Faites envoyer ces en-têtes par l’hébergeur, pour chaque réponse.",
            "Have the host send these headers, with every answer.",
        ),
        Kind::CachingPageKept => both(
            "Envoyez Cache-Control: no-cache avec index.html, et avec les liens profonds.",
            "Send Cache-Control: no-cache with index.html, and with deep links.",
        ),
        Kind::CachingFilesNotKept => both(
            "Envoyez Cache-Control: public, max-age=31536000, immutable avec les fichiers dont le nom porte une empreinte.",
            "Send Cache-Control: public, max-age=31536000, immutable with files that have a hash in their name.",
        ),
        Kind::CachingFilesUnhashed => both(
            "Servez ce que `cargo xtask bundle` construit : les noms y changent avec le contenu.",
            "Serve what `cargo xtask bundle` builds: its names change with their content.",
        ),
        Kind::CachingFilesUncompressed => both(
            "Activez la compression (brotli, gzip) pour js, css, svg et wasm.",
            "Turn compression on (brotli, gzip) for js, css, svg and wasm.",
        ),
        Kind::CachingFilesMissing => both(
            "Envoyez à l’hébergeur tous les fichiers d’une même construction.",
            "Upload all the files of one build.",
        ),
        Kind::CachingWasmType => both(
            "Associez .wasm à application/wasm : le navigateur le compile alors pendant qu’il arrive.",
            "Give .wasm the type application/wasm: the browser then compiles it while it arrives.",
        ),
        Kind::ClockFast | Kind::ClockSlow => both(
            "Réglez l’horloge de cet appareil sur l’heure du réseau.",
            "Set this computer’s clock by the network.",
        ),
        Kind::ClockNotTold => both(
            "Faites envoyer l’en-tête Date, que tout serveur a d’ordinaire.",
            "Have the host send the header Date, which servers usually do.",
        ),
        Kind::SessionStorageBlocked => both(
            "Autorisez ce site à garder des données (cookies et données de sites), puis recommencez.",
            "Let this site keep data (cookies and site data), then check again.",
        ),
        Kind::LocalStorageBlocked
        | Kind::IndexedDbBlocked
        | Kind::WebLocksMissing
        | Kind::BroadcastChannelMissing => both(
            "La connexion marche sans. Pour que les onglets s’accordent, autorisez les données de ce site, ou mettez le \
             navigateur à jour.",
            "A sign-in works without. To have tabs agree, let this site keep data, or bring the browser up to date.",
        ),
        Kind::IndexedDbBlockedForKeys => both(
            "La configuration demande dpop : autorisez les données de ce site, ou retirez dpop.",
            "The configuration asks for dpop: let this site keep data, or take dpop out.",
        ),
        Kind::PopUpsBlocked => both(
            "Autorisez les fenêtres de ce site. Sinon la page elle-même part chez le fournisseur, puis revient.",
            "Let this site open windows. Otherwise the page itself leaves for the provider, and comes back.",
        ),
        Kind::PopUpsUntried => both("Appuyez sur le bouton pour l’essayer.", "Press the button to try it."),
        _ => return None,
    })
}
