// The search in a page of another site, under the policy that the README asks of it.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { browser, host } from './site.mjs';

const SITE = process.env.NIEMYET_SITE ?? '../../public';
let web, chrome, portal;

/** A portal with one page: `attributes` stand on the script's tag, as the address's query says. */
async function portalAround(site) {
  const policy = `default-src 'none'; style-src 'self'; script-src ${site}; frame-src ${site}`;
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://portal');
    if (url.pathname !== '/') return response.writeHead(204).end();
    const attributes = url.searchParams.get('attributes') ?? '';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
    response.end(`<!doctype html><html lang="vi"><title>Cổng của xã</title><body><h1>Cổng của xã</h1><div>
<script src="${site}/a/b/assets/embed.js" ${attributes} defer></script></div><p id="after">Cuối trang</p>`);
  });
  await new Promise(ready => server.listen(0, '127.0.0.1', ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => new Promise(done => server.close(done)) };
}

before(async () => {
  web = await host(SITE, '/a/b/');
  portal = await portalAround(web.origin);
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await portal?.close();
  await web?.close();
});

async function visit(attributes = '') {
  const context = await chrome.newContext({ viewport: { width: 1000, height: 800 } });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', event =>
      console.error(`violation: ${event.violatedDirective} ${event.blockedURI}`)
    );
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const noise = [];
  page.on('console', message => noise.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => noise.push(`error: ${error.message}`));
  page.on(
    'requestfailed',
    request => request.failure()?.errorText !== 'net::ERR_ABORTED' && noise.push(`failed: ${request.url()}`)
  );
  await page.goto(`${portal.url}?attributes=${encodeURIComponent(attributes)}`);
  return { page, noise, frame: page.frameLocator('iframe'), close: () => context.close() };
}

test('typing in the frame gives results, the frame grows with them, and a click leads to our page', async () => {
  const { page, noise, frame, close } = await visit();
  const element = page.locator('div > script + iframe');
  assert.equal(await element.getAttribute('title'), 'Tìm thủ tục');
  assert.deepEqual(
    await element.evaluate(frame => [frame.getAttribute('style'), Object.keys(globalThis).includes('niemyet')]),
    [null, false]
  );
  const height = () => element.evaluate(frame => frame.clientHeight);
  await page.waitForFunction(() => document.querySelector('iframe').clientHeight < 400);
  const before = await height();
  await frame.locator('#q').fill('dang ky khai sinh');
  const first = frame.locator('#ds a').first();
  await first.waitFor();
  assert.match(await first.textContent(), /khai sinh/);
  await page.waitForFunction(before => document.querySelector('iframe').clientHeight > before + 200, before);
  const inside = page.frames()[1];
  await page.waitForFunction(() => true);
  const [scroll, shown] = await inside.evaluate(() => [document.documentElement.scrollHeight, innerHeight]);
  assert.ok(scroll <= shown + 1, `${scroll} is shown in ${shown}`);
  assert.equal(await page.locator('header, nav, footer').count(), 0);
  await first.click();
  await page.waitForURL(/\/a\/b\/T\/[0-9.]+\/$/);
  assert.match(await page.locator('h1').textContent(), /khai sinh/);
  assert.deepEqual(noise, []);
  await close();
});

test('a query and a height may stand on the tag', async () => {
  const { page, noise, frame, close } = await visit(`data-query="đăng ký kết hôn &amp; 1" data-height="333"`);
  await frame.locator('#ds a').first().waitFor();
  assert.equal(await frame.locator('#q').inputValue(), 'đăng ký kết hôn & 1');
  assert.equal(await page.locator('iframe').evaluate(element => element.clientHeight), 333);
  assert.deepEqual(noise, []);
  await close();
});

test('a message of another window does not change the frame', async () => {
  const { page, noise, frame, close } = await visit();
  await frame.locator('#q').waitFor();
  await page.waitForFunction(() => document.querySelector('iframe').clientHeight < 400);
  const height = () => page.locator('iframe').evaluate(element => element.clientHeight);
  const before = await height();
  await page.evaluate(() => postMessage({ niemyet: 'height', height: 5000 }, '*'));
  for (const data of [
    { niemyet: 'height', height: -1 },
    { niemyet: 'height', height: 1e9 },
    { niemyet: 'height', height: '9' + '9'.repeat(9) },
    { height: 999 },
    'height',
    null,
  ]) {
    await page.frames()[1].evaluate(data => parent.postMessage(data, '*'), data);
  }
  await page.waitForTimeout(200);
  assert.equal(await height(), before);
  assert.deepEqual(noise, []);
  await close();
});

test("an office's list and search stand in the frame, and a procedure is opened with that office", async () => {
  const { page, noise, frame, close } = await visit('data-office="phuong-hac-thanh"');
  const name = frame.locator('h2 a', { hasText: 'Ủy ban nhân dân phường Hạc Thành' });
  await name.waitFor();
  const rows = frame.locator('.listed .due li');
  assert.ok((await rows.count()) > 300, `${await rows.count()} rows`);
  assert.equal(await frame.locator('[role=alert]:visible').count(), 0);
  const height = () => page.locator('iframe').evaluate(frame => frame.clientHeight);
  await page.waitForFunction(() => document.querySelector('iframe').clientHeight !== 400);
  const closed = await height();
  await frame.locator('.listed summary').first().click();
  await page.waitForFunction(closed => document.querySelector('iframe').clientHeight > closed, closed);
  // The search is of this office: what communes do not do is not found.
  await frame.locator('#q').fill('khai sinh');
  await frame.locator('#ds a').first().waitFor();
  await frame.locator('#chon a', { hasText: 'Ủy ban nhân dân cấp xã' }).waitFor();
  assert.equal(await frame.locator('.listed').isHidden(), true);
  await frame.locator('#ds a').first().click();
  await page.waitForURL(/\/a\/b\/T\/[0-9.]+\/\?noi=phuong-hac-thanh$/);
  await page.locator('#noi-lam a', { hasText: 'Ủy ban nhân dân phường Hạc Thành' }).waitFor();
  assert.deepEqual(noise, []);
  await close();
});

test("a department's list is its own, and a query on the tag is asked of it", async () => {
  const { noise, frame, close } = await visit('data-office="so-y-te" data-query="giay phep hoat dong"');
  await frame.locator('#chon a', { hasText: 'Sở Y tế' }).waitFor();
  await frame.locator('#ds a').first().waitFor();
  assert.equal(await frame.locator('#q').inputValue(), 'giay phep hoat dong');
  assert.equal(await frame.locator('.listed').getAttribute('data-list'), 'so-y-te');
  assert.deepEqual(noise, []);
  await close();
});

test('an office that the catalogue has not is told of in the frame, and the search still works', async () => {
  const { page, noise, frame, close } = await visit('data-office="xa-khong-co"');
  await frame.getByRole('alert').filter({ hasText: 'Không có đơn vị “xa-khong-co”' }).waitFor();
  await frame.locator('#q').fill('khai sinh');
  await frame.locator('#ds a').first().waitFor();
  assert.equal(page.frames().length, 2);
  assert.deepEqual(noise, []);
  await close();
});
