// How long the search of `niemyet serve` takes to answer many at once: p50 and p95 of /api/search and of the results page over
// 16 connections. Prints a table; judges nothing.
//
//   node tests/bench/serve/load.mjs PROGRAM [BEFORE]          # BEFORE: an older program, for the ratio
//   CONNECTIONS=16 ROUNDS=3 PROJECT=. node tests/bench/serve/load.mjs …
//
// The questions are those of ../search/questions.tsv, each with and without its last word, in turn. With two programs the rounds
// alternate between them; both answer the same questions.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { quantile, Server } from './server.mjs';

const connections = Number(process.env.CONNECTIONS ?? 16),
  rounds = Number(process.env.ROUNDS ?? 3);
const project = process.env.PROJECT ?? '.';
const programs = process.argv.slice(2);
if (programs.length === 0) throw new Error('which program? node tests/bench/serve/load.mjs PROGRAM [BEFORE]');

const lines = readFileSync(new URL('../search/questions.tsv', import.meta.url), 'utf8').split('\n');
const asked = lines.filter(line => line && !line.startsWith('#')).map(line => line.split('\t')[0]);
const questions = asked.flatMap(question => [question, question.replace(/ [^ ]+$/, '')]);
const paths = ['/api/search?q=', '/tim/?q='];

/** Asks all questions at one path; gives the milliseconds of each answer. */
const round = async (server, path) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const left = [...questions],
    times = [];
  const ask = async () => {
    for (let question = left.pop(); question !== undefined; question = left.pop()) {
      const started = performance.now();
      const answer = await server.get(path + encodeURIComponent(question), { agent });
      if (answer.status !== 200 || answer.body.length === 0) throw new Error(`${question}: ${answer.status}`);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: connections }, ask));
  agent.destroy();
  return times;
};

const servers = [];
for (const program of programs) servers.push(await Server.start(program, project));
for (const path of paths) {
  const times = servers.map(() => []);
  for (let number = 0; number <= rounds; number += 1) {
    for (const [at, server] of servers.entries()) {
      const of = await round(server, path);
      if (number > 0) times[at].push(...of); // the first warms up
    }
  }
  for (const [at, program] of programs.entries()) {
    const [half, most] = [0.5, 0.95].map(part => quantile(times[at], part));
    console.log(
      `${path}\t${program}\tp50 ${half.toFixed(1)} ms\tp95 ${most.toFixed(1)} ms\t${times[at].length} answers`
    );
  }
  if (servers.length === 2) {
    const [own, before] = times.map(of => quantile(of, 0.95));
    console.log(`${path}\tp95, ratio to ${programs[1]}: ${(own / before).toFixed(2)}`);
  }
}
for (const server of servers) await server.stop();
process.exit(0);
