// Faults, the latest first, each with its stack.

import { ago, count, plural } from './format.js';

const KEPT = 100;

export class Faults {
  constructor(model) {
    this.model = model;
    this.list = document.getElementById('fault-list');
    this.note = document.getElementById('fault-note');
    this.badge = document.getElementById('tab-faults');
    this.clear('Shown once this page is connected.');
  }

  clear(words = 'None since the program was started. A task that fails and is awaited by no code shows here, with its stack.') {
    this.items = new Map();
    const quiet = document.createElement('p');
    quiet.className = 'quiet';
    quiet.textContent = words;
    this.list.replaceChildren(quiet);
    this.note.textContent = '';
    this.badge.hidden = true;
  }

  add(faults) {
    for (const fault of faults) {
      if (!this.items.size) this.list.replaceChildren();
      const item = this.items.get(fault.number) ?? this.make(fault);
      item.fault = fault;
      this.list.prepend(item.element);
    }
    // As many as the program keeps; the first of the map is the one seen first.
    while (this.items.size > KEPT) {
      const [number, { element }] = this.items.entries().next().value;
      element.remove();
      this.items.delete(number);
    }
    if (faults.length) this.update();
  }

  update() {
    if (!this.items.size) return;
    for (const { fault, what, times, who } of this.items.values()) {
      const text = ago(fault.last);
      if (times.lastChild.textContent !== text) times.lastChild.textContent = text;
      times.firstChild.textContent = fault.count > 1 ? `${count(fault.count)} × ` : '';
      what.textContent = `${fault.type.slice(fault.type.lastIndexOf('.') + 1)}: ${fault.message}`;
      what.title = fault.message;
      who.textContent = `${fault.count > 1 ? 'last in ' : ''}${fault.name ? `${fault.name} in ${fault.scope}` : 'code outside of a task'}`;
      who.title = who.textContent;
    }
    // The loop's own count, as in the header; kinds that are no longer kept are in it.
    const total = this.model.stats?.faults ?? 0;
    this.note.textContent = total === 1 ? '1 fault' : `${plural(total, 'fault')} of ${plural(this.items.size, 'kind')}`;
    this.badge.textContent = count(total);
    this.badge.hidden = total === 0;
  }

  make(fault) {
    const element = document.createElement('details');
    const summary = document.createElement('summary');
    const what = document.createElement('span');
    what.className = 'what';
    const times = document.createElement('span');
    times.className = 'times';
    times.append(document.createElement('b'), document.createElement('span'));
    const who = document.createElement('span');
    who.className = 'who';
    summary.append(what, times, who);
    const stack = document.createElement('pre');
    stack.tabIndex = 0;
    // Lines of one's own code are those with a file and a line.
    for (const line of fault.stack.split('\n')) {
      const at = / in (.*:line \d+)/.exec(line);
      const part = document.createElement(at ? 'mark' : 'span');
      part.textContent = `${line}\n`;
      stack.append(part);
    }
    element.append(summary, stack);
    const item = { element, what, times, who, fault };
    this.items.set(fault.number, item);
    return item;
  }
}
