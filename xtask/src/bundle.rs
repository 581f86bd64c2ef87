//! Builds what Trunk builds, and shortens it, if anything it is built from has changed.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use crate::{
    process, setup, shorten, size,
    step::{self, Steps},
    tool::{self, TRUNK_VERSION, Tool, WASM_TARGET},
    workspace,
};

/// Builds everything and prints what a first load weighs.
pub fn run() -> Result<ExitCode, String> {
    let installs = setup::missing(&Tool::TO_BUILD)?;
    let mut steps = Steps::new(installs.len() + App::all().len());
    for install in &installs {
        install.carry_out(&mut steps)?;
    }
    setup::tidy_up();
    let mut weights = Vec::new();
    for app in App::all() {
        steps.next(format_args!("Building {}", app.name));
        build(&app)?;
        weights.push(size::weigh(&app)?);
    }
    for weight in weights {
        println!("\n{weight}");
    }
    Ok(ExitCode::SUCCESS)
}

/// A directory with an `index.html` that Trunk builds into `dist`.
pub struct App {
    /// As the budgets call it.
    pub name: &'static str,
    directory: PathBuf,
}

impl App {
    /// The application itself.
    pub fn whole() -> App {
        App { name: "app", directory: workspace::root() }
    }

    /// The application and the examples.
    pub fn all() -> [App; 2] {
        [App { name: "minimal", directory: workspace::root().join("examples").join("minimal") }, App::whole()]
    }

    /// What Trunk builds from; it says how.
    fn page(&self) -> PathBuf {
        self.directory.join("index.html")
    }

    pub fn dist(&self) -> PathBuf {
        self.directory.join("dist")
    }
}

/// Builds `app` for release, unless the last build was of the same files and is still there.
///
/// # Errors
///
/// When it cannot be built; with the output of what failed.
pub fn build(app: &App) -> Result<(), String> {
    let stamp = workspace::state()?.join(format!("{}.built", app.name));
    let inputs = inputs(app)?;
    if fs::read_to_string(&stamp).is_ok_and(|built| built == seal(app, inputs)) {
        step::detail(format_args!("{}: nothing has changed", app.name));
        return Ok(());
    }

    let started = Instant::now();
    let _ = fs::remove_file(&stamp);
    // Trunk is kept off the network, so what it compiles has to be here.
    process::succeed(tool::command("cargo")?.args(["fetch", "--target", WASM_TARGET, "--target", &host()?]))?;
    process::succeed(
        tool::command("trunk")?
            .args(["build", "--release", "--offline"])
            .current_dir(&app.directory)
            .env("CARGO_ENCODED_RUSTFLAGS", flags()?)
            // Trunk takes this variable for one of its own, and refuses the usual value.
            .env_remove("NO_COLOR")
            // What went wrong is in the message; where in Trunk it did concerns nobody here.
            .env("RUST_BACKTRACE", "0"),
    )?;
    shorten::run(&app.page(), &app.dist())?;
    step::detail(format_args!("{}: built in {}", app.name, step::since(started)));
    fs::write(&stamp, seal(app, inputs))
        .map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

/// How the compiler is called.
fn flags() -> Result<String, String> {
    let mut flags = without_this_machines_paths()?;
    // The names of functions, which are stripped otherwise, tell which of them panic; wasm-opt takes them out.
    flags.push("-Clink-arg=--keep-section=name".to_owned());
    // What needs what, which tells what can be fetched later.
    flags.push("-Clink-arg=--emit-relocs".to_owned());
    // What separates the flags is no character of a path.
    Ok(flags.join("\u{1f}"))
}

/// Where a panic would stand in a dependency is written into the module with its path. Without the folders of this
/// machine the same sources weigh the same everywhere, and nobody reads a home directory out of a published app.
fn without_this_machines_paths() -> Result<Vec<String>, String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let sources = home.ok_or("The home directory is not known.")?.join("registry").join("src");
    let mut registries: Vec<PathBuf> = fs::read_dir(&sources)
        .map_err(|error| format!("{} cannot be read: {error}", sources.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    registries.sort();
    let flag = |registry: &PathBuf| format!("--remap-path-prefix={}=crates", registry.display());
    Ok(registries.iter().map(flag).collect())
}

/// What goes in, and what came out: a `dist` that another command wrote since is not ours.
fn seal(app: &App, inputs: u64) -> String {
    // Nothing readable is nothing built.
    let outputs = files_below(&app.dist(), &[]).and_then(|files| fingerprint(&files)).unwrap_or_default();
    format!("{inputs:016x} {outputs:016x}")
}

/// What at the root of the checkout no app is built from; anything new counts as an input until it is named here.
const NOT_INPUTS: [&str; 26] = [
    ".ci",
    ".git",
    ".gitignore",
    ".github",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "fuzz",
    "budgets.toml",
    "dist",
    "docs",
    "doctor",
    "e2e",
    "examples",
    "deny.toml",
    "deploy",
    "deploy.toml",
    "hosting",
    "package",
    "provider",
    "screenshots",
    "static-host",
    "target",
    "tests",
    "webdriver.json",
    "xtask",
];

fn inputs(app: &App) -> Result<u64, String> {
    let root = workspace::root();
    let mut files = files_below(&root, &NOT_INPUTS)?;
    if app.directory != root {
        files.extend(files_below(&app.directory, &["dist"])?);
    }
    let ours = [
        "bundle.rs",
        "code.rs",
        "debug.rs",
        "exports.rs",
        "glue.rs",
        "glue/tokens.rs",
        "imports.rs",
        "module.rs",
        "names.rs",
        "panics.rs",
        "shorten.rs",
        "split.rs",
        "split/fetching.rs",
        "split/linked.rs",
        "split/put.rs",
        "split/whole.rs",
        "unsaid.rs",
    ];
    files.extend(ours.map(|name| root.join("xtask").join("src").join(name)));
    let mut hasher = DefaultHasher::new();
    (fingerprint(&files)?, TRUNK_VERSION, workspace::locked_version("wasm-bindgen")?).hash(&mut hasher);
    Ok(hasher.finish())
}

fn fingerprint(files: &[PathBuf]) -> Result<u64, String> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        let content =
            fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        (file, content).hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// In a fixed order; `except` are names at the top.
pub fn files_below(directory: &Path, except: &[&str]) -> Result<Vec<PathBuf>, String> {
    let unreadable = |error| format!("{} cannot be read: {error}", directory.display());
    let entries =
        fs::read_dir(directory).map_err(unreadable)?.collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .filter(|entry| entry.file_name().to_str().is_none_or(|name| !except.contains(&name)))
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(files_below(&path, &[])?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn host() -> Result<String, String> {
    let outcome = process::run(tool::command("rustc")?.arg("-vV"))?;
    let host = outcome.output.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc does not say which target it runs on.".to_owned())
}
