// axe-core on the main page kinds, at both widths and in both colour schemes; and no sideways scroll on a small phone.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, eachOfTwo, host, watched } from './site.mjs';

// The site with the review beside it, where that was built.
const SITE = process.env.NIEMYET_REVIEW ?? process.env.NIEMYET_SITE ?? '../../public';
const FIXTURE = process.env.NIEMYET_FIXTURE_SITE;
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

const PAGES = {
  home: '',
  procedure: 'T/1.000049/',
  tombstone: 'T/1.010385/',
  unknown: null,
  sector: 'linh-vuc/ho-tich/',
  level: 'cap/xa/',
  offices: 'don-vi/',
  commune: 'don-vi/phuong-hac-thanh/',
  department: 'don-vi/so-y-te/',
  board: 'don-vi/so-y-te/bang/',
  booklet: 'don-vi/so-y-te/so-tay/',
  all: 'danh-sach/',
  ended: 'het-hieu-luc/',
  coming: 'sap-hieu-luc/',
  changes: 'thay-doi/',
  decisions: 'quyet-dinh/',
  review: 'ra-soat/',
  work: 'ra-soat/don-vi/ubnd-cap-xa/',
  'work of a rule': 'ra-soat/don-vi/ubnd-cap-xa/no-decision/',
  rule: 'ra-soat/form-missing/',
  questions: 'ra-soat/cau-hoi/',
  comparison: 'ra-soat/doi-chieu/',
  statistics: 'thong-ke/',
  'in force': 'danh-sach/dang-co-hieu-luc/',
  figure: 'thong-ke/cap/xa/',
  results: 'tim/?q=dang+ky+khai+sinh',
  framed: 'nhung/?q=dang+ky+khai+sinh',
  'framed office': 'nhung/ubnd-cap-xa/',
};
const FIXTURE_PAGES = { suspended: 'T/1.000963/', decision: 'quyet-dinh/2032-qd-ubnd/', replaced: 'T/2.000986/' };

let chrome;
const hosts = [];
before(async () => {
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  for (const web of hosts) await web.close();
});

/** What axe-core is asked at each width, in one colour scheme after the other: dark colours change colours alone. */
const LOOKS = [
  [360, { light: {}, dark: { runOnly: ['color-contrast'] } }],
  [1280, { light: {} }],
];
/** The rows of a list that are looked at: the others come from the same template, and a list may have a thousand. */
const ROWS = 60;

async function examine(folder, pages) {
  const web = await host(folder, '/a/b/');
  hosts.push(web);
  const asked = Object.entries(pages).filter(([, address]) => address !== null);
  await eachOfTwo(asked, async ([kind, address]) => {
    const file = path.join(folder, address.split('?')[0], 'index.html');
    assert.ok(existsSync(file), `${kind}: ${file} is missing`);
    for (const [width, schemes] of LOOKS) {
      const context = await chrome.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
      const { page } = await watched(context, web.origin);
      await page.goto(web.url + address);
      if (address.includes('?q=')) await page.locator("main a[href*='T/']").first().waitFor();
      await page.evaluate(rows => {
        for (const list of document.querySelectorAll('tbody, ul, ol')) {
          for (const row of [...list.children].slice(rows)) row.remove();
        }
      }, ROWS);
      await page.addScriptTag({ path: AXE });
      for (const [colorScheme, rules] of Object.entries(schemes)) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => Promise.all(document.getAnimations().map(change => change.finished)));
        const found = await page.evaluate(rules => globalThis.axe.run(document, rules), {
          resultTypes: ['violations'],
          ...rules,
        });
        const nodes = violation => violation.nodes.slice(0, 3).map(node => node.target.join(' '));
        const told = found.violations.map(violation => `${violation.id}: ${nodes(violation).join('; ')}`);
        assert.deepEqual(told, [], `${kind} at ${width} ${colorScheme}`);
      }
      await context.close();
    }
    const context = await chrome.newContext({ viewport: { width: 320, height: 700 } });
    const { page, noise } = await watched(context, web.origin);
    await page.goto(web.url + address);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth
    );
    assert.ok(overflow <= 0, `${kind} scrolls sideways by ${overflow} px at 320`);
    assert.deepEqual(noise, [], kind);
    await context.close();
  });
}

test("axe-core finds nothing on Thanh Hóa's pages, and none scrolls sideways", () => examine(SITE, PAGES));
test('nor on pages rich in changes', { skip: FIXTURE ? false : 'NIEMYET_FIXTURE_SITE is not set' }, () =>
  examine(FIXTURE, FIXTURE_PAGES)
);
