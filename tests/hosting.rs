//! The servers of `docs/hosting.md`, each started with the manual's own lines: what they promise is held against what is sent.

use crate::manual;
use crate::servers;
use crate::skipping;
use crate::world;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::process::Command;

use servers::{Answer, Running, apache, apache_command, apache_head, nginx_around, nginx_command, program};
use skipping::skipped;
use world::World;

/// The folder of the site, which has a blank: in none of the servers' languages may it stand without quotes.
const FOLDER: &str = "trang web";
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What each ending is sent as; every text but a drawing, which names its letters itself, with its charset.
const TYPES: [(&str, &str); 13] = [
    ("html", "text/html; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json; charset=utf-8"),
    ("jsonld", "application/ld+json; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("xml", "application/xml; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("woff2", "font/woff2"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// The blocks of code of a language in the manual, which are the same in both of its languages.
fn blocks(language: &str) -> Vec<String> {
    let [english, vietnamese] = ["docs/hosting.md", "docs/hosting.vi.md"].map(|path| {
        let text = manual::read(path);
        let fenced = text.split("\n```").skip(1).step_by(2);
        let own = fenced.filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'));
        own.map(str::to_owned).collect::<Vec<_>>()
    });
    assert_eq!(english, vietnamese);
    assert!(!english.is_empty(), "the manual has no {language}");
    english
}

/// A block with what has to be another on this machine: what stands in it, how often it has to, and what takes its place.
fn adapted(block: &str, changes: &[(&str, usize, &str)]) -> String {
    changes.iter().fold(block.to_owned(), |text, (from, times, to)| {
        assert_eq!(text.matches(from).count(), *times, "{from:?} in\n{text}");
        text.replace(from, to)
    })
}

/// A block whose line of Strict-Transport-Security, which has to be a comment, is none.
fn with_hsts(block: &str) -> String {
    let (line, mark) = block
        .lines()
        .find_map(|line| Some((line, line.find("# ").filter(|_| line.contains("Strict-Transport-Security"))?)))
        .expect("a line of HSTS");
    assert_eq!(line[..mark].trim(), "", "{line}");
    adapted(block, &[(line, 1, &line.replacen("# ", "", 1))])
}

/// What the manual says of a server, where they differ.
struct Promise {
    /// The packings of which it sends the files that stand beside those of `assets/`.
    beside: &'static [&'static str],
    /// Whether it tells also those who take none that there are other forms of such a file.
    is_varied: bool,
    /// How it says that a file never changes.
    for_ever: &'static str,
    /// Whether it leads to a folder by a path alone, on whatever name and scheme was asked for.
    is_relative: bool,
}

/// A site in a folder of its own.
struct Site {
    world: World,
    /// Every file of it, by its path.
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    fn built() -> Site {
        let world = World::new();
        let office = ["new", "office", "ubnd-tinh", "--name", "Ủy ban nhân dân tỉnh", "--agency", "ubnd-tinh"];
        for arguments in [&office[..], &["build", "--out", FOLDER]] {
            let ran = world.run(arguments);
            assert_eq!(ran.status, Some(0), "{ran:?}");
        }
        let site = Site { files: world.tree(FOLDER), world };
        let endings: BTreeSet<_> = site.plain().map(|(path, _)| path.rsplit('.').next().unwrap()).collect();
        assert_eq!(endings, TYPES.iter().map(|(ending, _)| *ending).collect(), "each is in the table");
        assert!(site.plain().any(|(path, _)| is_for_ever(path)));
        site
    }

    fn root(&self) -> String {
        self.world.at(FOLDER).to_str().unwrap().to_owned()
    }

    fn start(&self, command: impl Fn(u16) -> Command) -> Running {
        Running::start(&self.world.at("said.log"), command)
    }

    /// The files that readers ask for: no manifest, and none that is another one compressed.
    fn plain(&self) -> impl Iterator<Item = (&str, &Vec<u8>)> {
        let is_plain = |path: &str| ![".br", ".gz", ".niemyet"].iter().any(|ending| path.ends_with(ending));
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes)).filter(move |(path, _)| is_plain(path))
    }

    /// Holds a server to the manual.
    fn holds(&self, server: &Running, promise: &Promise) {
        let mut faults = Vec::new();
        for (path, bytes) in self.plain() {
            for accepted in ["identity", "gzip", "gzip, br"] {
                faults.extend(self.file_faults(server, promise, path, bytes, accepted));
            }
        }
        faults.extend(self.unknown_faults(server));
        faults.extend(folder_faults(server, promise.is_relative));
        faults.truncate(40);
        assert!(faults.is_empty(), "{faults:#?}");
        // The hidden manifest is sent too.
        let ran = self.world.run(&["verify", &server.url("/"), "--pause", "0"]);
        assert_eq!(ran.status, Some(0), "{ran:?}");
    }

    /// What is wrong with a file as it is sent to who takes some packings.
    fn file_faults(
        &self,
        server: &Running,
        promise: &Promise,
        path: &str,
        bytes: &[u8],
        accepted: &str,
    ) -> Vec<String> {
        let address = address(path);
        let answer = server.get(&address, &[("Accept-Encoding", accepted)]);
        let packing = answer.header("Content-Encoding");
        let beside = |packing: &str, ending: &str| {
            let is_sent = promise.beside.contains(&packing) && accepted.contains(packing);
            self.files.get(&format!("{path}.{ending}")).filter(|_| is_sent)
        };
        let (body, wanted) = match (beside("br", "br"), beside("gzip", "gz")) {
            (Some(file), _) => (answer.body == *file, Some("br")),
            (None, Some(file)) => (answer.body == *file, Some("gzip")),
            // Packed as it is sent; servers leave out what is short.
            (None, None) if packing == "gzip" => (gunzipped(&answer.body) == bytes, Some("gzip")),
            (None, None) => (answer.body == bytes, (bytes.len() > 1024).then_some("gzip")),
        };
        let is_packed = is_text(path) && accepted != "identity" && wanted.is_some();
        let is_varied = is_packed || promise.is_varied && self.files.contains_key(&format!("{path}.gz"));
        let tag = answer.header("ETag");
        let again = server.get(&address, &[("Accept-Encoding", accepted), ("If-None-Match", &tag)]);
        let holds = [
            ("status", answer.status == 200),
            ("body", body),
            ("Content-Type", answer.header("Content-Type") == media(path)),
            (
                "Cache-Control",
                answer.header("Cache-Control") == if is_for_ever(path) { promise.for_ever } else { "no-cache" },
            ),
            ("Content-Encoding", packing == if is_packed { wanted.unwrap() } else { "" }),
            ("Vary", !is_varied || answer.header("Vary").eq_ignore_ascii_case("accept-encoding")),
            ("Content-Language", answer.header("Content-Language").is_empty()),
            ("policies", has_policies(&answer, frames(path))),
            ("asked for again", !tag.is_empty() && again.status == 304 && again.body.is_empty()),
        ];
        let wrong = holds.iter().filter(|(_, holds)| !holds);
        wrong.map(|(what, _)| format!("{path} ({accepted}): {what}: {answer:?}; again {}", again.status)).collect()
    }

    /// What leads nowhere is told so by the site's own page, at any depth, and nobody keeps it for long: the name of a shard too, which
    /// may be asked for while a new site is copied.
    fn unknown_faults(&self, server: &Running) -> Vec<String> {
        let unknown = [
            "khong-co",
            "khong/co/sau/",
            "T/9.999999/",
            "T/9.999999/a/b/c.html",
            "du-lieu.json",
            "bang.xlsx",
            "nhung/khong-co/",
            "assets/khong-co.js",
            "assets/search-names.0123456789abcdef.js",
        ];
        let faults =
            unknown.iter().map(|path| (path, server.get(&format!("/{path}"), &[]))).filter(|(path, answer)| {
                let kept = answer.header("Cache-Control");
                answer.status != 404
                || answer.body != self.files["404.html"]
                || answer.header("Content-Type") != media("404.html")
                || !(kept == "no-cache" || kept.is_empty() && is_for_ever(path))
                // Some servers tell it by the address, some by the page.
                || !(has_policies(answer, frames(path)) || has_policies(answer, frames("404.html")))
            });
        faults.map(|(path, answer)| format!("{path}: {answer:?}")).collect()
    }
}

