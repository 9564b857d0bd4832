// Marks a page whose day has passed, and counts the days to a coming one. A static page outlives its day: it names the
// first day on which it may no longer hold, and this compares that day with today's in Vietnam (UTC+7, no summer time).
(function () {
  'use strict';
  var main = document.querySelector('main[data-valid-until]');
  var note = document.getElementById('qua-ngay');
  function mark() {
    var today = new Date(Date.now() + 7 * 3600 * 1000).toISOString().slice(0, 10);
    note.hidden = today < main.getAttribute('data-valid-until');
    document.querySelectorAll('[data-left-to]').forEach(function (place) {
      var left = Math.round((Date.parse(place.getAttribute('data-left-to')) - Date.parse(today)) / 86400000);
      var count = String(left).replace(/\B(?=(\d{3})+$)/g, '.');
      place.textContent = left > 0 ? ' (' + place.getAttribute('data-words').replace('{count}', count) + ')' : '';
    });
  }
  if (main && note) {
    mark();
    window.addEventListener('pageshow', mark); // a page kept by the browser is shown again days later
  }
})();
