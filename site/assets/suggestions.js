// Suggestions under the search box while typing, in a listbox after ARIA 1.2.

'use strict';
{
const niemyet = (globalThis.niemyet ??= {});
const { address, element, filled } = niemyet;

const MOST = 7, WAIT = 150;

/** Suggests procedures of `search` in the list under the box; how many there are is told in `status`. Gives what
    answers once more. */
function suggest(input, status, search) {
  const list = document.getElementById(input.getAttribute('aria-controls'));
  let hits = [], at = -1, timer;

  const select = place => {
    at = place;
    [...list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === at)));
    if (at < 0) input.removeAttribute('aria-activedescendant');
    else {
      input.setAttribute('aria-activedescendant', list.children[at].id);
      list.children[at].scrollIntoView({ block: 'nearest' });
    }
  };
  const show = open => {
    list.hidden = !open;
    input.setAttribute('aria-expanded', String(open));
    select(-1);
  };
  const update = () => {
    const query = input.value;
    if (document.activeElement !== input) return;
    if (query.trim().length < 2) {
      status.textContent = '';
      return show(false);
    }
    const { words } = search.site;
    const answer = search.answer(query, { limit: MOST, typing: true });
    hits = answer.hits;
    list.setAttribute('aria-label', words.script.list);
    list.replaceChildren(...hits.map((hit, i) => option(hit, i, search.site)));
    show(hits.length > 0);
    const { suggestions, no_suggestions } = words.script;
    status.textContent = hits.length ? filled(suggestions, { count: answer.total, shown: hits.length }) : no_suggestions;
  };
  const option = (hit, i, { words, ended }) => {
    const told = hit.levels.map(level => words.level[level]);
    if (ended.has(hit.status) || hit.status === 'pending' || hit.status === 'suspended') told.push(words.status[hit.status]);
    return element('li', { id: `${list.id}-${i}`, role: 'option', 'aria-selected': 'false' }, hit.name,
      element('br', {}), element('span', { className: 'code xs mut' }, hit.code), ' ',
      element('small', { className: 'mut' }, told.join(' · ')));
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(update, WAIT);
  });
  input.addEventListener('keydown', event => {
    if (event.isComposing || list.hidden) return;
    const places = hits.length + 1; // the box itself is one
    if (event.key === 'ArrowDown') select(((at + 2) % places) - 1);
    else if (event.key === 'ArrowUp') select(((at + places) % places) - 1);
    else if (event.key === 'Escape') show(false);
    else if (event.key === 'Enter' && at >= 0) location.href = address(hits[at].code);
    else return;
    event.preventDefault();
  });
  list.addEventListener('mousedown', event => event.preventDefault()); // the box keeps the focus
  list.addEventListener('click', event => {
    const place = [...list.children].indexOf(event.target.closest('li'));
    if (place >= 0) location.href = address(hits[place].code);
  });
  input.addEventListener('blur', () => show(false));
  update();
  return update;
}

Object.assign(niemyet, { suggest });
}