/// The address of a file as the site's links have it.
fn address(path: &str) -> String {
    let folder = path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    format!("/{}", folder.unwrap_or(path))
}

fn is_for_ever(path: &str) -> bool {
    let name = path.strip_prefix("assets/search-").and_then(|name| name.strip_suffix(".js"));
    let hash = name.and_then(|name| name.split_once('.')).map(|(_, hash)| hash);
    hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_text(path: &str) -> bool {
    ![".xlsx", ".woff2"].iter().any(|ending| path.ends_with(ending))
}

/// What a file is sent as.
fn media(path: &str) -> &'static str {
    let ending = path.rsplit('.').next().unwrap();
    TYPES.iter().find(|(own, _)| *own == ending).unwrap().1
}

/// The policy that says who may frame a page.
fn frames(path: &str) -> &'static str {
    if path.starts_with("nhung/") { "frame-ancestors *" } else { "frame-ancestors 'self'" }
}

/// Whether an answer has what each one has, whatever it is, and no HSTS: its line is a comment.
fn has_policies(answer: &Answer, frames: &str) -> bool {
    let wanted = [
        ("Content-Security-Policy", frames),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Strict-Transport-Security", ""),
    ];
    wanted.iter().all(|(name, value)| answer.header(name) == *value)
}

fn gunzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

