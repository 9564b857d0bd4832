// The citizen's way: find a procedure by words typed without accents, open it, see its page on the national portal.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const SITE = process.env.NIEMYET_SITE ?? '../../public';
let web, chrome;

before(async () => {
  web = await host(SITE, '/tthc/thanh-hoa/');
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
});

test('typing without accents finds birth registration, and its page leads to the portal', async () => {
  const context = await chrome.newContext({ viewport: { width: 360, height: 740 } });
  const { page, noise } = await watched(context, web.origin);
  await page.goto(web.url);
  await page.locator('input[type=search]').first().click();
  await page.keyboard.type('dang ky khai sinh', { delay: 20 });
  const options = page.locator('[role=option]');
  // Suggestions follow each key; the question is what they are once the typing is done.
  await options
    .first()
    .filter({ hasText: /khai sinh/i })
    .waitFor();
  const names = await options.allTextContents();
  assert.ok(names.length > 0 && names.length <= 7, `${names.length} suggestions`);
  assert.match(names[0].toLowerCase(), /đăng ký khai sinh/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/T\/[0-9.]+\/$/);
  assert.match(await page.locator('h1').textContent(), /khai sinh/i);
  const code = page.url().match(/\/T\/([^/]+)\/$/)[1];
  const list = JSON.parse(await readFile(path.join(SITE, 'procedures.json'), 'utf8'));
  const link = list.find(procedure => procedure.code === code).link;
  assert.ok(link.startsWith('https://dichvucong.gov.vn/thu-tuc-hanh-chinh/'));
  assert.equal((await page.locator(`a[href="${link}"]`).count()) > 0, true, 'the page has its own portal link');
  assert.deepEqual(noise, []);
  await context.close();
});

test('the results page lists what was asked for and keeps the query in its address', async () => {
  const context = await chrome.newContext({ viewport: { width: 1280, height: 900 } });
  const { page, noise } = await watched(context, web.origin);
  await page.goto(web.url);
  await page.locator('input[type=search]').first().fill('dang ky khai sinh');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tim\/\?q=dang/);
  const first = page.locator("main a[href*='T/']").first();
  await first.waitFor();
  assert.match(await first.textContent(), /khai sinh/i);
  await first.click();
  await page.waitForURL(/\/T\//);
  await page.goBack();
  await page.locator("main a[href*='T/']").first().waitFor();
  assert.equal(await page.locator('input[type=search]').first().inputValue(), 'dang ky khai sinh');
  assert.deepEqual(noise, []);
  await context.close();
});

test('an old code leads to the tombstone', async () => {
  const context = await chrome.newContext();
  const { page, noise } = await watched(context, web.origin);
  await page.goto(web.url + 'T/1.010385/');
  assert.match(await page.locator('main').textContent(), /bãi bỏ/);
  assert.match(await page.locator('main').textContent(), /01\/07\/2026/);
  await page.goto(web.url + 'tim/?q=1010385');
  const first = page.locator("main a[href*='T/1.010385/']").first();
  await first.waitFor();
  assert.deepEqual(noise, []);
  await context.close();
});

test("without JavaScript the lists lead to every procedure's page", async () => {
  const context = await chrome.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(web.url + 'danh-sach/');
  const link = page.locator("main a[href*='T/']").first();
  await link.click();
  assert.match(page.url(), /\/T\//);
  assert.ok(await page.locator('h1').isVisible());
  await context.close();
});

test('an address that does not exist answers with the way back', async () => {
  const context = await chrome.newContext();
  const page = await context.newPage();
  const response = await page.goto(web.url + 'T/9.999999/');
  assert.equal(response.status(), 404);
  assert.ok((await page.locator('main a').count()) > 0);
  await context.close();
});

test('on a small phone the button to the portal stands on the first screen of at least 95 in 100 procedures in force', async () => {
  const list = JSON.parse(await readFile(path.join(SITE, 'procedures.json'), 'utf8'));
  const inForce = list.filter(procedure => procedure.status === 'in-force');
  const [pages, height, step] = [200, 740, 7919]; // a prime strides over the whole list, the same on every run
  const context = await chrome.newContext({ viewport: { width: 360, height } });
  const page = await context.newPage();
  const below = [];
  for (let at = 0; at < pages; at += 1) {
    const { code, url } = inForce[(at * step) % inForce.length];
    await page.goto(web.url + url);
    const box = await page.locator('main a.btn').first().boundingBox();
    if (box.y + box.height > height) below.push(`${code} ${Math.round(box.y + box.height)}`);
  }
  assert.ok(below.length <= pages * 0.05, `${below.length} of ${pages} below: ${below.join(', ')}`);
  await context.close();
});

test('text at twice its size needs no sideways scroll on a small phone', async () => {
  const context = await chrome.newContext({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  for (const address of [
    '',
    'T/1.001193/',
    'T/1.004222/',
    'linh-vuc/ho-tich/',
    'danh-sach/',
    'don-vi/so-y-te/',
    'thay-doi/',
  ]) {
    await page.goto(web.url + address);
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%';
    });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${address} scrolls sideways by ${over} px`);
  }
  await context.close();
});
