// The results page: the question stands in the address, results follow while typing, the count is announced.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { addressOf, asked, element, entries, fill, filled, grouped, MOST, STEP } = niemyet;

  const WAIT = 150;
  const at = id => document.getElementById(id);

  /** Fills the page from its address and from what is typed; the count is told in `status`. Gives what answers
    once more. */
  function results(input, status, search) {
    const { script: said } = search.site.words;
    const site = document.title.slice(document.title.lastIndexOf(' – ')),
      heading = document.querySelector('h1').textContent;
    let question = asked(location.search),
      settled = question,
      typing = false,
      isDraft = false,
      timer,
      written;

    /** Answers the question; what is written follows in a task of its own, and not at all where something else is asked meanwhile. */
    const show = () => {
      const { query, choices } = question;
      if (!query) {
        fill(status);
        at('ymuon').hidden = at('ketqua').hidden = true;
        at('ketqua').classList.remove('wait');
        document.title = heading + site;
      } else if (search.isWhole || !Object.keys(choices).length) {
        // facets come with the second part of the data
        const answer = search.answer(query, { ...question, typing });
        // What no name has may come with the second part.
        if (!answer.total && !search.isWhole) return;
        const of = question,
          wasTyping = typing;
        written = niemyet.pause().then(() => of === question && write(answer, of, wasTyping));
      }
      // Names are found all the same.
      if (search.isWhole) search.more(query)?.then(show, () => {});
      return written;
    };
    const write = (answer, of, wasTyping) => {
      tell(answer, of, search, wasTyping, status);
      const left = answer.total - of.limit,
        more = { className: 'btn alt', href: addressOf({ ...of, limit: of.limit + STEP }) };
      at('them').hidden = left <= 0 || of.limit >= MOST;
      fill(
        at('them'),
        ...(at('them').hidden ? [] : [element('a', more, filled(said.more, { count: Math.min(STEP, left) }))])
      );
      at('ketqua').classList.remove('wait');
      document.title = `${filled(said.title, { count: grouped(answer.total), query: of.query })}${site}`;
    };
    /** Follows what is typed: the address says it. What was sent off before stays a step of the history, and what is typed
      after it is one step, however long it takes, until it is sent off in its turn. */
    const follow = () => {
      question = { ...question, query: input.value.trim(), limit: STEP };
      typing = true;
      const isNew = !isDraft && settled.query && question.query !== settled.query;
      history[isNew ? 'pushState' : 'replaceState'](null, '', question.query ? addressOf(question) : location.pathname);
      isDraft ||= isNew;
      show();
    };
    /** Shows what the address asks. */
    const read = () => {
      clearTimeout(timer);
      question = settled = asked(location.search);
      typing = isDraft = false;
      if (document.activeElement !== input || input.value.trim() !== question.query) input.value = question.query;
      show();
    };
    const go = address => {
      if (!isDraft) history.replaceState(null, '', addressOf(settled));
      history[isDraft ? 'replaceState' : 'pushState'](null, '', address);
      read();
    };

    input.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(follow, WAIT);
    });
    input.form.addEventListener('submit', event => {
      event.preventDefault();
      const query = input.value.trim();
      if (query && query !== settled.query) go(addressOf({ ...question, query, limit: STEP }));
      else read();
    });
    addEventListener('popstate', read);
    document.querySelector('main').addEventListener('click', async event => {
      const to = event.target.closest('a')?.getAttribute('href');
      if (!to?.startsWith('?') || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (!event.target.closest('#them')) return go(to);
      const shown = [at('ds'), at('ds-het')].map(list => [list, list.children.length]);
      history.replaceState(null, '', to);
      read();
      await written;
      const [list, before] = shown.find(([list, before]) => list.children.length > before) ?? [];
      list?.children[before].querySelector('a').focus();
    });
    // Somebody typed on while this was loaded.
    if (input.value.trim() === question.query) show();
    else follow();
    return show;
  }

  /** Writes an answer into the page: what is of the past stands apart. */
  function tell(answer, question, search, typing, status) {
    const { query, total } = answer,
      { words } = search.site,
      said = words.script,
      counts = answer.facets();
    const split = counts
      .filter(({ facet, value }) => facet === 'status' && (question.choices.status?.includes(value) ?? true))
      .map(({ value, count }) => filled(said.split, { count: grouped(count), status: lower(words.status[value]) }));
    fill(
      status,
      element('b', {}, total ? filled(said.count, { count: grouped(total) }) : said.none),
      filled(said.for_query, { query }) + (split.length ? `: ${split.join(', ')}.` : '.')
    );

    // What comes with the second part of the data is told with it.
    const told = niemyet.notes?.(answer, question.choices, said) ?? [];
    fill(at('ymuon'), ...told);
    at('ymuon').hidden = !told.length;

    const { taken, groups } = niemyet.facetLists?.(question, counts, total, words) ?? { taken: [], groups: [] };
    fill(at('chon'), ...taken);
    at('chon').hidden = !taken.length;
    fill(at('loc'), at('loc').firstElementChild, ...groups);
    at('loc').hidden = search.isWhole && !groups.length;

    const { current, past } = entries(answer, search, typing);
    fill(at('ds'), ...current);
    fill(at('ds-het'), ...past);
    at('ds').parentElement.hidden = !current.length;
    at('het').hidden = !past.length;
    at('ketqua').hidden = !total;
  }

  const lower = word => word.charAt(0).toLowerCase() + word.slice(1);

  Object.assign(niemyet, { results });
}
