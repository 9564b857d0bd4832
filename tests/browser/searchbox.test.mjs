// The search box with the keyboard, what a screen reader is told, and the search as other scripts may use it.
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
  return { page, noise, close: () => context.close() };
}

test('the keyboard opens, walks round, closes and sends', async () => {
  const { page, noise, close } = await visit('');
  const box = page.locator('#q');
  await page.keyboard.press('/');
  assert.equal(await box.evaluate(input => input === document.activeElement), true);
  await page.keyboard.type('mat ho chieu/2');
  assert.equal(await box.inputValue(), 'mat ho chieu/2', 'a slash in the box is a slash');
  await page.locator('[role=option]').first().waitFor();
  await box.fill('');
  await page.locator('[role=listbox]').waitFor({ state: 'hidden' });
  await box.fill('mat ho chieu');
  await page.locator('[role=option]').first().waitFor();
  const state = () =>
    box.evaluate(input => [input.getAttribute('aria-expanded'), input.getAttribute('aria-activedescendant')]);
  assert.deepEqual(await state(), ['true', null]);
  const count = await page.locator('[role=option]').count();
  await page.keyboard.press('ArrowUp');
  assert.deepEqual(await state(), ['true', `goi-y-${count - 1}`], 'up from the box leads to the last');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await state(), ['true', null], 'and down leads back to the box');
  await page.keyboard.press('ArrowDown');
  assert.deepEqual(await state(), ['true', 'goi-y-0']);
  assert.equal(await page.locator('#goi-y-0').getAttribute('aria-selected'), 'true');
  await box.evaluate(input =>
    input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', isComposing: true, bubbles: true }))
  );
  assert.deepEqual(await state(), ['true', 'goi-y-0'], 'keys that compose a letter are not ours');
  await page.keyboard.press('Escape');
  assert.deepEqual(await state(), ['false', null]);
  assert.equal(await box.inputValue(), 'mat ho chieu', 'Esc keeps the text');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/tim\/\?q=mat/);
  assert.deepEqual(noise, []);
  await close();
});

test('a line that was chosen stays chosen when the rest of the data comes', async () => {
  const { page, noise, close } = await visit('');
  let arrive;
  const held = new Promise(come => (arrive = come));
  const { full } = await page.evaluate(() => {
    const { niemyet } = globalThis,
      { complete } = niemyet;
    niemyet.complete = (...given) => complete(...given).finally(() => setTimeout(() => (niemyet.isComplete = true)));
    return niemyet.manifest.parts;
  });
  await page.route(`**/${full}`, route => held.then(() => route.continue()));
  await page.locator('#q').click();
  await page.keyboard.type('dang ky thuong tru');
  const first = page.locator('[role=option]:first-child', { hasText: '1.004222' });
  await first.waitFor();
  await page.keyboard.press('ArrowDown');
  arrive();
  await page.waitForFunction(() => globalThis.niemyet.isComplete);
  assert.equal(await first.getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/T\/1\.004222\/$/);
  assert.deepEqual(noise, []);
  await close();
});

test('the count is announced, and axe-core finds nothing on the open list', async () => {
  const { page, close } = await visit('', { viewport: { width: 360, height: 740 }, bypassCSP: true });
  await page.locator('#q').click();
  await page.keyboard.type('ddawng kys thuwowngf trus');
  await page.locator('[role=option]:first-child', { hasText: /Đăng ký thường trú.*1\.004222/ }).waitFor();
  assert.match(await page.locator('form.search [role=status]').textContent(), /^\d+ kết quả, \d gợi ý/);
  const lines = await page.locator('[role=option]').allTextContents();
  assert.equal(lines.length, 7);
  assert.match(lines[6], /^Xem tất cả \d+ kết quả$/);
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(
    found.violations.map(violation => violation.id),
    []
  );
  await close();
});

test('other scripts search through one module at a stable address', async () => {
  const { page, noise, close } = await visit('T/1.004222/');
  const found = await page.evaluate(async root => {
    const { open } = await import(root + 'assets/search.js');
    const [absolute, relative] = await Promise.all([open(root), open('../../')]);
    const ask = site =>
      site.search('dang ky khai sinh', { limit: 3 }).map(({ code, score, status }) => [code, score, status]);
    return [ask(absolute), ask(relative)];
  }, web.url);
  assert.equal(found[0].length, 3);
  assert.equal(found[0][0][0], '1.001193');
  assert.deepEqual(found[0], found[1]);
  assert.deepEqual(noise, []);
  await close();
});
