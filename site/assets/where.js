// Which of many offices alike is the reader's: a combobox after ARIA 1.2, typed with or without accents. What is chosen stands in
// the address and is stored nowhere. The names are loaded when the box is first used; without this script it is not shown, and the
// page names the kind of office and leads to all of them.

'use strict';
{
  const { niemyet } = globalThis;
  const at = id => document.getElementById(id);
  const place = at('noi-lam'),
    input = at('noi-ten'),
    list = at('noi-ds'),
    status = at('noi-tin');
  /** What stands there until one is chosen: the kind in words, and the box. */
  const choice = [...place.querySelectorAll('[data-many]'), input.closest('.pick'), at('noi-y')];
  const chosen = place.appendChild(document.createElement('div'));

  /** A name without accents and case, one blank between words. */
  const folded = name =>
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[đĐ]/g, 'd')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? '';

  /** The part of a name that tells one commune from another. */
  const short = name => name.replace(/^Ủy ban nhân dân (.)/u, (_, first) => first.toUpperCase());

  function element(name, properties, ...content) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...content);
    return made;
  }

  /** Writes the choice into the address of this page. */
  function remember(id) {
    niemyet.office = id;
    const address = new URL(location.href);
    if (id) address.searchParams.set('noi', id);
    else address.searchParams.delete('noi');
    history.replaceState(history.state, '', address);
  }

  /** The offices among which the reader's is: those of the lists that this page names, in the order of names. */
  function among({ lists }) {
    const offices = place.dataset.lists.split(' ').flatMap(list => lists[list]?.offices ?? []);
    const named = offices.map(office => ({ office, name: short(office.name), key: folded(office.name) }));
    return named.sort((one, other) => one.key.localeCompare(other.key));
  }

  /** Shows an office in the place of the box. */
  function show(office, words) {
    const value = key =>
      key !== 'phones'
        ? [office[key]]
        : office.phones.flatMap((number, at) => [
            at ? '; ' : '',
            element('a', { href: `tel:${number.replace(/[ .]/g, '')}` }, number),
          ]);
    const facts = ['address', 'hours', 'phones']
      .filter(key => office[key])
      .flatMap(key => [element('dt', {}, words[key]), element('dd', {}, ...value(key))]);
    const page = `${niemyet.root}don-vi/${office.id}/${niemyet.manifest.page}`;
    const name = element('p', { tabIndex: -1 }, element('b', {}, element('a', { href: page }, office.name)));
    const other = element('button', { type: 'button', className: 'btn alt noprint' }, words.other);
    other.addEventListener('click', () => {
      remember('');
      chosen.replaceChildren();
      status.textContent = input.value = '';
      for (const part of choice) part.hidden = false;
      input.focus();
    });
    for (const part of choice) part.hidden = true;
    chosen.replaceChildren(name, ...(facts.length ? [element('dl', { className: 'kv' }, ...facts)] : []), other);
    return name;
  }

  let all = [],
    found = [],
    selected = -1;

  function select(option) {
    selected = option;
    [...list.children].forEach((one, i) => one.setAttribute('aria-selected', String(i === option)));
    if (option < 0) return input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-activedescendant', list.children[option].id);
    list.children[option].scrollIntoView({ block: 'nearest' });
  }

  function open(is) {
    list.hidden = !is;
    input.setAttribute('aria-expanded', String(is));
    select(-1);
  }

  /** Lists what fits: every word begins one of the name. */
  async function update() {
    const offices = await niemyet.loadOffices().catch(() => null);
    if (!offices || document.activeElement !== input) return; // the page leads to all offices all the same
    if (!all.length) all = among(offices);
    const typed = folded(input.value).split(' ');
    found = all.filter(({ key }) => typed.every(word => ` ${key}`.includes(` ${word}`)));
    list.replaceChildren(
      ...found.map(({ name }, i) => {
        const option = element('li', { id: `${list.id}-${i}` }, name);
        option.setAttribute('role', 'option');
        return option;
      })
    );
    open(found.length > 0);
    const { count, none } = offices.words;
    status.textContent = found.length ? count.replace('{count}', found.length) : none;
  }

  function choose(one) {
    if (!one) return;
    open(false);
    remember(one.office.id);
    status.textContent = '';
    show(one.office, niemyet.offices.words).focus();
  }

  input.addEventListener('focus', () => niemyet.loadOffices().catch(() => {}));
  input.addEventListener('input', update);
  input.addEventListener('click', () => list.hidden && update());
  input.addEventListener('blur', () => open(false));
  input.addEventListener('keydown', async event => {
    if (event.isComposing) return;
    const { key } = event,
      isArrow = key === 'ArrowDown' || key === 'ArrowUp';
    if (!isArrow && (list.hidden || !['Escape', 'Enter'].includes(key))) return;
    event.preventDefault();
    if (isArrow && list.hidden) await update();
    const round = found.length + 1; // the box itself is one
    if (key === 'ArrowDown') select(((selected + 2) % round) - 1);
    else if (key === 'ArrowUp') select(((selected + round) % round) - 1);
    else if (key === 'Escape') open(false);
    else choose(found[found.length === 1 ? 0 : selected]);
  });
  list.addEventListener('mousedown', event => event.preventDefault()); // the box keeps the focus
  list.addEventListener('click', event => choose(found[[...list.children].indexOf(event.target.closest('li'))]));

  /** Shows the office that the address names. */
  async function begin(id) {
    const offices = await niemyet.loadOffices(),
      { words } = offices;
    const one = among(offices).find(({ office }) => office.id === id);
    if (one) return show(one.office, words);
    const known = niemyet.findOffice(offices, id)?.office.name;
    status.textContent = known ? words.not_here.replace('{name}', known) : words.unknown.replace('{id}', id);
  }

  if (niemyet.office) begin(niemyet.office).catch(() => {});
}
