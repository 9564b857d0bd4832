// The results page: what is told of a query, where it was found, and the address as the question.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const SITE = process.env.NIEMYET_SITE ?? '../../public';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
let web, chrome;

before(async () => {
  web = await host(SITE, '/a/b/');
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
});

async function visit(address, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, noise } = await watched(context, web.origin);
  await page.goto(web.url + address);
  await page.waitForFunction(() => !document.querySelector('.wait'));
  return { page, noise, query: () => new URL(page.url()).searchParams, close: () => context.close() };
}

const told = page => page.locator('#dem').textContent();

test('results follow the typing, and the address and the title follow the results', async () => {
  const { page, noise, query, close } = await visit('tim/?q=dang+ky+ket+hon');
  await page.locator('#ds a').first().waitFor();
  assert.match(await page.title(), /^\d+ kết quả cho “dang ky ket hon”/);
  assert.ok((await page.locator('#ds mark').count()) > 2);
  await page.locator('#q').fill('trình báo mất hộ chiếu');
  await page.locator('#het').waitFor();
  assert.match(await page.locator('#ds a').first().textContent(), /mất hộ chiếu/);
  assert.match(await page.locator('#ds-het').textContent(), /1\.010385/, 'what is of the past stands apart');
  assert.equal(query().get('q'), 'trình báo mất hộ chiếu');
  await page.locator('#q').fill('xyzzy');
  await page.locator('#ketqua').waitFor({ state: 'hidden' });
  assert.match(await told(page), /Không tìm thấy/);
  assert.match(await page.locator('#ymuon').textContent(), /không có chữ “xyzzy”/);
  assert.deepEqual(noise, []);
  await close();
});

test('the count is told by status, in a region that the list is no part of', async () => {
  const { page, close } = await visit('tim/?q=mat+ho+chieu');
  const [, total, split] = (await told(page)).match(/^([\d.]+) kết quả cho “mat ho chieu”: (.*)\.$/);
  const counts = [...split.matchAll(/(\d+) \p{Ll}/gu)].map(([, count]) => Number(count));
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    Number(total)
  );
  assert.match(split, /đang có hiệu lực.*đã bị bãi bỏ/);
  const region = page.locator('[role=status]:has(b)');
  assert.equal(await region.count(), 1);
  assert.equal(await region.locator('li').count(), 0);
  await close();
});

test('what was sent off stays in the history; what is typed after it is one step, sent off or not', async () => {
  const { page, query, close } = await visit('tim/?q=khai+sinh');
  const before = await page.evaluate(() => history.length);
  await page.locator('#q').press('End');
  await page.keyboard.type(' muon');
  await page.waitForFunction(() => location.search.endsWith('muon'));
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#dem').textContent.includes('“khai sinh”'));
  await page.locator('#q').press('End');
  await page.keyboard.type(' mu');
  await page.waitForFunction(() => location.search.endsWith('mu'));
  await page.keyboard.type('on');
  await page.waitForFunction(() => location.search.endsWith('muon'));
  assert.equal(await page.evaluate(() => history.length), before + 1);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => history.length), before + 1);
  assert.equal(query().get('q'), 'khai sinh muon');
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('#dem').textContent.includes('“khai sinh”'));
  assert.equal(await page.locator('#q').inputValue(), 'khai sinh');
  await page.goForward();
  await page.waitForFunction(() => document.querySelector('#dem').textContent.includes('“khai sinh muon”'));
  await close();
});

test("a slip is asked about, never mended behind one's back", async () => {
  const { page, close } = await visit('tim/?q=giay+khaii+sinhh');
  assert.match(await page.locator('#ymuon').textContent(), /Ý bạn là “giay khai sinh”\?/);
  assert.equal(await page.locator('#q').inputValue(), 'giay khaii sinhh');
  await page.locator('#ymuon a').click();
  assert.equal(await page.locator('#q').inputValue(), 'giay khai sinh');
  assert.match(await told(page), /“giay khai sinh”/);
  await close();
});

