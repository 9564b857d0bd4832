// What a query was read as, in sentences with the links that lead on.

'use strict';
{
  const niemyet = (globalThis.niemyet ??= {});
  const { address, addressOf, element, filled, link } = niemyet;

  /** A text with an element in the place of `{name}`. */
  function linked(text, name, made) {
    const [before, after] = text.split(`{${name}}`);
    return [before, made, after];
  }

  /** The sentences about an answer, each a paragraph. */
  function notes({ total, understood, nearSectors }, choices, said) {
    const made = understood.map(one => element('p', {}, ...sentence(one, said)));
    const chosen = Object.keys(choices).length > 0;
    if (!total && chosen && !nearSectors.length) made.push(element('p', {}, said.none_chosen));
    if (nearSectors.length) {
      const links = nearSectors.flatMap(([id, name], at) => [
        at ? ', ' : ' ',
        element('a', { href: link(`linh-vuc/${id}/`) }, name),
      ]);
      made.push(element('p', {}, said.near_sectors, ...links, '.'));
    }
    if (!total && !chosen && !understood.some(one => one.kind === 'dossier'))
      made.push(element('p', {}, said.none_help));
    return made;
  }

  function sentence(one, said) {
    switch (one.kind) {
      case 'synonym':
        return [filled(one.of === 'ten_cu' ? said.old_word : said.synonym, one)];
      case 'spelling':
        return linked(said.spelling, 'meant', element('a', { href: addressOf({ query: one.meant }) }, one.meant));
      case 'sector':
      case 'agency':
      case 'office':
        return [said[`named_${one.kind}`], ' ', element('a', { href: link(one.page) }, one.name)];
      case 'no_code': {
        if (!one.near.length) return [filled(said.no_code, one)];
        const links = one.near.flatMap((code, at) => [at ? ', ' : ' ', element('a', { href: address(code) }, code)]);
        return [filled(said.near_codes, one), ...links, '.'];
      }
      case 'code':
        return linked(said.code, 'code', element('a', { href: address(one.code) }, one.code));
      case 'decision': {
        const told = filled(said.decision, one);
        return [one.page ? element('a', { href: link(one.page) }, told) : told];
      }
      case 'listed':
        return [filled(said.listed, one), ' ', element('a', { href: one.link, rel: 'external' }, said.listed_link)];
      case 'dossier':
        return [
          filled(said.dossier, one),
          ' ',
          element('a', { href: said.dossier_at, rel: 'external' }, said.dossier_link),
        ];
      default:
        return [filled(said[one.kind], one)];
    }
  }

  Object.assign(niemyet, { notes });
}
