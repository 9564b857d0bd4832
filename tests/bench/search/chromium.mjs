// Headless Chromium on a slow machine and a slow line.

/** 1.6 Mbit/s with 150 ms there and back. */
const SLOW_LINE = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 1_600_000 / 8 };

/** Runs `use({page, session})` on a page with nothing cached; `slow`: a quarter of the machine's speed; `line`: a slow one. */
export async function fresh(browser, { slow = false, line = false }, use) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(300_000);
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    if (line) await session.send('Network.emulateNetworkConditions', SLOW_LINE);
    if (slow) await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    return await use({ page, session });
  } finally {
    await context.close();
  }
}

/** The bytes that the page's script holds after everything that can be dropped was. */
export async function heapOf(session) {
  for (let time = 0; time < 3; time++) await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
