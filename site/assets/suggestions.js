// Suggestions under the search box while typing, in a listbox after ARIA 1.2.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { address, element, filled, grouped, link, mark } = niemyet;

  /** Lines of the list; where there are more hits, the last one leads to all of them. */
  const MOST = 7,
    WAIT = 150;
  /** Statuses that go without saying here. */
  const NOW = ['in-force', 'unknown'];

  /** What a query may name that has a page of its own: its line comes first. */
  const LISTS = ['sector', 'agency', 'office'];

  /** Suggests procedures of `search` in the list under the box; how many there are is told in `status`. Gives what
    answers once more. */
  function suggest(input, status, search) {
    const list = document.getElementById(input.getAttribute('aria-controls'));
    // Where each line leads; the line chosen; what the list answers.
    let places = [],
      at = -1,
      answered,
      timer;

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
      clearTimeout(timer);
      timer = undefined;
      if (document.activeElement !== input) return;
      // A list of which a line is chosen stays as it is when more of the data comes: the choice would be lost.
      if (at >= 0 && query === answered) return;
      answered = query;
      if (query.trim().length < 2) {
        status.textContent = '';
        return show(false);
      }
      const { words } = search.site;
      const { total, hits, understood } = search.answer(query, { limit: MOST, typing: true });
      const lists = understood.filter(one => LISTS.includes(one.kind));
      const count = grouped(total),
        shown = total > MOST ? hits.slice(0, MOST - 1) : hits;
      const options = [
        ...lists.map(one => [words.script[`named_${one.kind}`], ' ', one.name]),
        ...shown.map(hit => named(hit, words)),
      ];
      places = [...lists.map(one => link(one.page)), ...shown.map(hit => address(hit.code))];
      if (total > MOST) {
        options.push([filled(words.script.all_results, { count })]);
        places.push(`${link('tim/')}?${new URLSearchParams({ q: query.trim() })}`);
      }
      list.setAttribute('aria-label', words.script.list);
      list.replaceChildren(
        ...options.map((option, i) =>
          element('li', { id: `${list.id}-${i}`, role: 'option', 'aria-selected': 'false' }, ...option)
        )
      );
      show(options.length > 0);
      const { suggestions, no_suggestions } = words.script;
      // Before all is there, that nothing was found says nothing.
      const none = search.isWhole ? no_suggestions : '';
      status.textContent = total ? filled(suggestions, { count, shown: shown.length }) : none;
    };
    const named = (hit, words) => {
      const levels = hit.levels.map(level => words.level[level]).join(' · ');
      const standing = NOW.includes(hit.status) ? [] : [' ', element('small', {}, mark(hit, words))];
      return [
        hit.name,
        element('br', {}),
        element('span', { className: 'code xs mut' }, hit.code),
        ' ',
        element('small', { className: 'mut' }, levels),
        ...standing,
      ];
    };

    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(update, WAIT);
    });
    input.addEventListener('keydown', event => {
      if (event.isComposing || list.hidden) return;
      // A key moves in the list of what is written by now, not in the one before.
      if (timer !== undefined) update();
      if (list.hidden) return;
      // The box itself is one.
      const round = places.length + 1;
      if (event.key === 'ArrowDown') select(((at + 2) % round) - 1);
      else if (event.key === 'ArrowUp') select(((at + round) % round) - 1);
      else if (event.key === 'Escape') show(false);
      else if (event.key === 'Enter' && at >= 0) location.href = niemyet.carried(places[at]);
      else return;
      event.preventDefault();
    });
    // The box keeps the focus.
    list.addEventListener('mousedown', event => event.preventDefault());
    list.addEventListener('click', event => {
      const place = [...list.children].indexOf(event.target.closest('li'));
      if (place >= 0) location.href = niemyet.carried(places[place]);
    });
    input.addEventListener('blur', () => show(false));
    update();
    return update;
  }

  Object.assign(niemyet, { suggest });
}
