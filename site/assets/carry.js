// The office that a reader chose stands in the address, `?noi=xa-mau`, and nowhere else: links within the site and searches
// take it along. A page of an office leads on with that office.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const root = new URL(document.documentElement.dataset.base ?? './', document.baseURI).href;

  niemyet.root = root;
  niemyet.office =
    new URLSearchParams(location.search).get('noi') ?? document.querySelector('h1[data-office]')?.dataset.office ?? '';

  /** An address with the office, where it is a page of this site. */
  niemyet.carried = address => {
    const to = new URL(address, location.href);
    const isPage = /(?:\/|\.html)$/.test(to.pathname) && to.href.startsWith(root);
    if (!niemyet.office || !isPage || to.searchParams.get('noi') === niemyet.office) return address;
    to.searchParams.set('noi', niemyet.office);
    return to.href;
  };

  const carry = event => {
    const link = event.target.closest?.('a[href]'),
      to = link?.getAttribute('href');
    if (!link || link.hasAttribute('download') || to.startsWith('#')) return;
    const carried = niemyet.carried(to);
    // A step on the page of results stays one.
    if (carried !== to) link.setAttribute('href', to.startsWith('?') ? new URL(carried).search : carried);
  };
  for (const kind of ['click', 'auxclick', 'contextmenu']) addEventListener(kind, carry, true);

  addEventListener(
    'submit',
    ({ target: form }) => {
      if (!niemyet.office || !form.action.startsWith(root) || form.elements.noi) return;
      const kept = document.createElement('input');
      Object.assign(kept, { type: 'hidden', name: 'noi', value: niemyet.office });
      form.append(kept);
    },
    true
  );

  let loading;

  /** What `assets/offices.js` holds, loaded when it is first asked for. */
  niemyet.loadOffices = () =>
    (loading ??= new Promise((done, fail) => {
      const script = document.createElement('script');
      script.src = `${root}assets/offices.js`;
      script.addEventListener('load', () => (niemyet.offices ? done(niemyet.offices) : fail(new Error('no offices'))));
      script.addEventListener('error', () => {
        loading = undefined;
        fail(new Error(`${script.src} cannot be loaded`));
      });
      document.head.append(script);
    }));

  /** The list that has an office, and the office. */
  niemyet.findOffice = ({ lists }, id) => {
    for (const [list, { agency, offices }] of Object.entries(lists)) {
      const office = offices.find(one => one.id === id);
      if (office) return { list, agency, office };
    }
  };
}