test('what nothing has leads to the nearest sectors and the lists', async () => {
  const { page, noise, close } = await visit('tim/?q=hotichx');
  const sector = page.locator('#ymuon a', { hasText: 'Hộ tịch' });
  assert.ok(await page.locator('#duong-khac').isVisible());
  await sector.click();
  await page.waitForURL(/\/linh-vuc\/ho-tich\/$/);
  assert.match(await page.locator('h1').textContent(), /Hộ tịch/);
  assert.deepEqual(noise, []);
  await close();
});

test('numbers are told apart: a decision, a code that is nearly one, a dossier', async () => {
  const { page, close } = await visit('tim/?q=2991/QĐ-UBND');
  await page.locator('#ymuon a').waitFor();
  assert.match(await page.locator('#ymuon a').getAttribute('href'), /quyet-dinh\/2991-qd-ubnd\//);
  assert.ok((await page.locator('#ds li, #ds-het li').count()) > 0);
  await page.goto(web.url + 'tim/?q=1.004222.H56');
  await page.locator('#ymuon a').waitFor();
  assert.match(await page.locator('#ymuon a').getAttribute('href'), /T\/1\.004222\//);
  await page.goto(web.url + 'tim/?q=H56.12-260101-0001');
  await page.locator('#ymuon a').waitFor();
  assert.match(await page.locator('#ymuon').textContent(), /là mã hồ sơ/);
  assert.equal(await page.locator('#ymuon a').getAttribute('href'), 'https://dichvucong.gov.vn/');
  await close();
});

test('words that the name lacks are shown where they are: in another name, or in the text', async () => {
  const { page, close } = await visit('tim/?q=ly+hon');
  const line = page.locator('#ds p', { hasText: 'Còn gọi là:' }).first();
  await line.waitFor();
  assert.match(await line.locator('mark').textContent(), /ly hôn/);
  await page.goto(web.url + 'tim/?q=ct01');
  await page.locator('#ds p', { hasText: 'Trong nội dung: “ct01”' }).first().waitFor();
  await close();
});

const chosen = page => page.locator('#chon a').allTextContents();
const total = async page => Number((await told(page)).match(/^[\d.]+/)[0].replace('.', ''));

test('facets are links with counts: several values of one widen, several facets narrow, and the way back undoes', async () => {
  const { page, noise, query, close } = await visit('tim/?q=dang+ky');
  await page.locator('#loc-audience').waitFor();
  const shown = await page.locator('#loc > div > p').evaluateAll(all => all.map(one => one.id));
  const order = ['sector', 'level', 'agency', 'online', 'audience', 'status'].map(facet => `loc-${facet}`);
  assert.deepEqual(
    shown,
    order.filter(id => shown.includes(id))
  );
  assert.equal(await page.locator('#loc > div:first-of-type > ul > li').count(), 8);
  const all = await total(page);
  const [one, other] = ['#loc-sector-ho-tich', '#loc-sector-thue'];
  const count = async value => Number(await page.locator(`${value} .num`).innerText());
  const counts = [await count(one), await count(other)];
  await page.locator(one).click();
  assert.equal(await total(page), counts[0]);
  assert.equal(await page.locator(one).getAttribute('aria-current'), 'true');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'loc-sector-ho-tich', 'the focus stays');
  await page.locator(other).click();
  assert.equal(await total(page), counts[0] + counts[1]);
  assert.deepEqual(query().getAll('sector'), ['ho-tich', 'thue']);
  await page.locator('#loc-level-commune').click();
  assert.ok((await total(page)) < counts[0] + counts[1]);
  assert.deepEqual(await chosen(page), ['Bỏ Hộ tịch ×', 'Bỏ Thuế ×', 'Bỏ Cấp xã ×', 'Bỏ mọi lựa chọn']);
  await page.locator('#chon a').nth(1).click();
  assert.deepEqual(query().getAll('sector'), ['ho-tich']);
  for (const expected of [3, 2, 1]) {
    await page.goBack();
    await page.waitForFunction(
      count => document.querySelectorAll('#chon li').length === (count > 1 ? count + 1 : count),
      expected
    );
  }
  await page.goBack();
  await page.locator('#chon').waitFor({ state: 'hidden' });
  assert.equal(await total(page), all);
  assert.deepEqual(noise, []);
  await close();
});

test('what was chosen from the second part waits for it, and what nothing meets says so', async () => {
  const { page, noise, close } = await visit('tim/?q=dang+ky&audience=foreign&audience=foreign&junk=1');
  await page.locator('#ds a').first().waitFor();
  assert.deepEqual(await chosen(page), ['Bỏ Có yếu tố nước ngoài ×']);
  await page.goto(web.url + 'tim/?q=khai+sinh&sector=thue');
  await page.waitForFunction(() => document.querySelector('#dem').textContent);
  assert.match(await page.locator('#ymuon').textContent(), /Không có kết quả nào với các mục đã chọn/);
  await page.locator('#chon a').click();
  assert.ok((await total(page)) > 0);
  assert.deepEqual(noise, []);
  await close();
});

test('on a small phone what is chosen is seen, the rest opens, and axe-core finds nothing', async () => {
  for (const colorScheme of ['light', 'dark']) {
    const { page, close } = await visit('tim/?q=dang+ky&sector=ho-tich', {
      viewport: { width: 360, height: 740 },
      colorScheme,
      bypassCSP: true,
    });
    await page.locator('#loc-audience').waitFor({ state: 'attached' });
    assert.equal(await page.locator('#loc-audience').isVisible(), false);
    assert.ok(await page.locator('#chon a').isVisible());
    await page.locator('#loc > summary').click();
    assert.ok(await page.locator('#loc-audience').isVisible());
    await page.addScriptTag({ path: AXE });
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(
      found.violations.map(one => `${one.id}: ${one.nodes[0].target}`),
      []
    );
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    await close();
  }
});

test('more hits come fifty at a time, and the first of them gets the focus', async () => {
  const { page, query, close } = await visit('tim/?q=dang+ky');
  const entries = page.locator('#ds li, #ds-het li');
  assert.equal(await entries.count(), 50);
  await page.locator('#them a').click();
  assert.equal(await entries.count(), 100);
  assert.equal(query().get('limit'), '100');
  const place = await page.evaluate(() =>
    [...document.querySelectorAll('#ds li')].indexOf(document.activeElement.closest('li'))
  );
  assert.equal(place, 50);
  await close();
});

test('when the second part comes, neither the focus nor the place on the page is lost, and little moves', async () => {
  for (const width of [360, 1280]) {
    const context = await chrome.newContext({ viewport: { width, height: 800 } });
    let come;
    const gate = new Promise(done => (come = done));
    await context.route(/search-full/, route => gate.then(() => route.continue()));
    const page = await context.newPage();
    await page.addInitScript(() => {
      globalThis.shift = 0;
      const add = list =>
        list.getEntries().forEach(entry => (globalThis.shift += entry.hadRecentInput ? 0 : entry.value));
      new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(web.url + 'tim/?q=dang+ky+ket+hon', { waitUntil: 'commit' });
    await page.locator('#ds a').first().waitFor();
    const link = page.locator('#ds a').nth(2);
    await link.focus();
    const [href, top] = [await link.getAttribute('href'), await page.evaluate(() => scrollY)];
    assert.equal(await page.locator('#loc-audience').count(), 0);
    come();
    await page.locator('#loc-audience').waitFor({ state: 'attached' });
    const now = await page.evaluate(() => [document.activeElement.getAttribute('href'), scrollY, globalThis.shift]);
    assert.deepEqual(now.slice(0, 2), [href, top], `${width}`);
    assert.ok(now[2] < 0.05, `${now[2]} at ${width}`);
    await context.close();
  }
});
