'use strict';
const at = id => document.getElementById(id);
const words = at('sheet').dataset;
const items = [...document.querySelectorAll('#list li')];
const KEY = 'niemyet-links';
const WHO = 'niemyet-links-who';
const RESULTS = ['ok', 'wrong'];
let current = 0;
let stored = true;

// What was seen, by procedure and address: a link that changed has to be opened again.
let seen = {};
const keyOf = item => `${item.dataset.code} ${item.dataset.url}`;

function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    stored = false;
    return null;
  }
}

function keep(key, text) {
  try {
    localStorage.setItem(key, text);
  } catch {
    stored = false;
  }
}

function read() {
  try {
    const value = JSON.parse(kept(KEY) ?? '{}');
    seen = value && typeof value === 'object' && !Array.isArray(value) ? value : {};
  } catch {
    seen = {};
  }
}

const of = item => {
  const one = seen[keyOf(item)];
  return one && typeof one === 'object' && RESULTS.includes(one.result) ? one : null;
};

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());

function tell(text) {
  at('told').textContent = stored ? text : `${text} ${words.unstored}`.trim();
}

function show() {
  const item = items[current];
  const one = of(item);
  at('number').textContent = `${current + 1} / ${items.length}`;
  at('code').textContent = item.dataset.code;
  at('name').textContent = item.dataset.name;
  at('why').textContent = item.dataset.why;
  at('address').textContent = item.dataset.url;
  at('open').href = item.dataset.url;
  at('note').value = String(one?.note ?? '');
  at('state').textContent = one ? `${words[one.result]} · ${one.day} · ${one.who}` : words.none;
  at('clear').hidden = !one;
  at('back').disabled = current === 0;
  at('skip').disabled = current === items.length - 1;
}

function progress() {
  const count = { ok: 0, wrong: 0 };
  for (const item of items) {
    const one = of(item);
    if (one) count[one.result] += 1;
    item.querySelector('b').textContent = one ? words[one.result] : '';
  }
  const done = count.ok + count.wrong;
  at('progress').max = items.length;
  at('progress').value = done;
  at('done').textContent = `${done} / ${items.length}: ${words.ok} ${count.ok}, ${words.wrong} ${count.wrong}`;
  at('download').disabled = done === 0;
}

function move(to) {
  current = Math.min(Math.max(to, 0), items.length - 1);
  show();
  at('open').focus();
}

function mark(result) {
  const who = at('who').value.trim();
  if (who === '') {
    tell(words.nobody);
    at('who').focus();
    return;
  }
  const item = items[current];
  read(); // another tab may have written meanwhile
  seen[keyOf(item)] = { result, note: at('note').value.trim(), day: today(), who };
  keep(KEY, JSON.stringify(seen));
  keep(WHO, who);
  progress();
  tell(`${item.dataset.code}: ${words[result]}`);
  const next = items.findIndex((item, place) => place > current && !of(item));
  const open = next === -1 ? items.findIndex(item => !of(item)) : next;
  if (open === -1) {
    show();
    tell(words.all);
    at('download').focus();
  } else {
    move(open);
  }
}

function cell(text) {
  // A spreadsheet runs what begins with one of these.
  const guard = /^\s*[=+\-@\t\r|%＝＋－＠]/.test(text) ? "'" : '';
  return `"${guard}${text.replace(/[\r\n\t]+/g, ' ').replaceAll('"', '""')}"`;
}

function table() {
  const rows = [['code', 'address', 'result', 'day', 'who', 'note']];
  for (const item of items) {
    const one = of(item);
    if (one)
      rows.push(
        [item.dataset.code, item.dataset.url, one.result, one.day, one.who, one.note].map(it => String(it ?? ''))
      );
  }
  return '\ufeff' + rows.map(row => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function download() {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([table()], { type: 'text/csv;charset=utf-8' }));
  link.download = `lien-ket-${today()}.csv`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

read();
at('who').value = kept(WHO) ?? '';
items.forEach((item, place) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.look;
  button.setAttribute('aria-label', `${words.look}: ${item.dataset.code}`);
  button.addEventListener('click', () => move(place));
  item.append(document.createElement('b'), ' ', button);
});
at('ok').addEventListener('click', () => mark('ok'));
at('wrong').addEventListener('click', () => mark('wrong'));
at('skip').addEventListener('click', () => move(current + 1));
at('back').addEventListener('click', () => move(current - 1));
at('clear').addEventListener('click', () => {
  read();
  delete seen[keyOf(items[current])];
  keep(KEY, JSON.stringify(seen));
  progress();
  show();
  tell('');
  at('open').focus();
});
at('download').addEventListener('click', download);
const first = items.findIndex(item => !of(item));
current = Math.max(first, 0);
at('work').hidden = false;
progress();
show();
tell('');
