// The search box of every page: suggestions while typing, in a listbox after ARIA 1.2. Without this script the form
// still leads to the results page. Search itself is loaded when the box is first used.

const base = document.documentElement.dataset.base ?? './';
const MOST = 7, WAIT = 150;
let loading;

/** The search of this site, loaded once. */
export const site = () => (loading ??= import('./search.js').then(search => search.open(base)));
/** An address of the site, `T/1.004222/`, as a link from this page. */
export const link = address => base + address;
/** The address of a procedure's page. */
export const address = code => link(`T/${code}/`);
/** A text with each `{name}` filled in. */
export const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
/** An element with properties or attributes, and what is in it. */
export function element(name, properties, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...content);
  return made;
}

const input = document.querySelector('form.search input[name=q]');

addEventListener('keydown', event => {
  const writing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || writing || !input) return;
  event.preventDefault();
  input.focus();
  input.select();
});

if (document.querySelector('#ketqua')) import('./results.js').then(results => results.start(input));
else if (input) suggest(input);

/** Suggests procedures under a search box. */
function suggest(input) {
  const list = element('ul', { className: 'sug', id: 'goi-y', role: 'listbox', hidden: true });
  const told = element('p', { className: 'vh', role: 'status' });
  input.form.append(list, told);
  const combobox = { role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': list.id };
  for (const [name, value] of Object.entries(combobox)) input.setAttribute(name, value);
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
  const update = async () => {
    const query = input.value;
    const search = await site().catch(() => null); // the form still works
    if (!search || query !== input.value || document.activeElement !== input) return;
    if (query.trim().length < 2) {
      told.textContent = '';
      return show(false);
    }
    const { words } = search.site;
    const answer = search.answer(query, { limit: MOST, typing: true });
    hits = answer.hits;
    list.setAttribute('aria-label', words.script.list);
    list.replaceChildren(...hits.map((hit, i) => option(hit, i, search.site)));
    show(hits.length > 0);
    const { suggestions, no_suggestions } = words.script;
    told.textContent = hits.length ? filled(suggestions, { count: answer.total, shown: hits.length }) : no_suggestions;
  };
  const option = (hit, i, { words, ended }) => {
    const told = hit.levels.map(level => words.level[level]);
    if (ended.has(hit.status) || hit.status === 'pending' || hit.status === 'suspended') told.push(words.status[hit.status]);
    return element('li', { id: `${list.id}-${i}`, role: 'option', 'aria-selected': 'false' }, hit.name,
      element('br', {}), element('span', { className: 'code xs mut' }, hit.code), ' ',
      element('small', { className: 'mut' }, told.join(' · ')));
  };

  input.addEventListener('focus', () => site().catch(() => null));
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
}
