// A static page outlives its day: once the day that it names has come in Vietnam, the page says so by itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { browser, host, watched } from './site.mjs';

const NIEMYET = process.env.NIEMYET ?? '../../target/debug/niemyet';
const SUSPENDED = 'T/1.000963/'; // Hải Phòng's decision 2032: back on 2027-03-01
let folder, web, chrome;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'niemyet-validity-'));
  const out = path.join(folder, 'public');
  const args = ['--catalogue', '../fixtures/haiphong', '--today', '2026-11-21', 'build', '--out', out];
  execFileSync(NIEMYET, args, { stdio: 'ignore' });
  web = await host(out, '/tthc/');
  chrome = await browser();
});
after(async () => {
  await chrome?.close();
  await web?.close();
  if (folder) await rm(folder, { recursive: true });
});

/** What the page says of its day, to a reader at a moment; null while it says nothing. */
async function says(address, moment, options = {}) {
  const context = await chrome.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const { page, noise } = await watched(context, web.origin);
  await page.clock.setFixedTime(new Date(moment));
  await page.goto(web.url + address);
  const note = page.locator('#qua-ngay');
  const text = (await note.isVisible()) ? await note.textContent() : null;
  const footer = await page.locator('footer').textContent();
  assert.deepEqual(noise, []);
  await context.close();
  return { text, footer };
}

test('until its day has come in Vietnam the page says nothing, from then on it does', async () => {
  for (const address of ['', SUSPENDED]) {
    assert.equal((await says(address, '2027-02-28T16:59:59Z')).text, null, address);
    assert.match(
      (await says(address, '2027-02-28T17:00:00Z')).text,
      /từ ngày 01\/03\/2027 nội dung có thể đã thay đổi/
    );
  }
});

test("the reader's own time zone does not matter", async () => {
  const zone = { timezoneId: 'America/Los_Angeles' };
  assert.equal((await says(SUSPENDED, '2027-02-28T16:00:00Z', zone)).text, null);
  assert.notEqual((await says(SUSPENDED, '2027-02-28T18:00:00Z', zone)).text, null);
});

test("how many days are left is told by the reader's day, in Vietnam", async () => {
  const left = async moment => {
    const context = await chrome.newContext({ viewport: { width: 360, height: 740 } });
    const { page } = await watched(context, web.origin);
    await page.clock.setFixedTime(new Date(moment));
    await page.goto(web.url + SUSPENDED);
    const text = await page.locator('#sap-toi [data-left-to]').textContent();
    await context.close();
    return text;
  };
  assert.equal(await left('2026-11-21T05:00:00Z'), ' (còn 100 ngày)');
  assert.equal(await left('2026-11-21T17:00:00Z'), ' (còn 99 ngày)');
  assert.equal(await left('2027-03-01T00:00:00Z'), '');
});

test('without script the footer says from which day', async () => {
  const told = await says(SUSPENDED, '2027-03-02T00:00:00Z', { javaScriptEnabled: false });
  assert.equal(told.text, null);
  assert.match(told.footer, /từ ngày 01\/03\/2027 nội dung có thể thay đổi/);
});

test("how old the list is that a status rests on is told by the reader's day, in Vietnam", async () => {
  const out = path.join(folder, 'listed');
  const args = ['--catalogue', '../fixtures/render', '--today', '2026-11-21', 'build', '--out', out];
  execFileSync(NIEMYET, args, { stdio: 'ignore' });
  const listed = await host(out, '/tthc/');
  const age = async (moment, options = {}) => {
    const context = await chrome.newContext({ viewport: { width: 360, height: 740 }, ...options });
    const { page, noise } = await watched(context, listed.origin);
    await page.clock.setFixedTime(new Date(moment));
    await page.goto(`${listed.url}T/1.000003/`); // by a list of 2026-07-16
    const text = await page.locator('.go [data-since]').textContent();
    assert.match(await page.locator('#lich-su').textContent(), /danh sách ngày 16\/07\/2026/);
    assert.deepEqual(noise, []);
    await context.close();
    return text;
  };
  const told = {
    '2026-07-16T16:59:59Z': '', // the day itself
    '2026-07-16T17:00:00Z': ' Danh sách này cách đây 1 ngày.',
    '2026-08-15T16:59:59Z': ' Danh sách này cách đây 30 ngày.',
    '2026-08-16T05:00:00Z': ' Danh sách này cách đây 1 tháng.',
    '2026-11-28T05:00:00Z': ' Danh sách này cách đây 4 tháng 12 ngày.',
    '2027-08-01T05:00:00Z': ' Danh sách này cách đây 12 tháng 16 ngày.',
  };
  for (const [moment, words] of Object.entries(told)) assert.equal(await age(moment), words, moment);
  assert.equal(await age('2026-11-28T05:00:00Z', { javaScriptEnabled: false }), '');
  await listed.close();
});
