//! Real web servers on a port of this machine: found, started, asked, ended.
#![allow(dead_code, reason = "each test program uses what it needs")]

use std::net::{TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ureq::Agent;

/// Where Debian keeps the modules of Apache.
const APACHE_MODULES: &str = "/usr/lib/apache2/modules";
/// Where it keeps the settings of those that have some.
const APACHE_SETTINGS: &str = "/etc/apache2/mods-available";
/// How often a server is started anew, on another port, where it ends before it answers.
const STARTS: usize = 5;
/// How long a server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server's program, also where only the administrator's `PATH` has it; `None` where it is not installed.
pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// Apache with the modules of Debian's package, if it is installed.
pub(crate) fn apache() -> Option<PathBuf> {
    program("apache2").filter(|_| Path::new(APACHE_MODULES).join("mod_mpm_event.so").exists())
}

/// What the configuration of Apache begins with, so that it keeps to a folder and a port. Modules are loaded by their names, with
/// the settings that Debian's package gives them.
pub(crate) fn apache_head(folder: &Path, port: u16, modules: &[&str]) -> String {
    let folder = folder.display();
    let load = |name: &&str| {
        format!(
            "LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so\nIncludeOptional {APACHE_SETTINGS}/{name}.conf\n"
        )
    };
    format!(
        "ServerRoot \"{folder}\"\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile \"{folder}/httpd.pid\"\n\
         DefaultRuntimeDir \"{folder}\"\nErrorLog \"{folder}/error.log\"\n{}",
        modules.iter().map(load).collect::<String>()
    )
}

/// The whole configuration of nginx with something in `http`, so that it keeps to its folder (`-p`).
pub(crate) fn nginx_around(http: &str) -> String {
    format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {{}}\nhttp {{\naccess_log off; \
         client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n\
         {http}\n}}\n"
    )
}

/// nginx with the file `nginx.conf` of a folder.
pub(crate) fn nginx_command(program: &Path, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["-e", "stderr", "-p"]).arg(folder).arg("-c").arg(folder.join("nginx.conf"));
    command
}

/// Apache with the file `httpd.conf` of a folder. One that was killed leaves its number there, and where another process has that by
/// now, the next Apache would take it for one that runs already.
pub(crate) fn apache_command(program: &Path, folder: &Path) -> Command {
    let _ = std::fs::remove_file(folder.join("httpd.pid"));
    let mut command = Command::new(program);
    command.args(["-X", "-f"]).arg(folder.join("httpd.conf"));
    command
}

/// A server that ends with the test.
pub(crate) struct Running {
    child: Child,
    port: Port,
    agent: Agent,
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: ureq::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl std::fmt::Debug for Answer {
    /// Without the body, whose bytes tell nobody anything.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}, {} bytes", self.status, self.headers, self.body.len())
    }
}

impl Answer {
    /// Every value of a header, parted by commas as if it had been sent once; `""` where there is none.
    pub(crate) fn header(&self, name: &str) -> String {
        let values = self.headers.get_all(name).iter().map(|value| value.to_str().unwrap());
        values.collect::<Vec<_>>().join(", ")
    }
}

impl Running {
    /// Starts a server by a command for a port, and waits until it answers. Where it ends before, as one that does not get its
    /// port, another port is tried; what it printed is shown when none is left.
    pub(crate) fn start(log: &Path, command: impl Fn(u16) -> Command) -> Running {
        let mut failed = Vec::new();
        while failed.len() < STARTS {
            let port = Port::free();
            let said = std::fs::File::create(log).unwrap();
            let mut command = command(port.number);
            command.stdin(Stdio::null()).stdout(said.try_clone().unwrap()).stderr(said);
            let mut running = Running { child: command.spawn().unwrap(), port, agent: agent() };
            if running.answers() {
                return running;
            }
            failed.push(running);
        }
        panic!("the server ends at once: {}", std::fs::read_to_string(log).unwrap());
    }

    /// Whether it comes to answer; `false` where it ends instead.
    fn answers(&mut self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let is_answered = self.agent.get(self.url("/")).call().is_ok();
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            if is_answered {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server does not answer");
    }

    /// An address on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port.number)
    }

    /// The answer to a GET, as it was sent: neither unpacked nor led on.
    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request =
            headers.iter().fold(self.agent.get(self.url(path)), |request, (name, value)| request.header(*name, *value));
        let mut response = request.call().unwrap_or_else(|why| panic!("{path}: {why}"));
        let body = response.body_mut().with_config().limit(u64::MAX).read_to_vec().unwrap();
        Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
    }
}

fn agent() -> Agent {
    let config = Agent::config_builder().proxy(None).max_redirects(0).max_redirects_will_error(false);
    config.http_status_as_error(false).timeout_global(Some(PATIENCE)).build().into()
}

/// A port for a server.
struct Port {
    number: u16,
    /// The same number of UDP, held as long as the port is used: of tests that run at once none takes that of another between its
    /// look and its server's start.
    _held: UdpSocket,
}

impl Port {
    /// A free one below those that the system gives to connections by itself (from 32768 on with Linux).
    fn free() -> Port {
        let mut ports = (20_000..32_000).filter_map(|number| {
            let held = UdpSocket::bind(("127.0.0.1", number)).ok()?;
            TcpListener::bind(("127.0.0.1", number)).ok().map(|_| Port { number, _held: held })
        });
        ports.next().expect("a free port")
    }
}
