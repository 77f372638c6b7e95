// Scripts that can be run, and those that run.

import { duration, fileOf } from './format.js';

export class Scripts {
  constructor(model, connection, say) {
    this.model = model;
    this.connection = connection;
    this.say = say;
    this.files = [];
    this.folders = [];
    this.items = new Map();
    this.seen = new Map(JSON.parse(sessionStorage.getItem('scripts') ?? '[]'));
    this.list = document.getElementById('script-list');
    this.note = document.getElementById('script-note');
    this.output = document.getElementById('script-output');
    document.getElementById('run').addEventListener('submit', (event) => {
      event.preventDefault();
      this.run(document.getElementById('run-path').value.trim(), document.getElementById('run-arguments').value.trim());
    });
  }

  async load() {
    try {
      const { scripts, folders } = await this.connection.get('scripts');
      this.files = scripts;
      this.folders = folders;
      this.update();
    } catch {
      // The next connection asks again.
    }
  }

  async run(path, args) {
    this.show(true, `Compiling ${fileOf(path)} …`);
    const { done, text } = await this.connection.post('run', { script: path, arguments: args });
    if (done) {
      this.output.hidden = true;
      this.say(done, text);
    } else {
      this.show(done, text);
    }
  }

  async stop(runs) {
    for (const run of runs) {
      const { done, text } = await this.connection.post('stop', { run: run.run });
      this.say(done, text);
    }
  }

  show(done, text) {
    this.output.hidden = false;
    this.output.dataset.done = String(done);
    this.output.textContent = text;
  }

  update() {
    const runs = this.model.scripts;
    const paths = new Map(this.files.map((file) => [file.path, file.name]));
    // Scripts from elsewhere stay when their run ends, to be run again; lines of the prompt are no files.
    for (const run of runs) if (/[\\/]/.test(run.path)) this.remember(run.path);
    for (const [path, name] of this.seen) if (!paths.has(path)) paths.set(path, name);
    for (const run of runs) if (!paths.has(run.path)) paths.set(run.path, run.name);
    this.note.textContent = runs.length ? `${runs.length} running` : '';
    for (const [path, item] of this.items) {
      if (!paths.has(path)) {
        item.element.remove();
        this.items.delete(path);
      }
    }
    for (const [path, name] of paths) {
      const item = this.items.get(path) ?? this.make(path, name);
      item.runs = runs.filter((run) => run.path === path);
      const oldest = item.runs[0];
      const text = oldest ? `${item.runs.length > 1 ? `${item.runs.length} × ` : ''}${duration(Math.max(1, this.model.time() - oldest.started))}` : '';
      if (item.time.textContent !== text) item.time.textContent = text;
      item.stop.hidden = !oldest;
      const verb = oldest ? 'Again' : 'Run';
      if (item.run.textContent !== verb) item.run.textContent = verb;
    }
    this.showEmpty(paths.size === 0);
  }

  remember(path) {
    if (this.seen.has(path)) return;
    this.seen.set(path, fileOf(path));
    sessionStorage.setItem('scripts', JSON.stringify([...this.seen].slice(-20)));
  }

  showEmpty(isEmpty) {
    if (isEmpty && !this.quiet) {
      this.quiet = document.createElement('li');
      this.quiet.className = 'quiet';
      this.list.append(this.quiet);
    }
    if (this.quiet) {
      this.quiet.hidden = !isEmpty;
      this.quiet.textContent = this.folders.length ? `No scripts in ${this.folders.join(', ')}. Name one below.` : 'Name a script below.';
    }
  }

  make(path, name) {
    const element = document.createElement('li');
    const label = document.createElement('span');
    label.className = 'name';
    label.textContent = name;
    label.title = path;
    const time = document.createElement('span');
    time.className = 'runs';
    const stop = document.createElement('button');
    stop.textContent = 'Stop';
    stop.setAttribute('aria-label', `Stop ${name}`);
    const run = document.createElement('button');
    run.setAttribute('aria-label', `Run ${name}`);
    element.append(label, time, stop, run);
    this.list.append(element);
    const item = { element, time, stop, run, runs: [] };
    stop.addEventListener('click', () => this.stop(item.runs));
    run.addEventListener('click', () => this.run(path, ''));
    this.items.set(path, item);
    return item;
  }
}
