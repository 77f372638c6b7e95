// What the page knows of the loop: tasks and scopes, kept up to date by the updates that arrive.

export const STATES = ['running', 'waiting', 'cancelling', 'completed', 'cancelled', 'faulted', 'abandoned', 'paused'];
const REASONS = ['', 'user', 'timeout', 'end of play', 'session end', 'reload', 'replaced', 'parent fault', 'scope closed', 'shutdown', 'lost race'];
const KINDS = ['outside', 'next frame', 'frames', 'delay', 'condition', 'tick', 'event', 'task', 'thread pool', 'lock', 'group'];

export class Model {
  constructor() {
    this.clear();
  }

  clear() {
    this.tasks = new Map();
    this.scopes = new Map();
    this.sites = [];
    this.clocks = [];
    this.scripts = [];
    this.stats = null;
    this.loop = '';
    this.budget = 0;
    this.now = 0;
    this.receivedAt = performance.now();
    this.version = 0;
  }

  // Seconds on the loop's clock, carried on between updates.
  time() {
    return this.now + Math.min(2, (performance.now() - this.receivedAt) / 1000);
  }

  apply(update, isFull) {
    if (isFull) {
      this.clear();
      this.loop = update.loop;
      this.budget = update.budget / 1e6;
    }
    if (update.sites) {
      for (let i = 0; i < update.sites.length; i++) this.sites[update.firstSite + i] = update.sites[i];
    }
    for (const id of update.goneScopes ?? []) this.scopes.delete(id);
    for (const [id, parent, name, reason] of update.scopes ?? []) this.setScope(id, parent, name, reason);
    for (const id of update.gone ?? []) this.remove(id);
    for (const row of update.add ?? []) this.add(row);
    for (const row of update.set ?? []) this.set(row);
    if (update.scripts) this.scripts = update.scripts;
    if (update.clocks) this.clocks = update.clocks;
    if (update.stats) {
      this.stats = update.stats;
      this.now = update.now;
      this.receivedAt = performance.now();
    }
    this.version++;
  }

  setScope(id, parent, name, reason) {
    const scope = this.scopes.get(id);
    if (scope) {
      scope.reason = REASONS[reason];
    } else {
      this.scopes.set(id, { id, parent, name, reason: REASONS[reason], tasks: new Set() });
    }
  }

  add([id, parent, scope, name, site, startedAt]) {
    const task = {
      id, parent, scope, name, site, startedAt, state: 'waiting', reason: '', resumes: 0, used: 0, longest: 0,
      kind: 0, waitSite: -1, since: 0, until: 0, clock: -1, waitTask: 0, detail: '', status: '', fault: '', hay: null,
    };
    this.tasks.set(id, task);
    this.scopes.get(scope)?.tasks.add(task);
  }

  set([id, state, reason, resumes, used, longest, kind, waitSite, since, until, clock, waitTask, detail = '', status = '', fault = '']) {
    const task = this.tasks.get(id);
    if (!task) return;
    task.state = STATES[state];
    task.reason = REASONS[reason];
    task.resumes = resumes;
    task.used = used / 1e6;
    task.longest = longest / 1e6;
    if (task.kind !== kind || task.waitSite !== waitSite || task.detail !== detail || task.status !== status) task.hay = null;
    task.kind = kind;
    task.waitSite = waitSite;
    task.since = since;
    task.until = until;
    task.clock = clock;
    task.waitTask = waitTask;
    task.detail = detail;
    task.status = status;
    task.fault = fault;
  }

  remove(id) {
    const task = this.tasks.get(id);
    if (task) {
      this.tasks.delete(id);
      this.scopes.get(task.scope)?.tasks.delete(task);
    }
  }

  path(id) {
    const names = [];
    for (let scope = this.scopes.get(id); scope; scope = this.scopes.get(scope.parent)) names.unshift(scope.name);
    return names.join('/');
  }

  site(number) {
    return number < 0 ? '' : this.sites[number] ?? '';
  }

  // What the filter looks at.
  hay(task) {
    return (task.hay ??= [`#${task.id}`, task.name, this.path(task.scope), KINDS[task.kind], task.detail, task.status, this.site(task.waitSite), this.site(task.site)]
      .join('\n').toLowerCase());
  }

  wait(task) {
    if (task.state === 'running') return 'runs now';
    switch (task.kind) {
      case 0: return task.detail ? `outside the loop, in ${task.detail}` : 'outside the loop';
      case 1: return 'next frame';
      case 2: return task.until < 0 ? 'frames' : `frame ${task.until}`;
      case 3: case 5: return `${task.kind === 3 ? 'delay' : 'tick'}, ${this.left(task)}`;
      case 4: return 'condition';
      case 6: return task.detail ? `event '${task.detail}'` : 'event';
      case 7: return `task #${task.waitTask}${this.nameOf(task.waitTask)}`;
      case 8: return 'thread pool';
      case 9: return `lock${task.detail ? ` '${task.detail}'` : ''}${task.waitTask ? `, held by #${task.waitTask}${this.nameOf(task.waitTask)}` : ''}`;
      default: return task.detail || 'group';
    }
  }

  waited(task) {
    return task.kind === 1 || task.state === 'running' ? 0 : Math.max(0, this.time() - task.since);
  }

  age(task) {
    return Math.max(0, this.time() - task.startedAt);
  }

  left(task) {
    if (task.until < 0) return 'for ever';
    const passed = task.state === 'paused' ? 0 : this.time() - this.now;
    return `${Math.max(0, task.until - (this.clocks[task.clock] ?? 0) - passed).toFixed(1)} s left`;
  }

  nameOf(id) {
    const name = this.tasks.get(id)?.name;
    return name ? ` ${name}` : '';
  }
}
