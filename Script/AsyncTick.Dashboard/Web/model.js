// What the page knows of the loop: tasks and scopes, kept up to date by the updates that arrive.

import { duration } from './format.js';

const OWN = 1;
const PAUSED = 2;

export class Model {
  constructor() {
    this.clear();
  }

  clear() {
    // What the numbers in rows mean; the program says so.
    this.words = { states: [], reasons: [], waits: [] };
    this.tasks = new Map();
    this.scopes = new Map();
    this.ended = [];
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
      this.words = update.words;
      this.budget = update.budget / 1e6;
    }
    if (update.sites) {
      for (let i = 0; i < update.sites.length; i++) this.sites[update.firstSite + i] = update.sites[i];
    }
    for (const id of update.goneScopes ?? []) this.scopes.delete(id);
    for (const scope of update.scopes ?? []) this.setScope(scope);
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

  setScope([id, parent, name, reason, marks]) {
    const scope = this.scopes.get(id) ?? { id, parent, name, tasks: new Set() };
    scope.reason = this.words.reasons[reason];
    scope.isOwn = (marks & OWN) !== 0;
    scope.isPaused = (marks & PAUSED) !== 0;
    this.scopes.set(id, scope);
  }

  // Tasks that have ended are rows of the list, too; nothing of them changes any more.
  takeEnded(rows) {
    this.ended = rows.map((row) => ({
      id: row.id, parent: row.parentId, name: row.name, scopePath: row.scope, state: row.state.toLowerCase(), reason: (row.cancelReason ?? '').replace(/(?!^)([A-Z])/g, ' $1').toLowerCase(),
      resumes: row.resumes, used: row.usedSeconds, longest: row.longestSeconds, lived: row.ageSeconds, fault: row.lastFault ?? '', status: '',
      startSite: row.startFile ? `${row.startFile}:${row.startLine}` : '', isEnded: true, hay: null,
    }));
  }

  // The page's own tasks: part of the list, but never what a sort leads with.
  isOwn(task) {
    return this.scopes.get(task.scope)?.isOwn ?? false;
  }

  add([id, parent, scope, name, site, startedAt]) {
    const task = {
      id, parent, scope, name, site, startedAt, state: 'waiting', reason: '', resumes: 0, used: 0, longest: 0,
      wait: '', waitSite: -1, since: 0, until: 0, clock: -1, waitTask: 0, detail: '', status: '', fault: '', hay: null,
    };
    this.tasks.set(id, task);
    this.scopes.get(scope)?.tasks.add(task);
  }

  set([id, state, reason, resumes, used, longest, wait, waitSite, since, until, clock, waitTask, detail = '', status = '', fault = '']) {
    const task = this.tasks.get(id);
    if (!task) return;
    task.state = this.words.states[state];
    task.reason = this.words.reasons[reason];
    task.resumes = resumes;
    task.used = used / 1e6;
    task.longest = longest / 1e6;
    const kind = this.words.waits[wait];
    if (task.wait !== kind || task.waitSite !== waitSite || task.detail !== detail || task.status !== status) task.hay = null;
    task.wait = kind;
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
    return (task.hay ??= task.isEnded ? [`#${task.id}`, task.name, task.scopePath, task.state, task.reason, task.fault, task.startSite].join('\n').toLowerCase() : [`#${task.id}`, task.name, this.path(task.scope), task.wait, task.detail, task.status, this.site(task.waitSite), this.site(task.site)]
      .join('\n').toLowerCase());
  }

  wait(task) {
    if (task.isEnded) return task.fault || task.reason;
    if (task.state === 'running') return 'runs now';
    switch (task.wait) {
      // The name of a method, or words of the wait's own.
      case 'outside': return task.detail?.includes(' ') ? task.detail : task.detail ? `outside the loop, in ${task.detail}` : 'outside the loop';
      case 'frames': return task.until < 0 ? 'frames' : `frame ${task.until}`;
      case 'delay': case 'tick': return `${task.wait}, ${this.left(task)}`;
      case 'event': case 'barrier': case 'condition variable': return task.detail ? `${task.wait} '${task.detail}'` : task.wait;
      case 'task': return `task #${task.waitTask}${this.nameOf(task.waitTask)}`;
      case 'lock': case 'semaphore': return `${task.wait}${task.detail ? ` '${task.detail}'` : ''}${task.waitTask ? `, held by #${task.waitTask}${this.nameOf(task.waitTask)}` : ''}`;
      case 'next frame': case 'condition': case 'thread pool': return task.wait;
      default: return task.detail || task.wait;
    }
  }

  waited(task) {
    return task.isEnded ? 0 : task.wait === 'next frame' || task.state === 'running' ? 0 : Math.max(0, this.time() - task.since);
  }

  age(task) {
    return task.lived ?? Math.max(0, this.time() - task.startedAt);
  }

  left(task) {
    if (task.until < 0) return 'for ever';
    const passed = task.state === 'paused' ? 0 : this.time() - this.now;
    const left = Math.max(0, task.until - (this.clocks[task.clock] ?? 0) - passed);
    return `${left < 59.95 ? `${left.toFixed(1)} s` : duration(left)} left`;
  }

  nameOf(id) {
    const name = this.tasks.get(id)?.name;
    return name ? ` ${name}` : '';
  }
}
