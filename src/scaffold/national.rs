//! What every province has alike: taken from this repository's own catalogue, without what is Thanh Hóa's alone.
//!
//! Ministries, sectors, kinds of bodies and who handles what by default are the same in the whole country, so that a
//! catalogue that begins with them reads the portal's list without a question about each sector.

use toml::{Table, Value};

use crate::model::AgencyKind;
use crate::provinces::of_place;
use crate::text::fold;

use super::{Home, NewFile};

/// Whose catalogue this repository holds.
const HERE: &str = "Thanh Hóa";
/// The identifier of its committee.
pub(super) const ISSUER_HERE: &str = "ubnd-tinh-thanh-hoa";
/// Every province has its departments (sở) under the same names; a board of management has its place in its name.
const DEPARTMENT: &str = "Sở ";
const COMMUNES_HERE: &str = include_str!("../../catalogue/communes.tsv");

/// The tables of a province's own catalogue, empty of procedures.
pub(super) fn tables(home: &Home) -> Vec<NewFile> {
    let file = |path: &str, text: String| NewFile { path: format!("catalogue/{path}"), text };
    let is_here = of_place(&home.province).is_some_and(|named| named.today == HERE);
    let (agencies, kept) = agencies(home, is_here);
    let offices = include_str!("../../catalogue/offices.toml");
    vec![
        file("agencies.toml", agencies),
        file("sectors.toml", include_str!("../../catalogue/sectors.toml").to_owned()),
        file("assignments.toml", assignments(&kept)),
        file("offices.toml", if is_here { offices.to_owned() } else { offices_of_departments(offices, &kept) }),
        file("communes.tsv", if is_here { COMMUNES_HERE } else { "code\tname\n" }.to_owned()),
        file("life-events.toml", include_str!("../../catalogue/life-events.toml").to_owned()),
    ]
}

/// The agencies of the whole country and the province's own committee, and the identifiers of all.
fn agencies(home: &Home, is_here: bool) -> (String, Vec<String>) {
    let mut own = Table::new();
    own.insert("id".to_owned(), Value::from(home.issuer.0.as_str()));
    own.insert("name".to_owned(), Value::from(home.name.as_str()));
    own.insert("kind".to_owned(), Value::from(AgencyKind::Province.as_str()));
    own.insert("spellings".to_owned(), Value::from(home.spellings()));
    let here = fold(HERE);
    let mut agencies = vec![Value::Table(own)];
    for mut agency in rows(include_str!("../../catalogue/agencies.toml"), "agency") {
        let kind = text(&agency, "kind");
        let is_alike = match kind {
            "province" => false,
            "department" => is_here || text(&agency, "name").starts_with(DEPARTMENT),
            _ => true,
        };
        if !is_alike {
            continue;
        }
        if let Some(Value::Array(spellings)) = agency.get_mut("spellings") {
            spellings.retain(|one| is_here || one.as_str().is_some_and(|one| !fold(one).contains(&here)));
        }
        agencies.push(Value::Table(agency));
    }
    let ids = agencies.iter().filter_map(Value::as_table).map(|agency| text(agency, "id").to_owned()).collect();
    (head(AGENCIES) + &written("agency", agencies), ids)
}

fn assignments(agencies: &[String]) -> String {
    let defaults = rows(include_str!("../../catalogue/assignments.toml"), "default");
    let held = |row: &Table, key: &str| row.get(key).and_then(Value::as_str).is_none_or(|id| is_in(agencies, id));
    let defaults = defaults.into_iter().filter(|row| held(row, "agency") && held(row, "issuer")).map(Value::Table);
    head(ASSIGNMENTS) + &written("default", defaults.collect())
}

fn offices_of_departments(text_of_offices: &str, agencies: &[String]) -> String {
    let offices = rows(text_of_offices, "office")
        .into_iter()
        .filter(|office| !office.contains_key("ward") && is_in(agencies, text(office, "agency")));
    head(OFFICES) + &written("office", offices.map(Value::Table).collect())
}

fn is_in(ids: &[String], id: &str) -> bool {
    ids.iter().any(|held| held == id)
}

fn rows(file: &str, key: &str) -> Vec<Table> {
    let table: Table = file.parse().unwrap_or_default();
    let rows = table.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    rows.into_iter().filter_map(|row| row.as_table().cloned()).collect()
}

fn text<'t>(table: &'t Table, key: &str) -> &'t str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn written(key: &str, rows: Vec<Value>) -> String {
    let mut file = String::new();
    for row in rows.iter().filter_map(Value::as_table) {
        file.push_str(&format!("\n[[{key}]]\n"));
        for (name, value) in row {
            file.push_str(&format!("{name} = {value}\n"));
        }
    }
    file
}

fn head(lines: &str) -> String {
    format!("{}\n", lines.trim())
}

const AGENCIES: &str = "
# Cơ quan ban hành quyết định hoặc thực hiện thủ tục. `id` là một phần của địa chỉ trang, không bao giờ đổi.
# kind: ministry (bộ) · province (UBND tỉnh) · department (sở, ngành) · commune (cấp xã) · vertical (ngành dọc) · other
# parent: của sở hoặc xã được tỉnh ủy quyền ban hành quyết định, ghi id của tỉnh; quyết định ấy là của tỉnh
# Các bộ, các sở và ngành dọc cả nước giống nhau nên đã ghi sẵn; cơ quan chỉ tỉnh này có (ban quản lý…) thì ghi thêm.";

const ASSIGNMENTS: &str = "
# Ai thực hiện việc gì: phân công có căn cứ (`[[assignment]]`) và mặc định (`[[default]]`); xem catalogue/README.vi.md của niemyet.
# Mặc định chỉ dùng khi quyết định và hồ sơ không nói; mỗi dòng nêu dựa vào đâu. Có quyết định phân công thì ghi `[[assignment]]`.";

const OFFICES: &str = "
# Đơn vị tiếp nhận và niêm yết. `id` là một phần của địa chỉ trang, không bao giờ đổi. Điều không ghi là chưa nhập.
# Sở, ngành dọc đã ghi sẵn. Xã, phường: `niemyet offices --export don-vi.xlsx`, thêm dòng, `niemyet import offices don-vi.xlsx --new`.";
