//! Old addresses lead to pages of the site: the table, the rules, and the servers that read them.

use crate::servers;
use crate::skipping;
use crate::world;

use servers::{Running, apache, apache_command, apache_head, nginx_around, nginx_command, program};
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

/// Where a server leads an address: the status and the `Location`.
fn asked(server: &Running, address: &str) -> (u16, String) {
    let answer = server.get(address, &[("Host", "tthc.cu.example.gov.vn")]);
    (answer.status, answer.header("Location"))
}

fn answers_as_the_table_says(server: &Running) {
    for (address, page) in ASKED {
        let (status, location) = asked(server, address);
        let expected = page.map_or_else(String::new, |page| format!("https://new.example.gov.vn/tthc/{page}"));
        assert_eq!(location, expected, "{address}: {status}");
        assert_eq!(status == 301, page.is_some(), "{address}: {status}");
    }
}

#[test]
fn nginx_leads_each_old_address_to_its_page() {
    let Some(nginx) = program("nginx") else { return skipped("nginx is not installed") };
    let world = project();
    world.run(&["export", "redirects", "nginx", "--out", "redirects.conf"]).gives("", SEVEN, 0);
    let server = Running::start(&world.at("said.log"), |port| {
        let redirects = "if ($niemyet_redirect) { return 301 $niemyet_redirect; }";
        let http = format!("include redirects.conf;\nserver {{ listen 127.0.0.1:{port}; root none;\n{redirects} }}");
        world.put("nginx.conf", nginx_around(&http));
        nginx_command(&nginx, &world.at(""))
    });
    answers_as_the_table_says(&server);
}

#[test]
fn apache_leads_each_old_address_to_its_page() {
    let Some(apache) = apache() else { return skipped("Apache httpd is not installed") };
    let world = project();
    world.put("root/x", "");
    let told = SEVEN.replace("redirects.conf", "root/.htaccess");
    world.run(&["export", "redirects", "apache", "--out", "root/.htaccess"]).gives("", &told, 0);
    let root = world.at("root");
    let root = root.display();
    let server = Running::start(&world.at("said.log"), |port| {
        let head = apache_head(&world.at("."), port, &["mpm_event", "authz_core", "rewrite"]);
        let site = format!("<Directory \"{root}\">\nAllowOverride All\nRequire all granted\n</Directory>\n");
        world.put("httpd.conf", format!("{head}DocumentRoot \"{root}\"\n{site}"));
        apache_command(&apache, &world.at(""))
    });
    answers_as_the_table_says(&server);
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
