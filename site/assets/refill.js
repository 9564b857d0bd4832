// Puts what was made into a page without disturbing whoever reads it.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});

  /**
   * Gives an element these contents, nodes or texts. What is there already alike stays, and so does the focus: on the link
   * that had it, or else on one that leads to the same place.
   */
  function fill(parent, ...contents) {
    const held = parent.contains(document.activeElement) ? document.activeElement : null;
    contents.forEach((one, at) => {
      const made = typeof one === 'string' ? new Text(one) : one,
        old = parent.childNodes[at];
      made.normalize();
      if (!old) parent.append(made);
      else if (!old.isEqualNode(made)) old.replaceWith(made);
    });
    while (parent.childNodes.length > contents.length) parent.lastChild.remove();
    if (!held || held.isConnected) return;
    const same = [...parent.querySelectorAll('a')].find(({ id, href }) =>
      held.id ? id === held.id : href === held.href
    );
    same?.focus({ preventScroll: true });
  }

  /** A number as pages print it: `2.137`, in English `2,137`. */
  const grouped = number =>
    String(number).replace(/\B(?=(\d{3})+$)/g, document.documentElement.lang === 'en' ? ',' : '.');

  Object.assign(niemyet, { fill, grouped });
}
