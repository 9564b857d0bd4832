// On a page that stands in a frame: tells the page around it how high this one is, and shows the list of the office that its
// address names, `?noi=xa-mau`. See embed.js.

'use strict';
{
  const { niemyet } = globalThis;

  if (parent !== self) {
    const tell = () =>
      parent.postMessage({ niemyet: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) }, '*');
    new ResizeObserver(tell).observe(document.body);
  }

  /** Names the office where its list is, goes there from elsewhere, and says so where there is no such office. */
  async function show(id) {
    const offices = await niemyet.loadOffices();
    const found = niemyet.findOffice(offices, id);
    const here = document.querySelector('[data-list]');
    if (!found) {
      const told = Object.assign(document.createElement('p'), {
        className: 'note',
        textContent: offices.words.unknown_frame.replace('{id}', id),
      });
      told.setAttribute('role', 'alert');
      document.querySelector('main form').before(told);
    } else if (here?.dataset.list === found.list) {
      const link = here.querySelector('h2 a');
      link.textContent = found.office.name;
      link.href = `${niemyet.root}don-vi/${id}/`;
    } else {
      const to = new URL(`nhung/${found.list}/${location.search}`, niemyet.root);
      if (found.agency) to.searchParams.set('agency', found.agency);
      location.replace(to);
    }
  }

  if (niemyet.office) show(niemyet.office).catch(() => {}); // the search is there all the same
}
