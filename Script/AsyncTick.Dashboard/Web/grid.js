// The task list: a tree grid of which only the rows in sight exist. The row with the focus always does, so that focus is never lost to scrolling.

import { COLUMNS, Rows } from './rows.js';
import { RowView } from './rowview.js';

const MARGIN = 6;

export class Grid {
  constructor(model, actions) {
    this.model = model;
    this.actions = actions;
    this.rows = new Rows(model);
    this.views = new Map();
    this.spare = [];
    this.active = null;
    this.isFrozen = false;
    this.element = document.getElementById('grid');
    this.viewport = document.getElementById('viewport');
    this.spacer = document.getElementById('spacer');
    this.empty = document.getElementById('empty');
    this.makeHead();
    this.viewport.addEventListener('scroll', () => this.draw(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('focus', () => this.focus(this.active ?? this.rows.list[0]?.key));
    new ResizeObserver(() => this.measure()).observe(this.viewport);
    this.measure();
  }

  makeHead() {
    const head = document.getElementById('head');
    this.heads = new Map();
    for (const column of COLUMNS) {
      const cell = document.createElement('div');
      cell.setAttribute('role', 'columnheader');
      cell.className = column.number ? `number ${column.key}` : column.key;
      const button = document.createElement('button');
      button.textContent = column.title;
      button.title = `Sort ${column.hint ?? `by ${column.title.toLowerCase()}`}`;
      button.addEventListener('click', () => this.sortBy(column.key));
      cell.append(button);
      head.append(cell);
      this.heads.set(column.key, cell);
    }
    this.showSort();
  }

  // Of tasks that have ended the list says what came of them, not what they wait on.
  showHeads() {
    const isEnded = this.rows.layout === 'ended';
    for (const { key, title } of COLUMNS) {
      this.heads.get(key).firstChild.textContent = (isEnded && { wait: 'Outcome', age: 'Lived' }[key]) || title;
    }
  }

  // What may be done with a row. Nothing with what has ended; the root holds this page, and would rest with it.
  actionsOf(row) {
    const isOwn = row.scope ? row.scope.isOwn : this.model.isOwn(row.task);
    return { canCancel: !row.task?.isEnded && !isOwn, canPause: !row.task?.isEnded && !isOwn && (!row.scope || row.scope.parent !== 0) };
  }

  sortBy(key) {
    this.rows.isReversed = this.rows.sort === key && !this.rows.isReversed;
    this.rows.sort = key;
    this.showSort();
    this.update(true);
  }

  showSort() {
    for (const [key, cell] of this.heads) {
      const column = COLUMNS.find((each) => each.key === key);
      const falls = Boolean(column.number) || key === 'wait';
      cell.setAttribute('aria-sort', key !== this.rows.sort ? 'none' : this.rows.isReversed === falls ? 'ascending' : 'descending');
    }
  }

  measure() {
    this.height = parseFloat(getComputedStyle(this.element).getPropertyValue('--row')) || 28;
    document.getElementById('head').style.paddingRight = `${this.viewport.offsetWidth - this.viewport.clientWidth}px`;
    this.draw();
  }

  // The list anew, and what of it is in sight.
  update(isAsked = false) {
    if (!this.isFrozen || isAsked) this.rows.build();
    const { list } = this.rows;
    this.spacer.style.height = `${list.length * this.height}px`;
    this.element.setAttribute('aria-rowcount', String(list.length + 1));
    this.empty.hidden = list.length > 0;
    if (!list.length) {
      this.empty.textContent = this.rows.tasks().length
        ? 'No task fits the filter.'
        : this.rows.layout === 'ended' ? 'No task has ended yet.' : 'No tasks. Run a script from the list, or type AsyncTick.Run Timers.cs into the console.';
    }
    this.draw();
  }

  draw() {
    const { list, index } = this.rows;
    if (!index) return;
    const first = Math.max(0, Math.floor(this.viewport.scrollTop / this.height) - MARGIN);
    const last = Math.min(list.length, Math.ceil((this.viewport.scrollTop + this.viewport.clientHeight) / this.height) + MARGIN);
    const wanted = new Set();
    for (let i = first; i < last; i++) wanted.add(list[i].key);
    if (index.has(this.active)) {
      wanted.add(this.active);
      this.activeIndex = index.get(this.active);
    } else if (first < last) {
      this.tabStop = list[first].key;
    }

    let hadFocus = false;
    for (const [key, view] of this.views) {
      if (!wanted.has(key)) {
        hadFocus ||= view.element === document.activeElement;
        this.views.delete(key);
        this.spare.push(view);
      }
    }
    for (const key of wanted) {
      let view = this.views.get(key);
      if (!view) {
        view = this.spare.pop() ?? new RowView(this);
        this.views.set(key, view);
        if (!view.element.isConnected) this.spacer.append(view.element);
      }
      view.show(list[index.get(key)], index.get(key), this.height);
    }
    for (const view of this.spare) view.element.remove();
    this.spare.length = Math.min(this.spare.length, 40);
    // Without an active row the first one in sight is where the Tab key comes in.
    if (!index.has(this.active)) {
      const entry = this.views.get(this.tabStop);
      if (entry) entry.element.tabIndex = 0;
    }
    if (hadFocus) this.takeOver();
  }

  // The focused task has ended: its neighbor has the focus now.
  takeOver() {
    const { list } = this.rows;
    if (list.length) this.focus(list[Math.min(this.activeIndex ?? 0, list.length - 1)].key);
    else this.element.focus({ preventScroll: true });
  }

  focus(key) {
    const at = this.rows.index?.get(key);
    if (at === undefined) return;
    this.active = key;
    this.activeIndex = at;
    const top = at * this.height, { scrollTop, clientHeight } = this.viewport;
    if (top < scrollTop) this.viewport.scrollTop = top;
    else if (top + this.height > scrollTop + clientHeight) this.viewport.scrollTop = top + this.height - clientHeight;
    this.draw();
    this.views.get(key)?.element.focus({ preventScroll: true });
    this.actions.chosen(this.rows.list[at]);
  }

  choose(row) {
    this.focus(row.key);
    this.actions.open(row);
  }

  toggle(row) {
    if (!row.scope) return;
    if (this.rows.closed.has(row.scope.id)) this.rows.closed.delete(row.scope.id);
    else this.rows.closed.add(row.scope.id);
    this.update(true);
    this.focus(row.key);
  }

  cancel(row) {
    if (this.actionsOf(row).canCancel) this.actions.cancel(row);
  }

  pause(row) {
    if (this.actionsOf(row).canPause) this.actions.pause(row);
  }

  onKey(event) {
    if (event.target.closest('.head') || event.ctrlKey || event.metaKey || event.altKey) return;
    const { list, index } = this.rows;
    const at = index?.get(this.active ?? this.tabStop) ?? 0;
    const row = list[at];
    if (!row) return;
    const page = Math.max(1, Math.floor(this.viewport.clientHeight / this.height) - 1);
    const go = (to) => this.focus(list[Math.max(0, Math.min(list.length - 1, to))].key);
    switch (event.key) {
      case 'ArrowDown': go(at + 1); break;
      case 'ArrowUp': go(at - 1); break;
      case 'PageDown': go(at + page); break;
      case 'PageUp': go(at - page); break;
      case 'Home': go(0); break;
      case 'End': go(list.length - 1); break;
      case 'ArrowRight': if (row.scope && !row.isOpen) this.toggle(row); else if (row.scope) go(at + 1); break;
      case 'ArrowLeft': if (row.scope && row.isOpen) this.toggle(row); else go(this.parentOf(at)); break;
      case 'Enter': case ' ': this.choose(row); break;
      case 'Delete': case 'c': this.cancel(row); break;
      case 'r': this.pause(row); break;
      default: return;
    }
    event.preventDefault();
  }

  parentOf(at) {
    const { list } = this.rows;
    for (let i = at - 1; i >= 0; i--) {
      if (list[i].depth < list[at].depth) return i;
    }
    return at;
  }
}
