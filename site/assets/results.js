// The results page: the query stands in the address, results follow while typing, the count is announced.

'use strict';
{
const niemyet = (globalThis.niemyet ??= {});
const { address, element, filled, link } = niemyet;

const MOST = 50, WAIT = 150;
const MARKS = { 'in-force': 'ok', pending: 'wait', unknown: 'unk' };
const at = id => document.getElementById(id);

/** Fills the page from its address and from what is typed; the count is told in `status`. Gives what answers
    once more. */
function results(input, status, search) {
  const title = document.title;
  let timer, wasTyping = false;
  const asked = () => new URLSearchParams(location.search).get('q') ?? '';
  const where = query => (query ? `?q=${encodeURIComponent(query).replace(/%20/g, '+')}` : location.pathname);

  const update = (typing = wasTyping) => {
    wasTyping = typing;
    const query = input.value.trim();
    if (!query) {
      status.textContent = '';
      at('ymuon').hidden = at('ketqua').hidden = true;
      document.title = title;
      return;
    }
    const answer = search.answer(query, { limit: MOST, typing });
    tell(answer, search, status);
    document.title = `${filled(search.site.words.script.title, { count: answer.total, query })} – ${title}`;
  };

  const follow = () => {
    history.replaceState(null, '', where(input.value.trim()));
    update(true);
  };

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(follow, WAIT);
  });
  input.form.addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(timer);
    if (input.value.trim() !== asked()) history.pushState(null, '', where(input.value.trim()));
    update(false);
  });
  addEventListener('popstate', () => {
    input.value = asked();
    update(false);
  });
  if (input.value.trim() === asked()) update(false);
  else follow(); // somebody typed on while this was loaded
  return () => update();
}

/** Writes an answer into the page: what is of the past stands apart, with where to go now. */
function tell({ query, total, hits, understood, words }, search, status) {
  const { words: said, ended } = search.site;
  const past = hits.filter(hit => ended.has(hit.status));
  const summary = [element('b', {}, total ? filled(said.script.count, { count: total }) : said.script.none)];
  summary.push(filled(said.script.for_query, { query }));
  if (past.length) summary.push(filled(said.script.of_which_ended, { ended: past.length }));
  if (total > hits.length) summary.push(filled(said.script.shown, { shown: hits.length }));
  summary.push('.');
  if (!total && !understood.length) summary.push(' ' + said.script.none_help);
  status.replaceChildren(...summary);

  const notes = understood.map(one => note(one, said.script)).flatMap(one => [one, ' ']);
  at('ymuon').replaceChildren(...notes);
  at('ymuon').hidden = !notes.length;

  const entry = hit => item(hit, words, search, ended.has(hit.status));
  at('ds').replaceChildren(...hits.filter(hit => !ended.has(hit.status)).map(entry));
  at('ds').parentElement.hidden = hits.length === past.length;
  at('ds-het').replaceChildren(...past.map(entry));
  at('het').hidden = !past.length;
  at('ketqua').hidden = !hits.length;
}

/** What the query was read as, in a sentence. */
function note(one, said) {
  if (one.kind === 'synonym') return filled(one.of === 'ten_cu' ? said.old_word : said.synonym, one);
  if (one.kind === 'decision' && one.page) return element('a', { href: link(one.page) }, filled(said.decision, one));
  return filled(said[one.kind], one);
}

function item(hit, words, search, isPast) {
  const { words: said } = search.site;
  const name = element('h3', {}, element('a', { href: address(hit.code) }, ...marked(hit.name, words, search)));
  const status = element('span', { className: `st ${MARKS[hit.status] ?? 'end'}${hit.status === 'in-force' && hit.byList ? ' by-list' : ''}` }, said.status[hit.status]);
  const levels = hit.levels.map(level => element('span', {}, said.level[level]));
  const made = element('li', {}, name,
    element('p', { className: 'meta' }, status, element('span', { className: 'code' }, hit.code), ...levels));
  const successors = isPast ? search.procedure(hit.code).successors.map(code => search.procedure(code)) : [];
  if (successors.length) {
    const links = successors.flatMap((next, i) => [i ? '; ' : ' ', element('a', { href: address(next.code) }, `${next.name} (${next.code})`)]);
    made.append(element('p', {}, said.script.now, ...links));
  }
  return made;
}

/** A name with the words of the query marked. */
function marked(name, words, search) {
  return name.split(/([\p{L}\p{M}\p{N}]+)/u).filter(Boolean).map(piece => {
    const found = search.words(piece);
    return found.length && found.every(word => words.has(word.folded)) ? element('mark', {}, piece) : piece;
  });
}

Object.assign(niemyet, { results });
}
