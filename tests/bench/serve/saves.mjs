// What a save costs while `niemyet serve` runs: seconds from the write to the changed page in the browser's hands, and the
// memory that the process holds. Prints tables; judges nothing.
//
//   node tests/bench/serve/saves.mjs PROGRAM [BEFORE]         # BEFORE: an older program, for the ratio
//   SAVES=100 PROJECT=. node tests/bench/serve/saves.mjs …
//
// Each save gives one record another name. With two programs the saves alternate between them.
import { readFileSync, writeFileSync } from 'node:fs';
import { quantile, Server } from './server.mjs';

const saves = Number(process.env.SAVES ?? 100),
  project = process.env.PROJECT ?? '.';
const programs = process.argv.slice(2);
if (programs.length === 0) throw new Error('which program? node tests/bench/serve/saves.mjs PROGRAM [BEFORE]');

const runs = [];
for (const program of programs) {
  const server = await Server.start(program, project);
  const states = server.states();
  const { value: first } = await states.next();
  if (first.trouble) throw new Error(first.trouble);
  const { file, code } = server.record(500);
  runs.push({
    program,
    server,
    states,
    file,
    code,
    text: readFileSync(file, 'utf8'),
    seconds: [],
    memory: [server.memory('VmRSS')],
  });
}

/** Saves a record under another name and waits for its page to have it. */
const save = async (run, number) => {
  const { server, states, file, code, text } = run;
  const mark = `Bản ghi số ${number}`,
    started = performance.now();
  writeFileSync(file, text.replace(/^name = "/m, `$&${mark} `));
  for (;;) {
    const { value: state } = await states.next();
    if (state.trouble) throw new Error(state.trouble);
    const page = await server.get(`/T/${code}/`);
    if (page.body.includes(mark)) break;
  }
  run.seconds.push((performance.now() - started) / 1000);
  run.memory.push(server.memory('VmRSS'));
};

const told = [0, 1, 2, 5, 10, 20, 50, 75, 100, 150, 200].filter(at => at < saves).concat(saves);
for (let number = 1; number <= saves; number += 1) {
  for (const run of runs) await save(run, number);
  const now = runs.map(
    ({ seconds, memory }) => `${seconds.at(-1).toFixed(2)} s, ${Math.round(memory.at(-1) / 1024)} MB`
  );
  console.error(`save ${number} of ${saves}: ${now.join('; ')}`);
}
for (const { program, server, seconds, memory } of runs) {
  const megabytes = kilobytes => Math.round(kilobytes / 1024);
  console.log(`${program}: first site after ${(server.startedIn / 1000).toFixed(2)} s`);
  console.log(
    `  save to page: p50 ${quantile(seconds, 0.5).toFixed(2)} s, p95 ${quantile(seconds, 0.95).toFixed(2)} s (${saves} saves)`
  );
  console.log(
    `  memory (MB) after saves: ${told.map(at => `${at}: ${megabytes(memory[at])}`).join(', ')}; peak ${megabytes(server.memory('VmHWM'))}`
  );
  const half = Math.floor(saves / 2);
  console.log(`  growth over the second half of the saves: ${megabytes(memory[saves] - memory[half])} MB`);
  await server.stop();
}
if (runs.length === 2) {
  const [own, before] = runs.map(({ seconds }) => quantile(seconds, 0.5));
  console.log(`save to page, ratio to ${runs[1].program}: ${(own / before).toFixed(2)}`);
}
process.exit(0);
