// A `niemyet serve` in a copy of a project, as the measurements use it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export class Server {
  /** Starts a program in a copy of the project; ready once it has said where it listens. */
  static async start(program, project) {
    const server = new Server();
    server.folder = mkdtempSync(join(tmpdir(), 'niemyet-serve-'));
    for (const part of ['catalogue', 'site'].filter(part => existsSync(join(project, part)))) {
      cpSync(join(project, part), join(server.folder, part), { recursive: true });
    }
    const started = performance.now();
    server.child = spawn(program, ['serve', '--port', '0'], {
      cwd: server.folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [line] = await once(createInterface(server.child.stdout), 'line');
    server.startedIn = performance.now() - started;
    server.address = new URL(line.match(/http:\/\/[^ ]+\//)[0]);
    return server;
  }

  /** An answer's body, its status and its head. */
  get(path, { agent, headers } = {}) {
    return new Promise((done, failed) => {
      http
        .get(new URL(path, this.address), { agent, headers }, answer => {
          const parts = [];
          answer.on('data', part => parts.push(part));
          answer.on('end', () =>
            done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) })
          );
          answer.on('error', failed);
        })
        .on('error', failed);
    });
  }

  /** The states that a page hears of, one after the other. */
  async *states() {
    const [answer] = await once(http.get(new URL('/_niemyet/events', this.address)), 'response');
    for await (const line of createInterface(answer)) {
      if (line.startsWith('data: ')) yield JSON.parse(line.slice('data: '.length));
    }
  }

  /** A number of kB that the system tells of the process: VmRSS, VmHWM. */
  memory(name) {
    return Number(readFileSync(`/proc/${this.child.pid}/status`, 'utf8').match(new RegExp(`${name}:\\s+(\\d+)`))[1]);
  }

  /** The catalogue's record number `at`, in the order of names: its file and its code. */
  record(at) {
    const procedures = join(this.folder, 'catalogue/procedures');
    const files = readdirSync(procedures, { recursive: true })
      .filter(file => file.endsWith('.md'))
      .sort();
    const file = files[at % files.length];
    return { file: join(procedures, file), code: file.match(/([^/]+)\.md$/)[1] };
  }

  async stop() {
    this.child.kill('SIGINT');
    if (this.child.exitCode === null) await once(this.child, 'exit');
    rmSync(this.folder, { recursive: true });
  }
}

/** A value below which so large a part of the numbers lies. */
export const quantile = (numbers, part) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
};
