//! Old addresses lead to pages of the site: the table, the rules, and the servers that read them.
#![allow(clippy::disallowed_methods, reason = "a test starts the servers it is about")]

mod skipping;
mod world;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use skipping::skipped;
use world::World;

const TABLE: &str = "catalogue/redirects.tsv";
const UUID: &str = "019d2bf7-4fc1-768b-9ba3-94be4bca58ee";

/// A project whose table has a line of each kind.
fn project() -> World {
    let world = World::new();
    world.edit("site/site.toml", "https://tthc.example.gov.vn/", "https://new.example.gov.vn/tthc/");
    let link = format!("9.000001\t{UUID}\tprocedure\tthử\t\n");
    world.put("catalogue/links.tsv", world.text("catalogue/links.tsv") + &link);
    world.put(
        TABLE,
        "from\tto\n\
         /cu/chi-tiet.aspx?id=12&x=1\t9.000001\n\
         https://TTHC.cu.example.gov.vn/thu-tuc/12.html\t9.000001\n\
         /dvc/{code}.html\t{code}\n\
         /p/chi-tiet?ma={code}\t{code}\n\
         /cong/{portal_id}\t{code}\n\
         /hộ-tịch/cũ/\tlinh-vuc/linh-vuc-mau/\n\
         /\t/\n",
    );
    world
}

/// What is asked for at the old place, and the page of the site that has to answer; `None` where no rule speaks.
const ASKED: [(&str, Option<&str>); 13] = [
    ("/cu/chi-tiet.aspx?id=12&x=1", Some("T/9.000001/")),
    ("/cu/chi-tiet.aspx?id=13&x=1", None),
    ("/cu/chi-tietxaspx?id=12&x=1", None),
    ("/thu-tuc/12.html", Some("T/9.000001/")),
    ("/thu-tuc/12.html?fbclid=a", Some("T/9.000001/")),
    ("/thu-tuc/12.html/x", None),
    ("/dvc/9.000001.html", Some("T/9.000001/")),
    ("/dvc/9.000001.000.00.00.H56.html?a=b", Some("T/9.000001/")),
    ("/dvc/9.00001.html", None),
    ("/p/chi-tiet?ma=9.000001&lang=vi", Some("T/9.000001/")),
    ("/cong/019d2bf7-4fc1-768b-9ba3-94be4bca58ee", Some("T/9.000001/")),
    ("/h%E1%BB%99-t%E1%BB%8Bch/c%C5%A9/", Some("linh-vuc/linh-vuc-mau/")),
    ("/", Some("")),
];

/// A server that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn is_here(program: &str) -> bool {
    Command::new(program).arg("-v").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// Where a server at a port leads an address: the status and the `Location`.
