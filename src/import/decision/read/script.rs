//! Data in a page's scripts: the lists and objects that a script writes out (`var ds = [{ma: '1.004222'}]`), as JSON.
//!
//! A script is no JSON: its keys need no quotes, its texts have either kind, and its lists may end with a comma. What is
//! computed is no data.

use serde_json::{Map, Value};

/// How deep values stand in one another.
const DEPTH: usize = 32;

/// How many steps are made for each byte of a script, over all values that begin in it.
const STEPS: usize = 4;

/// The lists and objects that a script writes out.
pub(in super::super) fn values(script: &str) -> Vec<Value> {
    let mut reader = Reader { text: script, at: 0, steps: script.len().saturating_mul(STEPS) };
    let mut values = Vec::new();
    // Only what is assigned or handed over: the blocks of a script stand in braces too.
    while let Some(found) = reader.rest().find(['=', '(']) {
        reader.at += found + 1;
        reader.blanks();
        let from = reader.at;
        if !reader.rest().starts_with(['[', '{']) {
            continue;
        }
        match reader.value(0) {
            Some(value) => values.push(value),
            None => reader.at = from + 1,
        }
        if reader.steps == 0 {
            break;
        }
    }
    values
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    steps: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Steps over a sign, where it stands next.
    fn takes(&mut self, sign: char) -> bool {
        self.blanks();
        let is_next = self.rest().starts_with(sign);
        self.at += if is_next { sign.len_utf8() } else { 0 };
        is_next
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.blanks();
        let from = self.at;
        let value = match self.rest().chars().next()? {
            _ if depth > DEPTH => None,
            '[' => self.list(depth),
            '{' => self.object(depth),
            '"' | '\'' | '`' => self.string().map(Value::String),
            _ => self.word().map(|word| word.parse().map_or(Value::Null, |number: serde_json::Number| number.into())),
        };
        self.steps = self.steps.saturating_sub(if matches!(value, Some(Value::Array(_) | Value::Object(_))) {
            1
        } else {
            self.at - from + 1
        });
        value.filter(|_| self.steps > 0)
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.takes('[');
        while !self.takes(']') {
            items.push(self.value(depth + 1)?);
            if !self.takes(',') {
                return self.takes(']').then_some(Value::Array(items));
            }
        }
        Some(Value::Array(items))
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut map = Map::new();
        self.takes('{');
        while !self.takes('}') {
            let key = if self.rest().starts_with(['"', '\'']) { self.string()? } else { self.word()?.to_owned() };
            if !self.takes(':') {
                return None;
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
            if !self.takes(',') {
                return self.takes('}').then_some(Value::Object(map));
            }
        }
        Some(Value::Object(map))
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.rest().chars().next()?;
        let mut text = String::new();
        let mut letters = self.rest().char_indices().skip(1);
        while let Some((at, letter)) = letters.next() {
            match letter {
                _ if letter == quote => {
                    self.at += at + 1;
                    return Some(text);
                }
                '\\' => match letters.next()?.1 {
                    'n' | 'r' | 't' => text.push(' '),
                    'u' => {
                        let digits: String = letters.by_ref().take(4).map(|(_, digit)| digit).collect();
                        text.push(char::from_u32(u32::from_str_radix(&digits, 16).ok()?).unwrap_or('\u{fffd}'));
                    }
                    other => text.push(other),
                },
                other => text.push(other),
            }
        }
        None
    }

    /// A bare key, a number, or a name such as `true`.
    fn word(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        let end =
            rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '$' | '.' | '-')).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).filter(|word| !word.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_writes_out_is_data_and_what_it_computes_is_none() {
        let shown = |script: &str| values(script).iter().map(Value::to_string).collect::<Vec<_>>();
        assert_eq!(
            shown("var ds=[{ma:'1.004222',ten:\"A \\'b\\'\", n: 3,},];"),
            [r#"[{"ma":"1.004222","ten":"A 'b'","n":3}]"#]
        );
        assert_eq!(shown("render({a: [1, null], 'b': `\\u0110`})"), [r#"{"a":[1,null],"b":"Đ"}"#]);
        assert!(shown("function f(x) { return x ? g(x) : [x }; var a = {b: c(1)}; s = [").is_empty());
        assert!(shown(&"=[".repeat(100_000)).is_empty());
    }
}
