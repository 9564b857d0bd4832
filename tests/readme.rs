//! Each command that the two READMEs show runs in a scratch folder, on a small catalogue of Thanh Hóa or a new one. What they
//! do with the whole committed catalogue, other tests hold.

use crate::papers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use niemyet::scaffold::{Home, province};
use papers::Paper;
use tempfile::TempDir;

/// The day of every run.
const DAY: &str = "2026-11-21";
/// Commands of a README that are not niemyet's: the gate itself runs them.
const OTHERS: [&str; 2] = ["./tests/run", "cargo install --path ."];
/// Commands that end with 1 where they find something.
const MAY_FIND: [&str; 2] = ["niemyet missing ", "niemyet deadlines "];
/// Commands that a sentence names without what they need.
const NAMED_ALONE: [&str; 1] = ["niemyet new procedure"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The lines of the blocks of shell commands, without their comments, block by block.
fn blocks(text: &str) -> Vec<Vec<String>> {
    let blocks = text.split("\n```sh\n").skip(1).map(|rest| rest.split("\n```").next().unwrap());
    let command = |line: &str| line.split(" #").next().unwrap().trim().to_owned();
    blocks.map(|block| block.lines().map(command).filter(|line| !line.is_empty()).collect()).collect()
}

/// The commands that stand within sentences, each whole: none with a placeholder in capitals.
fn inline(text: &str) -> Vec<String> {
    let prose: String = text.split("\n```").step_by(2).collect();
    let spans = prose.split('`').skip(1).step_by(2).filter(|span| span.starts_with("niemyet "));
    let is_whole = |span: &&str| {
        let is_placeholder =
            |word: &str| word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || "-…".contains(c));
        !span.split([' ', '/']).any(is_placeholder)
    };
    spans.filter(is_whole).filter(|span| !NAMED_ALONE.contains(span)).map(str::to_owned).collect()
}

/// A shell in a scratch folder that knows `niemyet`.
struct Shell {
    folder: TempDir,
    at: PathBuf,
}

impl Shell {
    /// With the files that the READMEs name, of a province.
    fn new(province: &str) -> Shell {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("work");
        let programs = folder.path().join("bin");
        fs::create_dir_all(&programs).unwrap();
        fs::create_dir_all(&at).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_niemyet"), programs.join("niemyet")).unwrap();
        let paper = fs::read_to_string(papers::folder().join("3582.paper")).unwrap();
        let paper = paper.replace("THÀNH PHỐ HẢI PHÒNG", &format!("TỈNH {}", province.to_uppercase()));
        let paper = paper.replace("Hải Phòng", province).replace("2.002621\\n", "");
        // Its second row ends a code that Thanh Hóa's catalogue has not: `confirm` would keep the draft.
        let paper: String =
            paper.lines().filter(|line| !line.contains("2.002622")).map(|line| format!("{line}\n")).collect();
        fs::write(at.join("3582.docx"), Paper::of(&paper).docx()).unwrap();
        fs::write(at.join("danh-sach-quoc-gia.csv"), list()).unwrap();
        Shell { folder, at }
    }

    /// With a catalogue of Thanh Hóa that holds what its list has, but for one code.
    fn with_catalogue(mut self) -> Shell {
        for file in province(&Home::of("tỉnh Thanh Hóa")) {
            let path = self.at.join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file.text).unwrap();
        }
        let held: String =
            list().lines().filter(|row| !row.starts_with(NOT_HELD)).map(|row| format!("{row}\n")).collect();
        fs::write(self.at.join("held.csv"), held).unwrap();
        self.run("niemyet import held.csv --facts-only");
        self
    }

    /// Runs a line as it stands in a README and goes where it goes.
    fn run(&mut self, line: &str) -> String {
        let shown = line.replace("cargo run --release --", "niemyet");
        if shown == "niemyet serve" {
            self.serve();
            return String::new();
        }
        // A machine may lack jq: what it is given has to be JSON.
        let (shown, is_json) = match shown.split_once(" | jq ") {
            Some((left, _)) => (left.to_owned(), true),
            None => (shown, false),
        };
        let path = format!("{}:{}", self.folder.path().join("bin").display(), std::env::var("PATH").unwrap());
        let script = format!("{shown}\ncode=$?; pwd > '{}'; exit $code", self.folder.path().join("at").display());
        let mut command = Command::new("bash");
        command.args(["-c", &script]).current_dir(&self.at).env("PATH", path).stdin(Stdio::null());
        let epoch = DAY.parse::<niemyet::model::Day>().unwrap().and_hms_opt(5, 0, 0).unwrap().and_utc().timestamp();
        let output = command.env("SOURCE_DATE_EPOCH", epoch.to_string()).output().unwrap();
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        let may_find = MAY_FIND.iter().any(|command| line.starts_with(command));
        let is_done = output.status.code() == Some(0) || may_find && output.status.code() == Some(1);
        assert!(is_done, "{line}\n{stdout}\n{stderr}");
        if is_json {
            serde_json::from_str::<serde_json::Value>(&stdout).unwrap();
        }
        self.at = PathBuf::from(fs::read_to_string(self.folder.path().join("at")).unwrap().trim());
        stdout
    }

    /// The server says where the site is; then it is stopped.
    fn serve(&self) {
        use std::io::BufRead;
        let mut command = Command::new(env!("CARGO_BIN_EXE_niemyet"));
        command.args(["serve", "--port", "0"]).current_dir(&self.at).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let mut first = String::new();
        std::io::BufReader::new(server.stdout.take().unwrap()).read_line(&mut first).unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
        assert!(first.contains("http://127.0.0.1:"), "{first}");
    }
}

