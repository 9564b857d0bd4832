// The screen that people touch in an office: large targets, by keys too, no way off the site, nothing stored, and back at its
// beginning when it is left alone.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const SITE = process.env.NIEMYET_SITE ?? '../../public';
const FILE_SITE = path.resolve(process.env.NIEMYET_FILE_SITE ?? '../../public-file');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const COMMUNE = 'don-vi/ubnd-cap-xa/so-tay/?kiosk&noi=phuong-hac-thanh';
const sectors = page => page.locator('#k-ds.sectors button');
let web, chrome;

before(async () => {
  web = await host(SITE, '/a/b/');
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
});

async function visit(address, { stopped = false, ...options } = {}) {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const { page, noise } = await watched(context, web.origin);
  if (stopped) await page.clock.install();
  await page.goto(web.url + address);
  await sectors(page).first().waitFor();
  return { context, page, noise, close: () => context.close() };
}

/** What can be seen and touched and is less than 64 pixels high; the address of each link. */
const targets = page =>
  page.evaluate(() => {
    const seen = [...document.querySelectorAll('a[href], button, input')].filter(one => one.checkVisibility());
    const small = seen.filter(one => one.getBoundingClientRect().height < 64).map(one => one.outerHTML.slice(0, 80));
    return {
      count: seen.length,
      small,
      links: [...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href')),
    };
  });

async function examined(page) {
  const { count, small, links } = await targets(page);
  assert.ok(count > 1);
  assert.deepEqual(small, []);
  assert.deepEqual(
    links.filter(link => !link.startsWith('#')),
    [],
    'a link leads away'
  );
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(
    found.violations.map(one => `${one.id}: ${one.nodes[0].target}`),
    []
  );
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `scrolls sideways by ${wide} px`);
}

test("from the office's page one step leads to its screen, under the office's own name", async () => {
  const context = await chrome.newContext();
  const { page, noise } = await watched(context, web.origin);
  await page.goto(web.url + 'don-vi/phuong-hac-thanh/');
  await page.getByRole('link', { name: 'Màn hình tra cứu' }).click();
  await page.getByRole('heading', { level: 1, name: 'Ủy ban nhân dân phường Hạc Thành' }).waitFor();
  assert.ok((await sectors(page).count()) > 20);
  assert.deepEqual(noise, []);
  await context.close();
});

for (const width of [320, 360, 1280]) {
  test(`at ${width} px every step has large targets, no link that leads away and nothing that axe finds`, async () => {
    const { page, noise, close } = await visit(COMMUNE, { viewport: { width, height: 800 }, bypassCSP: true });
    await examined(page);
    await sectors(page).filter({ hasText: 'Hộ tịch' }).click();
    await page.locator('#lv-ho-tich').waitFor();
    assert.equal(await page.locator('#muc section:visible').count(), 1);
    await examined(page);
    await page.locator('#lv-ho-tich a').first().click();
    assert.equal(await page.locator('article:visible').count(), 1);
    assert.ok(await page.locator('article:visible img.qr').evaluate(code => code.complete && code.naturalWidth > 0));
    await examined(page);
    await page.getByRole('button', { name: 'Quay lại' }).click();
    assert.ok(await page.locator('#lv-ho-tich').isVisible());
    await page.getByRole('button', { name: 'Về đầu' }).click();
    assert.ok(await sectors(page).first().isVisible());
    assert.deepEqual(noise, []);
    await close();
  });
}

