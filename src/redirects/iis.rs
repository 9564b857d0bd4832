//! Rules for the URL Rewrite module of Internet Information Services.

use super::Redirects;

/// `UNENCODED_URL` is path and query as they came; the module's other variables are decoded.
pub(super) fn text(redirects: &Redirects) -> String {
    let mut text = "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!-- web.config at the root of the old address. Needs the URL Rewrite module 2. -->
<configuration>
  <system.webServer>
    <rewrite>
      <rewriteMaps>
"
    .to_owned();
    for (name, entries) in [("niemyet-queries", &redirects.queries), ("niemyet-paths", &redirects.paths)] {
        text.push_str(&format!("        <rewriteMap name=\"{name}\" defaultValue=\"\">\n"));
        for (from, to) in entries {
            text.push_str(&format!("          <add key=\"{}\" value=\"{}\" />\n", xml(from), xml(to)));
        }
        text.push_str("        </rewriteMap>\n");
    }
    text.push_str("      </rewriteMaps>\n      <rules>\n");
    let mut rule = |name: &str, conditions: &[(&str, &str)], to: &str| {
        text.push_str(&format!(
            "        <rule name=\"{name}\" stopProcessing=\"true\">\n          <match url=\".*\" />\n"
        ));
        text.push_str("          <conditions>\n");
        for (input, pattern) in conditions {
            text.push_str(&format!("            <add input=\"{input}\" pattern=\"{}\" />\n", xml(pattern)));
        }
        text.push_str("          </conditions>\n          <action type=\"Redirect\" redirectType=\"Permanent\" ");
        text.push_str(&format!("appendQueryString=\"false\" url=\"{}\" />\n        </rule>\n", xml(to)));
    };
    let address = "{UNENCODED_URL}";
    rule("niemyet-queries", &[("{niemyet-queries:{UNENCODED_URL}}", "(.+)")], "{C:1}");
    rule("niemyet-paths", &[(address, r"^([^?]*)"), ("{niemyet-paths:{C:1}}", "(.+)")], "{C:1}");
    for (number, pattern) in redirects.patterns().enumerate() {
        rule(&format!("niemyet-code-{number}"), &[(address, &pattern)], &format!("{}{{C:1}}/", redirects.procedures));
    }
    text.push_str("      </rules>\n    </rewrite>\n  </system.webServer>\n</configuration>\n");
    text
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
