//! Rules for Apache httpd's `mod_rewrite`.

use super::{Redirects, escaped};

/// Matches the line of the request, which has path and query as they came: what else `mod_rewrite` has is decoded.
pub(super) fn text(redirects: &Redirects) -> String {
    let mut text = "\
# In the virtual host of the old address, or in a .htaccess at its root. Needs mod_rewrite.
RewriteEngine On
"
    .to_owned();
    let mut rule = |pattern: &str, to: &str| {
        text.push_str(&format!("RewriteCond %{{THE_REQUEST}} \"^[A-Z]+ {pattern} \"\n"));
        text.push_str(&format!("RewriteRule ^ \"{to}\" [R=301,L,NE,QSD]\n"));
    };
    for (from, to) in &redirects.queries {
        rule(&quoted(&escaped(from)), &plain(to));
    }
    for (from, to) in &redirects.paths {
        rule(&format!(r"{}(?:\?[^ ]*)?", quoted(&escaped(from))), &plain(to));
    }
    for pattern in redirects.patterns() {
        let pattern = pattern.trim_start_matches('^').trim_end_matches('$').replace(".*)?", "[^ ]*)?");
        rule(&quoted(&pattern), &format!("{}%1/", plain(&redirects.procedures)));
    }
    text
}

/// A quotation mark would end the argument.
fn quoted(text: &str) -> String {
    text.replace('"', "\\\"")
}

/// In a new address `%1` names a group of the condition, and `$1` one of the rule.
fn plain(text: &str) -> String {
    quoted(text).replace('%', "\\%").replace('$', "\\$")
}
