// One row of the list on the page. Rows are few, however long the list, and are used again as it scrolls.

import { count, duration, fileOf, plural } from './format.js';

const SLOW = 0.008;

export class RowView {
  constructor(grid) {
    this.grid = grid;
    this.texts = new Map();
    const element = (tag, name, parent = this.element) => {
      const made = document.createElement(tag);
      made.className = name;
      parent?.append(made);
      return made;
    };
    this.element = element('div', 'row', null);
    this.element.setAttribute('role', 'row');
    this.element.tabIndex = -1;
    this.name = element('div', 'name');
    this.indent = element('span', 'indent', this.name);
    this.twist = element('span', 'twist', this.name);
    this.label = element('span', 'label', this.name);
    this.name.append(' ');
    this.id = element('span', 'id', this.name);
    this.status = element('span', 'status', this.name);
    const state = element('div', 'state');
    element('span', 'dot', state);
    this.state = element('span', '', state);
    this.wait = element('div', 'wait');
    this.waitText = element('span', '', this.wait);
    this.wait.append(' ');
    this.site = element('span', 'site', this.wait);
    [this.age, this.used, this.longest, this.resumes] = ['age', 'used', 'longest', 'resumes'].map((name) => element('div', `number ${name}`));
    this.act = element('div', 'act');
    this.pause = element('button', 'pause', this.act);
    this.button = element('button', 'danger', this.act);
    this.button.textContent = 'Cancel';
    this.pause.tabIndex = this.button.tabIndex = -1;
    for (const cell of this.element.children) cell.setAttribute('role', 'gridcell');
    this.name.setAttribute('role', 'rowheader');
    this.element.addEventListener('click', (event) => {
      if (event.target === this.twist) grid.toggle(this.row);
      else if (event.target === this.button) grid.cancel(this.row);
      else if (event.target === this.pause) grid.pause(this.row);
      else grid.choose(this.row);
    });
    this.element.addEventListener('dblclick', () => this.row.scope && grid.toggle(this.row));
  }

  text(node, text) {
    if (this.texts.get(node) !== text) {
      this.texts.set(node, text);
      node.textContent = text;
    }
  }

  attribute(name, value) {
    if (this.texts.get(name) !== value) {
      this.texts.set(name, value);
      if (value === null) this.element.removeAttribute(name);
      else this.element.setAttribute(name, value);
    }
  }

  show(row, index, height) {
    this.row = row;
    const y = index * height;
    if (this.y !== y) {
      this.y = y;
      this.element.style.transform = `translateY(${y}px)`;
    }
    this.attribute('aria-rowindex', String(index + 2));
    this.attribute('aria-level', String(row.depth + 1));
    this.attribute('aria-selected', String(this.grid.active === row.key));
    this.element.tabIndex = this.grid.active === row.key ? 0 : -1;
    if (this.depth !== row.depth) {
      this.depth = row.depth;
      this.indent.style.width = `${row.depth * 14}px`;
      this.element.style.setProperty('--indent', `${row.depth * 14}px`);
    }
    if (row.scope) this.showScope(row);
    else this.showTask(row.task);
    const isPaused = row.scope ? row.scope.isPaused : row.task.state === 'paused';
    const { canCancel, canPause } = this.grid.actionsOf(row);
    this.act.hidden = !canCancel;
    this.pause.hidden = !canPause;
    this.text(this.pause, isPaused ? 'Resume' : 'Pause');
  }

  showScope(row) {
    this.element.className = row.scope.isOwn ? 'row scope own' : 'row scope';
    this.attribute('data-state', row.scope.isPaused ? 'paused' : null);
    this.attribute('aria-expanded', String(row.isOpen));
    this.text(this.twist, row.isOpen ? '▼' : '▶');
    this.text(this.label, row.scope.name);
    const marks = [row.scope.isOwn && 'this page', row.scope.isPaused && 'paused', row.scope.reason && `closing, ${row.scope.reason}`].filter(Boolean);
    this.text(this.id, [plural(row.count, 'task'), ...marks].join(' · '));
    this.text(this.status, '');
    this.text(this.state, '');
    this.text(this.waitText, '');
    this.text(this.site, '');
    this.text(this.age, '');
    this.numbers(row);
    this.state.parentElement.style.visibility = 'hidden';
    this.texts.set('title', '');
    this.wait.title = this.name.title = '';
  }

  showTask(task) {
    const { model } = this.grid;
    this.element.className = model.isOwn(task) ? 'row own' : 'row';
    this.attribute('data-state', task.state);
    this.attribute('aria-expanded', null);
    this.state.parentElement.style.visibility = '';
    this.text(this.twist, '');
    this.text(this.label, task.name);
    this.text(this.id, `#${task.id}`);
    this.text(this.status, task.status);
    this.text(this.state, task.state);
    const wait = model.wait(task), site = task.startSite ?? (task.state === 'running' ? '' : model.site(task.waitSite));
    this.text(this.waitText, wait);
    this.text(this.site, fileOf(site));
    if (this.texts.get('title') !== wait + site) {
      this.texts.set('title', wait + site);
      this.wait.title = [wait, site].filter(Boolean).join('\n');
      this.name.title = task.name;
    }
    this.text(this.age, duration(model.age(task)));
    this.numbers(task);
  }

  numbers({ used, longest, resumes }) {
    this.text(this.used, duration(used));
    this.text(this.longest, duration(longest));
    this.text(this.resumes, count(resumes));
    this.longest.classList.toggle('hot', longest >= SLOW);
    this.used.toggleAttribute('data-zero', used === 0);
    this.longest.toggleAttribute('data-zero', longest === 0);
    this.resumes.toggleAttribute('data-zero', resumes === 0);
  }
}
