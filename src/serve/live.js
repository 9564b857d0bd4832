// Carried by pages of `niemyet serve` alone: reloads the page when the site has changed, and shows what keeps a newer
// site from being made.
'use strict';
(() => {
  let version;
  let box;

  const style = document.createElement('link');
  style.rel = 'stylesheet';
  style.href = '/_niemyet/live.css';
  document.head.append(style);

  const show = trouble => {
    box?.remove();
    box = undefined;
    if (!trouble) return;
    box = document.createElement('section');
    box.id = 'niemyet-trouble';
    box.setAttribute('role', 'alert');
    box.lang = 'vi';
    const title = document.createElement('h2');
    title.textContent = 'Chưa dựng được trang mới; đang hiện bản tốt gần nhất';
    const english = document.createElement('p');
    english.lang = 'en';
    english.textContent = 'The site could not be rebuilt; this is the last good one.';
    const text = document.createElement('pre');
    text.tabIndex = 0;
    text.textContent = trouble;
    box.append(title, english, text);
    document.body.append(box);
  };

  const events = new EventSource('/_niemyet/events');
  events.addEventListener('state', event => {
    const state = JSON.parse(event.data);
    if (version !== undefined && version !== state.version) location.reload();
    version = state.version;
    show(state.trouble);
  });
})();
