// What the scripts of a page are written with: links of the site, texts and elements.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  /** An address of the site, `T/1.004222/`, as a link from this page: to the file itself where the site was built so. */
  const link = address => {
    const { base = './' } = document.documentElement.dataset;
    return base + address.replace(/\/(?=$|#)/, '/' + niemyet.manifest.page);
  };

  /** The address of a procedure's page, as a link from this page. */
  const address = code => link(`T/${code}/`);

  /** A text with each `{name}` filled in. */
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values[name] ?? all);

  /** An element with properties or attributes, and what is in it. */
  function element(name, properties, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...content);
    return made;
  }

  Object.assign(niemyet, { address, element, filled, link });
}
