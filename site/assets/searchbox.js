// The search box of every page, and what loads the search when it is first used: with no bytes before that, and no
// failure that nobody is told of. Without this script the form still leads to the results page.
//
// The build writes a line above this: `niemyet.manifest`, the names of the files that belong together. They are classic
// scripts, so that a folder opened from a disk is searched as well, where no page may fetch a file.

'use strict';
{
  const { niemyet } = globalThis;
  const { manifest } = niemyet;

  /** How long a file may take, in milliseconds. */
  const PATIENCE = 30_000;

  // Address of a script -> its promise.
  const loading = new Map();
  // Part -> its text.
  const received = new Map();

  /** What every data file calls with its part's name and its JSON. */
  niemyet.receive = (part, json) => received.set(part, json);

  /** Runs a script once: as an element of the page, or as a module where there is none. */
  function load(address) {
    if (!loading.has(address)) {
      const run = globalThis.document ? inserted(address) : import(address);
      loading.set(address, run);
      // It may be had when it is asked for again.
      run.catch(() => loading.delete(address));
    }
    return loading.get(address);
  }

  /** Inserts a script. A file that was cut short or is somebody else's is told of on the page, not in the console. */
  function inserted(address) {
    const quiet = event => ['', address].includes(event.filename) && event.preventDefault();
    addEventListener('error', quiet);
    const run = new Promise((done, fail) => {
      const script = document.createElement('script');
      script.src = address;
      script.addEventListener('load', done);
      script.addEventListener('error', () => fail(new Error(`${address} cannot be loaded`)));
      document.head.append(script);
    });
    return run.finally(() => removeEventListener('error', quiet));
  }

  /** How long a piece of work may keep the page from drawing and from keys, in milliseconds. */
  const SLICE = 10;

  /** Lets the page do what waits. */
  const pause = (niemyet.pause = () =>
    globalThis.scheduler?.yield?.() ??
    new Promise(done => {
      // Timers wait four milliseconds where there are many.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(null);
    }));

  /** What work in steps gives in the end; the page goes on between slices of it. */
  async function inSlices(steps) {
    for (let until = 0; ; ) {
      if (performance.now() > until) {
        await pause();
        until = performance.now() + SLICE;
      }
      const { done, value } = steps.next();
      if (!done) continue;
      // What comes next is work of its own.
      await pause();
      return value;
    }
  }

  /** Runs the scripts at `root`; rejects, in words for people, where one is missing or late, or `use` finds it wrong. */
  async function loaded(root, files, use) {
    let timer;
    const late = new Promise((_, fail) => {
      timer = setTimeout(() => fail(new Error(`${files} took longer than ${PATIENCE} ms`)), PATIENCE);
    });
    try {
      await Promise.race([late, Promise.all(files.map(file => load(new URL(`assets/${file}`, root).href)))]);
      return await use();
    } catch (cause) {
      throw new Error(manifest.failed, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  /** What a part holds. Throws where its file brought something else or another format. */
  function part(name) {
    const data = JSON.parse(received.get(name) ?? 'null');
    if (data?.format !== manifest.format) throw new Error(`the part ${name} is not of format ${manifest.format}`);
    return data;
  }

  /** The search of the site at `root`, as soon as it answers by name. */
  niemyet.open = root =>
    loaded(root, [manifest.client, manifest.parts.names], async () => {
      if (niemyet.format !== manifest.format) throw new Error(`the client is not of format ${manifest.format}`);
      const search = await inSlices(niemyet.searcher(niemyet.rules, part('names'), manifest.as_of));
      /** Where full text comes in shards: loads those of a query's words; null where none is missing. */
      search.more = query => {
        const shards = search.missing(query);
        const names = shards.map(shard => `text-${shard}`);
        const take = () => shards.forEach((shard, at) => search.addText(shard, part(names[at])));
        return shards.length
          ? loaded(
              root,
              names.map(name => manifest.parts[name]),
              take
            )
          : null;
      };
      return search;
    });

  /** Gives the search of the site at `root` everything else. */
  niemyet.complete = (root, search) =>
    loaded(root, [manifest.parts.full], () => search.isWhole || inSlices(search.add(part('full'))));

  if (globalThis.document) {
    const input = document.querySelector('form.search input[name=q]');
    const results = document.getElementById('ketqua');
    if (input)
      serve(input, results ? document.getElementById('dem') : listUnder(input), results ? 'results' : 'suggest');
  }

  /** Loads the search when the box is used, or asks already, and hands it on. What is told of answers goes to `status`. */
  function serve(input, status, use) {
    const root = new URL(document.documentElement.dataset.base ?? './', document.baseURI);
    const failure = Object.assign(document.createElement('p'), { className: 'note', role: 'alert', hidden: true });
    status.after(failure);
    let search,
      update,
      isBusy = false;
    // Names are found all the same.
    const more = () => search.more(input.value)?.then(update, () => {});
    const begin = async () => {
      if (isBusy) return search?.isWhole && more();
      isBusy = true;
      try {
        search ??= await niemyet.open(root);
        update ??= niemyet[use](input, status, search);
        failure.hidden = true;
        await niemyet.complete(root, search);
        await update();
        more();
      } catch {
        failure.textContent = manifest.failed;
        failure.hidden = false;
        // What was only late may have come when the box is used again.
        isBusy = false;
      }
    };
    addEventListener('keydown', event => {
      const writing = event.target.closest?.('input, textarea, select, [contenteditable]');
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || writing) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
    input.addEventListener('focus', begin);
    input.addEventListener('input', begin);
    if (use === 'results') input.value = new URLSearchParams(location.search).get('q') ?? '';
    if (input.value) begin();
  }

  /** Makes the empty list of suggestions, so that a screen reader knows from the start what the box is; the place where
    their number is told. */
  function listUnder(input) {
    const list = document.createElement('ul'),
      status = document.createElement('p');
    Object.assign(list, { className: 'sug', id: 'goi-y', role: 'listbox', hidden: true });
    Object.assign(status, { className: 'vh', role: 'status' });
    input.form.append(list, status);
    const combobox = {
      role: 'combobox',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': list.id,
    };
    for (const [name, value] of Object.entries(combobox)) input.setAttribute(name, value);
    return status;
  }
}
