use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use crate::checkout;

/// `oidc-provider` from npm, certified by the OpenID Foundation: a provider nobody here wrote.
pub struct CertifiedProvider {
    process: Child,
    pub issuer: String,
}

impl CertifiedProvider {
    /// Knows one client, with further members of its registration (`id_token_signed_response_alg`).
    pub fn start(
        client_id: &str,
        redirect_uri: &str,
        post_logout_redirect_uri: &str,
        registration: &[(&str, &str)],
    ) -> Self {
        let folder = checkout().join("e2e/interop");
        assert!(
            folder.join("node_modules/oidc-provider").is_dir(),
            "the certified provider is not installed: `cargo xtask test e2e` does it (npm ci in e2e/interop)"
        );
        let mut process = Command::new("node")
            .arg("provider.mjs")
            .args(["--client-id", client_id, "--redirect-uri", redirect_uri])
            .args(["--post-logout-redirect-uri", post_logout_redirect_uri])
            .args(
                registration
                    .iter()
                    .flat_map(|(member, value)| ["--register".into(), format!("{member}={value}")]),
            )
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node starts");
        let mut ready = String::new();
        let mut output = BufReader::new(process.stdout.take().expect("piped"));
        output.read_line(&mut ready).expect("the certified provider speaks");
        let ready: serde_json::Value = serde_json::from_str(&ready).unwrap_or_else(|_| {
            panic!("the certified provider did not start: run `node provider.mjs` to see why")
        });
        Self { process, issuer: ready["issuer"].as_str().expect("an issuer").into() }
    }
}

impl Drop for CertifiedProvider {
    fn drop(&mut self) {
        // It ends with its standard input; this waits until it did.
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}