/// The code of the list that no catalogue holds beforehand.
const NOT_HELD: &str = "1.999999";

/// A list as the portal exports it, of enough issuers to be the country's.
fn list() -> String {
    let mut list = "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực,URL\n".to_owned();
    for (code, name, issuer, executor, sector) in [
        ("2.001023", "Liên thông khai sinh", "Bộ Tư pháp", "Ủy ban nhân dân cấp xã", "Hộ tịch"),
        ("2.000986", "Liên thông khai sinh, thường trú", "Bộ Tư pháp", "Ủy ban nhân dân cấp xã", "Hộ tịch"),
        ("1.004222", "Đăng ký thường trú", "Bộ Công an", "Công an cấp xã", "Đăng ký, quản lý cư trú"),
        ("1.010028", "Xác nhận thông tin về cư trú", "Bộ Công an", "Công an cấp xã", "Đăng ký, quản lý cư trú"),
        (NOT_HELD, "Thủ tục thử", "Bộ Y tế", "Sở Y tế", "Y tế Dự phòng"),
    ] {
        list.push_str(&format!("{code},\"{name}\",{issuer},{executor},{sector},\n"));
    }
    list
}

/// The same with as many rows and issuers as make a list the whole country's.
fn country_list() -> String {
    let mut list = list();
    for number in 0..1200 {
        let province =
            ["Bắc Ninh", "Cà Mau", "Cao Bằng", "Đắk Lắk", "Gia Lai", "Hà Tĩnh", "Lào Cai", "Sơn La"][number % 8];
        list.push_str(&format!(
            "2.{:06},Thủ tục của tỉnh khác,UBND tỉnh {province},Sở Y tế,Dân số,\n",
            900_000 + number
        ));
    }
    list
}

#[test]
fn each_block_of_commands_runs_from_its_first_line_to_its_last() {
    for name in ["README.md", "README.vi.md"] {
        let mut shell = Shell::new("Thanh Hóa").with_catalogue();
        let mut count = 0;
        for line in blocks(&readme(name)).into_iter().filter(|block| !is_first_hour(block)).flatten() {
            if OTHERS.contains(&line.as_str()) {
                continue;
            }
            assert!(line.starts_with("niemyet ") || line.starts_with("cargo run --release -- "), "{name}: {line}");
            shell.run(&line);
            count += 1;
        }
        assert!(count >= 5, "{name}: {count}");
    }
}

fn is_first_hour(block: &[String]) -> bool {
    block.first().is_some_and(|line| line.starts_with("niemyet init "))
}

#[test]
fn the_first_hour_leads_from_nothing_to_the_right_site() {
    let block = blocks(&readme("README.vi.md")).into_iter().find(|block| is_first_hour(block)).unwrap();
    let mut shell = Shell::new("Nghệ An");
    fs::write(shell.at.join("danh-sach-quoc-gia.csv"), country_list()).unwrap();
    for line in &block {
        shell.run(line);
    }
    let replaced = shell.run("niemyet list --status replaced");
    let site = shell.at.join("public");
    let told = |code: &str| fs::read_to_string(site.join(format!("T/{code}/index.html"))).unwrap();
    assert!(replaced.contains("2.001023") && told("2.001023").contains("T/3.000722/"), "{replaced}");
    assert!(told("1.999999").contains("Thủ tục thử"));
    let offices = shell.run("niemyet office so-y-te");
    assert!(offices.contains("1.999999"), "{offices}");
    let site = fs::read_to_string(shell.at.join("public/index.html")).unwrap();
    assert!(site.contains("tỉnh Nghệ An") && !site.contains("Thanh Hóa"));
}

#[test]
fn each_command_within_a_sentence_runs() {
    let mut commands: Vec<String> =
        ["README.md", "README.vi.md"].iter().flat_map(|name| inline(&readme(name))).collect();
    commands.sort();
    commands.dedup();
    assert!(commands.len() > 8, "{commands:?}");
    for command in commands {
        let mut shell = Shell::new("Thanh Hóa").with_catalogue();
        if command.starts_with("niemyet confirm") {
            shell.run("niemyet import decision 3582.docx");
        }
        if command.contains("don-vi.xlsx") {
            shell.run("niemyet offices --export don-vi.xlsx");
        }
        shell.run(&command);
    }
}