/// Folders are led to with a slash, on the same name and port, and none is listed.
fn folder_faults(server: &Running, is_relative: bool) -> Vec<String> {
    let mut faults = Vec::new();
    for path in ["/T/9.000001", "/nhung", "/linh-vuc/linh-vuc-mau"] {
        let answer = server.get(path, &[]);
        let location = answer.header("Location");
        let led = url::Url::parse(&server.url(path)).unwrap().join(&location).unwrap();
        let is_led = [301, 302, 307, 308].contains(&answer.status) && led.as_str() == server.url(&format!("{path}/"));
        let has_policies = has_policies(&answer, frames(&path[1..]));
        if !is_led || is_relative == location.contains("://") || !has_policies {
            faults.push(format!("{path}: {answer:?}"));
        }
    }
    for folder in ["/assets/", "/T/"] {
        let answer = server.get(folder, &[]);
        let text = String::from_utf8_lossy(&answer.body);
        let is_none = [403, 404].contains(&answer.status) && has_policies(&answer, frames(folder));
        if !is_none || text.contains("search-client") || text.contains("9.000001") {
            faults.push(format!("{folder}: {answer:?}: {text}"));
        }
    }
    faults
}

/// Holds a server, started with the line of HSTS, to it: on pages, and on what leads elsewhere or says that there is none.
fn has_hsts(server: &Running) {
    for path in ["/", "/khong-co", "/nhung", "/assets/"] {
        assert_eq!(server.get(path, &[]).header("Strict-Transport-Security"), "max-age=31536000", "{path}");
    }
}

/// For hosts whose settings nobody may change.
#[test]
fn every_page_has_a_referrer_policy_of_its_own() {
    let site = Site::built();
    let ran = site.world.run(&["build", "--out", "apart", "--review", "review"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let review = site.world.tree("review");
    let mut count = 0;
    for (path, bytes) in site.files.iter().chain(&review).filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).unwrap();
        let head = page.split("</head>").next().unwrap();
        assert_eq!(head.matches("<meta name=\"referrer\" content=\"same-origin\">").count(), 1, "{path}");
        count += 1;
    }
    assert!(count > 20 && review.keys().any(|path| path.ends_with(".html")), "{count}");
}

/// Where the site stands in the manual.
const ROOT: &str = "/srv/www/tthc";

#[test]
fn nginx_does_what_the_manual_says() {
    let Some(nginx) = program("nginx") else { return skipped("nginx is not installed") };
    let (site, block) = (Site::built(), &blocks("nginx")[0]);
    let start = |block: &str| {
        site.start(|port| {
            let listen = format!("listen 127.0.0.1:{port};");
            let here = adapted(block, &[("listen 80;", 1, &listen), (ROOT, 1, &site.root())]);
            site.world.put("nginx.conf", nginx_around(&here));
            nginx_command(&nginx, &site.world.at(""))
        })
    };
    site.holds(&start(block), &Promise { beside: &["gzip"], is_varied: true, for_ever: FOR_EVER, is_relative: true });
    has_hsts(&start(&with_hsts(block)));
}

#[test]
fn what_the_manual_says_of_frames_alone_is_part_of_its_whole_server() {
    let [server, frames] = &blocks("nginx")[..] else { panic!("two blocks of nginx") };
    let lines: Vec<&str> = frames.lines().map(|line| line.trim_start_matches("# and in the server: ")).collect();
    assert!(lines.len() > 3);
    assert!(lines.iter().all(|line| server.contains(line)), "{frames}");
}

