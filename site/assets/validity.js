// Marks a page whose day has passed, counts the days to a coming one, and tells how old an official list is. A static page
// outlives its day: it names the first day on which it may no longer hold, and the days to count from or to; this compares
// them with today's in Vietnam (UTC+7, no summer time).
(function () {
  'use strict';
  var main = document.querySelector('main[data-valid-until]');
  var note = document.getElementById('qua-ngay');
  var thousands = document.documentElement.lang === 'en' ? ',' : '.';
  function counted(words, count) {
    return words.replace('{count}', String(count).replace(/\B(?=(\d{3})+$)/g, thousands));
  }
  function daysBetween(from, to) {
    return Math.round((to - from) / 86400000);
  }
  // Whole months, and the days after them. A day that a month has not is its last: a month after 31 January is 28 February.
  function age(place, today) {
    var from = place.getAttribute('data-since').split('-').map(Number);
    function after(months) {
      var last = new Date(Date.UTC(from[0], from[1] + months, 0)).getUTCDate();
      return Date.UTC(from[0], from[1] - 1 + months, Math.min(from[2], last));
    }
    var now = new Date(today);
    var months = (now.getUTCFullYear() - from[0]) * 12 + now.getUTCMonth() + 1 - from[1];
    if (after(months) > now) months -= 1;
    var days = daysBetween(after(months), now);
    if (months < 0) return '';
    return [
      months && counted(place.getAttribute('data-months'), months),
      days && counted(place.getAttribute('data-days'), days),
    ]
      .filter(Boolean)
      .join(' ');
  }
  function mark() {
    var today = new Date(Date.now() + 7 * 3600 * 1000).toISOString().slice(0, 10);
    if (main && note) note.hidden = today < main.getAttribute('data-valid-until');
    document.querySelectorAll('[data-left-to]').forEach(function (place) {
      var left = daysBetween(Date.parse(today), Date.parse(place.getAttribute('data-left-to')));
      place.textContent = left > 0 ? ' (' + counted(place.getAttribute('data-words'), left) + ')' : '';
    });
    document.querySelectorAll('[data-since]').forEach(function (place) {
      var old = age(place, Date.parse(today));
      place.textContent = old ? ' ' + place.getAttribute('data-words').replace('{age}', old) : '';
    });
  }
  mark();
  window.addEventListener('pageshow', mark); // a page kept by the browser is shown again days later
})();
