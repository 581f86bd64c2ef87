use std::{
    env, fs,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use hosting::{deployment::Deployment, host::Host, package::Package};
use serde_json::Value;

/// A web server of the kind that people have, with the very files that `cargo xtask package` makes.
///
/// An ordinary process with a configuration of its own, on a free port; no service of the machine's is touched.
pub struct WebServer {
    process: Child,
    folder: PathBuf,
    /// Where the app lies below what is served.
    base: String,
}

/// Which one.
#[derive(Clone, Copy, Debug)]
pub enum Server {
    Nginx,
    Caddy,
    Apache,
}

/// What every Apache knows.
const TYPES: &str =
    "text/html html\ntext/css css\nimage/svg+xml svg\nimage/png png\napplication/json json\ntext/plain txt\n";

/// What Apache is called, and where its modules are: on Debian, Fedora and Arch, from Homebrew, and as macOS has it.
const APACHES: [(&str, &str); 6] = [
    ("apache2", "/usr/lib/apache2/modules"),
    ("httpd", "/usr/lib64/httpd/modules"),
    ("httpd", "/usr/lib/httpd/modules"),
    ("httpd", "/opt/homebrew/lib/httpd/modules"),
    ("httpd", "/usr/local/lib/httpd/modules"),
    ("httpd", "/usr/libexec/apache2"),
];

impl WebServer {
    /// Packages what is built for this address (`http://localhost:8080/app/`), and serves it there.
    pub fn start(server: Server, dist: &Path, deployment: &Value, port: u16) -> Self {
        let deployment = Deployment::parse(deployment).unwrap_or_else(|wrong| panic!("{wrong}"));
        let package = Package::make(dist, &deployment, "").unwrap_or_else(|error| panic!("{error}"));
        // Not below the checkout: a server that gives up being root would have to be let into every folder above it.
        let folder = env::temp_dir().join(format!("lifen-connect-hosted-{port}"));
        let _ = fs::remove_dir_all(&folder);
        package.write(&folder.join("package")).unwrap_or_else(|error| panic!("{error}"));

        let configuration = folder.join("server.conf");
        let (text, program, arguments) = match server {
            Server::Nginx => {
                let arguments = ["-p", text(&folder), "-c", text(&configuration)].map(str::to_owned).to_vec();
                (nginx(&folder, port), "nginx", arguments)
            }
            Server::Caddy => {
                let arguments = ["run", "--adapter", "caddyfile", "--config", text(&configuration)];
                (caddy(&folder, port), "caddy", arguments.map(str::to_owned).to_vec())
            }
            Server::Apache => {
                fs::write(folder.join("types"), TYPES).expect("the types are written");
                let here = APACHES.into_iter().find(|(_, modules)| Path::new(modules).is_dir());
                let (program, modules) = here.unwrap_or(APACHES[0]);
                let arguments = ["-D", "FOREGROUND", "-f", text(&configuration)];
                (apache(&folder, port, modules), program, arguments.map(str::to_owned).to_vec())
            }
        };
        fs::write(&configuration, text).expect("a configuration is written");
        let log = fs::File::create(folder.join("server.log")).expect("a log");
        // The shell ends the server when its standard input ends, so the server never outlives a test that is killed.
        let mut process = Command::new("sh")
            .args(["-c", r#""$0" "$@" </dev/null & cat >/dev/null; kill $!; wait"#, program])
            .args(arguments)
            .env("PATH", format!("{}:/usr/sbin", env::var("PATH").unwrap_or_default()))
            .env("XDG_DATA_HOME", &folder)
            .env("XDG_CONFIG_HOME", &folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("sh starts");
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if started.elapsed() > Duration::from_secs(30) {
                let _ = process.kill();
                let said = fs::read_to_string(folder.join("server.log")).unwrap_or_default();
                panic!("{program} does not start: `cargo xtask test e2e` installs it. It said:\n{said}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(deployment.host, server.host());
        Self { process, folder, base: deployment.base().to_owned() }
    }

    /// The files of the app, as they were uploaded.
    pub fn files(&self) -> Vec<PathBuf> {
        hosting::files::paths_below(&self.app()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Gives every file whose name has a hash in it another one, and its name on the page: what a new build does.
    pub fn publishes_an_update(&self) {
        let mut page = fs::read_to_string(self.app().join("index.html")).expect("the page");
        for file in self.files() {
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with("index.html.") {
                fs::remove_file(&file).expect("the compressed page goes");
            }
            if let Some(hash) = hash_in(&name) {
                let other: String = hash.chars().rev().collect();
                page = page.replace(hash, &other);
                fs::rename(&file, file.with_file_name(name.replace(hash, &other)))
                    .expect("a file is renamed");
            }
        }
        fs::write(self.app().join("index.html"), page).expect("the page is written");
    }

    /// Takes away every file whose name has a hash in it.
    pub fn takes_the_files_away(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let gone = |file: &PathBuf| hash_in(&file.to_string_lossy()).is_some();
        let gone: Vec<_> = self.files().into_iter().filter(gone).collect();
        gone.into_iter()
            .map(|file| {
                let content = fs::read(&file).expect("a file");
                fs::remove_file(&file).expect("a file goes");
                (file, content)
            })
            .collect()
    }

    pub fn puts_back(&self, files: Vec<(PathBuf, Vec<u8>)>) {
        for (file, content) in files {
            fs::write(file, content).expect("a file comes back");
        }
    }

    /// Where they lie.
    pub fn app(&self) -> PathBuf {
        self.folder.join("package/site").join(self.base.trim_start_matches('/'))
    }
}

impl Server {
    pub fn host(self) -> Host {
        match self {
            Self::Nginx => Host::Nginx,
            Self::Caddy => Host::Caddy,
            Self::Apache => Host::Apache,
        }
    }
}

/// The sixteen digits after the dash.
fn hash_in(name: &str) -> Option<&str> {
    let (_, end) = name.rsplit_once('-')?;
    end.get(..16).filter(|hash| hash.bytes().all(|octet| octet.is_ascii_hexdigit()))
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

fn nginx(folder: &Path, port: u16) -> String {
    let folder = text(folder);
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path {folder}/{kind};"))
        .join(" ");
    format!(
        "daemon off;\nuser root;\nworker_processes 1;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n\
         http {{\n  access_log off;\n  {places}\n  server {{\n    listen 127.0.0.1:{port};\n    listen [::1]:{port};\n    \
         root {folder}/package/site;\n    include {folder}/package/nginx.conf;\n  }}\n}}\n"
    )
}

fn caddy(folder: &Path, port: u16) -> String {
    let folder = text(folder);
    format!(
        "{{\n\tadmin off\n\tauto_https off\n}}\nhttp://localhost:{port} {{\n\tbind 127.0.0.1 ::1\n\t\
         root * {folder}/package/site\n\timport {folder}/package/Caddyfile\n}}\n"
    )
}

/// With the modules that Debian turns on by itself, `headers` and `rewrite`; some are built in here and there.
fn apache(folder: &Path, port: u16, place: &str) -> String {
    let folder = text(folder);
    let modules = [
        "unixd",
        "mpm_event",
        "access_compat",
        "alias",
        "auth_basic",
        "authn_core",
        "authn_file",
        "authz_core",
        "authz_host",
        "authz_user",
        "autoindex",
        "deflate",
        "dir",
        "env",
        "filter",
        "mime",
        "negotiation",
        "reqtimeout",
        "setenvif",
        "headers",
        "rewrite",
    ]
    .into_iter()
    .map(|name| (name, format!("{place}/mod_{name}.so")))
    .filter(|(_, file)| Path::new(file).is_file())
    .map(|(name, file)| format!("LoadModule {name}_module {file}\n"))
    .collect::<String>();
    format!(
        "{modules}ServerRoot {folder}\nServerName localhost\nPidFile {folder}/pid\nDefaultRuntimeDir {folder}\n\
         ErrorLog /dev/stderr\nTypesConfig {folder}/types\nUser #65534\nGroup #65534\n\
         Listen 127.0.0.1:{port}\nListen [::1]:{port}\nDocumentRoot {folder}/package/site\n\
         <Directory {folder}/package/site>\n  AllowOverride All\n  Require all granted\n</Directory>\n"
    )
}

impl Drop for WebServer {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}