test("by keys alone a procedure of the office is found, and only the office's are", async () => {
  const { context, page, noise, close } = await visit('don-vi/so-y-te/so-tay/?kiosk');
  const here = new Set(await page.locator('article').evaluateAll(all => all.map(one => one.id)));
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'kq');
  await page.keyboard.type('giay phep hanh nghe');
  await page.locator('#k-ds:not(.sectors) button').first().waitFor();
  const codes = await page.locator('#k-ds button span').allTextContents();
  assert.ok(codes.length > 0 && codes.every(code => here.has(code)), codes.join());
  assert.match(await page.locator('#k-dem').textContent(), /^\d+ thủ tục$/);
  for (let steps = 0; steps < 10 && !(await page.evaluate(() => document.activeElement.closest('#k-ds'))); steps++)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('article:visible').getAttribute('id'), codes[0]);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H2', 'the reader stands at what was opened');
  await page.locator('#kq').fill('đăng ký khai sinh');
  await page.waitForFunction(() => /Không tìm thấy/.test(document.querySelector('#k-dem').textContent));
  const stored = await page.evaluate(async () => [
    localStorage.length,
    sessionStorage.length,
    (await indexedDB.databases()).length,
  ]);
  assert.deepEqual([...stored, (await context.cookies()).length], [0, 0, 0, 0]);
  assert.deepEqual(noise, []);
  await close();
});

test('left alone for 75 seconds it asks, and after 90 it stands at its beginning', async () => {
  const { page, noise, close } = await visit(COMMUNE, { stopped: true });
  await sectors(page).filter({ hasText: 'Chứng thực' }).click();
  await page.locator('#muc a:visible').first().click();
  const asked = page.getByRole('alertdialog');
  await page.clock.runFor(73_000);
  assert.equal(await asked.isVisible(), false);
  await page.clock.runFor(4_000);
  assert.ok(await asked.isVisible());
  assert.match(await asked.textContent(), /sau 1[345] giây/);
  assert.ok((await asked.getByRole('button').boundingBox()).height >= 64);
  assert.equal(await page.locator('article:visible').count(), 1);
  await page.clock.runFor(15_000);
  assert.equal(await asked.isVisible(), false);
  assert.equal(await page.locator('article:visible').count(), 0);
  assert.ok(await sectors(page).first().isVisible());
  // At its beginning it asks nobody.
  await page.clock.runFor(200_000);
  assert.equal(await asked.isVisible(), false);
  assert.deepEqual(noise, []);
  await close();
});

test('who answers, touches or types stays where they are, and has as long again', async () => {
  const { page, close } = await visit(COMMUNE, { stopped: true });
  await sectors(page).filter({ hasText: 'Chứng thực' }).click();
  const asked = page.getByRole('alertdialog');
  for (const stay of [
    () => asked.getByRole('button').click(),
    () => page.keyboard.press('Enter'),
    () => page.keyboard.press('Escape'),
    () => page.mouse.click(5, 5),
  ]) {
    await page.clock.runFor(80_000);
    assert.ok(await asked.isVisible());
    await stay();
    await page.clock.runFor(20_000);
    assert.equal(await asked.isVisible(), false);
    assert.equal(await page.locator('#muc section:visible').count(), 1);
    await page.keyboard.press('Shift');
  }
  await close();
});

test("without the address's word it is the booklet, and without a script too", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const { page } = await watched(context, web.origin);
  await page.goto(web.url + COMMUNE);
  const shown = await page.locator('article:visible').count();
  assert.equal(shown, await page.locator('#muc a').count());
  assert.ok(shown > 300);
  await context.close();
});

test('a folder on a disk has it as well', {
  skip: existsSync(FILE_SITE) ? false : `no site built with --file at ${FILE_SITE}`,
}, async () => {
  const root = pathToFileURL(FILE_SITE + '/').href;
  const context = await chrome.newContext();
  const { page, noise } = await watched(context, root);
  await page.goto(root + 'don-vi/so-y-te/index.html');
  await page.getByRole('link', { name: 'Màn hình tra cứu' }).click();
  await page.waitForURL(/so-tay\/index\.html\?kiosk/);
  await page.locator('#kq').fill('hành nghề');
  await page.locator('#k-ds:not(.sectors) button').first().click();
  assert.equal(await page.locator('article:visible').count(), 1);
  assert.deepEqual(noise, []);
  await context.close();
});
