//! Calendars as programs take them over (iCalendar, RFC 5545): whole days, each with what happens on it.
//!
//! The libraries for it read the clock, or fold lines at 76 octets. The format is small: lines, names and texts.

use std::fmt::Write;

use crate::model::Day;

/// How many octets a line may have without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// A calendar of whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ICalendar {
    /// Its name.
    pub name: String,
    /// The day that it tells from: what stands as the moment at which its events were written. Never the clock, so that the same
    /// calendar is the same bytes.
    pub written: Day,
    /// What happens, in the order given.
    pub events: Vec<Event>,
}

/// What happens on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its identity: the same as long as it is the same event, in every calendar written later.
    pub uid: String,
    /// The day.
    pub day: Day,
    /// What it is, in one line.
    pub summary: String,
    /// More of it.
    pub description: String,
    /// Where it is told.
    pub url: String,
}

impl ICalendar {
    /// The file. A calendar must have one component (RFC 5545, 3.6): the zone is there also where nothing happens, so that an
    /// address to which people subscribed stays a calendar.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let name = escaped(&self.name);
        let written = format!("{}T000000Z", self.written.format("%Y%m%d"));
        let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//niemyet//niemyet//VI", "CALSCALE:GREGORIAN"];
        head.into_iter().for_each(|line| push(&mut out, line));
        push(&mut out, &format!("NAME:{name}"));
        push(&mut out, &format!("X-WR-CALNAME:{name}"));
        push(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:P1D");
        for line in ZONE {
            push(&mut out, line);
        }
        for event in &self.events {
            let day = event.day.format("%Y%m%d");
            push(&mut out, "BEGIN:VEVENT");
            push(&mut out, &format!("UID:{}", escaped(&event.uid)));
            push(&mut out, &format!("DTSTAMP:{written}"));
            push(&mut out, &format!("DTSTART;VALUE=DATE:{day}"));
            push(&mut out, &format!("SUMMARY:{}", escaped(&event.summary)));
            push(&mut out, &format!("DESCRIPTION:{}", escaped(&event.description)));
            push(&mut out, &format!("URL:{}", one_line(&event.url)));
            push(&mut out, "TRANSP:TRANSPARENT");
            push(&mut out, "END:VEVENT");
        }
        push(&mut out, "END:VCALENDAR");
        out
    }
}

/// Vietnam's time: seven hours before UTC, no summer time.
const ZONE: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Ho_Chi_Minh",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0700",
    "TZOFFSETTO:+0700",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// A text as a value (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' | ';' | ',' => out.extend(['\\', letter]),
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("\\n"),
            '\t' => out.push(letter),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A value that is no text, and so has no escapes: nothing in it may end its line.
fn one_line(value: &str) -> String {
    value.chars().filter(|letter| !letter.is_control()).collect()
}

/// Adds a line, folded where it is too long and never within a letter: what goes on begins with a blank, which counts.
fn push(out: &mut String, line: &str) {
    let mut length = 0;
    for letter in line.chars() {
        if length + letter.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        // A String takes everything.
        let _ = out.write_char(letter);
        length += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_folded_at_75_octets_and_never_within_a_letter() {
        for shift in 0..8 {
            let line = format!("SUMMARY:{}{}", "a".repeat(shift), "Thủ tục đăng ký ".repeat(30));
            let mut out = String::new();
            push(&mut out, &line);
            let pieces: Vec<&str> = out.strip_suffix("\r\n").unwrap().split("\r\n").collect();
            assert!(pieces.iter().all(|piece| piece.len() <= LINE), "{pieces:?}");
            // No piece could have taken the next letter.
            let full = pieces.iter().zip(pieces.iter().skip(1));
            assert!(full.clone().count() > 5);
            for (piece, next) in full {
                assert!(piece.len() + next.chars().nth(1).unwrap().len_utf8() > LINE, "{piece:?} {next:?}");
            }
            assert_eq!(out.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }

    #[test]
    fn a_text_keeps_its_signs_and_ends_no_line() {
        assert_eq!(escaped("a;b,c\\d\r\ne\nf\rg\u{7}"), "a\\;b\\,c\\\\d\\ne\\nf\\ng");
        assert_eq!(one_line("https://x.vn/a\r\nATTENDEE:b"), "https://x.vn/aATTENDEE:b");
    }
}
