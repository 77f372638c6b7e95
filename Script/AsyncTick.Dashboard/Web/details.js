// Everything about the task or scope that was chosen.

import { duration, plural } from './format.js';

export class Details {
  constructor(model, actions) {
    this.model = model;
    this.actions = actions;
    this.panel = document.getElementById('details');
    this.row = null;
  }

  open(row) {
    this.row = row;
    this.shown = '';
    this.update();
  }

  close() {
    this.row = null;
    this.panel.hidden = true;
  }

  update() {
    const { row, model } = this;
    if (!row) return;
    const task = row.task && (row.task.isEnded ? row.task : model.tasks.get(row.task.id));
    const scope = row.scope && model.scopes.get(row.scope.id);
    if (!this.panel.hidden && !task && !scope) {
      this.title.textContent = `${this.title.dataset.name} has ended`;
      this.button.disabled = this.pause.disabled = true;
      return;
    }
    if (!task && !scope) return;
    const name = task ? `#${task.id} ${task.name}` : `${scope.name}`;
    const facts = task ? this.factsOf(task) : this.factsOfScope(scope);
    if (this.shown !== row.key) this.build(row, name, facts);
    const verb = (task ? task.state === 'paused' : scope.isPaused) ? 'Resume' : 'Pause';
    if (this.pause.textContent !== verb) this.pause.textContent = verb;
    facts.forEach(([, text], index) => {
      const cell = this.cells[index];
      if (cell && cell.textContent !== text) cell.textContent = text;
      if (cell) cell.hidden = cell.previousSibling.hidden = !text;
    });
  }

  build(row, name, facts) {
    this.shown = row.key;
    this.panel.hidden = false;
    const heading = document.createElement('h2');
    this.title = document.createElement('span');
    this.title.textContent = name;
    this.title.dataset.name = name;
    const gap = document.createElement('span');
    gap.className = 'gap';
    this.button = document.createElement('button');
    this.button.className = 'danger';
    this.button.textContent = row.task ? 'Cancel' : 'Cancel inside';
    this.button.addEventListener('click', () => this.actions.cancel(row));
    this.pause = document.createElement('button');
    this.pause.addEventListener('click', () => this.actions.pause(row));
    const { canCancel, canPause } = this.actions.actionsOf(row);
    this.button.hidden = !canCancel;
    this.pause.hidden = !canPause;
    const close = document.createElement('button');
    close.textContent = 'Close';
    close.title = 'Close (Escape)';
    close.addEventListener('click', () => this.actions.closeDetails());
    heading.append(this.title, gap, this.pause, this.button, close);
    const list = document.createElement('dl');
    this.cells = facts.map(([label, , isCode]) => {
      const term = document.createElement('dt');
      term.textContent = label;
      const cell = document.createElement('dd');
      const inner = isCode ? document.createElement('code') : cell;
      if (isCode) cell.append(inner);
      list.append(term, cell);
      return isCode ? Object.defineProperty(inner, 'previousSibling', { value: term }) : cell;
    });
    this.panel.replaceChildren(heading, list);
  }

  factsOf(task) {
    const { model } = this;
    if (task.isEnded) return this.factsOfEnded(task);
    const waited = model.waited(task);
    return [
      ['State', task.reason ? `${task.state}, ${task.reason}` : task.state],
      ['Waits on', waited > 0 ? `${model.wait(task)}, for ${duration(waited)}` : model.wait(task)],
      ['at', model.site(task.waitSite), true],
      ['Status', task.status],
      ['Scope', model.path(task.scope)],
      ['Started by', task.parent ? `#${task.parent}${model.nameOf(task.parent)}` : ''],
      ['Started at', model.site(task.site), true],
      ['Age', duration(model.age(task))],
      ['Used', this.used(task)],
      ['Longest', task.longest ? duration(task.longest) : ''],
      ['Last fault', task.fault],
    ];
  }

  factsOfEnded(task) {
    return [
      ['State', task.reason ? `${task.state}, ${task.reason}` : task.state],
      ['Fault', task.fault],
      ['Scope', task.scopePath],
      ['Started by', task.parent ? `#${task.parent}${this.model.nameOf(task.parent)}` : ''],
      ['Started at', task.startSite, true],
      ['Lived', duration(task.lived)],
      ['Used', this.used(task)],
      ['Longest', task.longest ? duration(task.longest) : ''],
    ];
  }

  used({ used, resumes }) {
    return `${duration(used)} in ${plural(resumes, 'resume')}${resumes > 1 ? `, ${duration(used / resumes)} each` : ''}`;
  }

  factsOfScope(scope) {
    const { model } = this;
    return [
      ['Path', model.path(scope.id)],
      ['State', scope.reason ? `closing, ${scope.reason}` : scope.isPaused ? 'paused' : 'open'],
      ['Own tasks', String(scope.tasks.size)],
    ];
  }
}
