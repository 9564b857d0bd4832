//! Rules for nginx: maps, which are looked up at once however many lines they have.

use super::Redirects;

/// nginx stores a key of a map together with two numbers; a key that does not fit its bucket stops nginx from starting.
const KEY_OVERHEAD: usize = 32;
const SMALLEST_BUCKET: usize = 64;

pub(super) fn text(redirects: &Redirects) -> String {
    let keys = redirects.paths.keys().chain(redirects.queries.keys());
    let longest = keys.map(String::len).max().unwrap_or(0) + KEY_OVERHEAD;
    let bucket = longest.next_power_of_two().max(SMALLEST_BUCKET);
    let entries = redirects.paths.len().max(redirects.queries.len());
    let size = (entries * bucket).next_power_of_two().max(2048);
    let mut text = format!(
        "\
# In `http {{ … }}` (a file of conf.d will do). Then, in the `server {{ … }}` of the old address:
#     if ($niemyet_redirect) {{ return 301 $niemyet_redirect; }}
map_hash_bucket_size {bucket};
map_hash_max_size {size};
map $request_uri $niemyet_path {{
    \"~^(?<niemyet_before_query>[^?]*)\" $niemyet_before_query;
}}
map $niemyet_path $niemyet_by_path {{
    default \"\";
"
    );
    for (from, to) in &redirects.paths {
        text.push_str(&format!("    {} {};\n", quoted(from), quoted(to)));
    }
    text.push_str("}\nmap $request_uri $niemyet_redirect {\n    default $niemyet_by_path;\n");
    for (from, to) in &redirects.queries {
        text.push_str(&format!("    {} {};\n", quoted(from), quoted(to)));
    }
    for (number, pattern) in redirects.patterns().enumerate() {
        // A group without a name has one number for all of a map's expressions.
        let group = format!("niemyet_code_{number}");
        let named = pattern.replacen('(', &format!("(?<{group}>"), 1);
        text.push_str(&format!("    {} \"{}${group}/\";\n", quoted(&format!("~{named}")), redirects.procedures));
    }
    text.push_str("}\n");
    text
}

/// A text between quotes: `\` and `"` are written with a `\` before them.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