fn asked(port: u16, address: &str) -> (u16, Option<String>) {
    let mut stream = (0..100).find_map(|_| {
        let stream = TcpStream::connect(("127.0.0.1", port));
        stream.map_err(|_| std::thread::sleep(Duration::from_millis(50))).ok()
    });
    let stream = stream.as_mut().expect("the server listens");
    write!(stream, "GET {address} HTTP/1.0\r\nHost: tthc.cu.example.gov.vn\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let location = answer.lines().find_map(|line| line.strip_prefix("Location: "));
    (status, location.map(str::to_owned))
}

fn answers_as_the_table_says(port: u16) {
    for (address, page) in ASKED {
        let (status, location) = asked(port, address);
        let expected = page.map(|page| format!("https://new.example.gov.vn/tthc/{page}"));
        assert_eq!(location, expected, "{address}: {status}");
        assert_eq!(status == 301, page.is_some(), "{address}: {status}");
    }
}

#[test]
fn nginx_leads_each_old_address_to_its_page() {
    if !is_here("nginx") {
        return skipped("nginx is not installed");
    }
    let world = project();
    world.run(&["export", "redirects", "nginx", "--out", "redirects.conf"]).gives("", SEVEN, 0);
    let port = free_port();
    world.put(
        "nginx.conf",
        format!(
            "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {{}}\nhttp {{\n\
             access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; \
             scgi_temp_path t5;\ninclude redirects.conf;\nserver {{ listen 127.0.0.1:{port}; root none;\n\
             if ($niemyet_redirect) {{ return 301 $niemyet_redirect; }} }} }}\n"
        ),
    );
    let mut command = Command::new("nginx");
    command.arg("-p").arg(world.at("")).arg("-c").arg(world.at("nginx.conf")).stderr(Stdio::null());
    let _running = Running(command.spawn().unwrap());
    answers_as_the_table_says(port);
}

#[test]
fn apache_leads_each_old_address_to_its_page() {
    const MODULES: &str = "/usr/lib/apache2/modules";
    if !is_here("apache2") || !std::path::Path::new(MODULES).join("mod_mpm_event.so").exists() {
        return skipped("Apache httpd is not installed");
    }
    let world = project();
    world.put("root/x", "");
    let told = SEVEN.replace("redirects.conf", "root/.htaccess");
    world.run(&["export", "redirects", "apache", "--out", "root/.htaccess"]).gives("", &told, 0);
    let (port, folder) = (free_port(), world.at(""));
    let folder = folder.display();
    let modules = ["mpm_event", "authz_core", "rewrite"]
        .map(|name| format!("LoadModule {name}_module {MODULES}/mod_{name}.so\n"))
        .concat();
    world.put(
        "httpd.conf",
        format!(
            "ServerRoot \"{folder}\"\nServerName localhost\nListen 127.0.0.1:{port}\n{modules}\
             PidFile \"{folder}httpd.pid\"\nDefaultRuntimeDir \"{folder}\"\nErrorLog /dev/null\n\
             DocumentRoot \"{folder}root\"\n<Directory \"{folder}root\">\nAllowOverride All\nRequire all granted\n</Directory>\n"
        ),
    );
    let mut command = Command::new("apache2");
    command.args(["-X", "-f"]).arg(world.at("httpd.conf")).stderr(Stdio::null());
    let _running = Running(command.spawn().unwrap());
    answers_as_the_table_says(port);
}

const SEVEN: &str = "đã ghi 7 quy tắc chuyển hướng vào redirects.conf\n";

#[test]
fn the_rules_of_iis_are_sound_xml_and_have_every_address() {
    let world = project();
    let ran = world.run(&["export", "redirects", "iis"]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let mut reader = quick_xml::Reader::from_str(&ran.stdout);
    let (mut keys, mut urls) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Empty(tag) => {
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap().into_owned();
                    match attribute.key.as_ref() {
                        "key" => keys.push(value),
                        "url" => urls.push(value),
                        _ => {}
                    }
                }
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    let id = format!("/cong/{UUID}");
    let paths = ["/", &id, "/h%E1%BB%99-t%E1%BB%8Bch/c%C5%A9/", "/thu-tuc/12.html"];
    assert_eq!(keys, [&["/cu/chi-tiet.aspx?id=12&x=1"][..], &paths].concat());
    let page = "https://new.example.gov.vn/tthc/T/{C:1}/";
    let actions: Vec<&String> = urls.iter().filter(|url| *url != ".*").collect();
    assert_eq!(actions, ["{C:1}", "{C:1}", page, page]);
}

#[test]
fn a_line_that_leads_nowhere_stops_the_command_at_its_place() {
    for (line, place, told) in [
        ("/a\tlinh-vuc/khong-co/", ":2:4", "linh-vuc/khong-co/"),
        ("/a\t1.234567", ":2:4", "1.234567"),
        ("/a#b\t9.000001", ":2:1", "/a#b"),
        ("/a b\t9.000001", ":2:1", "/a b"),
        ("/{id}\t{code}", ":2:1", "/{id}"),
        ("/a\thttps://other.example/", ":2:4", "https://other.example/"),
        ("/{code}\t9.000001", ":2:9", "9.000001"),
        ("/a\t9.000001\n/a\tlinh-vuc/linh-vuc-mau/", ":3:1", "/a"),
    ] {
        let world = World::new();
        world.put(TABLE, format!("from\tto\n{line}\n"));
        let ran = world.run(&["export", "redirects", "nginx", "--out", "x.conf"]);
        assert_eq!((ran.stdout.as_str(), ran.status), ("", Some(1)), "{line}: {ran:?}");
        assert!(ran.stderr.contains(&format!("{TABLE}{place}\n")) && ran.stderr.contains(told), "{}", ran.stderr);
        assert!(!world.at("x.conf").exists());
    }
    let world = World::new();
    let ran = world.run(&["export", "redirects", "nginx"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("danh mục chưa có dòng chuyển hướng nào (catalogue/redirects.tsv)"), "{}", ran.stderr);
}

#[test]
fn of_two_old_hosts_with_one_path_each_has_its_own_rules() {
    let world = World::new();
    world.put(TABLE, "from\tto\nhttps://a.example/x\t9.000001\nhttps://b.example/x\tlinh-vuc/linh-vuc-mau/\n");
    let ran = world.run(&["export", "redirects", "nginx"]);
    assert_eq!(ran.status, Some(2));
    assert!(ran.stderr.contains("b.example/x") && ran.stderr.contains("--host"), "{}", ran.stderr);
    for (host, page) in [("a.example", "T/9.000001/"), ("B.example", "linh-vuc/linh-vuc-mau/")] {
        let ran = world.run(&["export", "redirects", "nginx", "--host", host]);
        assert!(ran.stdout.contains(&format!("\"/x\" \"https://tthc.example.gov.vn/{page}\";")), "{}", ran.stdout);
    }
}