/// Apache's settings before the manual's: its modules, beside those that the manual names what Debian's package has on, and
/// what may stand there that the manual must not depend on or trip over: no types, and a packing for what ends with `.gz`.
fn apache_before(folder: &Path, port: u16) -> String {
    let own = ["mpm_event", "authz_core", "dir", "mime", "headers", "filter", "deflate", "rewrite", "setenvif"];
    let modules = [&own[..], &["alias", "autoindex", "negotiation"]].concat();
    apache_head(folder, port, &modules) + "TypesConfig /dev/null\nAddEncoding x-gzip .gz\n"
}

#[test]
fn apache_does_what_the_manual_says() {
    let Some(apache) = apache() else { return skipped("Apache httpd is not installed") };
    let (site, block) = (Site::built(), &blocks("apache")[0]);
    let start = |block: &str, folders: usize| {
        site.start(|port| {
            let host = format!("<VirtualHost 127.0.0.1:{port}>");
            let here = adapted(block, &[("<VirtualHost *:80>", 1, &host), (ROOT, folders, &site.root())]);
            site.world.put("httpd.conf", apache_before(&site.world.at("."), port) + &here);
            apache_command(&apache, &site.world.at(""))
        })
    };
    let promise = Promise { beside: &["br", "gzip"], is_varied: true, for_ever: FOR_EVER, is_relative: false };
    site.holds(&start(block, 3), &promise);
    has_hsts(&start(&with_hsts(block), 3));

    let (name, proxied) = ("ServerName tthc.example.gov.vn", "ServerName https://tthc.example.gov.vn");
    let behind = format!("{proxied}\nUseCanonicalName On");
    let manual = manual::read("docs/hosting.md");
    assert!(behind.lines().all(|line| manual.contains(&format!("`{line}`"))), "behind a proxy");
    let server = start(&adapted(block, &[(name, 1, &behind)]), 3);
    assert_eq!(server.get("/nhung", &[]).header("Location"), "https://tthc.example.gov.vn/nhung/");

    // Who has no other way puts what is said of `assets/` into a file there.
    let (before, rest) =
        block.split_once("    <Directory \"/srv/www/tthc/assets\">\n").expect("what is said of assets/");
    let (inner, after) = rest.split_once("    </Directory>\n").unwrap();
    site.world.put(&format!("{FOLDER}/assets/.htaccess"), inner);
    let block = adapted(&format!("{before}{after}"), &[("AllowOverride None", 1, "AllowOverride FileInfo")]);
    site.holds(&start(&block, 2), &promise);
}

#[test]
fn caddy_does_what_the_manual_says() {
    let Some(caddy) = program("caddy") else { return skipped("Caddy is not installed") };
    let (site, block) = (Site::built(), &blocks("caddy")[0]);
    let start = |block: &str| {
        site.start(|port| {
            let host = format!("http://127.0.0.1:{port} {{");
            let here = adapted(block, &[("tthc.example.gov.vn {", 1, &host), (ROOT, 1, &site.root())]);
            site.world.put("Caddyfile", format!("{{\n    admin off\n}}\n{here}"));
            let mut command = Command::new(&caddy);
            command.args(["run", "--adapter", "caddyfile", "--config"]).arg(site.world.at("Caddyfile"));
            command.env("XDG_DATA_HOME", site.world.at("data")).env("XDG_CONFIG_HOME", site.world.at("config"));
            command
        })
    };
    site.holds(
        &start(block),
        &Promise { beside: &["br", "gzip"], is_varied: false, for_ever: FOR_EVER, is_relative: true },
    );
    has_hsts(&start(&with_hsts(block)));
}

#[test]
fn lighttpd_does_what_the_manual_says() {
    let Some(lighttpd) = program("lighttpd") else { return skipped("lighttpd is not installed") };
    let (site, block) = (Site::built(), &blocks("lighttpd")[0]);
    let start = |block: &str| {
        site.start(|port| {
            let listen = format!("server.port = {port}\nserver.bind = \"127.0.0.1\"");
            let user = "server.username = \"www-data\"\nserver.groupname = \"www-data\"\n";
            let changes = [("server.port = 80", 1, listen.as_str()), (user, 1, ""), (ROOT, 2, &site.root())];
            site.world.put("lighttpd.conf", adapted(block, &changes));
            let mut command = Command::new(&lighttpd);
            command.arg("-D").arg("-f").arg(site.world.at("lighttpd.conf"));
            command
        })
    };
    site.holds(
        &start(block),
        &Promise { beside: &[], is_varied: false, for_ever: "max-age=31536000", is_relative: true },
    );
    has_hsts(&start(&with_hsts(block)));
}
