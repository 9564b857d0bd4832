// The booklet as a screen that people touch, where the address asks for it (`?kiosk`): sectors and a search, one procedure
// at a time, no link that leads away; left alone it goes back to its beginning. Nothing is stored.

'use strict';
{
  const { niemyet } = globalThis;
  /** Seconds without a touch until the beginning is shown again, and how long before that people are asked. */
  const ALONE = 90,
    ASKED = 15;
  /** How many hits are shown. */
  const MOST = 30;
  const now = () => Date.now() / 1000;
  const $ = id => document.getElementById(id);

  /** A button that names something: a sector, a procedure. */
  function door(name, beside, open) {
    const item = document.createElement('li'),
      button = document.createElement('button'),
      text = document.createElement('b'),
      more = document.createElement('span');
    button.type = 'button';
    text.textContent = name;
    Object.assign(more, { className: 'num mut', textContent: beside });
    button.append(text, ' ', more);
    button.addEventListener('click', open);
    item.append(button);
    return item;
  }

  function begin() {
    document.documentElement.classList.add('kiosk');
    for (const part of document.querySelectorAll('.skip, .band, .top, .foot, .noprint')) part.remove();
    const contents = $('muc'),
      sections = [...contents.children];
    const articles = new Map([...document.querySelectorAll('article')].map(article => [article.id, article]));
    for (const link of document.querySelectorAll('main a[href]'))
      if (!contents.contains(link)) link.replaceWith(...link.childNodes);
    contents.before($('man-hinh').content);
    const input = $('kq'),
      told = $('k-dem'),
      list = $('k-ds'),
      homeward = $('k-ve'),
      back = $('k-lai'),
      asked = $('k-hoi');
    const doors = sections.map(section => {
      const [name, count] = section.querySelector('h2').childNodes;
      return door(name.textContent.trim(), count.textContent, () => show(section));
    });
    let search,
      touched = now();

    /** Shows a sector or a procedure alone, or the list of buttons; from a procedure `from` is one step back. */
    const show = (shown = list, from) => {
      const isList = shown === list;
      contents.hidden = isList || !contents.contains(shown);
      for (const part of [...sections, ...articles.values()]) part.hidden = part !== shown;
      list.hidden = !isList;
      homeward.hidden = isList && !input.value;
      back.hidden = !from;
      back.onclick = () => show(from);
      if (!isList) told.textContent = '';
      const head = shown.querySelector('h2');
      if (head) {
        head.tabIndex = -1;
        head.focus();
      }
      scrollTo(0, 0);
    };
    const beginning = () => {
      told.textContent = '';
      list.className = 'plain sectors';
      list.replaceChildren(...doors);
      show();
    };
    const home = () => {
      if (asked.open) asked.close();
      input.value = '';
      beginning();
      document.activeElement?.blur();
    };
    const find = async () => {
      const query = input.value.trim();
      if (query.length < 2) return beginning();
      try {
        if (!search) {
          const opened = await niemyet.open(niemyet.root);
          await niemyet.complete(niemyet.root, opened);
          search = opened;
        }
      } catch {
        told.textContent = niemyet.manifest.failed;
        return;
      }
      if (input.value.trim() !== query) return;
      const { hits } = search.answer(query, { limit: Infinity, typing: true });
      const here = hits.filter(({ code }) => articles.has(code));
      list.className = 'plain';
      list.replaceChildren(
        ...here
          .slice(0, MOST)
          .map(({ code }) =>
            door(articles.get(code).querySelector('h2').textContent, code, () => show(articles.get(code), list))
          )
      );
      show();
      told.textContent = here.length ? told.dataset.found.replace('{count}', here.length) : told.dataset.none;
    };

    input.addEventListener('input', find);
    input.form.addEventListener('submit', event => {
      event.preventDefault();
      find();
    });
    homeward.addEventListener('click', home);
    contents.addEventListener('click', event => {
      const link = event.target.closest('a');
      if (!link) return;
      event.preventDefault();
      show(articles.get(link.hash.slice(1)), link.closest('section'));
    });

    const touch = () => {
      touched = now();
    };
    for (const kind of ['pointerdown', 'touchmove', 'keydown', 'input', 'wheel'])
      addEventListener(kind, touch, { capture: true, passive: true });
    asked.addEventListener('click', () => asked.close());
    asked.addEventListener('close', touch);
    setInterval(() => {
      const isBeginning = !list.hidden && !input.value && !scrollY;
      if (isBeginning) return touch();
      const left = ALONE - (now() - touched);
      if (left <= 0) return home();
      if (left > ASKED) return asked.open && asked.close();
      asked.querySelector('b').textContent = Math.ceil(left);
      if (!asked.open) asked.showModal();
    }, 1000);
    home();
    nameOffice().catch(() => {}); // the kind of office stands there all the same
  }

  /** The name of the office whose screen it is, where the address has it. */
  async function nameOffice() {
    const found = niemyet.office && niemyet.findOffice(await niemyet.loadOffices(), niemyet.office);
    if (found) document.querySelector('h1').textContent = found.office.name;
  }

  if (new URLSearchParams(location.search).has('kiosk')) begin();
}
