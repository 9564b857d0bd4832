// The last day on which an answer is due for what is filed in full today, by the reader's day in Vietnam (UTC+7, no summer time).
//
// The day of filing does not count, and what would end on a day of rest ends on the next working day (Bộ luật Dân sự 2015 Điều 147,
// 148). On a day of rest no desk is open: it counts from the next working day, and says from which. `calendar` holds the years on
// record; a count that meets a day beyond them says nothing, as the swapped days of that year are not known.
'use strict';

const DAY = 86400000;
const { words, years } = calendar;

/** Whether the administration works on a day (ms UTC); throws where nobody knows. */
function isWorking(day) {
  const [year, date] = [iso(day).slice(0, 4), iso(day).slice(5)];
  const known = years[year];
  if (!known || (known.until && date >= known.until)) throw new RangeError(iso(day));
  return known.working.includes(date) || !([0, 6].includes(new Date(day).getUTCDay()) || known.holidays.includes(date));
}

function iso(day) {
  return new Date(day).toISOString().slice(0, 10);
}

/** A day, or the next one that is worked. */
function worked(day) {
  return isWorking(day) ? day : worked(day + DAY);
}

function due(from, count, unit) {
  if (unit === 'day') return worked(from + count * DAY);
  if (unit === 'month') {
    const [year, month, date] = iso(from).split('-').map(Number);
    const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate(); // a month after 31 January is the last of February
    return worked(Date.UTC(year, month - 1 + count, Math.min(date, last)));
  }
  let day = from;
  for (let left = count; left > 0; left--) day = worked(day + DAY);
  return day;
}

function named(day) {
  const [year, month, date] = iso(day).split('-');
  return words.day
    .replace('{weekday}', words.weekday[new Date(day).getUTCDay()])
    .replace('{day}', document.documentElement.lang === 'en' ? iso(day) : `${date}/${month}/${year}`);
}

function tell() {
  const today = Date.parse(iso(Date.now() + 7 * 3600 * 1000));
  for (const place of document.querySelectorAll('[data-term]')) {
    let said = '';
    try {
      const from = worked(today);
      const last = named(due(from, Number(place.dataset.term), place.dataset.unit));
      said = words[from === today ? 'today' : 'later'].replace('{from}', named(from)).replace('{last}', last);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
    const told = place.querySelector('.answer') ?? document.createElement('small');
    told.className = 'answer noprint'; // a paper outlives the day
    told.textContent = said;
    if (said) place.append(told);
    else told.remove();
  }
}

tell();
addEventListener('pageshow', tell); // a page kept by the browser is shown again days later
